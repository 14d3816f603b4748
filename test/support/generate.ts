/** A valid, realistic haproxy.cfg of about `lines` lines: many applications, a frontend for every fifty of them. */
export function generateHaproxy(lines: number): string {
  const out = [
    'global',
    '    maxconn 20000',
    '    log stdout format raw local0',
    '',
    'defaults',
    '    mode http',
    '    log global',
    '    option httplog',
    '    timeout connect 5s',
    '    timeout client 50s',
    '    timeout server 50s',
    '',
  ];
  const names: string[] = [];
  while (out.length < lines - 30) {
    const n = names.length;
    names.push(`be_${n}`);
    out.push(
      `# application ${n}`,
      `backend be_${n}`,
      '    balance roundrobin',
      '    option httpchk',
      '    http-check send meth GET uri /healthz hdr Host www.example.com',
      `    http-request set-header X-App ${n} if { path_beg /app${n} }`,
      '    acl is_static path_end -i .jpg .png .css .js',
      '    http-request deny deny_status 403 if { src 10.0.0.0/8 } !is_static',
    );
    for (let i = 0; i < 8; i++) {
      out.push(
        `    server s${i} 10.${(n >> 8) & 255}.${n & 255}.${i + 1}:8080 check inter 2s fall 3 rise 2 weight ${10 + i}`,
      );
    }
    out.push('');
    if (names.length % 50 === 0) out.push(...frontend(names.slice(-50)));
  }
  const rest = names.slice(names.length - (names.length % 50));
  if (rest.length > 0) out.push(...frontend(rest));
  return `${out.join('\n')}\n`;
}

/** One frontend of about `lines` lines: the largest section that anybody writes by hand or by script. */
export function generateLargeSection(lines: number): string {
  const names = Array.from({ length: Math.ceil(lines / 2) }, (_, i) => `be_${i}`);
  const rules = names.flatMap((name, i) => [`    acl is_${i} path_beg /app${i}`, `    use_backend ${name} if is_${i}`]);
  return `defaults\n    mode http\n    timeout client 50s\nfrontend all\n    bind :80\n${rules.join('\n')}\n${names.map((name) => `backend ${name}\n`).join('')}`;
}

function frontend(names: readonly string[]): string[] {
  const last = names.at(-1)!;
  return [
    `frontend fe_${last}`,
    `    bind 127.0.0.1:${10_000 + (Number(last.slice(3)) % 50_000)}`,
    '    acl is_api path_beg /api',
    '    http-request set-var(txn.host) req.hdr(host),lower',
    ...names.map(
      (name) => `    use_backend ${name} if { hdr(host) -i ${name}.example.com } or is_api { path_beg /${name} }`,
    ),
    `    default_backend ${last}`,
    '',
  ];
}

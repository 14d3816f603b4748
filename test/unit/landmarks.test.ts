// The lines that something stands behind when the configuration runs, as the client asks for them.
import { expect, test } from 'vitest';
import { Engine } from '../../server/src/engine';

function landmarks(language: 'haproxy' | 'keepalived', text: string): string[] {
  const engine = new Engine();
  engine.open('file:///a', language, text);
  return engine
    .landmarks('file:///a')
    .map(({ kind, name, within, line, endpoints, numbers = [] }) =>
      [line, kind, name, within ?? '', ...numbers, ...(endpoints ?? []).map(({ host, port }) => `${host}|${port}`)]
        .join(' ')
        .trim(),
    );
}

test('HAProxy: proxies, their servers and what they bind', () => {
  const text = `global
    daemon
frontend fe
    bind *:80,[::1]:8080-8081 transparent
    bind /run/x.sock
    bind "\${ADDRESS}:80"
listen both
    bind 10.0.0.1:443
    server a 10.0.0.2:80 check
backend be
    default-server check
    server b 10.0.0.3:80
    server-template web 3 web.internal:80 check
    server-template api 5-7 api.internal:80
    server-template broken some api.internal:80
`;
  expect(landmarks('haproxy', text)).toEqual([
    '2 frontend fe',
    '3 bind *:80,[::1]:8080-8081 fe |80 ::1|8080 ::1|8081',
    '4 bind /run/x.sock fe',
    '6 frontend both',
    '6 backend both',
    '7 bind 10.0.0.1:443 both 10.0.0.1|443',
    '8 server a both',
    '9 backend be',
    '11 server b be',
    '12 template web be 1 3',
    '13 template api be 5 7',
  ]);
});

test('keepalived: instances, addresses and scripts', () => {
  const text = `vrrp_script chk {
    script "/bin/true"
}
vrrp_sync_group G {
    track_script {
        chk
    }
}
vrrp_instance VI_1 {
    virtual_ipaddress {
        10.0.0.100/24 dev eth0
        10.0.0.101
    }
    track_script {
        chk weight 2
    }
}
`;
  expect(landmarks('keepalived', text)).toEqual([
    '0 script chk',
    '5 track chk G',
    '8 instance VI_1',
    '10 address 10.0.0.100 VI_1',
    '11 address 10.0.0.101 VI_1',
    '14 track chk VI_1',
  ]);
});

import { exampleNode } from '../rule';

/** A HAProxy and the keepalived of a node for an example; `compose` is the Compose file, if there is one. */
export function siteExample(options: {
  bind?: string;
  server?: string;
  global?: string;
  lines?: string;
  before?: string;
  address?: string;
  compose?: string;
}): string {
  const { bind = '*:80', server = '192.0.2.21:80', global = '', compose, lines, before, address } = options;
  const proxy = `${global}defaults
    mode http
    timeout connect 2s
    timeout client 30s
    timeout server 30s
listen web
    bind ${bind}
    server web1 ${server}
`;
  const node = exampleNode('lb1', `    priority 101${lines ?? TRACKING}`, {
    before: before ?? script('"/usr/bin/pgrep --exact haproxy"'),
    ...(address !== undefined && { address }),
  });
  const composed = compose === undefined ? '' : `# file: compose.yaml\n${compose}`;
  return `# file: haproxy.cfg\n${proxy}# file: keepalived.conf\n${node}${composed}`;
}

const TRACKING = '\n    track_script {\n        chk_haproxy\n    }';

export function script(command: string): string {
  return `vrrp_script chk_haproxy {\n    script ${command}\n    weight 0\n}\n`;
}

/** A Compose file in which `lb1` runs both programs. */
export function composeExample(options: { lb?: string; network?: string; more?: string }): string {
  const { lb = 'cap_add: [NET_ADMIN]', network = '', more = '' } = options;
  return `services:
  lb1:
    image: load-balancer
    ${lb}
    volumes:
      - ./haproxy.cfg:/etc/haproxy/haproxy.cfg
      - ./keepalived.conf:/etc/keepalived/keepalived.conf
    networks:
      lab: { ipv4_address: 192.0.2.2 }
${more}networks:
  lab:
    ipam:
      config:
        - subnet: 192.0.2.0/24
${network}`;
}

import { type ComposeService, type PortRange } from '../../core/compose';
import { reportPair } from '../rule';
import { composeExample, siteExample } from './example';
import { running, type TogetherRule } from './rule';

const web = '  web1:\n    image: nginx\n    expose: [80]\n    networks: [lab]\n';

/** A server whose service says that it listens elsewhere. */
export const serverPort: TogetherRule = {
  id: 'compose-server-port',
  severity: 'hint',
  title: 'Server port that its Compose service does not list',
  docs: 'The `server` is named as a service of the Compose file, and that service lists its ports (`expose`, or the container side of `ports`), but not this one. Between containers every port is open, listed or not: so this is only a hint that one of the two files means another port. The port of a `server` is that of the container, never the one published on the host.',
  bad: siteExample({ server: 'web1:8080', compose: composeExample({ more: web }) }),
  good: siteExample({ server: 'web1:80', compose: composeExample({ more: web }) }),
  checkTogether({ proxies, site }, report) {
    if (!site.compose) return;
    for (const server of proxies.flatMap((proxy) => proxy.servers())) {
      const { port } = server;
      const service = running(site, server.uri)?.services[0];
      if (!service || port === undefined) continue;
      const [named, ...others] = site.compose.services.filter((one) => isReached(service, one, server.value));
      const ports = others.length === 0 ? (named?.ports ?? []) : [];
      if (!named || ports.length === 0 || ports.some(([first, last]) => first <= port && port <= last)) continue;
      const message = `The service ${named.name} does not list port ${port} but ${ports.map(textOf).join(', ')}: check which one it listens on.`;
      const at = { value: named.name, uri: site.compose.uri, range: named.range };
      reportPair(report, server, message, at, 'The service');
    }
  },
};

function isReached(from: ComposeService, to: ComposeService, name: string): boolean {
  return (
    to.names.some((one) => one.toLowerCase() === name) &&
    [...from.networks.keys()].some((network) => to.networks.has(network))
  );
}

function textOf([first, last]: PortRange): string {
  return first === last ? String(first) : `${first}-${last}`;
}

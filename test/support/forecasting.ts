/** The lab of two web servers and two load balancers, as its template has it, for forecasts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillId, Forecast, ForecastNode, ForecastParams } from '../../server/src/protocol';
import { Engine } from '../../server/src/engine';

const folder = join(import.meta.dirname, '../../lab-templates/two-web-two-lb');
const read = (path: string) => ({
  uri: `file:///lab/${path}`,
  text: readFileSync(join(folder, path), 'utf8'),
});

/** Applied to the texts of keepalived, then of HAProxy. */
export type Edit = (text: string) => string;
const as_is: Edit = (text) => text;

function nodes(keepalived: Edit, haproxy: Edit): ForecastNode[] {
  const balancer = (name: string, address: string, role: string): ForecastNode => {
    const [own, proxy] = [read(`keepalived/keepalived-${role}.conf`), read('haproxy/haproxy.cfg')];
    return {
      name,
      address,
      keepalived: { ...own, text: keepalived(own.text) },
      haproxy: { ...proxy, text: haproxy(proxy.text) },
    };
  };
  return [
    { name: 'myweb1', address: '10.77.0.11' },
    { name: 'myweb2', address: '10.77.0.12' },
    balancer('mylb1', '10.77.0.21', 'master'),
    balancer('mylb2', '10.77.0.22', 'backup'),
  ];
}

const STRUCK: Readonly<Partial<Record<DrillId, string>>> = {
  'web-stop': 'myweb1',
  'web-500': 'myweb1',
  'web-slow': 'myweb1',
  'server-drain': 'myweb1',
  'server-maintenance': 'myweb1',
  'wrong-vrid': 'mylb2',
  'wrong-password': 'mylb2',
};

/** @throws when there is no forecast. */
export function forecast(drill: DrillId, keepalived = as_is, haproxy = as_is, target?: string): Forecast {
  const params: ForecastParams = {
    drill,
    target: target ?? STRUCK[drill] ?? 'mylb1',
    holder: 'mylb1',
    nodes: nodes(keepalived, haproxy),
    traffic: { address: '10.77.0.100', port: 8080, rate: 50, timeout: 1000 },
  };
  const found = new Engine().forecast(params);
  if ('because' in found) throw new Error(found.because);
  return found;
}

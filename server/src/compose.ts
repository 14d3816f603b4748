import type { Range } from 'vscode-languageserver-types';
import { URI, Utils } from 'vscode-uri';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Compose, ComposeNetwork, ComposeService, PortRange } from './core/compose';

/** What a Compose file says of its services and networks; `undefined` when it is no valid one. */
export function readCompose(uri: string, text: string): Compose | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { merge: true, lineCounter: lines });
  if (document.errors.length > 0) return undefined;
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // Aliases without an anchor, or that unfold without end.
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
  const placeOf = (kind: string, name: string): Range => {
    const map = document.get(kind);
    const pair = isMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
    const [from, to] = (isScalar(pair?.key) && pair.key.range) || [0, 0];
    const at = (offset: number): Range['start'] => {
      const { line, col } = lines.linePos(offset);
      return { line: line - 1, character: col - 1 };
    };
    return { start: at(from), end: at(to) };
  };
  const folder = Utils.dirname(URI.parse(uri));
  const configs = new Map(record(field(value, 'configs')).map(([name, config]) => [name, field(config, 'file')]));
  const services = record(field(value, 'services')).map(([name, service]) =>
    serviceOf(name, service, placeOf('services', name), { folder, configs }),
  );
  const networks = record(field(value, 'networks')).map(
    ([name, network]) => [name, networkOf(network, placeOf('networks', name))] as const,
  );
  return { uri, services, networks: new Map(networks) };
}

interface Surroundings {
  readonly folder: URI;
  readonly configs: ReadonlyMap<string, unknown>;
}

function serviceOf(name: string, service: unknown, range: Range, { folder, configs }: Surroundings): ComposeService {
  const networks = new Map<string, readonly string[]>();
  const names = [name, ...texts([field(service, 'container_name'), field(service, 'hostname')])];
  const given = field(service, 'networks');
  for (const [network, settings] of Array.isArray(given) ? list(given).map((one) => [one, undefined]) : record(given)) {
    networks.set(String(network), texts([field(settings, 'ipv4_address'), field(settings, 'ipv6_address')]));
    names.push(...texts(field(settings, 'aliases')));
  }
  const mode = field(service, 'network_mode');
  if (networks.size === 0 && mode === undefined) networks.set('default', []);
  const volumes = list(field(service, 'volumes')).map((volume) =>
    typeof volume === 'string' ? volume.split(':')[0] : field(volume, 'source'),
  );
  const used = list(field(service, 'configs')).map((one) =>
    configs.get(String(typeof one === 'string' ? one : field(one, 'source'))),
  );
  return {
    name,
    range,
    names,
    networks,
    networkMode: typeof mode === 'string' ? mode : undefined,
    ports: portsOf(service),
    capabilities: texts(field(service, 'cap_add')).map((one) => one.toUpperCase().replace(/^CAP_/, '')),
    privileged: field(service, 'privileged') === true,
    sysctls: Object.fromEntries(settingsOf(field(service, 'sysctls'))),
    mounts: texts([...volumes, ...used])
      .filter((path) => /^[./]/.test(path))
      .map((path) => Utils.resolvePath(folder, path).toString()),
    paths: [
      ...settingsOf(field(service, 'environment')).map(([, value]) => value),
      ...[field(service, 'command'), field(service, 'entrypoint')].flatMap((one) =>
        typeof one === 'string' ? one.split(/\s+/) : texts(one),
      ),
    ].filter((text) => text.includes('/')),
  };
}

/** The container's side of `ports`, and `expose`. What a service extends may list more. */
function portsOf(service: unknown): PortRange[] | undefined {
  const given = [...list(field(service, 'ports')), ...list(field(service, 'expose'))];
  const found = given.map(portOf);
  const isKnown = field(service, 'extends') === undefined && !found.includes(undefined);
  return isKnown && given.length > 0 ? found.flatMap((one) => one ?? []) : undefined;
}

/** `8080:80`, `127.0.0.1::80`, `3000-3005/tcp`, `{ target: 80 }`; nothing for UDP, `undefined`: not known. */
function portOf(entry: unknown): PortRange[] | undefined {
  const long = record(entry).length > 0;
  const text = long ? `${scalar(field(entry, 'target'))}/${scalar(field(entry, 'protocol')) || 'tcp'}` : scalar(entry);
  const found = /(?:^|:)(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp))?$/.exec(text);
  if (!found) return undefined;
  return (found[3] ?? 'tcp') === 'tcp' ? [[Number(found[1]), Number(found[2] ?? found[1])]] : [];
}

function scalar(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function networkOf(network: unknown, range: Range): ComposeNetwork {
  const configs = list(field(field(network, 'ipam'), 'config'));
  const all = (key: string): string[] => texts(configs.map((config) => field(config, key)));
  return {
    range,
    external: field(network, 'external') === true,
    subnets: all('subnet'),
    pools: all('ip_range'),
    reserved: [
      ...all('gateway'),
      ...configs.flatMap((config) => record(field(config, 'aux_addresses')).map(([, one]) => String(one))),
    ],
  };
}

/** `{ NAME: value }` or `[NAME=value]`. */
function settingsOf(value: unknown): [string, string][] {
  if (!Array.isArray(value)) return record(value).map(([name, one]) => [name, String(one)]);
  return texts(value).map((text) => {
    const [name = '', ...rest] = text.split('=');
    return [name, rest.join('=')];
  });
}

function record(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function field(value: unknown, name: string): unknown {
  return record(value).find(([key]) => key === name)?.[1];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function texts(value: unknown): string[] {
  return list(value).filter((one) => typeof one === 'string');
}

import { absolute, settings } from '../../core/blocks';
import type { Configuration } from '../../core/language';
import { nearest } from '../../core/spelling';
import { isBlock } from '../../core/tree';
import type { Placed } from '../node';
import { reportPair } from '../rule';
import { script, siteExample } from './example';
import { hasPort, type Proxy } from './proxy';
import type { TogetherRule } from './rule';

const PROCESS = /\b(?:pidof|pgrep|killall|pkill|is-active)\s+((?:-\S+\s+)*)([\w.@-]+)/;
const LOCAL_PORT =
  /(?:(?:127\.0\.0\.1|localhost|\[::1\]|0\.0\.0\.0):(\d{1,5})|(?:\bnc\b|\bncat\b)[^|;&]*\s(?:127\.0\.0\.1|localhost)\s+(\d{1,5})|\/dev\/tcp\/(?:127\.0\.0\.1|localhost)\/(\d{1,5}))/;
/** A local URL that leaves the port to its scheme. */
const LOCAL_URL = /\bhttp(s?):\/\/(?:[^/@\s]*@)?(?:127\.0\.0\.1|localhost|\[::1\])(?=[/?#\s"']|$)/i;
const SOCKET = /(?:UNIX(?:-CONNECT)?:|unix:|-U\s+)(\/[\w./-]+)/i;

/** A script that tests what the HAProxy beside it does not run. */
export const testedElsewhere: TogetherRule = {
  id: 'check-misses-haproxy',
  severity: 'warning',
  title: 'Script that tests what HAProxy does not run',
  docs: 'The script asks for a process, a port or a socket that the HAProxy of this configuration does not have, so it fails (or succeeds) whatever HAProxy does. Test what a `bind` or `stats socket` opens. A port is only information: something else may listen there.',
  bad: siteExample({
    global: 'global\n    stats socket /run/haproxy/admin.sock\n',
    before: script('"/usr/bin/pgrep --exact haprxy"'),
  }),
  good: siteExample({
    global: 'global\n    stats socket /run/haproxy/admin.sock\n',
    before: script('"/usr/bin/pgrep --exact haproxy"'),
  }),
  checkTogether({ proxies, site }, report) {
    if (proxies.length === 0) return;
    for (const command of site.keepalived.flatMap(commands)) {
      const fault =
        processFault(command.value) ?? socketFault(command.value, proxies) ?? portFault(command.value, proxies);
      const other = proxies.flatMap((proxy) => proxy.binds)[0]?.place;
      if (!fault || !other) continue;
      reportPair(
        (uri, finding) => {
          report(uri, { ...finding, ...(fault.unsure && { severity: 'info' }) });
        },
        command,
        fault.message,
        other,
        'The HAProxy beside it',
      );
    }
  },
};

interface Fault {
  readonly message: string;
  readonly unsure?: boolean;
}

/** Another name altogether may be another program that runs there; a slip of the fingers is none. */
function processFault(command: string): Fault | undefined {
  const name = PROCESS.exec(command)?.[2]?.replace(/\.service$/, '');
  if (name === undefined || name.startsWith('haproxy') || nearest(name, ['haproxy']) === undefined) return undefined;
  return { message: `No process is called "${name}": that of HAProxy is "haproxy".` };
}

function socketFault(command: string, proxies: readonly Proxy[]): Fault | undefined {
  const path = SOCKET.exec(command)?.[1];
  const sockets = proxies.flatMap((proxy) => proxy.sockets);
  // A path that holds a variable or a family is not compared.
  if (path === undefined || !/hap/i.test(path) || sockets.some((one) => !one.startsWith('/') || one.includes('$')))
    return undefined;
  if (sockets.some((one) => plain(one) === plain(path))) return undefined;
  const has = sockets.length === 0 ? 'it has none' : `its are ${[...new Set(sockets)].join(', ')}`;
  return { message: `HAProxy opens no stats socket ${path}: ${has}.` };
}

function portFault(command: string, proxies: readonly Proxy[]): Fault | undefined {
  const port = localPort(command);
  const binds = proxies.flatMap((proxy) => proxy.binds);
  if (port === undefined || proxies.some((proxy) => proxy.uncertain) || binds.length === 0) return undefined;
  if (binds.some((bind) => hasPort(bind, port))) return undefined;
  const ports = [...new Set(binds.map((bind) => bind.ports[0]))].join(', ');
  return { message: `HAProxy does not listen on port ${port}: its ports are ${ports}.`, unsure: true };
}

function localPort(command: string): number | undefined {
  const found = LOCAL_PORT.exec(command);
  if (found) return Number(found[1] ?? found[2] ?? found[3]);
  const url = LOCAL_URL.exec(command);
  if (!url) return undefined;
  return url[1] === '' ? 80 : 443;
}

/** `/var/run` is a link to `/run`. */
function plain(path: string): string {
  return path.replace(/^\/var\/run\//, '/run/');
}

/** The command line of every vrrp_script. */
function commands(configuration: Configuration): Placed<string>[] {
  return configuration.documents.flatMap((document) =>
    document.sections.flatMap((section) =>
      section.items
        .filter(isBlock)
        .filter((block) => block.type === 'vrrp_script')
        .flatMap((block) => settings(block, 'script'))
        .flatMap((node) => {
          const [, first] = node.words;
          if (!first || node.words.some((word) => word.dynamic)) return [];
          const last = node.words.at(-1)!;
          const range = {
            start: { line: node.line, character: first.start },
            end: { line: node.line, character: last.end },
          };
          const value = node.words
            .slice(1)
            .map((word) => word.text)
            .join(' ');
          return [{ value, uri: document.uri, range: absolute(section, range) }];
        }),
    ),
  );
}

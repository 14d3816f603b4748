/** A container of the engine in which HAProxy, keepalived or both run, asked by a small script inside it. */
import { demultiplexer, lineSplitter } from '../demux';
import type { Engine } from '../dockerApi';
import { mapError } from '../errorMap';
import { LabError } from '../errors';
import type { Inside } from '../reports';
import { parseDump } from '../vrrpDump';
import { insideCommand } from './insideScript';
import { inSocketAnswer } from './runtimeSocket';
import { QUESTION, type Source, type Told } from './source';

/** Nothing heard for this long: the connection is dead, even if nobody has closed it. */
const SILENCE = 15_000;
/** Runtime sockets and signals are root's; what is done with it is only to ask, and what the person has allowed. */
const USER = '0';

/** What the script says when HAProxy cannot be asked, and what would help. */
const HAPROXY: Readonly<Record<string, string>> = {
  down: 'HAProxy does not run in the container.',
  'no-socket':
    'HAProxy’s configuration there has no runtime socket: add "stats socket /var/run/haproxy.sock mode 600 level admin" to its global section.',
  'no-tool':
    'Nothing in the container can talk to HAProxy’s runtime socket (socat, perl, python3 or nc -U would do): install one, give HAProxy a "stats socket ipv4@..." that can be watched over TCP, or watch its statistics page.',
};
const KEEPALIVED: Readonly<Record<string, string>> = {
  'no-json':
    'keepalived there is built without JSON, so its instances cannot be seen; only the addresses of the node can.',
  'no-right': 'keepalived there cannot be asked: signals to it are not allowed.',
  'no-dump': 'keepalived there was asked, but has written no dump: it may have no vrrp_instance.',
};

/** What one round of the script has said, by the names of its blocks. */
type Round = ReadonlyMap<string, string>;

function haproxyOf(round: Round, before: Inside['backends']): Told {
  const answer = round.get('haproxy-answer');
  if (answer !== undefined) return { inside: inSocketAnswer('HAProxy', answer, before) };
  const word = round.get('haproxy')?.trim() ?? '';
  if (word === 'down') return { inside: { haproxy: 'down' } };
  return { inside: { haproxy: 'unknown' }, missing: [sentence(word)] };
}

function sentence(word: string): string {
  return HAPROXY[word] ?? `HAProxy’s runtime socket cannot be asked: ${word.replace(/^refused /, '')}`;
}

function keepalivedOf(round: Round): Told {
  const dump = round.get('keepalived-dump');
  if (dump !== undefined) return { inside: { keepalived: 'up', vrrp: parseDump(JSON.parse(dump)) } };
  const word = round.get('keepalived')?.trim() ?? '';
  if (word === 'down') return { inside: { keepalived: 'down' } };
  return { inside: { keepalived: 'up' }, missing: [KEEPALIVED[word] ?? word] };
}

function toldIn(round: Round, before: Inside['backends']): Told {
  const [haproxy, keepalived] = [haproxyOf(round, before), keepalivedOf(round)];
  const addresses = (round.get('addresses') ?? '').split('\n').filter((one) => one !== '' && one !== '127.0.0.1');
  return {
    inside: { ...haproxy.inside, ...keepalived.inside, addresses },
    missing: [
      ...(haproxy.inside.haproxy === 'down' && keepalived.inside.keepalived === 'down'
        ? ['Neither HAProxy nor keepalived runs in the container.']
        : []),
      ...(haproxy.missing ?? []),
      ...(keepalived.missing ?? []),
    ],
  };
}

/** Puts the script's lines together: gives a block's name and text when it is whole. */
function blockReader(): (line: string) => readonly [string, string] | undefined {
  let name: string | undefined;
  let lines: string[] = [];
  return (line) => {
    if (line === '@ end' && name !== undefined) {
      const block = [name, lines.join('\n')] as const;
      name = undefined;
      return block;
    }
    if (name !== undefined) lines.push(line);
    else if (line.startsWith('@ ')) {
      name = line.slice(2);
      lines = [];
    }
    return undefined;
  };
}

async function follow(engine: Engine, name: string, onTold: (told: Told) => void, signal: AbortSignal): Promise<never> {
  const what = `Watching ${name}`;
  const stream = await engine.openExec(name, insideCommand('watch', QUESTION), what, { signal, user: USER });
  const silent = setTimeout(() => {
    stream.destroy(new LabError('engine-timeout', `${what}: nothing was heard for ${SILENCE / 1000} s.`, ''));
  }, SILENCE);
  const [demultiplex, split, read] = [demultiplexer(), lineSplitter(), blockReader()];
  const round = new Map<string, string>();
  let before: Inside['backends'] = [];
  let complaint = '';
  try {
    for await (const chunk of stream) {
      silent.refresh();
      for (const { stream: which, data } of demultiplex(chunk as Buffer)) {
        if (which === 'stderr') complaint = (complaint + data.toString()).slice(-300);
        for (const line of which === 'stdout' ? split(data) : []) {
          const block = read(line);
          if (block) round.set(...block);
          if (block?.[0] !== 'addresses') continue;
          const told = toldIn(round, before);
          before = told.inside.backends ?? [];
          onTold(told);
          round.clear();
        }
      }
    }
    throw new LabError('engine-lost', `${what} ended. ${complaint}`.trim(), 'It is tried again.');
  } catch (error) {
    throw mapError(error, what);
  } finally {
    clearTimeout(silent);
    // Ends the script's standard input, and with it the script.
    stream.destroy();
  }
}

/** @param name Name or id of the container. */
export function containerSource(engine: Engine, name: string): Source {
  return {
    follow: (onTold, signal) => follow(engine, name, onTold, signal),
    command: async (command, { signal }) => {
      const what = `Changing HAProxy in ${name}`;
      const { output } = await engine.exec(name, insideCommand('ask', command), what, { signal, user: USER });
      const read = blockReader();
      const [block = ['', output]] = output.split('\n').flatMap((line) => {
        const found = read(line);
        return found ? [found] : [];
      });
      if (block[0] === 'haproxy-answer') return block[1];
      throw new LabError('node-failed', `${what} failed: ${sentence(block[1].trim())}`, '');
    },
  };
}

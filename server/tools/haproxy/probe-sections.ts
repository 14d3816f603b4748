/**
 * Finds the proxy keywords that HAProxy only warns of in a section which they do not belong to, by asking it.
 *
 *     tsx server/tools/haproxy/probe-sections.ts
 *
 * Writes `facts/haproxy/ignored.tsv`. The local `haproxy` is asked; the answers hold for all versions that know the keyword.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factsFolder } from './facts';
import { openName } from './examples';
import { type GrammarEntry, readGrammar } from './notation';

const PROXIES = ['defaults', 'frontend', 'listen', 'backend'];
const folder = mkdtempSync(join(tmpdir(), 'probe-'));

/** Words that may stand for an argument in a configuration that loads. */
function example({ args }: GrammarEntry): string {
  return args
    .filter((arg) => !arg.optional || arg.type === 'options')
    .map((arg) => {
      if (arg.type === 'enum')
        return arg.values!.find((value) => value.until === undefined)?.name ?? arg.values![0]!.name;
      if (arg.type === 'condition') return 'if TRUE';
      if (arg.type === 'options' || arg.type === 'any') return '';
      if (arg.type.startsWith('address:')) return '127.0.0.1:18080';
      return (
        {
          num: '10',
          int: '10',
          time: '5s',
          'time:s': '5s',
          size: '10',
          regex: 'a',
          expr: 'src',
          acl: 'src 127.0.0.1',
          'error-code': '404',
          balance: 'roundrobin',
        }[arg.type] ?? 'word'
      );
    })
    .join(' ');
}

function ask(section: string, line: string): string {
  const path = join(folder, 'probe.cfg');
  writeFileSync(path, `${section === 'defaults' ? '' : 'defaults\n mode http\n'}${section} probe\n ${line}\n`);
  const { stderr } = spawnSync('haproxy', ['-c', '-f', path], { encoding: 'utf8' });
  return stderr
    .split('\n')
    .filter((message) => message.includes(`${path}:`))
    .join('\n');
}

const lines: string[] = [];
for (const entry of readGrammar()) {
  const others = PROXIES.filter((section) => !entry.sections.includes(section));
  if (entry.set !== undefined || others.length === PROXIES.length || others.length === 0) continue;
  const ignored: string[] = [];
  const written = openName(entry);
  if (written === undefined) continue;
  for (const section of others) {
    const answer = ask(section, `${written} ${example(entry)}`);
    if (!answer.includes('ALERT')) ignored.push(section);
  }
  if (ignored.length > 0) lines.push(`${entry.name}\t${ignored.join(' ')}`);
}
writeFileSync(
  join(factsFolder, 'ignored.tsv'),
  `# Made by probe-sections.ts: keyword, sections that ignore it\n${lines.join('\n')}\n`,
);

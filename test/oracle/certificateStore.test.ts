import { describe, expect, test } from 'vitest';
import { selfSigned } from '../../client/src/lab/certificate';
import { haproxy } from '../../server/src/languages/haproxy';
import { diagnosed } from '../support/diagnosing';
import { judges } from '../support/haproxyProgram';

/** Texts lie in one folder, by their numbers: the first two are certificates. */
const [ONE, TWO] = ['/tmp/judge/0', '/tmp/judge/1'];
const BOUND = `defaults\n    mode http\n    timeout client 5s\n    timeout connect 5s\n    timeout server 5s\nlisten l\n    bind :18443 ssl crt ${ONE}\n`;

const refused: readonly string[] = [
  `${BOUND}crt-store\n    load crt ${ONE}\n`,
  `crt-store\n    load crt ${ONE}\n    load crt ${ONE}\n`,
  `crt-store\n    load crt ${ONE}\ncrt-store\n    load crt ${ONE}\n`,
  `crt-store s\n    load crt ${ONE}\n    load crt ${ONE}\n`,
  `crt-store s\n    crt-base /tmp/judge\n    load crt 0\n    load crt 0\n`,
  `crt-store\n    load crt ${ONE} alias x\n    load crt ${TWO} alias x\n`,
  `crt-store s\n    load crt ${ONE} alias x\ncrt-store t\n    load crt ${TWO} alias x\ncrt-store s\n    load crt ${TWO} alias x\n`,
  `crt-store\n    load crt ${ONE}\n    key-base /tmp\n`,
  `crt-store\n    load crt ${ONE}\n    crt-base /tmp\n`,
  `crt-store\n    load crt ${ONE} alias ${TWO}\n`,
];

const accepted: readonly string[] = [
  `crt-store\n    load crt ${ONE}\n${BOUND}`,
  `${BOUND}crt-store s\n    load crt ${ONE}\n`,
  `${BOUND}crt-store\n    load crt ${ONE} alias x\n`,
  `${BOUND}crt-store\n    crt-base /tmp/judge\n    load crt 0\n`,
  `crt-store\n    load crt ${ONE} alias x\n    load crt ${ONE} alias y\n`,
  `crt-store s\n    load crt ${ONE} alias x\ncrt-store t\n    load crt ${TWO} alias x\n`,
  `crt-store s\n    crt-base /tmp/judge\n    load crt 0\n    load crt ${ONE}\n`,
];

const pem = (name: string): string => {
  const { certificate, key } = selfSigned(name, [name], 30);
  return certificate + key;
};
const asked = judges(['3.0', '3.2']);

test('a real HAProxy that has certificate stores can be asked', () => {
  expect(asked).not.toEqual([]);
});

describe.each(asked.map((program) => [program.version, program] as const))('HAProxy %s', (version, program) => {
  const cases = [...refused, ...accepted];
  const verdicts = program.judge([pem('one.example'), pem('two.example'), ...cases]).slice(2);

  test.each(cases.map((text, i) => [text, i] as const))('%s', (text, i) => {
    const found = diagnosed(haproxy, text, version).filter(({ rule }) => rule === 'certificate-store');
    expect({ text, refused: found.length > 0 }).toEqual({ text, refused: refused.includes(text) });
    expect(verdicts[i]!.messages.filter((message) => /ALERT/.test(message)).length > 0).toBe(refused.includes(text));
    const lines = found.map(({ range }) => range.start.line + 1);
    for (const line of verdicts[i]!.lines) expect(lines).toContain(line);
  });
});

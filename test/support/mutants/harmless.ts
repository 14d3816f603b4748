import { atEnd, behind, type Change, conditionAt, only, withWord, wordLike } from './line';

/** Changes that the program does not mind, nearly always: it decides. */
export const harmless: Readonly<Record<string, Change>> = {
  'a comment behind': (line) => `${line.text} # "quotes" { braces }`,
  'more blanks': (line) => `\t${line.text.replace(/ +(?=[\w-]+$)/, ' \t ')}  `,
  'a comment above': (line) => `# default_backend nosuch\n${line.text}`,
  'an empty line': (line) => `\n${line.text}`,
  'quotes around a word': (line) => {
    const index = wordLike(line, /^[\w.:-]+$/, 1);
    return index === undefined ? undefined : withWord(line, index, `"${line.words[index]!.text}"`);
  },
  'quotes in a word': (line) => {
    const index = wordLike(line, /^[\w.:-]{2,}$/, 1);
    const text = index === undefined ? '' : line.words[index]!.text;
    return index === undefined ? undefined : withWord(line, index, `${text.slice(0, 1)}'${text.slice(1)}'`);
  },
  'an escaped letter': (line) => {
    const index = wordLike(line, /^[a-z]\w+$/, 0);
    const text = index === undefined ? '' : line.words[index]!.text;
    const code = text.charCodeAt(0).toString(16);
    return index === undefined || line.words[index]!.quoted
      ? undefined
      : withWord(line, index, `\\x${code}${text.slice(1)}`);
  },
  'another time': (line) => {
    const index = wordLike(line, /^[0-9]+(ms|s|m|h)$/);
    return index === undefined
      ? undefined
      : withWord(line, index, line.random.pick(['90s', '2m', '1500ms', '3000000us'])!);
  },
  'another number': (line) => {
    const index = wordLike(line, /^[1-9][0-9]*$/);
    return index === undefined ? undefined : withWord(line, index, String(Number(line.words[index]!.text) + 1));
  },
  'one more condition': (line) => (conditionAt(line) > 0 ? atEnd(line, '|| { src 127.0.0.0/8 ::1 }') : undefined),
  'a predefined ACL': (line) => (conditionAt(line) > 0 ? behind(line, conditionAt(line), 'TRUE') : undefined),
  'another server': only(/^server$/, (line) => `${line.text}\n    server added-1.x:y 192.0.2.77:8080 weight 10`),
  'server parameters': only(/^server$/, (line) =>
    atEnd(line, line.random.pick(['rise 2 fall 3', 'maxconn 30', 'inter 2s'])!),
  ),
  'bind parameters': only(/^bind$/, (line) => atEnd(line, line.random.pick(['accept-proxy', 'name x', 'maxconn 7'])!)),
  'a line left out': only(/^(option|timeout|stats|http-check|balance|retries)$/, () => ''),
  'another address': only(/^server$/, (line) =>
    line.words[2] && /^(\d+\.){3}\d+:\d+$/.test(line.words[2].text)
      ? withWord(line, 2, line.random.pick(['[2001:db8::5]:81', 'ipv4@192.0.2.5:81', '/run/x.sock', ':81'])!)
      : undefined,
  ),
};

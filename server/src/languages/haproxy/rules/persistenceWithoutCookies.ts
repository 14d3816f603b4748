import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock } from '../../../core/tree';
import { modeOf } from '../inherit';
import { isPlain } from '../ownKeywords';

export const persistenceWithoutCookies: SectionRule = {
  id: 'persistence-without-cookies',
  severity: 'warning',
  title: 'Persistence by cookie, and no server has a cookie',
  docs: 'A "cookie" line of a backend keeps clients at the server whose value is in their cookie. The value stands on the line of the server, behind "cookie"; where none has one, no client is kept anywhere. "dynamic" makes the values by itself.',
  bad: 'backend app\n    mode http\n    cookie SRV insert indirect nocache\n    server a 192.0.2.1:80 check\n    server b 192.0.2.2:80 check\n',
  good: 'backend app\n    mode http\n    cookie SRV insert indirect nocache\n    server a 192.0.2.1:80 check cookie a\n    server b 192.0.2.2:80 check cookie b\n',
  sections: ['backend', 'listen'],
  words: ['cookie'],
  check(section, { inherited }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !/^(backend|listen)$/.test(block.type) || !isPlain(section)) return;
    const line = block.items.findLast(({ words }) => words[0]!.text === 'cookie');
    if (
      !line ||
      modeOf(block, inherited) !== 'http' ||
      !line.words.some(({ text }) => /^(insert|prefix|rewrite)$/.test(text))
    )
      return;
    if (line.words.some(({ text, dynamic }) => text === 'dynamic' || dynamic)) return;
    const servers = block.items.filter(({ words }) => words[0]!.text === 'server');
    if (servers.length < 2 || block.items.some(({ words }) => words[0]!.text === 'server-template')) return;
    if (servers.some(({ words }) => words.some(({ text, dynamic }) => text === 'cookie' || dynamic))) return;
    report({
      range: lineRange(line.line, line.words[0]!.start, line.words.at(-1)!.end),
      message: 'No server of this section has a "cookie": clients are kept at none. Give each server its own.',
      fixes: [
        {
          title: 'Give each server a cookie of its name',
          edits: servers.map(({ words, line: at }) => {
            const place = { line: at, character: words.at(-1)!.end };
            return { range: { start: place, end: place }, text: ` cookie ${words[1]!.text}` };
          }),
        },
      ],
    });
  },
};

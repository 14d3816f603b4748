import type { DocumentRule, Finding } from '../../../core/language';
import type { Schema } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import type { Section } from '../../../core/tree';
import { activeStatements } from '../boundSection';
import { Noted } from '../noted';

interface Id {
  readonly section: Section;
  readonly value: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

interface Ids {
  /** Of the proxy itself. */
  readonly own: readonly Id[];
  /** Of its servers and binds, by keyword: two of a kind are not the same. */
  readonly inner: Readonly<Record<string, readonly Id[]>>;
}

export const duplicateId: DocumentRule = {
  id: 'duplicate-id',
  severity: 'error',
  title: 'Two things with the same number',
  docs: 'With "id" a proxy, a server or a bind gets a number of its own for the statistics and the runtime API. HAProxy refuses a number that another proxy has, or another server or bind of the same section. Leave "id" out: HAProxy counts by itself.',
  bad: 'backend app\n    server a 192.0.2.1:80 id 1\n    server b 192.0.2.2:80 id 1\n',
  good: 'backend app\n    server a 192.0.2.1:80 id 1\n    server b 192.0.2.2:80 id 2\n',
  checkDocument(document, context, report) {
    const proxies = new Map<number, Id>();
    for (const [, { own, inner }] of numbered.inOrder(context, document)) {
      for (const id of own) reportSecond(id, proxies, 'proxy', report);
      for (const [keyword, ids] of Object.entries(inner)) {
        const first = new Map<number, Id>();
        for (const id of ids) reportSecond(id, first, `${keyword} of this section`, report);
      }
    }
  },
};

const numbered = new Noted(({ section, plain }, schema): Ids | undefined => {
  if (!plain || !section.lines.some(({ text }) => /\sid\s/.test(text))) return undefined;
  return idsOf(section, schema);
});

function idsOf(section: Section, schema: Schema): Ids {
  const own: Id[] = [];
  const inner: Record<string, Id[]> = {};
  for (const [{ words, line }, { keyword, args }] of activeStatements(section, schema)) {
    for (const { arg, from, parameter } of args) {
      if (parameter !== 'id' && !(keyword.name === 'id' && arg === keyword.args[0])) continue;
      const { text, start, end, dynamic } = words[from]!;
      if (dynamic || !/^\d+$/.test(text)) continue;
      const id: Id = { section, value: Number(text), line, start, end };
      if (keyword.name === 'id') own.push(id);
      else if (keyword.name === 'server' || keyword.name === 'bind') (inner[keyword.name] ??= []).push(id);
    }
  }
  return { own, inner };
}

function reportSecond(id: Id, first: Map<number, Id>, what: string, report: (finding: Finding) => void): void {
  const other = first.get(id.value);
  if (!other) {
    first.set(id.value, id);
    return;
  }
  const at = other.section.start + other.line;
  report({
    range: lineRange(id.section.start + id.line, id.start, id.end),
    message: `The number ${id.value} is taken by a ${what} on line ${at + 1}: HAProxy refuses it. Leave "id" out, or give another number.`,
    related: [{ range: lineRange(at, other.start, other.end), message: 'The same number' }],
  });
}

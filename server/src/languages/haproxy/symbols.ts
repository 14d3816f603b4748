import type { Word } from '../../core/scan';
import type { Arg, Schema } from '../../core/schema';
import type { PlacedOccurrence } from '../../core/symbols';
import { type Block, isBlock, type Node, type Section } from '../../core/tree';
import { takesExpression } from './argumentFacts';
import type { Bound } from './arguments';
import { boundSection } from './boundSection';
import { readCriterion } from './acls';
import type { Condition } from './conditions';
import { type Expression, type ExpressionReference, readExpression } from './expressions';
import { isTakenByServer } from './late';
import { readLogFormat } from './logFormat';
import { columnsOf } from './columns';
import { templateNumbers } from './serverTemplate';

type Occurrences = PlacedOccurrence[];

/** Names that a section defines and uses. Every section is independent of the others. */
export function symbolsOf(section: Section, schema: Schema): PlacedOccurrence[] {
  const block = section.items[0];
  if (!block || !isBlock(block)) return [];
  const out = new SectionSymbols(section, block, schema).collect();
  return section.lines.some((line) => line.enter > 0) ? soften(out, section) : out;
}

/** What stands in a branch that may not be taken neither needs to resolve nor collides. */
function soften(occurrences: readonly PlacedOccurrence[], section: Section): PlacedOccurrence[] {
  return occurrences.map((one) => {
    if (section.lines[one.line]!.enter === 0) return one;
    return one.role === 'reference' ? { ...one, soft: true } : { ...one, adds: true };
  });
}

/** Kinds that a section's name defines. */
const DEFINES: Readonly<Record<string, readonly string[]>> = { listen: ['backend', 'frontend'] };

function header(section: Section, block: Block, bound: Bound, out: Occurrences): void {
  for (const { arg, from } of bound.args) {
    const word = block.words[from]!;
    if (word.dynamic) continue;
    const place = { name: word.text, line: 0, start: word.start, end: word.end, scope: 'document', section } as const;
    if (arg.def !== undefined) {
      for (const kind of DEFINES[block.type] ?? [arg.def])
        out.push({ ...place, kind, role: 'definition', lastLine: block.lastLine });
      const table = tableOf(block);
      if (table) out.push({ ...place, kind: 'table', role: 'definition', lastLine: table.line });
    } else if (arg.ref !== undefined) out.push({ ...place, kind: arg.ref, role: 'reference' });
  }
}

function tableOf(block: Block): Node | undefined {
  if (!['frontend', 'listen', 'backend'].includes(block.type)) return undefined;
  return block.items.find((item) => item.words[0]!.text === 'stick-table');
}

class SectionSymbols {
  private readonly out: Occurrences = [];
  private readonly owner: string;
  /** The statement being read. */
  private node: Node;
  private words: readonly Word[];

  constructor(
    private readonly section: Section,
    private readonly block: Block,
    private readonly schema: Schema,
  ) {
    this.owner = block.words[1]?.text ?? '';
    this.node = block;
    this.words = block.words;
  }

  collect(): Occurrences {
    for (const statement of boundSection(this.section, this.schema)) {
      const node = statement[0];
      const bound = statement[1];
      this.node = node;
      this.words = node.words;
      if (node === this.block) header(this.section, this.block, bound, this.out);
      else this.statement(bound);
    }
    return this.out;
  }

  private statement(bound: Bound): void {
    for (const { arg, from, to, parameter } of bound.args) {
      if (arg.def !== undefined) this.definition(arg.def, this.words[from]!, bound);
      else if (arg.ref !== undefined) this.reference(arg, this.words[from]!, bound, parameter);
      if (takesExpression(arg.type)) for (let i = from; i < to; i++) this.expression(this.words[i]!);
      else if (arg.type === 'fmt') this.format(this.words[from]!);
      else if (arg.type === 'acl') this.acl(from, to);
    }
    if (bound.keyword.open) this.call(bound);
    if (bound.terms) this.condition(bound.terms);
  }

  private definition(kind: string, word: Word, bound: Bound): void {
    if (word.dynamic || kind === 'filter' || kind === 'nameserver') return;
    const { start, end } = word;
    if (kind === 'acl') this.define(kind, word.text, start, end);
    else if (bound.keyword.name === 'server-template') this.template(word, bound);
    else this.define(kind, `${this.owner}/${word.text}`, start, end);
  }

  // An occurrence is written out whole: built by spreading another it would take three times as long, and there are many.

  private define(kind: string, name: string, start: number, end: number): void {
    const { section, out } = this;
    const { line } = this.node;
    if (kind === 'acl')
      out.push({ kind, name, role: 'definition', scope: 'section', line, start, end, section, adds: true });
    else out.push({ kind, name, role: 'definition', scope: 'document', line, start, end, section });
  }

  private refer(kind: string, name: string, start: number, end: number, soft: boolean): void {
    const { section, out } = this;
    const { line } = this.node;
    const scope = kind === 'acl' ? 'section' : 'document';
    if (soft) out.push({ kind, name, role: 'reference', scope, line, start, end, section, soft });
    else out.push({ kind, name, role: 'reference', scope, line, start, end, section });
  }

  /** `server-template web 3 ...` makes servers web1 to web3. */
  private template(word: Word, bound: Bound): void {
    const [first, last] = templateNumbers(this.words[bound.from + 2]?.text) ?? [1, 0];
    for (let i = first; i <= Math.min(last, 200); i++) {
      this.out.push({
        kind: 'server',
        role: 'definition',
        name: `${this.owner}/${word.text}${i}`,
        scope: 'document',
        line: this.node.line,
        start: word.start,
        end: word.end,
        section: this.section,
        builtin: true,
      });
    }
  }

  private reference(arg: Arg, word: Word, bound: Bound, parameter: string | undefined): void {
    const { text } = word;
    if (word.dynamic || arg.ref === 'filter') return;
    if (text.includes('%[')) {
      this.format(word);
      return;
    }
    const isServer = arg.ref === 'server' && !text.includes('/');
    // What defaults name counts only for the proxies that take it over; parameters of default-server count only for the servers that come after it.
    const soft =
      (this.block.type === 'defaults' && arg.ref !== 'defaults') ||
      (bound.keyword.name === 'default_backend' && !this.isLast('default_backend')) ||
      (bound.keyword.name === 'default-server' && !isTakenByServer(this.node, parameter ?? '', this.block)) ||
      (arg.ref === 'mailers' && !this.hasAlerts());
    this.push(arg.ref!, isServer ? `${this.owner}/${text}` : text, word.start, word.end, soft);
  }

  /** Of several lines of some keywords only the last one counts. */
  private isLast(keyword: string): boolean {
    return this.block.items.findLast((node) => node.words[0]!.text === keyword) === this.node;
  }

  /** Mailers count only where both addresses are given, too. */
  private hasAlerts(): boolean {
    return ['from', 'to'].every((what) =>
      this.block.items.some(({ words }) => words[0]!.text === 'email-alert' && words[1]?.text === what),
    );
  }

  private push(kind: string, name: string, start: number, end: number, soft = false): void {
    const slash = kind === 'server' ? name.indexOf('/') : -1;
    if (slash >= 0 && end - start === name.length) {
      // `backend/server` names both: each part is a name of its own, the backend's only as far as the server is there.
      this.refer('backend', name.slice(0, slash), start, start + slash, true);
      start += slash + 1;
    }
    this.refer(kind, name, start, end, soft);
  }

  private condition({ terms }: Condition): void {
    for (const term of terms) {
      if (term.kind === 'anonymous') this.acl(term.from, term.to);
      else if (!this.words[term.from]!.dynamic) this.push('acl', term.name, term.start, this.words[term.from]!.end);
    }
  }

  private acl(from: number, to: number): void {
    const word = this.words[from];
    if (!word || from >= to || word.dynamic) return;
    this.references(readCriterion(this.words, from, to, this.schema.version), word);
  }

  private expression(word: Word): void {
    if (!word.dynamic) this.references(readExpression(word.text, this.schema.version), word);
  }

  private format(word: Word): void {
    if (word.dynamic) return;
    for (const { at, expression } of readLogFormat(word.text, this.schema.version).expressions)
      this.references(expression, word, at);
  }

  private references(expression: Expression, word: Word, offset = 0): void {
    for (const reference of expression.references) this.sampleReference(reference, word, offset);
  }

  private sampleReference({ kind, name, start, end }: ExpressionReference, word: Word, offset: number): void {
    if (name === '') return;
    const [from, to] = columnsOf(this.section.lines[this.node.line]!.text, word, offset + start, offset + end);
    const isOwn = kind === 'server' && !name.includes('/');
    this.push(kind, isOwn ? `${this.owner}/${name}` : name, from, to, isOwn && this.block.type === 'frontend');
  }

  /** `do-resolve(txn.a,resolvers)` */
  private call(bound: Bound): void {
    if (!bound.keyword.name.endsWith('do-resolve')) return;
    const word = this.words[bound.from + bound.length - 1]!;
    const found = /^(do-resolve\([^,]*,)([^,)]+)/.exec(word.text);
    if (found && !word.quoted)
      this.push('resolvers', found[2]!, word.start + found[1]!.length, word.start + found[0].length);
  }
}

import {
  type CompletionItem,
  CompletionItemKind,
  MarkupKind,
  type Position,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { Language, Spot } from '../core/language';
import type { Word } from '../core/scan';
import type { Arg, Keyword } from '../core/schema';
import { lineRange } from '../core/text';
import type { Block } from '../core/tree';
import { type Role, roleOf } from './arguments';
import { keywordMarkdown } from './documentation';
import { snippetOf } from './snippets';
import { ignoredBy } from './suppression';
import { isInComment, spotAt, type View, writtenName } from './view';

export interface CompletionRequest {
  readonly position: Position;
  /** A space was typed: only what certainly goes on is offered. */
  readonly afterSpace: boolean;
  /** The editor fills in placeholders. */
  readonly snippets: boolean;
}

/** What an item needs to be documented when it is selected. */
interface ItemData {
  readonly language: Language['id'];
  readonly version: string;
  readonly name: string;
  readonly holder: string;
  /** The keyword of which it is a parameter. */
  readonly owner?: string;
}

/** What may stand at the position. */
export function complete(view: View, request: CompletionRequest): CompletionItem[] {
  const spot = spotAt(view, request.position);
  if (isInComment(spot)) return ruleNames(view, spot);
  return new Completer(view, spot, request).items();
}

/** The text that `complete` leaves out of an item until it is looked at. */
export function resolveCompletion(language: Language, item: CompletionItem): CompletionItem {
  const own = language.resolve?.(item.data);
  if (own !== undefined) return { ...item, documentation: { kind: MarkupKind.Markdown, value: own } };
  const data = item.data as ItemData;
  const schema = language.schema(data.version);
  const keyword =
    data.owner !== undefined
      ? schema.options.get(data.holder)?.get(data.name)
      : schema.blocks.get(data.holder)?.keywords.get(data.name);
  if (!keyword) return item;
  const value = keywordMarkdown(language, schema, keyword, data.holder, data.owner);
  return { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}

/** The language that an item came from; `undefined` for items that need no more text. */
export function languageOfItem(item: CompletionItem): Language['id'] | undefined {
  return (item.data as ItemData | undefined)?.language;
}

class Completer {
  /** The words of the statement before the one being written. */
  private readonly before: readonly Word[];
  private readonly range: Range;

  constructor(
    private readonly view: View,
    private readonly spot: Spot,
    private readonly request: CompletionRequest,
  ) {
    const words = spot.statement?.words ?? [];
    this.before = words.slice(0, spot.wordIndex);
    const word = words[spot.wordIndex];
    const touches = word !== undefined && word.start <= spot.column && spot.column <= word.end;
    this.range = touches ? lineRange(spot.line, word.start, word.end) : lineRange(spot.line, spot.column, spot.column);
  }

  items(): CompletionItem[] {
    const own = this.view.language.complete?.(this.spot);
    if (own) return own.map((item) => this.placed(item));
    if (this.before.length === 0) return this.request.afterSpace ? [] : this.firstWords();
    // A keyword of two words may begin like a value: `balance hash`.
    const byLabel = new Map([...this.argument(), ...this.nextWords()].map((item) => [item.label, item]));
    return [...byLabel.values()];
  }

  /** The block in which the statement stands. */
  private get parent(): Block | undefined {
    return this.spot.statement ? this.spot.statement.parent : this.spot.block;
  }

  private firstWords(): CompletionItem[] {
    const here = this.keywords(this.parent, 0);
    // Without braces the next section may begin anywhere.
    const inSection = this.parent && !this.parent.open;
    return inSection ? [...here, ...this.keywords(undefined, 0)] : here;
  }

  /** Keywords of which the words before the cursor are the beginning. */
  private nextWords(): CompletionItem[] {
    const plain = this.keywords(this.parent, 0);
    return plain.length > 0 || this.before.length === 0 ? plain : this.keywords(this.parent, 1);
  }

  private keywords(parent: Block | undefined, prefixes: 0 | 1): CompletionItem[] {
    const holder = parent?.type ?? '';
    const table = this.view.schema.blocks.get(holder)?.keywords;
    if (!table) return [];
    const written = this.before
      .slice(prefixes)
      .map((word) => `${word.text} `)
      .join('');
    const prefix = prefixes === 1 ? this.before[0]!.text : undefined;
    const out: CompletionItem[] = [];
    const seenPrefixes = new Set<string>();
    for (const keyword of table.all) {
      for (const one of keyword.prefixes ?? []) seenPrefixes.add(one);
      if (prefix !== undefined && !keyword.prefixes?.includes(prefix)) continue;
      if (keyword.name.startsWith(written))
        out.push(this.keywordItem(keyword, written.length, holder, prefix !== undefined));
    }
    if (this.before.length === 0) {
      for (const one of seenPrefixes) out.push(this.item(one, CompletionItemKind.Operator, `${one} ...`));
    }
    return out;
  }

  private keywordItem(keyword: Keyword, skip: number, holder: string, negated: boolean): CompletionItem {
    const label = keyword.name.slice(skip);
    return {
      ...this.item(label, keyword.block === undefined ? CompletionItemKind.Keyword : CompletionItemKind.Struct),
      ...this.insertion(keyword, skip, negated),
      ...(keyword.deprecated && { tags: [1] }),
      data: this.data(keyword, holder),
    };
  }

  private insertion(keyword: Keyword, skip: number, negated: boolean): Partial<CompletionItem> {
    if (negated || !this.request.snippets) return {};
    const snippet = snippetOf(keyword, skip, this.body(keyword));
    return snippet === undefined ? {} : { textEdit: this.edit(snippet), insertTextFormat: 2 };
  }

  /** What a keyword that opens a block brings with it; nothing where the line goes on. */
  private body(keyword: Keyword): string {
    const rest = this.spot.document.lines[this.spot.line]!.slice(this.range.end.character);
    if (keyword.block === undefined || rest.trim() !== '') return '';
    return this.view.language.syntax.structure.braces ? ' {\n\t$0\n}' : '\n\t$0';
  }

  private argument(): CompletionItem[] {
    const role = roleOf(this.view.schema, this.parent, this.before, this.before.length);
    if (!role?.arg) return [];
    const parameters = role.isOptionName ? this.parameters(role) : this.valuesOf(role.arg, role);
    return [...parameters, ...role.others.flatMap((other) => this.valuesOf(other, role))];
  }

  /** Named parameters that the line does not give yet. */
  private parameters({ match, options, setName }: Role): CompletionItem[] {
    const given = new Set(this.spot.statement!.words.map((word) => word.text));
    return [...(options?.values() ?? [])]
      .filter((option) => !given.has(option.name))
      .map((option) => ({
        ...this.item(option.name, CompletionItemKind.Property),
        ...this.insertion(option, 0, false),
        ...(option.deprecated && { tags: [1 as const] }),
        data: this.data(option, setName ?? '', match.keyword.name),
      }));
  }

  private valuesOf(arg: Arg, role: Role): CompletionItem[] {
    if (arg.ref !== undefined) return this.names(arg, arg.ref);
    const items =
      arg.values?.map((value) => this.item(value.name, CompletionItemKind.EnumMember, arg.name)) ??
      (this.view.language.values?.(arg, this.spot) ?? []).map((item) => this.placed(item));
    return items.map((item) => this.explained(item, role));
  }

  /** A value with what we say of it. */
  private explained(item: CompletionItem, { match, option, setName }: Role): CompletionItem {
    const holder = option ? (setName ?? '') : (this.parent?.type ?? '');
    const text = this.view.language.describeValue((option ?? match.keyword).name, item.label, holder);
    return text === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value: text } };
  }

  private placed(item: CompletionItem): CompletionItem {
    return item.textEdit ? item : { ...item, textEdit: this.edit(item.insertText ?? item.label) };
  }

  private names(arg: Arg, kind: string): CompletionItem[] {
    const { configuration, document, language } = this.view;
    const symbol = language.symbolKinds[kind];
    const names = new Set<string>();
    const here = configuration.index(document).inSection(this.spot.section);
    for (const one of here) if (one.role === 'definition' && one.kind === kind) names.add(writtenName(document, one));
    for (const other of configuration.documents) {
      for (const { name, definitions } of configuration.index(other).defined(kind)) {
        // What stands in this section goes by its short name, where it has one (a server among those of its backend).
        if (definitions.some((one) => one.section !== this.spot.section)) names.add(name);
      }
    }
    for (const name of symbol?.predefined ?? []) names.add(name);
    return [...names].map((name) => this.item(name, CompletionItemKind.Reference, symbol?.label ?? arg.name));
  }

  private item(label: string, kind: CompletionItemKind, detail?: string): CompletionItem {
    return { label, kind, textEdit: this.edit(label), ...(detail !== undefined && { detail }) };
  }

  private edit(newText: string): TextEdit {
    return { range: this.range, newText };
  }

  private data({ name }: Keyword, holder: string, owner?: string): ItemData {
    const { language, schema } = this.view;
    return { language: language.id, version: schema.version, name, holder, ...(owner !== undefined && { owner }) };
  }
}

/** In a comment that silences rules: the rules. */
function ruleNames({ language }: View, spot: Spot): CompletionItem[] {
  const line = spot.document.scanned[spot.line]!;
  const open = /haconf:\s*ignore\[[^\]]*$/.exec(line.text.slice(0, spot.column));
  if (!open) return [];
  const given = new Set(ignoredBy(line));
  return language.rules
    .filter((rule) => !given.has(rule.id))
    .map((rule) => ({ label: rule.id, kind: CompletionItemKind.EnumMember, detail: rule.title }));
}

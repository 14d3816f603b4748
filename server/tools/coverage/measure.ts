/** Asks the engine for each name: known, completed in its place, hovered with a text of ours. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MarkupContent } from 'vscode-languageserver-types';
import { Engine } from '../../src/engine';
import { keepalivedNames } from './keepalived';
import { haproxyNames, type Place, type Wanted } from './places';

export const KINDS = ['known', 'completed', 'hovered'] as const;
export type Kind = (typeof KINDS)[number];

export interface Row {
  readonly names: Set<string>;
  /** Names that lack it, with the versions. */
  readonly missing: Readonly<Record<Kind, Map<string, string[]>>>;
}

export interface Choice {
  /** All that there are facts on, where absent. */
  readonly haproxy?: readonly string[];
  readonly keepalived?: readonly string[];
}

/** The result by group of names. */
export function measure(choice: Choice = {}): Map<string, Row> {
  const rows = new Map<string, Row>();
  new Asker('haproxy').ask(haproxyNames(choice.haproxy), rows);
  new Asker('keepalived').ask(keepalivedNames(choice.keepalived), rows);
  return rows;
}

class Asker {
  private readonly engine = new Engine();
  private readonly uri: string;
  private readonly texts: ReadonlySet<string>;
  private readonly labels = new Map<string, ReadonlySet<string>>();
  private readonly answers = new Map<string, Record<Kind, boolean>>();

  constructor(private readonly language: 'haproxy' | 'keepalived') {
    this.uri = `file:///${language}.conf`;
    const docs = readFileSync(join(import.meta.dirname, `../../data/${language}.docs.json`), 'utf8');
    const texts = Object.values(JSON.parse(docs) as Record<string, string>);
    this.texts = new Set(texts.map((text) => text.split('\n\n')[0]!));
  }

  ask(names: Iterable<Wanted>, rows: Map<string, Row>): void {
    for (const { group, name, version, place } of names) {
      let row = rows.get(group);
      if (!row) {
        row = { names: new Set(), missing: { known: new Map(), completed: new Map(), hovered: new Map() } };
        rows.set(group, row);
      }
      row.names.add(name);
      const answer = place ? this.answer(place, version) : undefined;
      for (const kind of KINDS) {
        if (answer?.[kind]) continue;
        const lacking = row.missing[kind].get(name) ?? [];
        if (!lacking.includes(version)) row.missing[kind].set(name, [...lacking, version]);
      }
    }
  }

  private answer(place: Place, version: string): Record<Kind, boolean> {
    const { before, label, known } = place;
    const key = `${version}\n${before}\n${label}`;
    let answer = this.answers.get(key);
    if (!answer) {
      answer = {
        known,
        completed: this.labelsAt(before, version).has(label),
        hovered: this.hovered(before, label, version),
      };
      this.answers.set(key, answer);
    }
    return answer;
  }

  private labelsAt(before: string, version: string): ReadonlySet<string> {
    const key = `${version}\n${before}`;
    let labels = this.labels.get(key);
    if (!labels) {
      this.engine.open(this.uri, this.language, before, version);
      const position = positionAfter(before);
      const items = this.engine.complete(this.uri, { position, afterSpace: false, snippets: false });
      this.labels.set(key, (labels = new Set(items.map((item) => item.label))));
    }
    return labels;
  }

  private hovered(before: string, label: string, version: string): boolean {
    this.engine.open(this.uri, this.language, before + label, version);
    const { line, character } = positionAfter(before);
    const hover = this.engine.hover(this.uri, { line, character: character + 1 });
    const markdown = (hover?.contents as MarkupContent | undefined)?.value ?? '';
    return markdown.split('\n\n').some((part) => this.texts.has(part));
  }
}

function positionAfter(text: string): { line: number; character: number } {
  const lines = text.split('\n');
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}

import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver-types';
import type { ScannedLine } from '../core/scan';
import { lineRange } from '../core/text';
import { isBlock, path, type Section, walk } from '../core/tree';
import type { View } from './view';

/**
 * Indentation by depth and single spaces between words, line by line. What the program reads stays word for word the
 * same: a line for which that cannot be shown is left alone. Blank lines and comments stay.
 * @param within only the lines of this range.
 */
export function format(view: View, options: FormattingOptions, within?: Range): TextEdit[] {
  const { document } = view;
  const out: TextEdit[] = [];
  const formatter = new LineFormatter(view, options);
  for (const section of document.sections) {
    const end = section.start + section.lines.length - 1;
    if (within && (section.start > within.end.line || end < within.start.line)) continue;
    const depths = depthsOf(section);
    section.lines.forEach((scanned, i) => {
      const line = section.start + i;
      if (within && (line < within.start.line || line > within.end.line)) return;
      const newText = formatter.line(scanned, depths[i]!);
      if (newText !== scanned.text) out.push({ range: lineRange(line, 0, scanned.text.length), newText });
    });
  }
  return within ? out : [...out, ...finalNewline(document.lines)];
}

/** A last line without an end is not read by every version. */
function finalNewline(lines: readonly string[]): TextEdit[] {
  const line = lines.length - 1;
  const last = lines[line]!;
  return last.trim() === '' ? [] : [{ range: lineRange(line, last.length, last.length), newText: '\n' }];
}

class LineFormatter {
  private readonly indents: string[] = [];
  private readonly level: string;

  constructor(
    private readonly view: View,
    options: FormattingOptions,
  ) {
    this.level = view.language.format.indent(options);
  }

  line(scanned: ScannedLine, depth: number): string {
    const { text, words, comment } = scanned;
    // Part of a quote or a definition that spans lines: every blank may count.
    if (scanned.enter !== 0 || scanned.exit !== 0 || scanned.problems.length > 0) return text;
    if (words.length === 0 && comment < 0) return text.trim() === '' ? '' : text;
    const indent = (this.indents[depth] ??= this.level.repeat(depth));
    const formatted = indent + singleSpaced(scanned);
    return formatted === text || this.isSame(scanned, formatted) ? formatted : text;
  }

  private isSame(before: ScannedLine, formatted: string): boolean {
    const after = this.view.language.syntax.scan(formatted, before.enter);
    return (
      withoutBlanks(formatted) === withoutBlanks(before.text) &&
      after.exit === before.exit &&
      after.problems.length === 0 &&
      after.words.length === before.words.length &&
      after.comment >= 0 === before.comment >= 0 &&
      after.words.every((word, i) => word.text === before.words[i]!.text && word.quoted === before.words[i]!.quoted)
    );
  }
}

/** The line with one blank between words; what stands between words without being one (`@condition`) is kept. */
function singleSpaced({ text, words, comment }: ScannedLine): string {
  const end = comment >= 0 ? comment : text.length;
  const parts: string[] = [];
  let at = 0;
  for (const word of words) {
    parts.push(text.slice(at, word.start).trim(), text.slice(word.start, word.end));
    at = word.end;
  }
  parts.push(text.slice(at, end).trim(), text.slice(end).trimEnd());
  return parts.filter((part) => part !== '').join(' ');
}

function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Depth of each line of a section. */
function depthsOf(section: Section): number[] {
  const depths = new Array<number>(section.lines.length).fill(0);
  const starts = new Set<number>();
  for (const node of walk(section.items)) {
    const depth = path(node).length;
    if (!starts.has(node.line)) depths[node.line] = depth;
    starts.add(node.line);
    if (!isBlock(node)) continue;
    for (let line = node.line + 1; line <= node.lastLine; line++) depths[line] = depth + 1;
    if (node.open && node.open.line > node.line) fill(depths, node.line + 1, node.open.line, depth);
    if (node.close && node.close.line > node.line && leads(section, node.close.line, node.close.word.start)) {
      depths[node.close.line] = depth;
      starts.add(node.close.line);
    }
    if (!node.open) trailingComments(section, node.lastLine, depths);
  }
  return depths;
}

function fill(depths: number[], from: number, to: number, depth: number): void {
  for (let line = from; line <= to; line++) depths[line] = depth;
}

function leads(section: Section, line: number, column: number): boolean {
  return section.lines[line]!.words[0]?.start === column;
}

/** Comments behind a section's last statement belong to the next section, unless they are indented. */
function trailingComments(section: Section, lastLine: number, depths: number[]): void {
  for (let line = lastLine + 1; line < section.lines.length; line++) {
    const { comment } = section.lines[line]!;
    depths[line] = comment > 0 ? 1 : 0;
  }
}

import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { Edit, Fix } from '../core/language';
import { lineRange, overlaps } from '../core/text';
import type { Diagnosis } from './diagnostics';
import { ignoreComment, ignoredBy } from './suppression';
import type { View } from './view';

/** The kind of the action that mends everything that has one obvious mend. */
export const FIX_ALL = 'source.fixAll.haconf';

/** The command that opens a rule's page; its argument is the rule's id. */
export const OPEN_RULE_PAGE = 'haconf.openRulePage';

export interface CodeActionRequest {
  readonly range: Range;
  /** What the editor shows at the range, to tie actions to it. */
  readonly shown: readonly Diagnostic[];
  /** Kinds wanted, such as `quickfix`; absent: all. */
  readonly only?: readonly string[];
  /** Rules have pages that can be opened. */
  readonly pages: boolean;
}

/** Mends and comments for the findings at a range, and the mend for all. */
export function codeActions(view: View, findings: readonly Diagnosis[], request: CodeActionRequest): CodeAction[] {
  const out: CodeAction[] = [];
  if (wants(request, CodeActionKind.QuickFix)) {
    const here = findings.filter((finding) => overlaps(finding.range, request.range));
    for (const finding of here) out.push(...quickFixes(view, finding, request));
    for (const finding of here) out.push(suppress(view, finding, request), ...openPage(finding, request));
  }
  if (wants(request, FIX_ALL) && (request.only || findings.some(preferredFix))) {
    const edits = allFixes(findings);
    if (edits.length > 0) {
      const title = `Fix ${edits.length === 1 ? 'the problem that has' : `all ${edits.length} problems that have`} one obvious fix`;
      out.push({ title, kind: FIX_ALL, edit: { changes: { [view.document.uri]: edits } } });
    }
  }
  return unique(out);
}

function wants({ only }: CodeActionRequest, kind: string): boolean {
  return !only || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
}

function quickFixes(view: View, finding: Diagnosis, request: CodeActionRequest): CodeAction[] {
  return (finding.fixes ?? []).map((fix) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    edit: { changes: { [view.document.uri]: textEdits(fix) } },
    diagnostics: shownAs(finding, request),
    ...(fix.preferred && { isPreferred: true }),
  }));
}

function suppress(view: View, finding: Diagnosis, request: CodeActionRequest): CodeAction {
  return {
    title: `Silence "${finding.rule}" here with a comment`,
    kind: CodeActionKind.QuickFix,
    edit: { changes: { [view.document.uri]: [suppressingEdit(view, finding)] } },
    diagnostics: shownAs(finding, request),
  };
}

/** Adds to the comment of the line before, or puts one there. */
function suppressingEdit({ document }: View, { rule, range }: Diagnosis): TextEdit {
  const line = range.start.line;
  const before = document.scanned[line - 1];
  const already = before?.words.length === 0 ? ignoredBy(before) : [];
  if (before && already.length > 0) {
    const text = before.text.replace(/haconf:\s*ignore\[[^\]]*\]/, ignoreComment([...already, rule]).slice(2));
    return { range: lineRange(line - 1, 0, before.text.length), newText: text };
  }
  const indent = /^\s*/.exec(document.lines[line]!)![0];
  return { range: lineRange(line, 0, 0), newText: `${indent}${ignoreComment([rule])}\n` };
}

function openPage({ rule }: Diagnosis, { pages, shown }: CodeActionRequest): CodeAction[] {
  if (!pages) return [];
  const title = `Explain "${rule}"`;
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      command: { title, command: OPEN_RULE_PAGE, arguments: [rule] },
      diagnostics: shown.filter((one) => one.code === rule),
    },
  ];
}

function shownAs({ rule, range }: Diagnosis, { shown }: CodeActionRequest): Diagnostic[] {
  return shown.filter((one) => one.code === rule && overlaps(one.range, range));
}

function preferredFix(finding: Diagnosis): Fix | undefined {
  return finding.fixes?.find((fix) => fix.preferred);
}

/** The obvious mends that do not touch each other. */
function allFixes(findings: readonly Diagnosis[]): TextEdit[] {
  const taken = new Map<number, Range[]>();
  const isFree = ({ range }: Edit): boolean => !taken.get(range.start.line)?.some((other) => overlaps(range, other));
  const edits: TextEdit[] = [];
  for (const finding of findings) {
    const fix = preferredFix(finding);
    if (!fix?.edits.every(isFree)) continue;
    edits.push(...textEdits(fix));
    for (const { range } of fix.edits) {
      taken.set(range.start.line, [...(taken.get(range.start.line) ?? []), range]);
    }
  }
  return edits;
}

function textEdits(fix: Fix): TextEdit[] {
  return fix.edits.map(({ range, text }) => ({ range, newText: text }));
}

function unique(actions: CodeAction[]): CodeAction[] {
  const seen = new Set<string>();
  return actions.filter((action) => {
    const key = JSON.stringify([action.title, action.edit, action.command]);
    return !seen.has(key) && seen.add(key);
  });
}

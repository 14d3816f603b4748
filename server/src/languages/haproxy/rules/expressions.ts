import type { Finding, Inherited, RuleContext, StatementRule } from '../../../core/language';
import type { Arg } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import type { Node, Section } from '../../../core/tree';
import { type AclProblem, readAcl } from '../acls';
import { anyArg, mayHoldAcl, isLiteral, takesExpression } from '../argumentFacts';
import type { Bound, BoundArg } from '../arguments';
import { checkAvailability } from '../availability';
import { columnsOf } from '../columns';
import type { Condition } from '../conditions';
import { type Expression, type ExpressionProblem, readExpression } from '../expressions';
import { modeOf } from '../inherit';
import { isDisabled, isReplaced, isTakenByServer, slotOf, usesSlot } from '../late';
import { readLogFormat } from '../logFormat';
import { checkOwnProxy } from '../ownProxy';

type Report = (finding: Finding) => void;

/** One statement and where its findings go. */
export interface Place {
  readonly section: Section;
  readonly node: Node;
  readonly keyword: string;
  readonly version: string;
  /** What its section takes over; `undefined`: the proxies that the expression is for are others. */
  readonly inherited?: Inherited;
  readonly report: Report;
}

/** Most lines hold none. */
const isRead = ({ type, ref }: Arg): boolean =>
  type === 'acl' || type === 'fmt' || ref !== undefined || takesExpression(type);

const mayBeRead = anyArg(isRead);

export const invalidExpression: StatementRule = {
  id: 'invalid-expression',
  severity: 'error',
  title: 'A sample expression, ACL or log format that HAProxy cannot read',
  docs: 'An expression is a sample fetch with its arguments, and converters behind commas: `req.hdr(host),lower`. Each must exist in the version used, take the arguments given, and fit the type of what stands before it. An ACL adds flags and patterns, which must fit the type of the sample.',
  bad: 'frontend web\n    bind :8080\n    http-request set-header X-Path %[path,lowr]\n',
  good: 'frontend web\n    bind :8080\n    http-request set-header X-Path %[path,lower]\n',
  concerns: (keyword, schema) => mayHoldAcl(keyword, schema) || mayBeRead(keyword, schema),
  checkStatement(node, bound: Bound, context, report) {
    if (bound.from !== 0 || !(bound.terms ?? bound.args.some(({ arg }) => isRead(arg)))) return;
    const { section, schema, inherited } = context;
    const place = { section, node, keyword: bound.keyword.name, version: schema.version, inherited, report };
    if (!isLate(node, bound, context)) checkArguments(place, bound);
    if (bound.terms) checkCondition(place, bound.terms);
  },
};

/** Reports what is wrong with the arguments of a statement. */
export function checkArguments(place: Place, bound: Bound): void {
  for (const arg of bound.args) checkArg(place, arg);
}

function checkCondition(place: Place, condition: Condition): void {
  const { words } = place.node;
  for (const term of condition.terms) {
    if (term.kind !== 'anonymous') continue;
    if (term.from >= term.to)
      reportAt(place, Math.min(term.from, words.length - 1), 'The braces hold no ACL: a sample fetch is missing.');
    else checkAcl(place, term.from, term.to);
  }
  if (condition.unclosed >= 0)
    reportAt(place, condition.unclosed, 'The closing "}" of this ACL is missing, or no blank stands before it.');
}

/** Whether the program looks at the arguments only when something uses them, and here nothing does, or nobody knows. */
function isLate(node: Node, { keyword }: Bound, { inherited }: RuleContext): boolean {
  const block = node.parent;
  if (!block) return false;
  if (block.type === 'fcgi-app') return keyword.name !== 'acl';
  if (keyword.name === 'default-server') return block.type === 'defaults' || !isTakenByServer(node, 'sni', block);
  const slot = slotOf(node.words);
  if (slot === undefined) return false;
  return (
    block.type === 'defaults' ||
    !usesSlot(block.type, slot, true) ||
    (slot === 'forwarded' && modeOf(block, inherited) !== 'http') ||
    isReplaced(node, slot, block) ||
    isDisabled(block, inherited)
  );
}

/** Lines in which a name may be put together at run time. */
const CHOICES: ReadonlySet<string> = new Set(['use_backend', 'use-server']);

function checkArg(place: Place, { arg, from, to }: BoundArg): void {
  const word = place.node.words[from]!;
  if (arg.type === 'acl') checkAcl(place, from, to);
  else if (word.dynamic) return;
  else if (takesExpression(arg.type) && (arg.type === 'expr' || !isLiteral(word))) checkExpression(place, from, to);
  else if (arg.type === 'fmt' || (CHOICES.has(place.keyword) && word.text.includes('%['))) checkFormat(place, from);
}

function checkFormat(place: Place, index: number): void {
  const format = readLogFormat(place.node.words[index]!.text, place.version);
  for (const problem of format.problems) reportIn(place, index, problem);
  if (format.problems.length > 0) return;
  for (const { at, expression } of format.expressions) {
    checkPlace(place, index, expression.fetch, at);
    checkOwn(place, index, expression, at);
  }
}

/** Whether the fetch can be had where the rule is processed; `at` is its column in the word's value. */
function checkPlace(place: Place, index: number, fetch: string, at: number): void {
  const section = place.node.parent?.type ?? '';
  const message = checkAvailability(fetch, place.keyword, section, place.version);
  if (message !== undefined) reportIn(place, index, { start: at, end: at + fetch.length, message });
}

function checkOwn(place: Place, index: number, expression: Expression, at: number): void {
  const block = place.node.parent;
  const problem = block && place.inherited && checkOwnProxy(expression, block);
  if (!problem || isDisabled(block, place.inherited)) return;
  const word = place.node.words[index]!;
  // Converters may stand in words of their own.
  const end = Math.min(at + problem.end, word.text.length);
  reportIn(place, index, { ...problem, start: Math.min(at + problem.start, end), end });
}

/** The words of an expression are read as one, with the commas that part them. */
function checkExpression(place: Place, from: number, to: number): void {
  const words = place.node.words.slice(from, to);
  if (words.some((word) => word.dynamic)) return;
  const text = words.map((word) => word.text).join(',');
  const expression = readExpression(text, place.version);
  const problem = expression.problems[0] ?? rest(text, expression.end);
  if (!problem) {
    checkPlace(place, from, expression.fetch, 0);
    checkOwn(place, from, expression, 0);
    return;
  }
  if (words.length === 1) reportIn(place, from, problem);
  else reportAt(place, from, problem.message, to);
}

function rest(text: string, end: number): ExpressionProblem | undefined {
  return end < text.length
    ? { start: end, end: text.length, message: `A comma is missing before "${text.slice(end)}".` }
    : undefined;
}

function checkAcl(place: Place, from: number, to: number): void {
  const { words } = place.node;
  for (let i = from; i < to; i++) if (words[i]!.dynamic && words[i]!.text.includes('[*]')) return;
  const { problems, expression } = readAcl(words, from, to, place.version);
  if (problems.length === 0 && !words[from]!.dynamic) checkOwn(place, from, expression, 0);
  for (const problem of problems) {
    if (problem.end > 0) reportIn(place, problem.word, problem);
    else reportAt(place, problem.word, problem.message, problem.word + 1, problem);
  }
}

function reportIn(place: Place, index: number, problem: ExpressionProblem | AclProblem): void {
  const word = place.node.words[index]!;
  const [start, end] = columnsOf(place.section.lines[place.node.line]!.text, word, problem.start, problem.end);
  const range = lineRange(place.node.line, start, Math.max(end, start + 1));
  place.report({ range, message: problem.message, ...fixOf(range, problem.guess) });
}

function reportAt(place: Place, index: number, message: string, to = index + 1, problem?: AclProblem): void {
  const { words } = place.node;
  const range = lineRange(place.node.line, words[index]!.start, words[Math.min(to, words.length) - 1]!.end);
  place.report({ range, message, ...fixOf(range, problem?.guess) });
}

function fixOf(range: Finding['range'], guess: string | undefined): Pick<Finding, 'fixes'> {
  return guess === undefined
    ? {}
    : { fixes: [{ title: `Change to "${guess}"`, preferred: true, edits: [{ range, text: guess }] }] };
}

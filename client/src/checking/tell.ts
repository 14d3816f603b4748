/** Puts what a program said of a file on its lines, and into one sentence. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Judgement } from '../lab/check/judge';
import type { ProgramMessage } from '../lab/check/messages';
import { type Program, PROGRAM_NAMES } from '../lab/check/program';
import { counted } from '../view/row';
import type { Findings } from './findings';
import type { Finding } from './merge';

export interface Told {
  readonly program: Program;
  /** `mylb1` */
  readonly where: string;
  /** Whether it was asked where the file is going to run. */
  readonly real: boolean;
  /** Absolute path of the file that was judged. */
  readonly file: string;
}

export interface Tale {
  readonly refused: boolean;
  /** `HAProxy 3.0.11 on mylb1 refuses haproxy.cfg: 2 errors.` */
  readonly text: string;
}

/** Puts all judgements on the lines, in the place of what the same programs said before; tells each in words. */
export async function showJudgements(
  findings: Findings,
  judgements: readonly { readonly told: Told; readonly judgement: Judgement }[],
): Promise<Tale[]> {
  const found = new Map<string, { uri: vscode.Uri; program: Program; list: Finding[] }>();
  for (const { told, judgement } of judgements) {
    const files = [...new Set([told.file, ...judgement.messages.flatMap(({ file }) => file ?? [])])];
    for (const file of files) {
      const about = judgement.messages.filter((message) => (message.file ?? told.file) === file);
      const document = await vscode.workspace.openTextDocument(file);
      const outline = about.some(({ line }) => line === undefined)
        ? await namesIn(document)
        : new Map<string, number>();
      const list = about.map((message) => findingOf(told, judgement.version, message, document, outline));
      const key = `${told.program} ${file}`;
      const known = found.get(key)?.list ?? [];
      found.set(key, { uri: document.uri, program: told.program, list: [...known, ...list] });
    }
  }
  for (const { uri, program, list } of found.values()) findings.set(uri, PROGRAM_NAMES[program], list);
  return judgements.map(({ told, judgement }) => taleOf(told, judgement));
}

function whoSays({ program }: Told, version: string | undefined): string {
  return `${PROGRAM_NAMES[program]}${version === undefined ? '' : ` ${version}`}`;
}

function taleOf(told: Told, { version, accepted, messages }: Judgement): Tale {
  const name = basename(told.file);
  const count = (severity: ProgramMessage['severity'], noun: string) => {
    const found = messages.filter((message) => message.severity === severity).length;
    return found > 0 ? [counted(found, noun)] : [];
  };
  const counts = [...count('error', 'error'), ...count('warning', 'warning')].join(', ');
  const lacking = messages.filter(({ aboutPlace }) => aboutPlace).length;
  const verb = accepted ? 'accepts' : 'refuses';
  const about =
    lacking === 0
      ? ''
      : lacking === messages.length
        ? ` What it complains about is missing on ${told.where}; the text may be fine.`
        : ` ${lacking} of these ${lacking === 1 ? 'is' : 'are'} about what is missing on ${told.where}, not about the text.`;
  return {
    refused: !accepted,
    text: `${whoSays(told, version)} on ${told.where} ${verb} ${name}${counts === '' ? '.' : `: ${counts}.`}${about}`,
  };
}

function findingOf(
  told: Told,
  version: string | undefined,
  message: ProgramMessage,
  document: vscode.TextDocument,
  names: ReadonlyMap<string, number>,
): Finding {
  const wanted = message.line === undefined ? lineOfName(message.text, names) : message.line - 1;
  const line = Math.min(Math.max(wanted, 0), document.lineCount - 1);
  const place = message.aboutPlace ? ` (this is about what is missing on ${told.where}, not about the text)` : '';
  return {
    line,
    text: document.lineAt(line).text,
    severity: message.aboutPlace && !told.real ? 'info' : message.severity,
    program: PROGRAM_NAMES[told.program],
    who: whoSays(told, version),
    where: told.where,
    message: message.text + place,
  };
}

/** A message without a line often names what it is about: `frontend 'web'`, `(VI_1)`. The first line if it does not. */
function lineOfName(text: string, names: ReadonlyMap<string, number>): number {
  for (const [, quoted, bracketed] of text.matchAll(/'([^']+)'|\(([^)\s]+)\)/g)) {
    const line = names.get(quoted ?? bracketed ?? '');
    if (line !== undefined) return line;
  }
  return 0;
}

/** Lines, from 0, by the names of what they define. */
async function namesIn(document: vscode.TextDocument): Promise<Map<string, number>> {
  const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  const names = new Map<string, number>();
  const add = (list: readonly vscode.DocumentSymbol[]) => {
    for (const { name, range, children } of list) {
      if (!names.has(name)) names.set(name, range.start.line);
      add(children);
    }
  };
  add(symbols ?? []);
  return names;
}

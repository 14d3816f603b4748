/** What the buttons of a drill's report do. */
import * as vscode from 'vscode';
import type { Advice, SourceLine } from '../../../server/src/protocol';
import { applyThen } from '../applying/apply';
import { editFor } from '../view/drills/fix';
import { sourceLine, type Shown } from '../view/drills/page';
import type { Choice } from '../view/drills/panel';
import { askOther, saveShown } from './drillFiles';
import type { Parts } from './parts';
import { report as tell } from './report';

/** Failures are told as those of commands are. */
export function reportButton(parts: Parts, choice: Choice): void {
  act(parts, choice).catch((error: unknown) => tell(error, parts.log));
}

async function act(parts: Parts, { command, source, shown, column, replace }: Choice): Promise<void> {
  const { report } = shown;
  switch (command) {
    case 'open': {
      const line = sourceLine(report, source ?? '');
      if (line) await openLine(line, column);
      return;
    }
    case 'fix':
      if (report.advice && (await applyAdvice(report.advice, column))) await offerToApply(parts, shown, report.advice);
      return;
    case 'again':
      return runAgain(shown);
    case 'save':
      return saveShown(shown);
    case 'compare': {
      const other = await askOther(parts, report);
      if (other) replace({ ...shown, other });
      return;
    }
    case 'alone':
      replace({ ...shown, other: null });
  }
}

/** Where a file opens that belongs to a panel: where it is to be seen already, or beside the panel. */
function columnFor(uri: vscode.Uri, panel: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const seen = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  if (seen?.viewColumn !== undefined) return seen.viewColumn;
  return panel === vscode.ViewColumn.Two ? vscode.ViewColumn.One : vscode.ViewColumn.Two;
}

async function openLine({ uri, line }: SourceLine, panel: vscode.ViewColumn | undefined): Promise<void> {
  const file = vscode.Uri.parse(uri, true);
  const document = await vscode.workspace.openTextDocument(file);
  const { range } = document.lineAt(Math.min(line, document.lineCount - 1));
  await vscode.window.showTextDocument(document, { selection: range, viewColumn: columnFor(file, panel) });
}

/** Changes the line in the editor, where it can be undone, and shows it. Whether it was changed. */
async function applyAdvice(advice: Advice, panel: vscode.ViewColumn | undefined): Promise<boolean> {
  const file = vscode.Uri.parse(advice.line.uri, true);
  const document = await vscode.workspace.openTextDocument(file);
  const edit = editFor(advice, document.getText().split(/\r?\n/));
  if (!edit) {
    const name = vscode.workspace.asRelativePath(file);
    const text = `${name} no longer has the line “${advice.line.text}”: it has changed since the drill. Run the drill again.`;
    void vscode.window.showWarningMessage(text);
    return false;
  }
  const range = new vscode.Range(edit.line, edit.start, edit.line, edit.end);
  const change = new vscode.WorkspaceEdit();
  change.replace(file, range, edit.text);
  if (!(await vscode.workspace.applyEdit(change))) return false;
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(edit.line, edit.start, edit.line, edit.start + edit.text.length),
    viewColumn: columnFor(file, panel),
  });
  return true;
}

/** The line is in the editor; the lab knows nothing of it yet. */
async function offerToApply(parts: Parts, shown: Shown, advice: Advice): Promise<void> {
  const changed = `“${advice.replacement}” is in the editor, and not saved yet.`;
  if (shown.lab === null) {
    void vscode.window.showInformationMessage(changed);
    return;
  }
  const [both, only] = ['Apply to Lab and Run Again', 'Apply to Lab'];
  const answer = await vscode.window.showInformationMessage(changed, both, only);
  if (answer === undefined) return;
  const configuration = vscode.Uri.parse(advice.line.uri, true);
  if (answer === only) await vscode.commands.executeCommand('haLab.apply', configuration);
  else if (await applyThen(parts, configuration)) await runAgain(shown);
}

async function runAgain({ report, lab }: Shown): Promise<void> {
  const wanted = { file: lab, drill: report.drill.id, target: report.lab.target };
  await vscode.commands.executeCommand('haLab.drill.run', wanted);
}

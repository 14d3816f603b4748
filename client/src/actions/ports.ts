/** "Choose Other Ports": gives every published port of a lab that somebody else uses a free number, in compose.yaml. */
import * as vscode from 'vscode';
import { readPlan } from '../lab/compose';
import type { Engine } from '../lab/dockerApi';
import { otherPorts } from '../lab/otherPorts';

/**
 * Edits compose.yaml and saves it. Returns what it changed, in words.
 * @param refused The port that the engine would not publish, if it said which.
 * @throws LabError
 */
export async function chooseOtherPorts(file: string, engine: Engine, refused: number | undefined): Promise<string[]> {
  const ports = await otherPorts(await readPlan(file), engine, refused);
  const document = await vscode.workspace.openTextDocument(file);
  const edit = new vscode.WorkspaceEdit();
  // `- 127.0.0.1:18080:80`, also quoted and without the address.
  for (const match of document.getText().matchAll(/(^\s*-\s*["']?(?:[\d.]+:)?)(\d+)(?=:\d+(?:\/tcp)?["']?\s*$)/gm)) {
    const [, before = '', port = ''] = match;
    const other = ports.get(Number(port));
    if (other === undefined) continue;
    const start = match.index + before.length;
    const range = new vscode.Range(document.positionAt(start), document.positionAt(start + port.length));
    edit.replace(document.uri, range, String(other));
  }
  await vscode.workspace.applyEdit(edit);
  await document.save();
  return [...ports].map(([port, other]) => `Port ${port} is taken: ${other} is used instead.`);
}

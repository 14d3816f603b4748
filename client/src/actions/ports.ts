/** "Choose Other Ports": gives every published port of a lab that somebody else uses a free number, in compose.yaml. */
import * as vscode from 'vscode';
import { readPlan } from '../lab/compose';
import type { Engine } from '../lab/dockerApi';
import { isOwn } from '../lab/labels';
import { isPortFree } from '../lab/survey';

/** Published port of the definition -> the free one to use instead. */
async function replacements(file: string, engine: Engine): Promise<Map<number, number>> {
  const plan = await readPlan(file);
  const containers = await engine.containers({});
  const portsOf = (own: boolean) =>
    new Set(containers.filter(({ labels }) => isOwn(plan, labels) === own).flatMap(({ ports }) => ports));
  const ours = portsOf(true);
  const used = portsOf(false);
  const planned = plan.nodes.flatMap((node) => node.ports.map(({ host }) => host));
  const free = async (port: number) => !used.has(port) && (ours.has(port) || (await isPortFree(port)));

  const result = new Map<number, number>();
  for (const port of planned) {
    if (await free(port)) continue;
    let other = port + 1;
    while (planned.includes(other) || !(await free(other))) other++;
    used.add(other);
    result.set(port, other);
  }
  return result;
}

/** Edits compose.yaml and saves it. Returns what it changed, in words. @throws LabError */
export async function chooseOtherPorts(file: string, engine: Engine): Promise<string[]> {
  const ports = await replacements(file, engine);
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

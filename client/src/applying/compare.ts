/** "Show Difference": the file beside what a node has of it. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { mayRunLabs, planOf } from '../actions/ask';
import type { Parts } from '../actions/parts';
import { run } from '../actions/run';
import { pathAt } from '../lab/check/material';
import { containersOf } from '../lab/containers';
import { nodesWithOther } from './lens';

const SCHEME = 'haconf-node';

/** Texts of files as nodes have them, by URI. */
export class NodeTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  set(node: string, path: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${node}${path}` });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    return uri;
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

export async function showDifference(parts: Parts, texts: NodeTexts, argument: unknown): Promise<void> {
  if (!(await mayRunLabs())) return;
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const file = uri?.fsPath ?? '';
  const nodes = nodesWithOther(parts.labs, parts.differences, file);
  const lab = parts.labs.all.find(({ plan }) => 'nodes' in plan && plan.nodes.some(({ name }) => name === nodes[0]));
  const plan = lab && planOf(lab);
  if (!uri || !plan) {
    void vscode.window.showInformationMessage('Open a file of a running lab that differs from what its nodes run.');
    return;
  }
  const name = nodes.length > 1 ? await vscode.window.showQuickPick(nodes, { placeHolder: 'Which node?' }) : nodes[0];
  const path = pathAt(plan.nodes.find((node) => node.name === name)?.copy ?? [], file);
  if (name === undefined || path === undefined) return;
  await run(parts, {
    title: `Reading ${basename(file)} of ${name}`,
    size: 'short',
    file: plan.file,
    work: async ({ signal }) => {
      const { engine } = await parts.labs.open(plan.file, signal);
      const id = (await containersOf(engine, plan, signal)).get(name)?.id ?? '';
      // What the node does not have is shown as empty.
      const command = ['sh', '-c', 'cat -- "$1" 2>/dev/null || true', 'sh', path];
      const { output } = await engine.exec(id, command, `Reading ${path} of ${name}`, { signal });
      const theirs = texts.set(name, path, output);
      await vscode.commands.executeCommand('vscode.diff', theirs, uri, `${basename(file)}: ${name} ↔ here`);
    },
  });
}

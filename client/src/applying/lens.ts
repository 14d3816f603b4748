/** At the top of a file that a running lab has otherwise: who runs something else, and what can be done about it. */
import * as vscode from 'vscode';
import type { Labs } from '../labs';
import { planOf } from '../view/nodes';
import type { Differences } from './differences';

export function showDifferences(labs: Labs, differences: Differences): vscode.Disposable {
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: differences.onDidChange,
    provideCodeLenses: ({ uri }) => {
      const nodes = nodesWithOther(labs, differences, uri.fsPath);
      if (nodes.length === 0) return [];
      const top = new vscode.Range(0, 0, 0, 0);
      const title = `$(cloud-upload) Differs from what ${listed(nodes)} ${nodes.length === 1 ? 'runs' : 'run'}: Apply to Lab`;
      return [
        new vscode.CodeLens(top, { title, command: 'haLab.apply', arguments: [uri] }),
        new vscode.CodeLens(top, { title: 'Show Difference', command: 'haLab.showDifference', arguments: [uri] }),
      ];
    },
  };
  return vscode.languages.registerCodeLensProvider({ scheme: 'file' }, provider);
}

/** The nodes that have this file otherwise. */
export function nodesWithOther(labs: Labs, differences: Differences, file: string): string[] {
  return labs.all
    .flatMap((lab) => planOf(lab) ?? [])
    .flatMap((plan) =>
      [...differences.of(plan.file)].filter(([, files]) => files.includes(file)).map(([node]) => node),
    );
}

/** `mylb1`, `mylb1 and mylb2`, `a, b and c` */
export function listed(names: readonly string[]): string {
  const [last = '', ...rest] = [...names].reverse();
  return rest.length === 0 ? last : `${rest.reverse().join(', ')} and ${last}`;
}

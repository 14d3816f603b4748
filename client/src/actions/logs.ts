/** Follows the output of nodes, each in a terminal of its own, where colours are colours and text can be searched. */
import * as vscode from 'vscode';
import { askNode, type ChosenNode, mayRunLabs } from './ask';
import type { Parts } from './parts';
import { report } from './report';

/** Lines of the past to begin with. */
const tail = 1000;

export class NodeLogs implements vscode.Disposable {
  private readonly shown = new Map<string, vscode.Terminal>();
  private readonly subscription = vscode.window.onDidCloseTerminal((closed) => {
    for (const [name, terminal] of this.shown) if (terminal === closed) this.shown.delete(name);
  });

  /** Shows the log of a node and follows it until the node ends; asking again begins anew. */
  async show(parts: Parts, argument: unknown): Promise<void> {
    if (!(await mayRunLabs())) return;
    const chosen = await askNode(parts, argument, 'Showing the log');
    if (!chosen) return;
    const name = `${chosen.plan.project}: log of ${chosen.node.name}`;
    this.shown.get(name)?.dispose();
    const terminal = vscode.window.createTerminal({ name, pty: follower(parts, chosen), isTransient: true });
    this.shown.set(name, terminal);
    terminal.show(true);
  }

  dispose(): void {
    this.subscription.dispose();
    for (const terminal of this.shown.values()) terminal.dispose();
  }
}

/** A terminal without a program: it shows what the node prints, until it is closed. */
function follower(parts: Parts, { file, node }: ChosenNode): vscode.Pseudoterminal {
  const output = new vscode.EventEmitter<string>();
  const abort = new AbortController();
  const write = (text: string) => {
    output.fire(text.replace(/\r?\n/g, '\r\n'));
  };
  const follow = async () => {
    try {
      const lab = await parts.labs.open(file, abort.signal);
      await lab.node(node.name).logs(write, { signal: abort.signal, tail });
      write(`\n${node.name} has ended.\n`);
    } catch (error) {
      if (!abort.signal.aborted) await report(error, parts.log, { file });
    }
  };
  return {
    onDidWrite: output.event,
    open: () => void follow(),
    close: () => {
      abort.abort();
      output.dispose();
    },
  };
}

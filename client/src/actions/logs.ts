/** Follows the output of nodes in output channels, one for each node. */
import * as vscode from 'vscode';
import { report } from './report';
import { askNode, mayRunLabs } from './ask';
import type { Parts } from './parts';

interface Followed {
  readonly channel: vscode.OutputChannel;
  abort: AbortController | undefined;
}

export class NodeLogs implements vscode.Disposable {
  private readonly followed = new Map<string, Followed>();

  /** Shows the log of a node and follows it until the node ends; asking again begins anew. */
  async show(parts: Parts, argument: unknown): Promise<void> {
    if (!(await mayRunLabs())) return;
    const chosen = await askNode(parts, argument, 'Showing the log');
    if (!chosen) return;
    const { file, plan, node } = chosen;
    const log = this.channelFor(`${plan.project}: ${node.name}`);
    log.channel.show(true);
    log.abort?.abort();
    const abort = new AbortController();
    log.abort = abort;
    log.channel.clear();
    try {
      const lab = await parts.labs.open(file, abort.signal);
      const show = (text: string) => {
        if (log.abort === abort) log.channel.append(text);
      };
      await lab.node(node.name).logs(show, { signal: abort.signal, tail: 1000 });
    } catch (error) {
      if (!abort.signal.aborted) void report(error, parts.log, { file });
    }
  }

  dispose(): void {
    for (const { channel, abort } of this.followed.values()) {
      abort?.abort();
      channel.dispose();
    }
  }

  private channelFor(name: string): Followed {
    const known = this.followed.get(name);
    if (known) return known;
    const made: Followed = { channel: vscode.window.createOutputChannel(name, 'log'), abort: undefined };
    this.followed.set(name, made);
    return made;
  }
}

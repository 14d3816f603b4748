/** "Show Traffic" and "Stop Traffic": a steady request loop, watched in a panel. */
import * as vscode from 'vscode';
import { LabError } from '../lab/errors';
import { targetsOf } from '../lab/trafficSession';
import { engine } from '../labs';
import { TrafficPanel } from '../view/traffic/panel';
import { askLab, mayRunLabs, planOf } from './ask';
import type { Parts } from './parts';

export class TrafficPanels implements vscode.Disposable {
  /** By compose.yaml. */
  private readonly open = new Map<string, TrafficPanel>();
  private watching: vscode.Disposable | undefined;

  async show(parts: Parts, argument: unknown): Promise<void> {
    if (!(await mayRunLabs())) return;
    const lab = await askLab(parts, argument);
    const plan = lab && planOf(lab);
    if (!plan) return;
    const known = this.open.get(plan.file);
    if (known) {
      known.reveal();
      return;
    }
    const targets = targetsOf(plan);
    const [first] = targets;
    if (!first || plan.nodes.every(({ role }) => role !== 'probe')) {
      const action = 'Give it a probe and a virtual address with a page in compose.yaml.';
      throw new LabError('definition', 'This lab has nothing that requests could be sent to.', action);
    }
    parts.labs.watch();
    this.watching ??= parts.labs.onDidChange(() => {
      this.stopWithLabs(parts);
    });
    const closed = () => this.open.delete(plan.file);
    const answered = (servers: readonly string[]) => {
      parts.walkthrough.seeTraffic(plan.file, servers);
    };
    const panel = new TrafficPanel(parts.context.extensionUri, plan, targets, first, () => engine(), closed, answered);
    this.open.set(plan.file, panel);
  }

  /** Stops what is sent in every panel; the panels stay. */
  async stop(): Promise<void> {
    if (this.open.size === 0) void vscode.window.showInformationMessage('No traffic is sent.');
    await Promise.all([...this.open.values()].map((panel) => panel.stop()));
  }

  dispose(): void {
    this.watching?.dispose();
    for (const panel of [...this.open.values()]) panel.dispose();
  }

  private stopWithLabs({ labs }: Parts): void {
    for (const [file, panel] of this.open) {
      const lab = labs.all.find((candidate) => candidate.file === file);
      const phase = lab?.state?.phase;
      if (!lab || phase === 'stopped' || phase === 'absent') void panel.stop('The lab does not run.');
    }
  }
}

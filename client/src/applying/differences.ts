/** Keeps account of which nodes run another configuration than the lab's folder holds. Measured when something may have changed. */
import { sep } from 'node:path';
import * as vscode from 'vscode';
import { containersOf } from '../lab/containers';
import { differing } from '../lab/difference';
import { LabError } from '../lab/errors';
import type { LabPlan } from '../lab/plan';
import { engine } from '../labs';
import type { Labs } from '../labs';
import { logError } from '../log';
import { planOf } from '../view/nodes';

/** Milliseconds: what is written together is compared together. */
const PAUSE = 200;

export class Differences implements vscode.Disposable {
  /** By compose.yaml, then by node: files that the node has otherwise. */
  private readonly known = new Map<string, ReadonlyMap<string, readonly string[]>>();
  /** By compose.yaml: which containers were running when it was measured. */
  private readonly measured = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private timer: NodeJS.Timeout | undefined;
  private last: Promise<void> = Promise.resolve();
  private readonly subscriptions: readonly { dispose(): unknown }[];

  constructor(
    private readonly labs: Labs,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const files = vscode.workspace.createFileSystemWatcher('**/*');
    const touched = ({ fsPath }: vscode.Uri) => {
      if (this.plans().some(({ folder }) => fsPath.startsWith(folder + sep))) this.soon();
    };
    this.subscriptions = [
      this.changed,
      files,
      files.onDidChange(touched),
      files.onDidCreate(touched),
      files.onDidDelete(touched),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        touched(uri);
      }),
      labs.onDidChange(() => {
        if (this.plans().some((plan) => this.measured.get(plan.file) !== this.running(plan))) this.soon();
      }),
    ];
  }

  /** Nodes of a lab that have files otherwise, with those files. */
  of(file: string): ReadonlyMap<string, readonly string[]> {
    return this.known.get(file) ?? new Map();
  }

  /** Compares again, once what is being done has come to rest. */
  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.measure(), PAUSE);
  }

  /** Compares now. @param file Of a lab that is asked even if nobody has looked at it yet. */
  measure(file?: string): Promise<void> {
    clearTimeout(this.timer);
    this.last = this.last.then(async () => {
      for (const plan of this.plans()) await this.measureLab(plan, plan.file === file);
    });
    return this.last;
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private plans(): LabPlan[] {
    return this.labs.all.flatMap((lab) => planOf(lab) ?? []);
  }

  /** Ids of the running containers. A container that starts gets the files as they are. */
  private running({ file }: LabPlan): string {
    const lab = this.labs.all.find((candidate) => candidate.file === file);
    return (lab?.busy !== undefined ? [] : (lab?.state?.nodes ?? []))
      .flatMap(({ status, containerId }) => (status === 'running' ? (containerId ?? []) : []))
      .join(' ');
  }

  private async measureLab(plan: LabPlan, anyway: boolean): Promise<void> {
    // What is being started or stopped is looked at when that is done.
    if (this.labs.all.some(({ file, busy }) => file === plan.file && busy !== undefined)) return;
    const running = this.running(plan);
    this.measured.set(plan.file, running);
    const found = new Map<string, readonly string[]>();
    if (running !== '' || anyway) {
      try {
        const connection = await engine();
        const containers = await containersOf(connection, plan, undefined);
        for (const node of plan.nodes) {
          const container = containers.get(node.name);
          if (container?.status !== 'running') continue;
          const files = await differing(connection, node, container.id);
          if (files.length > 0) found.set(node.name, files);
        }
      } catch (error) {
        // Nodes come and go while they are asked; the next change of the lab asks again.
        if (!(error instanceof LabError)) throw error;
        logError(this.log, error);
        this.measured.delete(plan.file);
      }
    }
    const before = this.known.get(plan.file);
    this.known.set(plan.file, found);
    if (JSON.stringify([...found]) === JSON.stringify([...(before ?? [])])) return;
    this.labs.setDiffering(plan.file, found);
    this.changed.fire();
  }
}

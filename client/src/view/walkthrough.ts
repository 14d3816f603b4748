/** The check marks of the walkthrough "Get started with the HA lab": context keys `haLab.seen.*`, set once something was seen. */
import * as vscode from 'vscode';
import type { DrillId } from '../../../server/src/protocol';
import type { Differences } from '../applying/differences';
import type { LabError } from '../lab/errors';
import { LESSONS, type Lesson, Lessons } from '../lab/lessons';
import type { LabPlan } from '../lab/plan';
import { configurationOf } from '../lab/programs';
import type { Labs } from '../labs';

/** Milliseconds that VS Code takes to read the walkthrough once its page is opened for the first time. */
const READ = 1000;

export class Walkthrough implements vscode.Disposable {
  /** By compose.yaml. */
  private readonly lessons = new Map<string, Lessons>();
  private readonly told = new Set<Lesson>();
  private readonly subscriptions: readonly vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(labs: Labs, differences: Differences) {
    this.subscriptions = [
      labs.onDidChange(() => {
        for (const { file, state, plan } of labs.all) if (state) this.of(file).see(state, namedIn(plan));
        this.tell();
      }),
      differences.onDidChange(() => {
        for (const { file } of labs.all) this.of(file).seeDiffering(differences.of(file).size);
        this.tell();
      }),
      // The page of a walkthrough is a tab of no kind that extensions know.
      vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
        if (!opened.some(({ input }) => input === undefined)) return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void tellAgain(), READ);
      }),
    ];
  }

  /** Servers that have answered requests of a loop lately. */
  seeTraffic(file: string, servers: readonly string[]): void {
    this.of(file).seeTraffic(servers);
    this.tell();
  }

  /** A drill that was measured after the person had said what they expect of it. */
  seeGuess(file: string, drill: DrillId): void {
    this.of(file).seeGuess(drill);
    this.tell();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private of(file: string): Lessons {
    const known = this.lessons.get(file) ?? new Lessons();
    this.lessons.set(file, known);
    return known;
  }

  private tell(): void {
    for (const lesson of LESSONS) {
      if (this.told.has(lesson) || ![...this.lessons.values()].some(({ done }) => done.has(lesson))) continue;
      this.told.add(lesson);
      void vscode.commands.executeCommand('setContext', `haLab.seen.${lesson}`, true);
    }
  }
}

/** What HAProxy is to run on each node. */
function namedIn(plan: LabPlan | LabError): string {
  return 'nodes' in plan ? plan.nodes.map((node) => configurationOf(node, 'haproxy') ?? '').join(' ') : '';
}

/**
 * VS Code learns of the steps when the page is opened for the first time, and a key that is true by then checks nothing.
 * So every step is also checked by its key together with this one, which is true for a moment only.
 */
async function tellAgain(): Promise<void> {
  for (const value of [true, false]) await vscode.commands.executeCommand('setContext', 'haLab.tellAgain', value);
}

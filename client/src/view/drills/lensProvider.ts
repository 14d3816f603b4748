/** Shows drills above the lines that they are about, each with what is predicted of it. */
import * as vscode from 'vscode';
import { sep } from 'node:path';
import { forecaster } from './forecaster';
import { drills } from '../../lab/drills/index';
import { holderOf } from '../../lab/drills/preflight';
import type { Labs } from '../../labs';
import { languages, type Server } from '../../languageClient';
import { showsDrillLenses } from '../../settings';
import type { LabView } from '../nodes';
import { drillLenses } from './lenses';
import { predictionText } from './words';

export class DrillLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private shown = '';
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly labs: Labs,
    private readonly server: Server,
  ) {
    const update = () => {
      const now = JSON.stringify(labs.all.map(factsOf));
      if (now === this.shown) return;
      this.shown = now;
      this.changed.fire();
    };
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.languages.registerCodeLensProvider(
        languages.map((language) => ({ language, scheme: 'file' })),
        this,
      ),
      labs.onDidChange(update),
      server.onDidChangeReadings(() => {
        this.changed.fire();
      }),
      vscode.workspace.onDidChangeConfiguration(() => {
        this.changed.fire();
      }),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const file = document.uri.fsPath;
    const lab = this.labs.all.find(({ plan }) => 'nodes' in plan && file.startsWith(plan.folder + sep));
    if (!lab?.state || !('nodes' in lab.plan) || lab.busy !== undefined || !showsDrillLenses(document.uri)) return [];
    const { plan, state } = lab;
    const lenses = drillLenses(plan, state, file, (await this.server.landmarks(document)) ?? []);
    if (lenses.length === 0) return [];
    const forecast = await forecaster(this.server, plan, state);
    return Promise.all(
      lenses.map(async ({ line, drill, target, deed }) => {
        const prediction = predictionText(
          await forecast(
            drills.find(({ id }) => id === drill)!,
            target,
          ),
        );
        return new vscode.CodeLens(document.lineAt(Math.min(line, document.lineCount - 1)).range, {
          title: `Drill: ${deed}${prediction === '' ? '' : ` (predicted: ${prediction})`}`,
          tooltip: 'Causes the fault in the lab, measures what happens, and heals it.',
          command: 'haLab.drill.run',
          arguments: [{ file: lab.file, drill, target }],
        });
      }),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

/** What the lenses of a lab depend on; everything else of its state changes all the time. */
function factsOf({ file, state, busy }: LabView): unknown {
  return [file, busy !== undefined, state && [state.phase, state.fault?.id, holderOf(state)]];
}

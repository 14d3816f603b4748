/** The extension's entry: builds the parts and registers them. */
import * as vscode from 'vscode';
import { endDrills, lookAfterDrill } from './actions/drill';
import { reportButton } from './actions/drillReport';
import type { Parts } from './actions/parts';
import { startPending } from './actions/start';
import { Differences } from './applying/differences';
import { showDifferences } from './applying/lens';
import { Findings } from './checking/findings';
import { registerCommands } from './commands';
import type { LabState } from './lab/state';
import { Server } from './languageClient';
import { Labs } from './labs';
import { createLog, logError } from './log';
import { Targets } from './targets';
import { Decorations } from './view/decorations';
import { showReading } from './view/reading';
import { showStatus } from './view/statusBar';
import { DrillLenses } from './view/drills/lensProvider';
import { DrillPanels } from './view/drills/panel';
import { Walkthrough } from './view/walkthrough';
import { LabTree } from './view/tree';

/** What other extensions (and tests) may ask: the measured state of every lab that is watched. */
export interface HaconfApi {
  labs(): readonly LabState[];
}

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): HaconfApi {
  const log = createLog();
  const labs = new Labs(context, log);
  const targets = new Targets(context);
  const tree = new LabTree(labs, targets);
  const findings = new Findings();
  server = new Server(context, log, findings);
  const drills = new DrillPanels(context.extensionUri, (choice) => {
    reportButton(parts, choice);
  });
  const differences = new Differences(labs, log);
  const walkthrough = new Walkthrough(labs, differences);
  const parts: Parts = { context, log, labs, targets, tree, server, findings, drills, differences, walkthrough };
  context.subscriptions.push(
    log,
    labs,
    targets,
    tree,
    findings,
    drills,
    differences,
    walkthrough,
    showDifferences(labs, differences),
    showStatus(labs),
    showReading(server, log),
    registerCommands(parts),
    new DrillLenses(labs, server),
    new Decorations(labs, server, log),
  );

  // Neither is waited for: commands and the view work at once.
  void server.start();
  void labs
    .rescan()
    .then(() => {
      lookAfterDrill(parts);
      return startPending(parts);
    })
    .catch((error: unknown) => {
      logError(log, error);
    });
  return { labs: () => labs.all.flatMap(({ state }) => state ?? []) };
}

/** Resolves when drills are healed and the language server has ended. */
export async function deactivate(): Promise<void> {
  await Promise.all([endDrills(), server?.dispose()]);
}

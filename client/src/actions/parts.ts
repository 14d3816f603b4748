/** What the commands work with. */
import type * as vscode from 'vscode';
import type { Differences } from '../applying/differences';
import type { Findings } from '../checking/findings';
import type { Server } from '../languageClient';
import type { Labs } from '../labs';
import type { DrillPanels } from '../view/drills/panel';
import type { Targets } from '../targets';
import type { Walkthrough } from '../view/walkthrough';
import type { LabTree } from '../view/tree';

export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly labs: Labs;
  readonly targets: Targets;
  readonly tree: LabTree;
  readonly server: Server;
  readonly findings: Findings;
  readonly drills: DrillPanels;
  readonly differences: Differences;
  readonly walkthrough: Walkthrough;
}

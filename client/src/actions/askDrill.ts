/** Which drill a command is to run, on which lab and node, and what the person expects of it. */
import * as vscode from 'vscode';
import type { Drill, Target } from '../lab/drills/drill';
import { drills } from '../lab/drills/index';
import { targetsOf } from '../lab/drills/preflight';
import type { Guess } from '../lab/drills/report';
import type { LabPlan } from '../lab/plan';
import type { LabState } from '../lab/state';
import { forecaster } from '../view/drills/forecaster';
import { guessOf, needsText, predictionDetail, predictionText } from '../view/drills/words';
import { askLab, planOf, targetOf } from './ask';
import type { Parts } from './parts';

/** What the place a command was called from may say. */
export interface Wanted {
  /** compose.yaml of the lab. */
  readonly file?: string | undefined;
  /** Id of the drill. */
  readonly drill?: string | undefined;
  /** The node to strike. */
  readonly target?: string | undefined;
}

export interface ChosenDrill {
  readonly file: string;
  readonly plan: LabPlan;
  readonly drill: Drill;
  readonly target: string;
}

/** From a row of the tree, a line of a configuration, or another command. */
export function wantedOf(parts: Parts, argument: unknown): Wanted {
  const row = targetOf(parts, argument);
  if (row) return { file: row.file, target: row.node };
  if (typeof argument !== 'object' || argument === null) return {};
  const given = argument as Record<string, unknown>;
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : undefined);
  return { file: text('file'), drill: text('drill'), target: text('target') };
}

/** How long a lab may take to tell how it is, in milliseconds. */
const KNOWN_WITHIN = 10_000;

/** Undefined when nothing was chosen, or no lab runs (which is said). */
export async function askDrill(parts: Parts, wanted: Wanted, predicting: boolean): Promise<ChosenDrill | undefined> {
  const named = parts.labs.all.find(({ file }) => file === wanted.file);
  const lab = named ?? (await askLab(parts, undefined));
  const plan = lab && planOf(lab);
  if (!lab || !plan) return undefined;
  parts.labs.watch();
  const state = await runningState(parts, lab.file);
  if (!state) return undefined;
  const drill = drills.find(({ id }) => id === wanted.drill) ?? (await choose(parts, plan, state, wanted, predicting));
  if (!drill) return undefined;
  const target = await askTarget(drill, plan, state, wanted.target);
  return target === undefined ? undefined : { file: lab.file, plan, drill, target };
}

/** The state of a lab that runs; undefined when it does not, and then starting it is offered. */
async function runningState({ labs }: Parts, file: string): Promise<LabState | undefined> {
  const state = () => labs.all.find((lab) => lab.file === file)?.state;
  const known = () => state()?.phase !== undefined && state()?.phase !== 'unknown';
  if (!known()) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, KNOWN_WITHIN);
      const listening = labs.onDidChange(() => {
        if (known()) done();
      });
      function done() {
        clearTimeout(timer);
        listening.dispose();
        resolve();
      }
    });
  }
  const now = state();
  if (now?.phase === 'running' || now?.phase === 'partial') return now;
  const start = 'Start HA Lab';
  const why = now?.trouble?.message ?? 'A drill needs a lab that runs.';
  void vscode.window.showInformationMessage(why, start).then((answer) => {
    if (answer === start) void vscode.commands.executeCommand('haLab.start');
  });
  return undefined;
}

const groups: Readonly<Record<Target, string>> = {
  server: 'A web server',
  holder: 'The load balancer that holds the address',
  backup: 'The other load balancer',
};

interface DrillItem extends vscode.QuickPickItem {
  readonly drill?: Drill;
}

async function choose(
  parts: Parts,
  plan: LabPlan,
  state: LabState,
  { target }: Wanted,
  predicting: boolean,
): Promise<Drill | undefined> {
  const title = target === undefined ? 'Run Drill' : `Run Drill on ${target}`;
  const fits = drills.filter((drill) => target === undefined || targetsOf(drill, plan, state).includes(target));
  if (fits.length === 0) {
    void vscode.window.showInformationMessage(`No drill strikes ${target ?? 'this lab'} as the lab is now.`);
    return undefined;
  }
  const items = async (): Promise<DrillItem[]> => {
    const forecast = predicting ? await forecaster(parts.server, plan, state) : undefined;
    const rows = await Promise.all(
      fits.map(async (drill): Promise<DrillItem> => {
        const found = await forecast?.(drill, target);
        return {
          drill,
          label: drill.title,
          description: found ? predictionText(found) : '',
          detail: [drill.does, `Needs ${needsText(drill)}.`, found ? `${predictionDetail(found)}.` : ''].join(' '),
        };
      }),
    );
    return (['server', 'holder', 'backup'] as const).flatMap((group) => {
      const own = rows.filter(({ drill }) => drill?.target === group);
      return own.length === 0 ? [] : [{ label: groups[group], kind: vscode.QuickPickItemKind.Separator }, ...own];
    });
  };
  const placeHolder = 'Which fault? It is healed at the end, and when you cancel.';
  const chosen = await vscode.window.showQuickPick(items(), { title, placeHolder, matchOnDetail: true });
  return chosen?.drill;
}

async function askTarget(
  drill: Drill,
  plan: LabPlan,
  state: LabState,
  wanted: string | undefined,
): Promise<string | undefined> {
  const possible = targetsOf(drill, plan, state);
  if (wanted !== undefined && possible.includes(wanted)) return wanted;
  if (possible.length <= 1) return possible[0] ?? '';
  return vscode.window.showQuickPick(possible, { title: drill.title, placeHolder: 'Which node?' });
}

/** Undefined when the person gave up. */
export async function askGuess({ drill, target }: ChosenDrill): Promise<Guess | undefined> {
  const answer = await vscode.window.showInputBox({
    title: `${drill.title} on ${target}: your guess`,
    prompt: 'For how long will clients have no answer? In seconds: 3.5. 0 if they notice nothing.',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === '' || guessOf(text) !== undefined ? undefined : 'A time, such as 3.5, 800 ms or 1 min.',
  });
  const value = answer === undefined ? undefined : guessOf(answer);
  return value === undefined ? undefined : { measure: 'clientGap', value };
}

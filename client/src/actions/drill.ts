/** Runs drills and heals what they have broken. */
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { runDrill } from '../lab/drills/run';
import { readMark } from '../lab/drills/mark';
import { heal } from '../lab/drills/steps';
import type { Guess } from '../lab/drills/report';
import { engine } from '../labs';
import { drillSettings } from '../settings';
import { saveReport } from '../lab/drills/show/saved';
import { faultText } from '../view/drills/words';
import { askLab, mayRunLabs, planOf } from './ask';
import { askDrill, askGuess, type ChosenDrill, type Wanted, wantedOf } from './askDrill';
import type { Parts } from './parts';
import { run } from './run';

/** Key of the workspace's memory: the lab in which a drill runs, to look after it when the window is reloaded in the middle. */
const memory = 'haLab.drilling';

/** A drill that runs in this window. */
interface Running {
  readonly stopped: AbortController;
  /** Ends when nothing of it goes on any more, healed or not. */
  readonly over: Promise<void>;
}

/** By compose.yaml of the lab. */
const running = new Map<string, Running>();

export async function drill(parts: Parts, argument: unknown): Promise<void> {
  if (!(await mayRunLabs())) return;
  const chosen = await askDrill(parts, wantedOf(parts, argument), true);
  if (chosen) await perform(parts, chosen);
}

/** First asks what the person expects, and keeps the prediction to itself until then. */
export async function guessedDrill(parts: Parts, argument: unknown): Promise<void> {
  if (!(await mayRunLabs())) return;
  const chosen = await askDrill(parts, wantedOf(parts, argument), false);
  const guess = chosen && (await askGuess(chosen));
  if (guess) await perform(parts, chosen, guess);
}

async function perform(parts: Parts, chosen: ChosenDrill, guess?: Guess): Promise<void> {
  const { file } = chosen;
  const busy = parts.labs.all.find((lab) => lab.file === file)?.busy;
  if (busy !== undefined) {
    void vscode.window.showInformationMessage(`The HA lab is ${busy}: wait for it or cancel it first.`);
    return;
  }
  const stopped = new AbortController();
  const over = course(parts, chosen, stopped.signal, guess);
  running.set(file, { stopped, over });
  try {
    await over;
  } finally {
    running.delete(file);
  }
}

async function course(parts: Parts, chosen: ChosenDrill, stopped: AbortSignal, guess?: Guess): Promise<void> {
  const { labs, context } = parts;
  const { file, plan, drill: what, target } = chosen;
  const again: Wanted = { file, drill: what.id, target };
  await context.workspaceState.update(memory, file);
  const report = await run(parts, {
    title: `Drill: ${what.title} on ${target}`,
    size: 'long',
    file,
    retry: () => vscode.commands.executeCommand('haLab.drill.run', again),
    work: ({ signal, progress }) =>
      labs.whileBusy(file, `in the drill “${what.title}”`, () =>
        runDrill(() => engine(), plan, what, {
          signal: AbortSignal.any([signal, stopped]),
          progress,
          target,
          forecast: (params) => parts.server.forecast(params),
        }),
      ),
  });
  if (!report) {
    lookForFault(parts, file);
    return;
  }
  await context.workspaceState.update(memory, undefined);
  const whole = guess ? { ...report, guess } : report;
  parts.drills.show({ report: whole, lab: file, saved: null, other: null });
  if (guess) parts.walkthrough.seeGuess(file, what.id);
  const { folder, formats } = drillSettings(vscode.Uri.file(file));
  if (formats.length > 0) await saveReport(whole, join(dirname(file), folder === '' ? 'drills' : folder), formats);
}

/** Breaks off what runs, for a window that ends. Resolves when all of it is healed, or cannot be. */
export async function endDrills(): Promise<void> {
  const all = [...running.values()];
  for (const { stopped } of all) stopped.abort();
  await Promise.allSettled(all.map(({ over }) => over));
}

/** Takes the fault back: by ending the drill that runs here, or by what the lab's own mark says. */
export async function healFault(parts: Parts, argument: unknown): Promise<void> {
  if (!(await mayRunLabs())) return;
  const lab = await labWithFault(parts, argument);
  const plan = lab && planOf(lab);
  if (!lab || !plan) return;
  const own = running.get(lab.file);
  if (own) {
    own.stopped.abort();
    return;
  }
  parts.labs.watch();
  const mark = await run(parts, {
    title: lab.state?.fault ? `Healing ${faultText(lab.state.fault)}` : 'Healing',
    size: 'short',
    file: lab.file,
    retry: () => healFault(parts, argument),
    work: async ({ signal }) => ({ healed: await heal(await engine(signal), plan, signal) }),
  });
  if (!mark) return;
  const text = mark.healed ? `Healed: ${faultText(mark.healed)}.` : `No fault is active in ${plan.project}.`;
  vscode.window.setStatusBarMessage(text, 10_000);
}

/** From the palette the only lab that has a fault is meant. */
async function labWithFault(parts: Parts, argument: unknown) {
  const { file } = wantedOf(parts, argument);
  const named = parts.labs.all.find((lab) => lab.file === file);
  const faulty = parts.labs.all.filter(({ state }) => state?.fault !== undefined);
  return named ?? (faulty.length === 1 ? faulty[0] : askLab(parts, undefined));
}

/** A drill that the end of the window broke off may have left its fault. */
export function lookAfterDrill(parts: Parts): void {
  const file = parts.context.workspaceState.get<string>(memory);
  if (file !== undefined) lookForFault(parts, file);
}

/** As soon as the engine can tell whether the lab still has the fault of a drill that was broken off, healing is offered. */
function lookForFault(parts: Parts, file: string): void {
  const { context, labs, log } = parts;
  labs.watch();
  let asking = false;
  const look = async () => {
    const lab = labs.all.find((one) => one.file === file);
    const plan = lab && planOf(lab);
    const phase = lab?.state?.phase;
    if (asking || !plan || phase === undefined || phase === 'unknown') return;
    asking = true;
    try {
      // What the view shows may be older than the healing.
      const mark = await readMark(await engine(), plan, undefined);
      listening.dispose();
      await context.workspaceState.update(memory, undefined);
      if (mark) await offerHealing(faultText(mark), file);
    } catch (error) {
      // The engine went again: the view will tell when it is back.
      log.warn(`Looking for the fault of a drill that was broken off: ${String(error)}`);
    } finally {
      asking = false;
    }
  };
  const listening = labs.onDidChange(() => void look());
  context.subscriptions.push(listening);
  void look();
}

async function offerHealing(fault: string, file: string): Promise<void> {
  const now = 'Heal';
  const text = `A drill was broken off: ${fault} is still active.`;
  if ((await vscode.window.showWarningMessage(text, now)) === now) {
    await vscode.commands.executeCommand('haLab.drill.heal', { file });
  }
}

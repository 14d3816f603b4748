/** What is done to one server of HAProxy, from its row, from its line or from the palette; told once it is seen to be so. */
import * as vscode from 'vscode';
import { weightFault, type ServerAction } from '../lab/serverAction';
import type { ServerState } from '../lab/state';
import { adminWord, agedStatus, weightText } from '../view/server';
import { mayRunLabs, targetOf } from './ask';
import { askServer, type ChosenServer, type Place } from './askServer';
import type { Parts } from './parts';
import { run } from './run';

/** How long HAProxy's answer may take to be seen in its statistics. */
const SEEN_WITHIN = 4_000;

const doing: Readonly<Record<ServerAction['kind'], string>> = {
  ready: 'Setting ready',
  drain: 'Draining',
  maint: 'Putting in maintenance',
  weight: 'Weighing',
};

export function serverAction(kind: ServerAction['kind']) {
  return async (parts: Parts, argument: unknown): Promise<void> => {
    if (targetOf(parts, argument)?.watched === undefined && !(await mayRunLabs())) return;
    const chosen = await askServer(parts, argument, doing[kind]);
    if (!chosen) return;
    const action = kind === 'weight' ? await askWeight(chosen) : { kind };
    if (action) await change(parts, chosen, action);
  };
}

async function askWeight({ backend, server, places }: ChosenServer): Promise<ServerAction | undefined> {
  const now = places.map((place) => place.current()).find((state) => state !== undefined);
  const weights = now?.weights;
  const weight = await vscode.window.showInputBox({
    title: `Weight of ${backend}/${server}`,
    prompt: weights
      ? `0 to 256, or a percentage of the configured weight (${weights.configured}): 50%. 0 sends it no new sessions.`
      : '0 to 256, or a percentage of the configured weight: 50%. 0 sends it no new sessions.',
    value: String(weights?.set ?? now?.weight ?? ''),
    validateInput: (text) => weightFault(text),
  });
  return weight === undefined ? undefined : { kind: 'weight', weight };
}

async function change(parts: Parts, { backend, server, places }: ChosenServer, action: ServerAction): Promise<void> {
  const name = `${backend}/${server}`;
  const done = await run(parts, {
    title: `${doing[action.kind]} ${name}`,
    size: 'short',
    retry: () => change(parts, { backend, server, places }, action),
    work: async (options) => {
      for (const place of places) await place.change(backend, server, action, options);
      return true;
    },
  });
  if (!done) return;
  const seen = await Promise.all(places.map(async (place) => [place, await settled(parts, place, action)] as const));
  const text = (place: Place) => {
    const state = place.current();
    return `${name} on ${place.name}: ${state ? [agedStatus({ ...state, since: undefined }, 0), weightText(state)].filter(Boolean).join(', ') : 'unknown'}`;
  };
  const late = seen.filter(([, so]) => !so).map(([place]) => place);
  if (late.length === 0) {
    vscode.window.setStatusBarMessage(`$(check) ${places.map(text).join('; ')}`, 8_000);
    return;
  }
  void vscode.window.showWarningMessage(
    `HAProxy took the command, but its statistics do not show it yet: ${late.map(text).join('; ')}.`,
  );
}

/** Whether the statistics show it within some seconds. */
function settled({ labs, targets }: Parts, place: Place, action: ServerAction): Promise<boolean> {
  const fits = () => {
    const state = place.current();
    return state !== undefined && isAsWanted(state, action);
  };
  return new Promise((resolve) => {
    const subscriptions: vscode.Disposable[] = [];
    const end = (so: boolean) => {
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
      resolve(so);
    };
    const look = () => {
      if (fits()) end(true);
    };
    const timer = setTimeout(() => {
      end(fits());
    }, SEEN_WITHIN);
    subscriptions.push(labs.onDidChange(look), targets.onDidChange(look));
    look();
  });
}

function isAsWanted(state: ServerState, action: ServerAction): boolean {
  if (action.kind !== 'weight') return adminWord(state) === action.kind;
  const { weights } = state;
  const number = Number.parseInt(action.weight, 10);
  const wanted = action.weight.trim().endsWith('%') ? Math.floor(((weights?.configured ?? 0) * number) / 100) : number;
  return weights === undefined || weights.set === Math.min(wanted, 256);
}

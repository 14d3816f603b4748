/** "Select Docker Context": which engine runs the labs. */
import * as vscode from 'vscode';
import { surroundings } from '../lab/surroundings';
import { connectTo } from '../lab/engine';
import { mapError } from '../lab/errorMap';
import { LabError } from '../lab/errors';
import { places, type Place } from '../lab/places';
import { dockerEnvironment } from '../labs';
import { labSettings } from '../settings';
import type { Parts } from './parts';

interface Item extends vscode.QuickPickItem {
  readonly choice?: string;
}

const SETTING = 'dockerContext';
/** An answer later than this is none, for a list that somebody looks at. */
const PATIENCE = 8_000;

/** Lists the places while each is asked whether an engine answers there. */
export async function selectContext({ labs }: Parts): Promise<void> {
  const abort = new AbortController();
  const chosen = labSettings().dockerContext;
  // The choice made here is left out: what is listed must not depend on it.
  const where = surroundings(dockerEnvironment(''));
  const found = await places(where);
  const answers = new Map<Place, string>();
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = 'Select Docker Context';
  pick.placeholder = 'Which Docker engine runs the labs?';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  const show = () => {
    const active = pick.activeItems[0]?.choice ?? chosen;
    pick.items = items(found, answers, chosen, where.env);
    pick.activeItems = pick.items.filter(({ choice }) => choice === active);
  };
  show();
  pick.show();
  void Promise.all(
    found.map(async (place) => {
      answers.set(place, await answer(place, where.env, abort.signal));
      // Rows that are put in anew under somebody who is typing would make another one the chosen one.
      if (!abort.signal.aborted && pick.value === '') show();
    }),
  ).then(() => {
    if (!abort.signal.aborted) pick.busy = false;
  });
  pick.onDidChangeValue((value) => {
    if (value === '') show();
  });
  const choice = await new Promise<string | undefined>((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.choice);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
  });
  abort.abort();
  pick.dispose();
  if (choice === undefined) return;
  labs.watch();
  // A choice that is another one makes the labs look again by itself.
  if (choice === chosen) await labs.refresh();
  else await remember(choice);
}

function items(
  found: readonly Place[],
  answers: ReadonlyMap<Place, string>,
  chosen: string,
  env: NodeJS.ProcessEnv,
): Item[] {
  const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const item = (place: Place): Item => ({
    choice: place.choice,
    label: `${place.choice === chosen ? '$(check) ' : ''}${place.name}`,
    description: [place.leadsTo, ...(place.current ? ["docker's current context"] : [])].join(' · '),
    detail: answers.get(place) ?? '$(loading~spin) asking',
  });
  const contexts = found.filter(({ kind }) => kind === 'context');
  const sockets = found.filter(({ kind }) => kind === 'socket');
  const host = env['DOCKER_HOST'] || env['DOCKER_CONTEXT'];
  return [
    {
      choice: '',
      label: `${chosen === '' ? '$(check) ' : ''}Automatic`,
      description: host ? `now ${host}, from the environment` : 'as the docker command does',
      detail: 'DOCKER_HOST, DOCKER_CONTEXT, the current context, then the sockets that engines make',
    },
    ...(contexts.length > 0 ? [separator('Docker contexts'), ...contexts.map(item)] : []),
    ...(sockets.length > 0 ? [separator('Sockets on this machine'), ...sockets.map(item)] : []),
    ...(chosen !== '' && found.every(({ choice }) => choice !== chosen)
      ? [separator('Chosen, but not found'), { choice: chosen, label: `$(check) ${chosen}` }]
      : []),
  ];
}

/** `Docker 28.2.2`, or why there is no answer. */
async function answer({ endpoint }: Place, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  try {
    if (endpoint instanceof LabError) throw endpoint;
    const { info } = await connectTo(endpoint, { env, signal, timeout: PATIENCE });
    return `$(pass) answers: version ${info.version}, API ${info.apiVersion}`;
  } catch (error) {
    return `$(circle-slash) ${mapError(error, 'Asking').message}`;
  }
}

/** In the person's settings; where the workspace has its own value, there. */
async function remember(choice: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('haLab');
  const own = configuration.inspect(SETTING)?.workspaceValue !== undefined;
  const target = own ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configuration.update(SETTING, choice === '' ? undefined : choice, target);
}

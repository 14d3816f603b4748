/** "Check with HAProxy" and "Check with keepalived": the program itself judges a file, and its words are shown on the lines. */
import * as vscode from 'vscode';
import type { Parts } from '../actions/parts';
import { run } from '../actions/run';
import type { Judgement } from '../lab/check/judge';
import { type Program, PROGRAM_NAMES } from '../lab/check/program';
import { LabError } from '../lab/errors';
import { type Place, placesFor, subjectOf } from './places';
import { showJudgements, type Told } from './tell';

/** Key of the workspace's memory: the place chosen last. */
const memory = (program: Program) => `haconf.checkPlace.${program}`;

export function check(program: Program): (parts: Parts, argument: unknown) => Promise<void> {
  return async (parts, argument) => {
    const document = await documentOf(program, argument);
    if (document && (await mayCheck(program))) await checkDocument(parts, document, false);
  };
}

/** The file that a menu was opened on, or the one in the editor; says what is missing. */
async function documentOf(program: Program, argument: unknown): Promise<vscode.TextDocument | undefined> {
  const document =
    argument instanceof vscode.Uri
      ? await vscode.workspace.openTextDocument(argument)
      : vscode.window.activeTextEditor?.document;
  if (document?.languageId !== program) {
    void vscode.window.showInformationMessage(`Open a configuration of ${PROGRAM_NAMES[program]} first.`);
    return undefined;
  }
  if (document.uri.scheme !== 'file') {
    void vscode.window.showInformationMessage('Save the file on disk first: what it names is looked for around it.');
    return undefined;
  }
  return document;
}

/** A configuration can load Lua and name scripts: no program reads it before its folder is trusted. */
async function mayCheck(program: Program): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const trust = 'Manage Workspace Trust';
  const text = `${PROGRAM_NAMES[program]} may run code that a configuration names: trust the folder first.`;
  if ((await vscode.window.showWarningMessage(text, trust)) === trust) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
  return false;
}

async function checkDocument(parts: Parts, document: vscode.TextDocument, choose: boolean): Promise<void> {
  const subject = subjectOf(document);
  const { program } = subject;
  const result = await run(parts, {
    title: `Checking with ${PROGRAM_NAMES[program]}`,
    size: 'short',
    retry: () => checkDocument(parts, document, choose),
    work: async (options): Promise<{ place: Place; judgement: Judgement } | undefined> => {
      const places = await placesFor(parts, subject, options);
      const place = choose ? await choosePlace(parts, program, places) : preferred(parts, program, places);
      return place && { place, judgement: await place.judge(options) };
    },
  });
  if (!result) return;
  const { place, judgement } = result;
  const told: Told = { program, where: place.name, real: place.real, file: document.uri.fsPath };
  const [tale] = await showJudgements(parts.findings, [{ told, judgement }]);
  if (!tale) return;
  parts.log.info(tale.text, ...judgement.messages.map(({ text }) => text));
  const elsewhere = 'Check Elsewhere';
  const problems = 'Show Problems';
  const buttons = judgement.messages.length > 0 ? [problems, elsewhere] : [elsewhere];
  const show = tale.refused ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const chosen = await show(tale.text, ...buttons);
  if (chosen === elsewhere) await checkDocument(parts, document, true);
  if (chosen === problems) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

/** The one chosen last if it is there, else the best. @throws LabError when there is none. */
function preferred({ context }: Parts, program: Program, places: readonly Place[]): Place {
  const remembered = context.workspaceState.get<string>(memory(program));
  const place = places.find(({ id }) => id === remembered) ?? places[0];
  if (place !== undefined) return place;
  throw new LabError(
    'executable-missing',
    `Nothing here can check with ${PROGRAM_NAMES[program]}.`,
    `Start the lab that the file belongs to, install ${program}, or name it in the settings ${program}.path or ${program}.checkImage (an image that the Docker engine has).`,
  );
}

async function choosePlace(parts: Parts, program: Program, places: readonly Place[]): Promise<Place | undefined> {
  const current = preferred(parts, program, places);
  const items = places.map((place) => ({
    place,
    label: place.name,
    description: place === current ? `${place.detail} (used now)` : place.detail,
  }));
  const title = `Check with ${PROGRAM_NAMES[program]}`;
  const placeHolder = 'Where? It is used again the next time.';
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  if (chosen) await parts.context.workspaceState.update(memory(program), chosen.place.id);
  return chosen?.place;
}

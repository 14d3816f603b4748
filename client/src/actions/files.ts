/** Writes the files of a new lab: where they go is the only question, unless somebody comes for the files alone. */
import { rm, rmdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, relative } from 'node:path';
import * as vscode from 'vscode';
import { definitionIn } from '../lab/compose';
import { scaffold, templateOf, type ScaffoldResult } from '../lab/scaffold';
import type { LabShape } from '../lab/shape';
import { LAB_TEMPLATES } from '../lab/templates';
import { engine } from '../labs';
import { logError } from '../log';
import { labSettings } from '../settings';
import type { Parts } from './parts';

/** Which lab, that of the setting first; undefined when the person gave up. */
export async function askTemplate(root: vscode.Uri): Promise<string | undefined> {
  const preset = labSettings(root).template;
  const items = [...LAB_TEMPLATES].sort((a, b) => Number(b.id === preset) - Number(a.id === preset));
  const chosen = await vscode.window.showQuickPick(
    items.map(({ id, label, detail }) => ({ label, description: id, detail })),
    { title: 'HA Lab', placeHolder: 'Which lab?', ignoreFocusOut: true },
  );
  return chosen?.description;
}

/** The setting's folder, or one beside it where another kind of lab lives. Relative to the root. */
async function proposal(root: vscode.Uri, template: string): Promise<string> {
  const { folder } = labSettings(root);
  const kind = await templateOf(definitionIn(join(root.fsPath, folder)));
  return kind === undefined || kind === template ? folder : `${folder}-${template}`;
}

/** Absolute folder for a new lab, preset by the setting; undefined when the person gave up. */
export async function askFolder(root: vscode.Uri, template = labSettings(root).template): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title: 'HA Lab',
    prompt: `Folder for the lab's files, in ${root.fsPath}`,
    value: await proposal(root, template),
    ignoreFocusOut: true,
    validateInput: (value) => {
      const inside = relative(root.fsPath, join(root.fsPath, value));
      return isAbsolute(value) || inside.startsWith('..') ? 'The folder has to be in the workspace.' : undefined;
    },
  });
  return answer === undefined ? undefined : normalize(join(root.fsPath, answer.trim()));
}

/** The folder of the workspace for a new lab; undefined when none is open or none was chosen. */
export async function askRoot(): Promise<vscode.Uri | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  if (folders.length <= 1) return folders[0]?.uri;
  return (await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Folder for the lab’s files' }))?.uri;
}

/** Asks for a folder on disk when none is open. */
export async function askElsewhere(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: 'Put the HA Lab Here',
    title: 'Folder to work in; the lab’s files go into a folder within it',
  });
  return chosen?.[0];
}

/** Writes the files. An engine that does not answer does not matter here: then only this machine's ports are looked at. */
export async function writeLab(
  { context, log, labs }: Parts,
  folder: string,
  options: {
    readonly signal?: AbortSignal;
    readonly overwrite?: boolean;
    readonly template?: string;
    readonly shape?: LabShape;
  } = {},
): Promise<ScaffoldResult> {
  const docker = await engine(options.signal).catch((error: unknown) => {
    logError(log, error);
    return undefined;
  });
  const { shape, template } = labSettings(vscode.Uri.file(folder));
  const result = await scaffold({
    templates: context.asAbsolutePath('lab-templates'),
    folder,
    engine: docker,
    shape,
    template,
    ...options,
  });
  for (const note of result.notes) log.info(note);
  await labs.add(result.file);
  return result;
}

/** Takes back what writeLab wrote, except files that have been edited since. Empty folders go too. */
export async function unwriteLab(result: ScaffoldResult, writtenAt: number): Promise<void> {
  const folder = dirname(result.file);
  const folders = new Set([folder]);
  for (const name of result.written) {
    const file = join(folder, name);
    if ((await stat(file)).mtimeMs <= writtenAt) await rm(file);
    for (let at = dirname(file); at.startsWith(folder); at = dirname(at)) folders.add(at);
  }
  for (const empty of [...folders].sort((a, b) => b.length - a.length)) {
    await rmdir(empty).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    });
  }
}

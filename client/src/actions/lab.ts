/** What is done to a whole lab that exists: stop, restart, remove; its files. */
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { definitionIn } from '../lab/compose';
import type { Lab } from '../lab/lab';
import type { RunOptions } from '../lab/progress';
import type { LabShape } from '../lab/shape';
import { labSettings } from '../settings';
import { askLab, mayRunLabs, planOf } from './ask';
import { askElsewhere, askFolder, askRoot, askTemplate, writeLab } from './files';
import type { Parts } from './parts';
import { run } from './run';
import { askShape } from './shape';

interface Deed {
  /** `Stopping HA Lab` */
  readonly title: string;
  /** For the row of the lab: `stopping`. */
  readonly doing: string;
  readonly command: string;
  /** `HA Lab is stopped.` */
  readonly done: string;
  readonly work: (lab: Lab, options: RunOptions) => Promise<void>;
}

async function act(parts: Parts, file: string, deed: Deed): Promise<void> {
  const { labs } = parts;
  const busy = labs.all.find((lab) => lab.file === file)?.busy;
  if (busy !== undefined) {
    void vscode.window.showInformationMessage(`The HA lab is ${busy}: wait for it or cancel it first.`);
    return;
  }
  labs.watch();
  const done = await run(parts, {
    title: deed.title,
    size: 'long',
    file,
    retry: () => vscode.commands.executeCommand(deed.command),
    work: async (options) => {
      await labs.whileBusy(file, deed.doing, async () => deed.work(await labs.open(file, options.signal), options));
      return true;
    },
  });
  if (done) vscode.window.setStatusBarMessage(deed.done, 5000);
}

export async function stop(parts: Parts, argument: unknown): Promise<void> {
  if (!(await mayRunLabs())) return;
  const lab = await askLab(parts, argument);
  if (!lab) return;
  await act(parts, lab.file, {
    title: 'Stopping HA Lab',
    doing: 'stopping',
    command: 'haLab.stop',
    done: 'HA Lab is stopped.',
    work: (running, options) => running.stop(options),
  });
}

export async function restart(parts: Parts, argument: unknown): Promise<void> {
  if (!(await mayRunLabs())) return;
  const lab = await askLab(parts, argument);
  if (!lab) return;
  await act(parts, lab.file, {
    title: 'Restarting HA Lab',
    doing: 'restarting',
    command: 'haLab.restart',
    done: 'HA Lab has been restarted.',
    work: (running, options) => running.restart(options),
  });
}

export async function remove(parts: Parts, argument: unknown): Promise<void> {
  if (!(await mayRunLabs())) return;
  const lab = await askLab(parts, argument);
  if (!lab) return;
  const items = [
    { label: 'Remove', description: 'containers, network and images', images: true },
    { label: 'Remove, Keep Images', description: 'starting again is quicker then', images: false },
  ];
  const answer = await vscode.window.showQuickPick(items, {
    title: `Remove the HA lab ${planOf(lab)?.project ?? ''} from Docker`,
    placeHolder: 'Its files stay. Escape leaves everything as it is.',
  });
  if (!answer) return;
  await act(parts, lab.file, {
    title: 'Removing HA Lab',
    doing: 'being removed',
    command: 'haLab.remove',
    done: 'HA Lab is removed.',
    work: (running, options) => running.remove({ ...options, images: answer.images }),
  });
}

/** Writes the files without starting anything. */
export async function scaffoldFiles(parts: Parts): Promise<void> {
  if (!(await mayRunLabs())) return;
  const open = (vscode.workspace.workspaceFolders ?? []).length > 0;
  const root = open ? await askRoot() : await askElsewhere();
  if (!root) return;
  const template = await askTemplate(root);
  if (template === undefined) return;
  const folder = await askFolder(root, template);
  if (folder === undefined) return;
  // A lab that is there has its shape.
  const shape = existsSync(definitionIn(folder)) ? labSettings(root).shape : await askShape(root, template);
  if (shape === undefined) return;
  await write(parts, { folder, template, shape, overwrite: false });
  if (!open) await vscode.commands.executeCommand('vscode.openFolder', root);
}

interface Wanted {
  readonly folder: string;
  readonly template: string;
  readonly shape: LabShape;
  readonly overwrite: boolean;
}

async function write(parts: Parts, { folder, ...wanted }: Wanted): Promise<void> {
  const result = await run(parts, {
    title: 'Writing the files of the HA lab',
    size: 'long',
    retry: () => write(parts, { folder, ...wanted }),
    work: ({ signal }) => writeLab(parts, folder, { signal, ...wanted }),
  });
  if (!result) return;
  const kept = result.kept.length;
  const open = 'Open compose.yaml';
  const replace = 'Replace Them';
  const text = [
    `The files of the HA lab are in ${vscode.workspace.asRelativePath(folder)}.`,
    ...result.notes,
    ...(kept > 0 ? [`Files that were there and differ have been kept: ${result.kept.join(', ')}.`] : []),
  ].join(' ');
  const chosen = await vscode.window.showInformationMessage(text, open, ...(kept > 0 ? [replace] : []));
  if (chosen === open) await vscode.window.showTextDocument(vscode.Uri.file(result.file));
  else if (chosen === replace) await write(parts, { folder, ...wanted, overwrite: true });
}

export async function openDefinition(parts: Parts, argument: unknown): Promise<void> {
  const lab = await askLab(parts, argument);
  if (lab) await vscode.window.showTextDocument(vscode.Uri.file(lab.file));
}

/** "Start HA Lab": scaffolds where there is no lab, then builds, starts and shows. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { LabError } from '../lab/errors';
import { verdictText } from '../lab/verdict';
import type { Progress, RunOptions } from '../lab/progress';
import { findLabs, type ScaffoldResult } from '../lab/scaffold';
import { labSettings } from '../settings';
import { askLab, mayRunLabs, planOf } from './ask';
import { askElsewhere, askFolder, askRoot, unwriteLab, writeLab } from './files';
import { openPage } from './open';
import type { Parts } from './parts';
import { run } from './run';

/** Key of the memory that outlives the window: the lab to start once its folder is open. */
const pending = 'haLab.startWhenOpen';

export async function start(parts: Parts, argument: unknown): Promise<void> {
  if (!(await mayRunLabs())) return;
  await parts.labs.rescan();
  if (parts.labs.all.length === 0) {
    await startNew(parts);
    return;
  }
  const lab = await askLab(parts, argument);
  if (lab) await startLab(parts, lab.file);
}

/** Continues what was begun in a window without a folder. */
export async function startPending(parts: Parts): Promise<void> {
  const file = parts.context.globalState.get<string>(pending);
  if (file === undefined || !vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))) return;
  await parts.context.globalState.update(pending, undefined);
  if (!(await mayRunLabs())) return;
  await parts.labs.rescan();
  await startLab(parts, file);
}

async function startNew(parts: Parts): Promise<void> {
  if (!hasFolder()) {
    await startElsewhere(parts);
    return;
  }
  const root = await askRoot();
  const folder = root && (await askFolder(root));
  if (folder !== undefined) await startIn(parts, { folder });
}

/** Without a folder in the window: asks for one, and goes on in the window that opens on it. */
async function startElsewhere(parts: Parts): Promise<void> {
  const root = await askElsewhere();
  if (!root) return;
  const file = await run(parts, {
    title: 'Writing the files of the HA lab',
    size: 'long',
    work: async ({ signal }) => {
      const [there] = await findLabs(root.fsPath);
      return there ?? (await writeLab(parts, join(root.fsPath, labSettings(root).folder), { signal })).file;
    },
  });
  if (file === undefined) return;
  await parts.context.globalState.update(pending, file);
  await vscode.commands.executeCommand('vscode.openFolder', root);
}

function hasFolder(): boolean {
  return (vscode.workspace.workspaceFolders ?? []).length > 0;
}

async function startLab(parts: Parts, file: string): Promise<void> {
  const busy = parts.labs.all.find((lab) => lab.file === file)?.busy;
  if (busy !== undefined) {
    void vscode.window.showInformationMessage(`The HA lab is ${busy} already.`);
    return;
  }
  await startIn(parts, { file });
}

/** Starts the lab of a file, or first makes one in a folder. Cancelled, also the files are taken back. */
async function startIn(parts: Parts, where: { readonly file: string } | { readonly folder: string }): Promise<void> {
  parts.labs.watch();
  const result = await run(parts, {
    title: 'Starting HA Lab',
    size: 'long',
    file: 'file' in where ? where.file : undefined,
    retry: () => vscode.commands.executeCommand('haLab.start'),
    work: async (options) => {
      if ('file' in where) return { file: where.file, notes: await up(parts, where.file, options, []) };
      options.progress?.({ percent: 1, message: 'writing the files' });
      const written = await writeLab(parts, where.folder, { signal: options.signal });
      const writtenAt = Date.now();
      try {
        return { file: written.file, notes: await up(parts, written.file, options, written.notes) };
      } catch (error) {
        if (error instanceof LabError && error.code === 'cancelled') await takeBack(parts, written, writtenAt);
        throw error;
      }
    },
  });
  if (result) await announce(parts, result.file, result.notes);
}

async function takeBack(parts: Parts, written: ScaffoldResult, writtenAt: number): Promise<void> {
  await unwriteLab(written, writtenAt);
  await parts.labs.rescan();
}

async function up(
  { labs }: Parts,
  file: string,
  { signal, progress }: RunOptions & { readonly signal: AbortSignal },
  notes: readonly string[],
): Promise<readonly string[]> {
  await vscode.commands.executeCommand('haLab.nodes.focus', { preserveFocus: true });
  await labs.whileBusy(file, 'starting', async () => {
    const lab = await labs.open(file, signal);
    // The first percents were for the files.
    const rest = ({ percent, message }: Progress) => progress?.({ percent: 2 + percent * 0.98, message });
    await lab.up({ signal, progress: rest });
  });
  return notes;
}

/** Says that the lab is up and where its deviations from the presets are, and offers to see it. */
async function announce(parts: Parts, file: string, notes: readonly string[]): Promise<void> {
  const lab = parts.labs.all.find((candidate) => candidate.file === file);
  const plan = lab && planOf(lab);
  if (!plan) return;
  const page = plan.vips.flatMap((vip) => vip.pages)[0];
  const vips = lab.state?.vips.map(({ address, verdict }) => `${address} is ${verdictText(verdict)}`) ?? [];
  const text = [
    `HA Lab is running${vips.length > 0 ? `: ${vips.join(', ')}` : ''}.`,
    ...notes.map((note) => `${note}.`),
  ];
  const open = 'Open in Browser';
  const chosen = await vscode.window.showInformationMessage(text.join(' '), ...(page ? [open] : []));
  if (chosen === open && page) await openPage(parts, plan, page);
}

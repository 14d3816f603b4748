/** Reports of drills as files: saving, opening, comparing. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { DrillReport } from '../lab/drills/report';
import { when } from '../lab/drills/show/markdown';
import { drillSettings } from '../settings';
import { FORMATS, isReport, readReport, saveReport, type Format } from '../lab/drills/show/saved';
import type { Shown } from '../view/drills/page';
import type { Parts } from './parts';

const described: Readonly<Record<Format, { readonly label: string; readonly description: string }>> = {
  markdown: { label: 'Markdown', description: 'to read, and to keep beside the configuration' },
  json: { label: 'JSON', description: 'to open here again, and to compare with another run' },
  svg: { label: 'SVG', description: 'the timeline as a picture' },
};

/** Asks in which formats, and writes them into the folder of the setting. */
export async function saveShown(shown: Shown): Promise<void> {
  const items = FORMATS.map((format) => ({ ...described[format], format, picked: true }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Save Drill Report',
    placeHolder: 'As what? Files that are there stay.',
    canPickMany: true,
  });
  if (!chosen || chosen.length === 0) return;
  const folder = await folderFor(shown);
  if (folder === undefined) return;
  const files = await saveReport(
    shown.report,
    folder,
    chosen.map(({ format }) => format),
  );
  const open = 'Open';
  const text = `Saved as ${files.map((file) => vscode.workspace.asRelativePath(file)).join(', ')}.`;
  if ((await vscode.window.showInformationMessage(text, open)) === open) {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(files[0]!));
  }
}

/** The folder of the setting, in the lab's; asked for when the setting is empty. */
async function folderFor({ lab }: Shown): Promise<string | undefined> {
  const root = lab === null ? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath : dirname(lab);
  const { folder } = drillSettings(lab === null ? undefined : vscode.Uri.file(lab));
  if (root !== undefined && folder !== '') return join(root, folder);
  const chosen = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: 'Save the Report Here',
    ...(root === undefined ? {} : { defaultUri: vscode.Uri.file(root) }),
  });
  return chosen?.[0]?.fsPath;
}

/** Opens a saved report in a panel. */
export async function openReport(parts: Parts, argument: unknown): Promise<void> {
  const saved = await chosenReport(parts, argument, 'Which report?');
  if (saved) parts.drills.show({ report: saved.report, lab: saved.lab, saved: saved.path, other: null });
}

/** Opens two saved reports side by side. */
export async function compareSaved(parts: Parts): Promise<void> {
  const saved = await chosenReport(parts, undefined, 'Which report? The one to compare it with comes next.');
  if (!saved) return;
  const other = await askOther(parts, saved.report);
  if (other) parts.drills.show({ report: saved.report, lab: saved.lab, saved: saved.path, other });
}

/** The report to compare with; undefined when none was chosen. */
export async function askOther(parts: Parts, than: DrillReport): Promise<DrillReport | undefined> {
  const saved = await chosenReport(parts, undefined, 'Compare with which report?', ({ time }) => time !== than.time);
  return saved?.report;
}

interface Saved {
  readonly path: string;
  readonly report: DrillReport;
  /** compose.yaml of the lab in whose folder it lies. */
  readonly lab: string | null;
}

/** The report of that file, or one of those that lie in the labs' folders, or another one. */
async function chosenReport(
  parts: Parts,
  argument: unknown,
  placeHolder: string,
  fits: (report: DrillReport) => boolean = () => true,
): Promise<Saved | undefined> {
  if (argument instanceof vscode.Uri) return open(argument.fsPath, parts);
  await parts.labs.rescan();
  const found = (await savedReports(parts)).filter(({ report }) => fits(report));
  const items = found.map((saved) => ({
    label: saved.report.drill.title,
    description: `${saved.report.lab.target}, ${when(saved.report.time)}`,
    detail: saved.report.verdict,
    saved,
  }));
  const elsewhere = { label: '$(folder-opened) Another File...', description: '', detail: '', saved: undefined };
  const chosen = await vscode.window.showQuickPick([...items, elsewhere], { placeHolder, matchOnDescription: true });
  if (!chosen) return undefined;
  if (chosen.saved) return chosen.saved;
  const [file] =
    (await vscode.window.showOpenDialog({ filters: { 'Drill reports': ['json'] }, openLabel: 'Open Report' })) ?? [];
  return file && open(file.fsPath, parts);
}

async function open(path: string, { labs }: Parts): Promise<Saved> {
  const home = labs.all.find(({ file }) => path.startsWith(join(dirname(file), '/')));
  return { path, report: await readReport(path), lab: home?.file ?? null };
}

/** The newest first. */
async function savedReports(parts: Parts): Promise<Saved[]> {
  const roots = [
    ...parts.labs.all.map(({ file }) => dirname(file)),
    ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
  ];
  const folders = [...new Set(roots.map((root) => join(root, drillSettings(vscode.Uri.file(root)).folder)))];
  const files = (await Promise.all(folders.map(jsonFiles))).flat();
  const read = await Promise.all(files.map(async (file) => (await isReportFile(file)) && open(file, parts)));
  return read
    .filter((saved) => saved !== false)
    .sort((a, b) => b.report.time.localeCompare(a.report.time) || basename(a.path).localeCompare(basename(b.path)));
}

async function jsonFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
}

/** Other JSON may lie in the folder; it is not offered. */
async function isReportFile(file: string): Promise<boolean> {
  const text = Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.file(file))).toString();
  try {
    return isReport(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Asks what a command is to act on, when the place it was called from does not say. */
import * as vscode from 'vscode';
import type { LabPlan, NodePlan } from '../lab/plan';
import { type LabView, planOf } from '../view/nodes';
import type { Target } from '../view/row';
import type { Parts } from './parts';

export { planOf } from '../view/nodes';

/** Says what is missing for labs to run here: trust, or a folder on disk. */
export async function mayRunLabs(): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    const trust = 'Manage Workspace Trust';
    const text = 'A lab runs containers that this folder describes: trust the folder first.';
    if ((await vscode.window.showWarningMessage(text, trust)) === trust) {
      await vscode.commands.executeCommand('workbench.trust.manage');
    }
    return false;
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 0 && folders.every(({ uri }) => uri.scheme !== 'file')) {
    void vscode.window.showWarningMessage('A lab needs a folder on disk; this one is virtual.');
    return false;
  }
  return true;
}

/** The row that a menu was opened on; undefined when the command comes from the palette. */
export function targetOf({ tree }: Parts, argument: unknown): Target | undefined {
  return typeof argument === 'string' ? tree.row(argument)?.target : undefined;
}

/**
 * The lab meant: that of the row, the only one, or the one chosen. Undefined when there is none (which is said, with the
 * way to get one) or when nothing was chosen.
 */
export async function askLab(parts: Parts, argument: unknown): Promise<LabView | undefined> {
  await parts.labs.rescan();
  const { all } = parts.labs;
  const target = targetOf(parts, argument);
  if (target) return all.find(({ file }) => file === target.file);
  if (all.length <= 1) {
    if (all.length === 0) void offerLab();
    return all[0];
  }
  const items = all.map((lab) => ({
    lab,
    label: planOf(lab)?.project ?? lab.file,
    description: lab.state?.phase ?? '',
    detail: vscode.workspace.asRelativePath(lab.file),
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which lab?' }))?.lab;
}

async function offerLab(): Promise<void> {
  const start = 'Start HA Lab';
  const text = 'There is no HA lab in this workspace yet.';
  if ((await vscode.window.showInformationMessage(text, start)) === start) {
    await vscode.commands.executeCommand('haLab.start');
  }
}

export interface ChosenNode {
  readonly file: string;
  readonly plan: LabPlan;
  readonly node: NodePlan;
}

/** The node meant: that of the row, or the one chosen from those that `fits` lets through. */
export async function askNode(
  parts: Parts,
  argument: unknown,
  title: string,
  fits: (node: NodePlan) => boolean = () => true,
): Promise<ChosenNode | undefined> {
  const lab = await askLab(parts, argument);
  const plan = lab && planOf(lab);
  if (!lab || !plan) {
    if (lab) void vscode.window.showErrorMessage(`${lab.file} is not a valid lab definition.`);
    return undefined;
  }
  const wanted = targetOf(parts, argument)?.node;
  const state = (name: string) => lab.state?.nodes.find((node) => node.name === name)?.status ?? '';
  const chosen =
    wanted ??
    (
      await vscode.window.showQuickPick(
        plan.nodes
          .filter(fits)
          .map(({ name, role }) => ({ label: name, description: `${role} ${state(name)}`.trim() })),
        { title, placeHolder: 'Which node?' },
      )
    )?.label;
  const node = plan.nodes.find(({ name }) => name === chosen);
  return node && { file: lab.file, plan, node };
}

/** Opens pages of the lab in the browser. */
import * as vscode from 'vscode';
import type { LabPlan, PagePlan } from '../lab/plan';
import { askLab, askNode, planOf, targetOf } from './ask';
import type { Parts } from './parts';

/**
 * Opens a page where the person's browser is: over a forwarded port when the engine is on another machine, and by VS
 * Code's own forwarding when VS Code runs on one.
 */
export async function openPage({ labs }: Parts, plan: LabPlan, page: PagePlan): Promise<void> {
  const address = await labs.reachable(plan, page);
  await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(address)));
}

/** Opens the only page, or the one chosen. */
async function openOneOf(parts: Parts, plan: LabPlan, pages: readonly PagePlan[], nothing: string): Promise<void> {
  if (pages.length <= 1) {
    if (pages[0]) await openPage(parts, plan, pages[0]);
    else void vscode.window.showInformationMessage(nothing);
    return;
  }
  const items = pages.map((page) => ({ page, label: page.label, description: page.url }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Which page?' });
  if (chosen) await openPage(parts, plan, chosen.page);
}

/** The lab as its clients reach it: the virtual address, through the probe. */
export async function openLab(parts: Parts, argument: unknown): Promise<void> {
  const lab = await askLab(parts, argument);
  const plan = lab && planOf(lab);
  if (!plan) return;
  const pages = targetOf(parts, argument)?.pages ?? plan.vips.flatMap((vip) => vip.pages);
  await openOneOf(
    parts,
    plan,
    pages,
    'This lab names no page of its virtual address (x-haconf, virtual-addresses, pages).',
  );
}

export async function openNode(parts: Parts, argument: unknown): Promise<void> {
  const chosen = await askNode(parts, argument, 'Opening in the browser', ({ pages }) => pages.length > 0);
  if (chosen) await openOneOf(parts, chosen.plan, chosen.node.pages, `${chosen.node.name} has no page to open.`);
}

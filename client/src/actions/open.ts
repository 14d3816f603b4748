/** Opens pages of the lab in the browser. */
import * as vscode from 'vscode';
import type { PagePlan } from '../lab/plan';
import { askLab, askNode, planOf, targetOf } from './ask';
import type { Parts } from './parts';

/** Opens a page where the person's browser is, also when the lab runs on a remote machine. */
export async function openPage(page: PagePlan): Promise<void> {
  await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(page.url)));
}

/** Opens the only page, or the one chosen. */
async function openOneOf(pages: readonly PagePlan[], nothing: string): Promise<void> {
  if (pages.length <= 1) {
    if (pages[0]) await openPage(pages[0]);
    else void vscode.window.showInformationMessage(nothing);
    return;
  }
  const items = pages.map((page) => ({ page, label: page.label, description: page.url }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Which page?' });
  if (chosen) await openPage(chosen.page);
}

/** The lab as its clients reach it: the virtual address, through the probe. */
export async function openLab(parts: Parts, argument: unknown): Promise<void> {
  const lab = await askLab(parts, argument);
  if (!lab) return;
  const pages = targetOf(parts, argument)?.pages ?? planOf(lab)?.vips.flatMap((vip) => vip.pages) ?? [];
  await openOneOf(pages, 'This lab names no page of its virtual address (x-haconf, virtual-addresses, pages).');
}

export async function openNode(parts: Parts, argument: unknown): Promise<void> {
  const chosen = await askNode(parts, argument, 'Opening in the browser', ({ pages }) => pages.length > 0);
  if (chosen) await openOneOf(chosen.node.pages, `${chosen.node.name} has no page to open.`);
}

/** Puts a page into a panel of VS Code. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageDocument, type Page } from './page';

/** Where the scripts and the style sheets of pages lie. */
const folder = ['dist', 'webview'];

/** What a panel may do: run our script, load files of ours from one folder, and nothing else. */
export function panelOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, ...folder)] };
}

/** Shows a page in place of what the panel showed. @param page `name` is that of its script and style sheet, `page` when not given. */
export function fillPanel(
  { webview }: vscode.WebviewPanel,
  extension: vscode.Uri,
  { name: own = 'page', ...page }: Pick<Page, 'title' | 'body' | 'state'> & { readonly name?: string },
): void {
  const address = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extension, ...folder, name)).toString();
  webview.html = pageDocument({
    ...page,
    script: address(`${own}.js`),
    style: address(`${own}.css`),
    source: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
  });
}

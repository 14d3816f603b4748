/** The language status of a configuration file: in which version it is read, and where that was learnt. */
import * as vscode from 'vscode';
import { languages, type Server } from '../languageClient';
import { logError } from '../log';

const names: Readonly<Record<string, string>> = { haproxy: 'HAProxy', keepalived: 'keepalived' };

export function showReading(server: Server, log: vscode.LogOutputChannel): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem(
    'haconf.reading',
    languages.map((language) => ({ language })),
  );
  item.name = 'Version';
  const update = async () => {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !languages.includes(document.languageId)) return;
    const reading = await server.reading(document);
    const name = names[document.languageId] ?? document.languageId;
    item.text = reading ? `${name} ${reading.version}` : name;
    item.detail = reading ? detailOf(reading) : 'The language server is not running';
    item.command = {
      title: 'Choose Version',
      command: 'workbench.action.openSettings',
      arguments: [`${document.languageId}.version`],
    };
  };
  const later = () => {
    update().catch((error: unknown) => {
      logError(log, error);
    });
  };
  later();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(later),
    server.onDidChangeReadings(later),
  );
}

function detailOf({ source, found }: { readonly source: string; readonly found?: string }): string {
  return found === undefined ? `from ${source}` : `from ${source}, which is ${found}`;
}

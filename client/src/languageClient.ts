/** Starts, restarts and stops the language server, a process of its own that speaks over Node's IPC. */
import * as vscode from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import { logError } from './log';

const languages = ['haproxy', 'keepalived'];

export class Server implements vscode.Disposable {
  private readonly client: LanguageClient;

  constructor(
    context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const module = context.asAbsolutePath('dist/server.js');
    const run = { module, transport: TransportKind.ipc };
    const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
    this.client = new LanguageClient(
      'haconf',
      'haconf language server',
      { run, debug },
      {
        documentSelector: languages.map((language) => ({ language })),
        // A program that a setting names is run only in a folder that the person trusts.
        initializationOptions: () => ({ trusted: vscode.workspace.isTrusted }),
        outputChannel: log,
      },
    );
  }

  async start(): Promise<void> {
    try {
      await this.client.start();
    } catch (error) {
      logError(this.log, error);
      const again = 'Restart Language Server';
      const chosen = await vscode.window.showErrorMessage(
        'The haconf language server did not start; its log says why.',
        again,
        'Show Log',
      );
      if (chosen === again) await this.restart();
      else if (chosen === 'Show Log') this.log.show();
    }
  }

  async restart(): Promise<void> {
    if (this.client.state === State.Running) await this.client.stop();
    await this.start();
  }

  async dispose(): Promise<void> {
    if (this.client.state !== State.Stopped) await this.client.dispose();
  }
}

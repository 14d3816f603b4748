/** Starts, restarts and stops the language server, a process of its own that speaks over Node's IPC. */
import * as vscode from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import {
  FORECAST,
  type Forecast,
  type ForecastParams,
  type NoForecast,
  type InitializationOptions,
  type Landmark,
  LANDMARKS,
  type LandmarksParams,
  READING,
  READING_CHANGED,
  type Reading,
  type ReadingParams,
  TRUSTED,
} from '../../server/src/protocol';
import type { Findings } from './checking/findings';
import { logError } from './log';

export const languages = ['haproxy', 'keepalived'];

export class Server implements vscode.Disposable {
  private readonly client: LanguageClient;
  private readonly readingsChanged = new vscode.EventEmitter<void>();
  private readonly subscriptions: readonly { dispose(): unknown }[];
  /** What `reading` answers may be other than before. */
  readonly onDidChangeReadings = this.readingsChanged.event;

  constructor(
    context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
    findings: Findings,
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
        initializationOptions: (): InitializationOptions => ({
          trusted: vscode.workspace.isTrusted,
          rulePages: vscode.Uri.joinPath(context.extensionUri, 'docs', 'rules').toString(),
        }),
        outputChannel: log,
        diagnosticCollectionProvider: findings.provider,
      },
    );
    this.subscriptions = [
      this.readingsChanged,
      this.client.onNotification(READING_CHANGED, () => {
        this.readingsChanged.fire();
      }),
      this.client.onDidChangeState(() => {
        this.readingsChanged.fire();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        if (this.client.state === State.Running) void this.client.sendNotification(TRUSTED);
      }),
    ];
  }

  /** In which version a document is read; null when the server does not run or does not know the document. */
  async reading(document: vscode.TextDocument): Promise<Reading | null> {
    if (this.client.state !== State.Running) return null;
    const params: ReadingParams = { uri: this.client.code2ProtocolConverter.asUri(document.uri) };
    return this.client.sendRequest<Reading | null>(READING, params);
  }

  /** What stands behind the lines of a document when it runs; undefined while the server does not run. */
  async landmarks(document: vscode.TextDocument): Promise<readonly Landmark[] | undefined> {
    if (this.client.state !== State.Running) return undefined;
    const params: LandmarksParams = { uri: this.client.code2ProtocolConverter.asUri(document.uri) };
    return this.client.sendRequest<Landmark[]>(LANDMARKS, params);
  }

  /** What a drill will come to. */
  async forecast(params: ForecastParams): Promise<Forecast | NoForecast> {
    if (this.client.state !== State.Running) return { because: 'the language server does not run' };
    return this.client.sendRequest<Forecast | NoForecast>(FORECAST, params);
  }

  async start(): Promise<void> {
    try {
      await this.client.start();
    } catch (error) {
      logError(this.log, error);
      const again = 'Restart Language Server';
      const text = 'The haconf language server did not start; its log says why.';
      const chosen = await vscode.window.showErrorMessage(text, again, 'Show Log');
      if (chosen === again) await this.restart();
      else if (chosen === 'Show Log') this.log.show();
    }
  }

  async restart(): Promise<void> {
    if (this.client.state === State.Running) await this.client.stop();
    await this.start();
  }

  async dispose(): Promise<void> {
    for (const subscription of this.subscriptions) subscription.dispose();
    if (this.client.state === State.Running) await this.client.stop();
  }
}

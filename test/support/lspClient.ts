import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  type ClientCapabilities,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** A language server in a process of its own, spoken to over stdio as any editor does. */
export class LspClient {
  readonly connection: ProtocolConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  /** What the server asked to be told of. */
  readonly registered: string[] = [];
  /** How often it asked for diagnostics to be pulled again. */
  refreshes = 0;
  private readonly listeners = new Set<() => void>();

  private constructor(
    private readonly process: ChildProcessWithoutNullStreams,
    settings: Record<string, unknown>,
  ) {
    this.connection = createProtocolConnection(
      new StreamMessageReader(process.stdout),
      new StreamMessageWriter(process.stdin),
    );
    this.connection.onRequest(ConfigurationRequest.type, ({ items }) =>
      items.map(({ section }) => settings[section ?? ''] ?? null),
    );
    this.connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations.map(({ method }) => method));
    });
    this.connection.onRequest(DiagnosticRefreshRequest.type, () => {
      this.refreshes++;
    });
    this.connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.push(params);
      for (const listener of this.listeners) listener();
    });
    this.connection.listen();
  }

  static async start(
    server: string,
    capabilities: ClientCapabilities,
    settings: Record<string, unknown> = {},
    folders: readonly string[] = [],
    options: Record<string, unknown> = { trusted: false },
  ): Promise<{ client: LspClient; result: InitializeResult }> {
    const client = new LspClient(spawn(process.execPath, [server, '--stdio']), settings);
    const result = await client.connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { ...capabilities, workspace: { ...capabilities.workspace, configuration: true } },
      workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
      initializationOptions: options,
    });
    await client.connection.sendNotification('initialized', {});
    return { client, result };
  }

  async open(uri: string, languageId: string, text: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  async change(uri: string, version: number, changes: readonly object[]): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: changes,
    });
  }

  async request<R>(method: string, params: object): Promise<R> {
    return this.connection.sendRequest<R>(method, params);
  }

  /** Diagnostics sent for this version of a document, once they are there. */
  async diagnosticsOf(uri: string, version: number): Promise<Diagnostic[]> {
    for (;;) {
      const found = this.published.find((one) => one.uri === uri && one.version === version);
      if (found) return found.diagnostics;
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.listeners.delete(listener);
          resolve();
        };
        this.listeners.add(listener);
      });
    }
  }

  /** Waits for a notification of the server. */
  async received(method: string): Promise<void> {
    await new Promise<void>((resolve) => {
      const listening = this.connection.onNotification(method, () => {
        listening.dispose();
        resolve();
      });
    });
  }

  /** Ends the server the way the protocol asks; answers its exit status. */
  async stop(): Promise<number | null> {
    const ended = once(this.process, 'exit') as Promise<[number | null]>;
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const [status] = await ended;
    this.connection.dispose();
    return status;
  }
}

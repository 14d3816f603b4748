import {
  type Connection,
  DidChangeConfigurationNotification,
  type DidChangeConfigurationParams,
  DidChangeWatchedFilesNotification,
  type DidOpenTextDocumentParams,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
  type WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { version } from './about';
import { ComposeVersions } from './composeVersions';
import { Answers } from './connection/answers';
import { type Editor, editorOf } from './connection/editor';
import { features } from './connection/features';
import { Publisher } from './connection/publisher';
import { rulePages } from './connection/rulePages';
import { VersionChoice } from './connection/versionChoice';
import { detectLanguage } from './detect';
import { configurationFiles, disk } from './disk';
import { Engine, languageById, languages } from './engine';
import { processorsOfHaproxy } from './machine';
import { OPEN_RULE_PAGE } from './features/codeActions';
import {
  FORECAST,
  type ForecastParams,
  LANDMARKS,
  type LandmarksParams,
  READING,
  READING_CHANGED,
  type Reading,
  type ReadingParams,
  TRUSTED,
} from './protocol';
import { defaultSettings, type Settings, settingsOf } from './settings';

const WATCHED = ['**/*.{cfg,conf,haproxy}', '**/*.{pem,crt,cer}', '**/{compose,docker-compose}.{yml,yaml}'];

/** Serves the language server protocol on a connection until it is closed. */
export function serve(connection: Connection): void {
  new Server(connection).listen();
}

class Server {
  private editor!: Editor;
  private settings: Settings = defaultSettings;
  private pageOf: (rule: string) => string | undefined = () => undefined;
  private readonly revisions = new Map<string, number>();
  private readonly versions = new VersionChoice(
    new ComposeVersions(disk, () => this.editor.folders),
    () => this.settings,
  );
  private readonly engine = new Engine({
    files: disk,
    autoVersion: (uri, language) => this.versions.choose(uri, language).version,
    processors: () => processorsOfHaproxy(),
    rulePage: (rule) => this.pageOf(rule),
  });
  private settle!: () => void;
  private readonly answers: Answers;
  private readonly publisher: Publisher;

  constructor(private readonly connection: Connection) {
    this.answers = new Answers(connection, new Promise((resolve) => (this.settle = resolve)));
    this.publisher = new Publisher(connection, this.engine, (uri) => this.revisions.get(uri));
  }

  listen(): void {
    const { connection, answers, engine } = this;
    connection.onInitialize((params) => {
      this.editor = editorOf(params);
      this.pageOf = rulePages(this.editor.options.rulePages);
      engine.configure(this.settings, this.editor.folders);
      return this.greeting();
    });
    connection.onInitialized(() => answers.does('initialized', () => this.begin()));
    connection.onShutdown(() => undefined);
    this.synchronize();
    for (const feature of features) {
      answers.on(feature.method, (params) => feature.answer(engine, params, this.editor.client));
    }
    answers.on('textDocument/diagnostic', (params) => this.report(params as DocumentDiagnosticParams));
    answers.on('workspace/executeCommand', (params) => this.showPage(params as { arguments?: unknown[] }));
    answers.on(READING, (params) => this.reading(params as ReadingParams));
    answers.on(FORECAST, (params) => this.engine.forecast(params as ForecastParams));
    answers.on(LANDMARKS, (params) => engine.landmarks((params as LandmarksParams).uri));
    connection.onNotification(TRUSTED, () => answers.does(TRUSTED, () => this.askPrograms()));
    connection.listen();
  }

  private greeting(): InitializeResult {
    const capabilities: ServerCapabilities = {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      executeCommandProvider: { commands: [OPEN_RULE_PAGE] },
      ...(this.editor.pulls && {
        diagnosticProvider: { identifier: 'haconf', interFileDependencies: true, workspaceDiagnostics: false },
      }),
    };
    return {
      serverInfo: { name: 'haconf', version },
      capabilities: Object.assign(
        capabilities,
        ...features.map((feature) => feature.capabilities),
      ) as ServerCapabilities,
    };
  }

  /** After the greeting: settings first, then what takes longer. */
  private async begin(): Promise<void> {
    const { connection, editor } = this;
    await this.fetchSettings().finally(this.settle);
    void this.answers.does('client/registerCapability', () => this.register());
    if (editor.hasFolders) connection.workspace.onDidChangeWorkspaceFolders(this.foldersChanged);
    if (editor.options.trusted !== false) await this.askPrograms();
    await this.look(editor.folders);
  }

  /** Asks the editor to tell of changes to settings and files. */
  private async register(): Promise<void> {
    const { connection, editor } = this;
    if (editor.registersSettings) await connection.client.register(DidChangeConfigurationNotification.type);
    if (!editor.watches) return;
    const watchers = WATCHED.map((globPattern) => ({ globPattern }));
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  /** Learns which files of these folders may belong to configurations. */
  private async look(folders: readonly URI[]): Promise<void> {
    const found = await Promise.all(folders.map(configurationFiles));
    if (found.every((files) => files.length === 0)) return;
    this.engine.know(found.flat());
    this.reread();
  }

  private readonly foldersChanged = ({ added, removed }: WorkspaceFoldersChangeEvent): void => {
    const gone = new Set(removed.map((folder) => URI.parse(folder.uri).toString()));
    const fresh = added.map((folder) => URI.parse(folder.uri));
    const folders = this.editor.folders.filter((folder) => !gone.has(folder.toString()));
    this.editor = { ...this.editor, folders: [...folders, ...fresh] };
    void this.answers.does('workspace/didChangeWorkspaceFolders', async () => {
      await this.look(fresh);
      this.engine.configure(this.settings, this.editor.folders);
      this.reread();
    });
  };

  private synchronize(): void {
    const { connection, engine, answers } = this;
    connection.onDidOpenTextDocument(({ textDocument }) => {
      this.open(textDocument);
    });
    connection.onDidChangeTextDocument(({ textDocument: { uri, version: revision }, contentChanges }) => {
      engine.change(uri, contentChanges, revision);
      if (this.revisions.has(uri)) this.revisions.set(uri, revision);
      const related = engine.related(uri);
      if (related.length > 1) this.refreshHints();
      this.outdated(related);
    });
    connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
      engine.close(uri);
      this.revisions.delete(uri);
      if (!this.editor.pulls) this.publisher.clear(uri);
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      this.versions.forgetCompose();
      engine.filesChanged(changes.map((change) => change.uri));
      this.reread();
    });
    connection.onDidChangeConfiguration((params) =>
      answers.does('workspace/didChangeConfiguration', () => this.fetchSettings(params)),
    );
  }

  private open({ uri, languageId, version: revision, text }: DidOpenTextDocumentParams['textDocument']): void {
    const language = languageById(languageId) ?? languageById(detectLanguage(URI.parse(uri).path, text) ?? '');
    if (!language) return;
    this.engine.open(uri, language.id, text, undefined, revision);
    this.revisions.set(uri, revision);
    this.outdated([uri]);
  }

  /** Settings from the editor: asked for where it can answer, else as it sends them. */
  private async fetchSettings(pushed?: DidChangeConfigurationParams): Promise<void> {
    const ids = languages.map((language) => language.id);
    const sent: unknown = pushed?.settings;
    const given: unknown[] = this.editor.configurable
      ? await this.connection.workspace.getConfiguration(ids.map((section) => ({ section })))
      : ids.map((id) => (sent as Partial<Record<string, unknown>> | undefined)?.[id]);
    const complain = (message: string): void => {
      this.connection.console.warn(message);
    };
    this.settings = settingsOf(languages, given, complain);
    this.engine.configure(this.settings);
    this.reread();
  }

  private async askPrograms(): Promise<void> {
    if (await this.versions.askPrograms(languages)) this.reread();
  }

  /** Versions or settings are other than before. */
  private reread(): void {
    this.engine.reread();
    void this.connection.sendNotification(READING_CHANGED);
    this.refreshHints();
    if (this.editor.pulls) {
      if (this.editor.refreshes) this.connection.languages.diagnostics.refresh().catch(() => undefined);
    } else this.outdated(this.revisions.keys());
  }

  /** Hints may be other than before where nothing was typed. */
  private refreshHints(): void {
    if (this.editor.refreshesHints) this.connection.languages.inlayHint.refresh().catch(() => undefined);
  }

  private outdated(uris: Iterable<string>): void {
    if (!this.editor.pulls) this.publisher.schedule(uris);
  }

  private report({ textDocument: { uri }, previousResultId }: DocumentDiagnosticParams): DocumentDiagnosticReport {
    const resultId = this.engine.resultId(uri);
    if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: this.engine.diagnostics(uri) };
  }

  private reading({ uri }: ReadingParams): Reading | null {
    const language = this.engine.reading(uri)?.language;
    return language ? { language: language.id, ...this.versions.choose(uri, language) } : null;
  }

  private async showPage({ arguments: [rule] = [] }: { arguments?: unknown[] }): Promise<null> {
    const uri = this.pageOf(String(rule));
    if (uri !== undefined) await this.connection.window.showDocument({ uri, takeFocus: true });
    return null;
  }
}

import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  FormattingOptions,
  Hover,
  InlayHint,
  Location,
  Position,
  Range,
  SelectionRange,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { URI } from 'vscode-uri';
import type { ParsedDocument } from './core/document';
import type { Configuration, Language } from './core/language';
import type { Landmark } from './core/landmarks';
import type { TextChange } from './core/text';
import { changeDocument, type LanguageDocument } from './documents';
import { type CodeActionRequest, codeActions } from './features/codeActions';
import { complete, type CompletionRequest, languageOfItem, resolveCompletion } from './features/completion';
import { type Diagnosis, diagnose } from './features/diagnostics';
import { foldingRanges } from './features/folding';
import { format } from './features/formatting';
import { hover } from './features/hover';
import { inlayHints } from './features/inlayHints';
import { definition, documentHighlight, references } from './features/navigation';
import { landmarks } from './features/landmarks';
import { documentSymbols, workspaceSymbols } from './features/outline';
import { toDiagnostic } from './features/protocolDiagnostics';
import { prepareRename, rename } from './features/rename';
import { selectionRange } from './features/selection';
import { semanticTokens } from './features/semanticTokens';
import type { View } from './features/view';
import { type FileSource, noFiles, normalizeUri } from './files';
import { haproxy } from './languages/haproxy';
import { keepalived } from './languages/keepalived';
import { clusterRules, ownRules } from './pairs';
import type { Change } from './pairs/drills/advice';
import { forecastOf, type ReadNode } from './pairs/drills/forecastOf';
import { siteRules } from './pairs/site';
import type { Forecast, ForecastParams, NodeText, NoForecast } from './protocol';
import { defaultSettings, type Settings } from './settings';
import { Surroundings } from './surroundings';
import { Together } from './together';
import { supported } from './versions';
import { Workspace } from './workspace';

/** Every language; the only place that names them. */
export const languages: readonly Language[] = [
  { ...haproxy, rules: [...haproxy.rules, ...siteRules.haproxy] },
  { ...keepalived, rules: [...keepalived.rules, ...ownRules, ...clusterRules, ...siteRules.keepalived] },
];

/** The language with this id; ids come from the editor, so it may be none of ours. */
export function languageById(id: string): Language | undefined {
  return languages.find((language) => language.id === id);
}

export interface EngineOptions {
  readonly files?: FileSource;
  /** Supported version in which a file is read when the settings leave it open. */
  readonly autoVersion?: (uri: string, language: Language) => string;
  /** How many a program finds on this machine, if configurations here are for it. */
  readonly processors?: () => number | undefined;
  /** Address of a rule's page. */
  readonly rulePage?: (rule: string) => string | undefined;
}

const NOTHING = { settings: defaultSettings, folders: [] };

/**
 * The library behind one facade: texts go in, answers come out. It knows no connection and starts no process; the
 * language server and the command line are its faces. Positions are those of the protocol (UTF-16).
 */
export class Engine {
  private said: { readonly settings: Settings; readonly folders: readonly URI[] } = NOTHING;
  private readonly workspace: Workspace;
  private readonly pinned = new Map<string, string>();
  private readonly together: Together;
  private readonly around: Surroundings;
  /** Grows with every change outside the texts. */
  private epoch = 0;

  constructor(private readonly options: EngineOptions = {}) {
    const files = options.files ?? noFiles;
    this.together = new Together(files);
    this.workspace = new Workspace(files, {
      language: (id) => languageById(id)!,
      version: (uri, language) => this.versionFor(uri, language),
      together: (id) => this.together.configurations(id, this.said.settings, this.said.folders),
    });
    this.around = new Surroundings(this.workspace, this.together, files, () => this.said);
  }

  /** Takes new settings, and the folders that their paths count from. */
  configure(settings: Settings, folders: readonly URI[] = this.said.folders): void {
    this.said = { settings, folders };
    this.reread();
  }

  /** These files are one configuration, in this order (several `-f`). */
  group(uris: readonly string[]): void {
    this.epoch++;
    this.together.name(uris);
  }

  /** These files are the nodes of one cluster, each with a configuration of its own. */
  cluster(uris: readonly string[]): void {
    this.epoch++;
    this.together.nameNodes(uris);
  }

  /** These files run on the same nodes. */
  site(uris: readonly string[]): void {
    this.epoch++;
    this.together.nameSite(uris);
  }

  /** What `auto` stands for may have changed. */
  reread(): void {
    this.epoch++;
    this.around.forget();
    this.workspace.reread();
  }

  /** @param version supported version to read it in, whatever settings and surroundings say. */
  open(uri: string, languageId: Language['id'], text: string, version?: string, revision = 0): void {
    this.epoch++;
    const id = normalizeUri(uri);
    if (version === undefined) this.pinned.delete(id);
    else this.pinned.set(id, version);
    this.workspace.add(id, languageById(languageId)!, text, revision);
  }

  change(uri: string, changes: readonly TextChange[], revision: number): void {
    const document = this.find(uri);
    if (document) changeDocument(document, changes, revision);
  }

  close(uri: string): void {
    this.epoch++;
    const id = normalizeUri(uri);
    this.pinned.delete(id);
    this.workspace.remove(id);
  }

  /** Files came, went or changed on disk. */
  filesChanged(uris: readonly string[]): void {
    this.epoch++;
    this.around.forget();
    this.workspace.changed(uris.map(normalizeUri));
  }

  /** Files of the workspace that may belong to a configuration though nobody has them open. */
  know(uris: readonly string[]): void {
    this.epoch++;
    for (const uri of uris) this.workspace.know(normalizeUri(uri));
  }

  get openUris(): readonly string[] {
    return [...this.workspace.openUris];
  }

  /** The language and version in which an open document is read. */
  reading(uri: string): { language: Language; version: string } | undefined {
    const document = this.find(uri);
    return document && { language: document.language, version: document.schema.version };
  }

  /** Other than before whenever what `diagnose` answers for the document may be. */
  resultId(uri: string): string {
    const members = this.withView<readonly ParsedDocument[]>(uri, [], (view) => this.around.members(view));
    return [this.epoch, ...members.map((member) => member.version)].join('.');
  }

  /** The open documents of the same configuration or cluster, this one among them. */
  related(uri: string): string[] {
    return this.withView<string[]>(uri, [], (view) =>
      this.around
        .members(view)
        .map((document) => document.uri)
        .filter((one) => this.workspace.get(one)),
    );
  }

  diagnose(uri: string): Diagnosis[] {
    return this.withView(uri, [], (view) => this.findings(view));
  }

  diagnostics(uri: string): Diagnostic[] {
    return this.diagnose(uri).map((found) => toDiagnostic(found, uri, (rule) => this.options.rulePage?.(rule)));
  }

  complete(uri: string, request: CompletionRequest): CompletionItem[] {
    return this.withView(uri, [], (view) => complete(view, request));
  }

  resolveCompletion(item: CompletionItem): CompletionItem {
    const language = languageById(languageOfItem(item) ?? '');
    return language ? resolveCompletion(language, item) : item;
  }

  hover(uri: string, position: Position): Hover | undefined {
    return this.withView(uri, undefined, (view) => hover(view, position, this.around.notes(view)));
  }

  /** Units, times and sums behind the words of a range, unless the settings say otherwise. */
  inlayHints(uri: string, range: Range): InlayHint[] {
    return this.withView(uri, [], (view) =>
      this.said.settings[view.language.id].inlayHints ? inlayHints(view, range, this.around.notes(view)) : [],
    );
  }

  definition(uri: string, position: Position): Location[] {
    return this.withView(uri, [], (view) => definition(view, position));
  }

  references(uri: string, position: Position, withDefinitions: boolean): Location[] {
    return this.withView(uri, [], (view) => references(view, position, withDefinitions));
  }

  documentHighlight(uri: string, position: Position): DocumentHighlight[] {
    return this.withView(uri, [], (view) => documentHighlight(view, position));
  }

  prepareRename(uri: string, position: Position): { range: Range; placeholder: string } | undefined {
    return this.withView(uri, undefined, (view) => prepareRename(view, position));
  }

  /** @throws RenameRefused when the new name cannot be given. */
  rename(uri: string, position: Position, newName: string): WorkspaceEdit | undefined {
    return this.withView(uri, undefined, (view) => rename(view, position, newName));
  }

  documentSymbols(uri: string): DocumentSymbol[] {
    return this.withView(uri, [], documentSymbols);
  }

  landmarks(uri: string): Landmark[] {
    return this.withView(uri, [], landmarks);
  }

  workspaceSymbols(query: string): SymbolInformation[] {
    return workspaceSymbols(Array.from(this.workspace.all(), this.view), query);
  }

  foldingRanges(uri: string): FoldingRange[] {
    return this.withView(uri, [], foldingRanges);
  }

  selectionRanges(uri: string, positions: readonly Position[]): SelectionRange[] {
    return this.withView(uri, [], (view) => positions.map((position) => selectionRange(view, position)));
  }

  /** Paths that lead to other files of the configuration. */
  documentLinks(uri: string): DocumentLink[] {
    const document = this.find(uri);
    return document ? this.workspace.links(document) : [];
  }

  /** Names within a range, encoded as the protocol has it. */
  semanticTokens(uri: string, range: Range): number[] {
    return this.withView(uri, [], (view) => semanticTokens(view, range));
  }

  format(uri: string, options: FormattingOptions, within?: Range): TextEdit[] {
    return this.withView(uri, [], (view) => format(view, options, within));
  }

  codeActions(uri: string, request: CodeActionRequest): CodeAction[] {
    // Asked at every move of the cursor: where nothing is shown and nothing asked for, there is nothing to do.
    if (request.shown.length === 0 && !request.only) return [];
    return this.withView(uri, [], (view) => codeActions(view, this.findings(view), request));
  }

  /** What a drill comes to, out of the nodes' own texts alone: those that are open, and the settings, do not matter. */
  forecast(params: ForecastParams): Forecast | NoForecast {
    return forecastOf(params, (changes) =>
      params.nodes.map((node): ReadNode => ({
        node,
        keepalived: alone(node.keepalived, 'keepalived', changes),
        haproxy: alone(node.haproxy, 'haproxy', changes),
      })),
    );
  }

  /** A text as a configuration of its own. */
  only(uri: string, id: Language['id'], text: string): Configuration {
    this.open(uri, id, text);
    return this.view(this.find(uri)!).configuration;
  }

  private findings(view: View): Diagnosis[] {
    const options = { levels: this.said.settings[view.language.id].rules, processors: this.options.processors };
    return diagnose(view.document, view.language, view.schema, view.configuration, options, this.around.of(view));
  }

  private versionFor(uri: string, language: Language): string {
    const pinned = this.pinned.get(uri);
    if (pinned !== undefined) return pinned;
    const { version } = this.said.settings[language.id];
    if (version !== 'auto') return supported(language, version, `the setting ${language.id}.version`).version;
    return this.options.autoVersion?.(uri, language) ?? language.defaultVersion;
  }

  private find(uri: string): LanguageDocument | undefined {
    return this.workspace.get(normalizeUri(uri));
  }

  private withView<T>(uri: string, otherwise: T, answer: (view: View) => T): T {
    const document = this.find(uri);
    return document ? answer(this.view(document)) : otherwise;
  }

  private readonly view = (document: LanguageDocument): View => {
    const { parsed, language, schema } = document;
    return { document: parsed, language, schema, configuration: this.workspace.configuration(document) };
  };
}

function alone(given: NodeText | undefined, id: Language['id'], changes: readonly Change[]): Configuration | undefined {
  if (!given) return undefined;
  const lines = given.text.split('\n');
  for (const { line, replacement, everywhere } of changes) {
    for (const [index, text] of lines.entries()) {
      const same = everywhere ? text.trim() === line.text : given.uri === line.uri && index === line.line;
      if (same) lines[index] = text.replace(line.text, () => replacement);
    }
  }
  return new Engine().only(given.uri, id, lines.join('\n'));
}

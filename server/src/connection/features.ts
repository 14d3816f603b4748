import {
  CodeActionKind,
  CodeActionRequest,
  CompletionRequest,
  CompletionResolveRequest,
  CompletionTriggerKind,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  type ProtocolRequestType,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensRangeRequest,
  type ServerCapabilities,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import type { Engine } from '../engine';
import { FIX_ALL } from '../features/codeActions';
import { tokenLegend } from '../features/semanticTokens';

/** What the features need to know of the editor. */
export interface Client {
  /** It fills in placeholders of completions. */
  readonly snippets: boolean;
  /** It can be asked to show a rule's page. */
  readonly pages: boolean;
}

/** One row of the table: a request, what it lets the server promise, and its answer. */
export interface Feature {
  readonly method: string;
  readonly capabilities: ServerCapabilities;
  answer(engine: Engine, params: unknown, client: Client): unknown;
}

/** Ties the types of a request to its answer. */
function feature<P, R>(
  type: ProtocolRequestType<P, R, never, void, unknown> | ProtocolRequestType<P, R, unknown, void, unknown>,
  capabilities: ServerCapabilities,
  answer: (engine: Engine, params: P, client: Client) => R | undefined,
): Feature {
  return {
    method: type.method,
    capabilities,
    answer: (engine, params, client) => answer(engine, params as P, client) ?? null,
  };
}

/** Every feature of the language server; handlers and capabilities are both made from it. */
export const features: readonly Feature[] = [
  feature(
    CompletionRequest.type,
    { completionProvider: { triggerCharacters: [' ', '/', '[', '(', ',', '.'], resolveProvider: true } },
    (engine, { textDocument, position, context }, { snippets }) =>
      engine.complete(textDocument.uri, {
        position,
        snippets,
        afterSpace: context?.triggerKind === CompletionTriggerKind.TriggerCharacter && context.triggerCharacter === ' ',
      }),
  ),
  feature(CompletionResolveRequest.type, {}, (engine, item) => engine.resolveCompletion(item)),
  feature(HoverRequest.type, { hoverProvider: true }, (engine, { textDocument, position }) =>
    engine.hover(textDocument.uri, position),
  ),
  feature(InlayHintRequest.type, { inlayHintProvider: true }, (engine, { textDocument, range }) =>
    engine.inlayHints(textDocument.uri, range),
  ),
  feature(DefinitionRequest.type, { definitionProvider: true }, (engine, { textDocument, position }) =>
    engine.definition(textDocument.uri, position),
  ),
  feature(ReferencesRequest.type, { referencesProvider: true }, (engine, { textDocument, position, context }) =>
    engine.references(textDocument.uri, position, context.includeDeclaration),
  ),
  feature(DocumentHighlightRequest.type, { documentHighlightProvider: true }, (engine, { textDocument, position }) =>
    engine.documentHighlight(textDocument.uri, position),
  ),
  feature(DocumentLinkRequest.type, { documentLinkProvider: {} }, (engine, { textDocument }) =>
    engine.documentLinks(textDocument.uri),
  ),
  feature(PrepareRenameRequest.type, {}, (engine, { textDocument, position }) =>
    engine.prepareRename(textDocument.uri, position),
  ),
  feature(
    RenameRequest.type,
    { renameProvider: { prepareProvider: true } },
    (engine, { textDocument, position, newName }) => engine.rename(textDocument.uri, position, newName),
  ),
  feature(DocumentSymbolRequest.type, { documentSymbolProvider: true }, (engine, { textDocument }) =>
    engine.documentSymbols(textDocument.uri),
  ),
  feature(WorkspaceSymbolRequest.type, { workspaceSymbolProvider: true }, (engine, { query }) =>
    engine.workspaceSymbols(query),
  ),
  feature(FoldingRangeRequest.type, { foldingRangeProvider: true }, (engine, { textDocument }) =>
    engine.foldingRanges(textDocument.uri),
  ),
  feature(SelectionRangeRequest.type, { selectionRangeProvider: true }, (engine, { textDocument, positions }) =>
    engine.selectionRanges(textDocument.uri, positions),
  ),
  // Of what is in sight alone: for a whole file of 100,000 lines they would be sent anew after every keystroke.
  feature(
    SemanticTokensRangeRequest.type,
    { semanticTokensProvider: { legend: tokenLegend, range: true, full: false } },
    (engine, { textDocument, range }) => ({ data: engine.semanticTokens(textDocument.uri, range) }),
  ),
  feature(DocumentFormattingRequest.type, { documentFormattingProvider: true }, (engine, { textDocument, options }) =>
    engine.format(textDocument.uri, options),
  ),
  feature(
    DocumentRangeFormattingRequest.type,
    { documentRangeFormattingProvider: true },
    (engine, { textDocument, options, range }) => engine.format(textDocument.uri, options, range),
  ),
  feature(
    CodeActionRequest.type,
    { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] } },
    (engine, { textDocument, range, context }, { pages }) =>
      engine.codeActions(textDocument.uri, {
        range,
        shown: context.diagnostics,
        pages,
        ...(context.only && { only: context.only }),
      }),
  ),
];

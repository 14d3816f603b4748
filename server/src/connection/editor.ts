import type { InitializeParams } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { InitializationOptions } from '../protocol';
import type { Client } from './features';

/** What the editor told of itself when it connected. */
export interface Editor {
  readonly folders: readonly URI[];
  readonly options: InitializationOptions;
  /** It asks for diagnostics; otherwise they are sent. */
  readonly pulls: boolean;
  /** It can be told to ask for diagnostics again. */
  readonly refreshes: boolean;
  /** It can be told to ask for inlay hints again. */
  readonly refreshesHints: boolean;
  /** It answers `workspace/configuration`. */
  readonly configurable: boolean;
  /** It can be asked to tell of changed settings. */
  readonly registersSettings: boolean;
  /** It can be asked to watch files. */
  readonly watches: boolean;
  /** It tells of workspace folders that come and go. */
  readonly hasFolders: boolean;
  readonly client: Client;
}

export function editorOf(params: InitializeParams): Editor {
  const { workspace, textDocument, window } = params.capabilities;
  const folders = params.workspaceFolders?.map((folder) => folder.uri) ?? [];
  return {
    folders: folders.map((uri) => URI.parse(uri)),
    options: (params.initializationOptions ?? {}) as InitializationOptions,
    pulls: textDocument?.diagnostic !== undefined,
    refreshes: workspace?.diagnostics?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    configurable: workspace?.configuration === true,
    registersSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasFolders: workspace?.workspaceFolders === true,
    client: {
      snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
      pages: window?.showDocument?.support === true,
    },
  };
}

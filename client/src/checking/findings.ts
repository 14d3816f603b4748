/**
 * What the programs have said of open files, shown as diagnostics together with those of the language server: a line
 * that both complain about has one squiggle that names both. The language client is given `provider` for its collection.
 */
import * as vscode from 'vscode';
import type { DiagnosticCollectionProvider } from 'vscode-languageclient/node';
import { type Finding, moved, type Shown, together } from './merge';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

export class Findings implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('haconf');
  /** Of the language server, as it gave them: one map for each collection that the language client has asked for. */
  private readonly own = new Set<Map<string, readonly vscode.Diagnostic[]>>();
  private readonly found = new Map<string, readonly Finding[]>();
  private readonly subscriptions = vscode.Disposable.from(
    this.collection,
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      this.edited(document, contentChanges);
    }),
    vscode.workspace.onDidOpenTextDocument((document) => {
      this.edited(document, []);
    }),
  );

  readonly provider: DiagnosticCollectionProvider = {
    create: (name) => this.faced(name ?? 'haconf'),
    dispose: (collection) => {
      collection.clear();
    },
  };

  /** What a program says of a file now, in the place of all that it said before. */
  set(uri: vscode.Uri, program: string, findings: readonly Finding[]): void {
    const others = (this.found.get(uri.toString()) ?? []).filter((finding) => finding.program !== program);
    this.found.set(uri.toString(), [...others, ...findings]);
    this.show(uri);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** The collection as the language client sees it, which holds only what it has put there. */
  private faced(name: string): vscode.DiagnosticCollection {
    const own = new Map<string, readonly vscode.Diagnostic[]>();
    this.own.add(own);
    const put = (uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[] | undefined) => {
      if (diagnostics === undefined) own.delete(uri.toString());
      else own.set(uri.toString(), diagnostics);
      this.show(uri);
    };
    const entries = (): [vscode.Uri, readonly vscode.Diagnostic[]][] =>
      [...own].map(([uri, diagnostics]) => [vscode.Uri.parse(uri), diagnostics]);
    const clear = () => {
      for (const [uri] of entries()) put(uri, undefined);
    };
    return {
      name,
      set: (
        first: vscode.Uri | readonly [vscode.Uri, readonly vscode.Diagnostic[] | undefined][],
        diagnostics?: readonly vscode.Diagnostic[],
      ) => {
        if (first instanceof vscode.Uri) put(first, diagnostics);
        else for (const [uri, list] of first) put(uri, list);
      },
      delete: (uri) => {
        put(uri, undefined);
      },
      clear,
      forEach(callback) {
        for (const [uri, diagnostics] of entries()) callback(uri, diagnostics, this);
      },
      get: (uri) => own.get(uri.toString()),
      has: (uri) => own.has(uri.toString()),
      dispose: clear,
      [Symbol.iterator]: () => entries()[Symbol.iterator](),
    };
  }

  private edited(document: vscode.TextDocument, changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const uri = document.uri.toString();
    const before = this.found.get(uri);
    if (before === undefined || before.length === 0) return;
    const after = moved(
      before,
      changes.map(({ range, text }) => ({
        first: range.start.line,
        last: range.end.line,
        lines: text.split('\n').length,
      })),
      (line) => (line < document.lineCount ? document.lineAt(line).text : undefined),
    );
    this.found.set(uri, after);
    // The language server's own are at their old places until it has answered; only what is gone matters at once.
    if (after.length !== before.length) this.show(document.uri);
  }

  private show(uri: vscode.Uri): void {
    const own = [...this.own].flatMap((diagnostics) => diagnostics.get(uri.toString()) ?? []);
    const found = this.found.get(uri.toString()) ?? [];
    const said = new Map(together(found).map((shown) => [shown.line, shown]));
    const merged = own.map((diagnostic) => {
      const shown = said.get(diagnostic.range.start.line);
      if (shown === undefined) return diagnostic;
      said.delete(shown.line);
      return joined(diagnostic, shown);
    });
    const alone = [...said.values()].map((shown) => standing(shown, found));
    this.collection.set(uri, [...merged, ...alone]);
  }
}

/** Ours with the program's words; the more severe of the two levels. A copy: the language server's stays as it was. */
function joined(diagnostic: vscode.Diagnostic, { message, severity, source }: Shown): vscode.Diagnostic {
  const copy = Object.assign(
    Object.create(Object.getPrototypeOf(diagnostic) as object),
    diagnostic,
  ) as vscode.Diagnostic;
  copy.message = `${diagnostic.message}\n${message}`;
  copy.source = `${diagnostic.source ?? 'haconf'}, ${source}`;
  copy.severity = diagnostic.severity < severities[severity] ? diagnostic.severity : severities[severity];
  return copy;
}

function standing({ line, message, severity, source }: Shown, found: readonly Finding[]): vscode.Diagnostic {
  const text = found.find((finding) => finding.line === line)?.text ?? '';
  const start = text.length - text.trimStart().length;
  const range = new vscode.Range(line, start, line, Math.max(text.trimEnd().length, start));
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
  diagnostic.source = source;
  return diagnostic;
}

/** Shows the lab's live state beside the lines of the configurations that it runs. */
import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { Labs } from '../labs';
import { languages } from '../languageClient';
import { logError } from '../log';
import { showsLineState } from '../settings';
import { type Annotation, annotations, type Outline } from './annotations';
import { colours } from './colours';
import type { Colour } from './row';

function outlineOf(symbols: readonly vscode.DocumentSymbol[]): Outline[] {
  return symbols.map(({ name, range, children }) => ({ name, line: range.start.line, children: outlineOf(children) }));
}

export class Decorations implements vscode.Disposable {
  private readonly types = new Map<Colour, vscode.TextEditorDecorationType>();
  /** The outline of a document, for the version it was asked in. */
  private readonly outlines = new WeakMap<vscode.TextDocument, { version: number; outline: Outline[] }>();
  /** What an editor shows, so that nothing is drawn anew that stays the same. */
  private readonly shown = new WeakMap<vscode.TextEditor, string>();
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly labs: Labs,
    private readonly log: vscode.LogOutputChannel,
  ) {
    for (const [colour, theme] of Object.entries(colours) as [Colour, string][]) {
      const after = { margin: '0 2em 0 3em', color: new vscode.ThemeColor(theme), fontStyle: 'italic' };
      this.types.set(colour, vscode.window.createTextEditorDecorationType({ after }));
    }
    const all = () => {
      for (const editor of vscode.window.visibleTextEditors) void this.update(editor);
    };
    this.subscriptions = vscode.Disposable.from(
      ...this.types.values(),
      labs.onDidChange(all),
      vscode.window.onDidChangeVisibleTextEditors(all),
      vscode.workspace.onDidChangeTextDocument(all),
      vscode.workspace.onDidChangeConfiguration(all),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private async update(editor: vscode.TextEditor): Promise<void> {
    try {
      const { document } = editor;
      if (!languages.includes(document.languageId) || document.uri.scheme !== 'file') return;
      this.show(editor, await this.annotationsOf(document));
    } catch (error) {
      logError(this.log, error);
    }
  }

  private async annotationsOf(document: vscode.TextDocument): Promise<Annotation[]> {
    const file = document.uri.fsPath;
    const lab = this.labs.all.find(({ plan }) => 'nodes' in plan && file.startsWith(plan.folder + sep));
    if (!lab?.state || !('nodes' in lab.plan) || !showsLineState(document.uri)) return [];
    if (lab.state.phase !== 'running' && lab.state.phase !== 'partial') return [];
    return annotations(lab.plan, lab.state, file, await this.outline(document));
  }

  private async outline(document: vscode.TextDocument): Promise<Outline[]> {
    const { version } = document;
    const known = this.outlines.get(document);
    if (known?.version === version) return known.outline;
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    const outline = outlineOf(symbols ?? []);
    // Without an answer the language server is not there yet: ask again next time.
    if (symbols) this.outlines.set(document, { version, outline });
    return outline;
  }

  private show(editor: vscode.TextEditor, list: readonly Annotation[]): void {
    const drawn = JSON.stringify(list);
    if (drawn === (this.shown.get(editor) ?? '[]')) return;
    this.shown.set(editor, drawn);
    for (const [colour, type] of this.types) {
      const options = list
        .filter((annotation) => annotation.colour === colour && annotation.line < editor.document.lineCount)
        .map(({ line, text }) => ({
          range: editor.document.lineAt(line).range,
          renderOptions: { after: { contentText: text } },
        }));
      editor.setDecorations(type, options);
    }
  }
}

/** Shows the lab's live state beside the lines of the configurations that it runs. */
import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { Landmark } from '../../../server/src/protocol';
import type { Labs } from '../labs';
import { languages, type Server } from '../languageClient';
import { logError } from '../log';
import { showsLineState } from '../settings';
import { type Annotation, annotations } from './annotations';
import { colours } from './colours';
import type { Colour } from './row';

/** At most this often does anything move beside the text. */
const PACE = 500;

export class Decorations implements vscode.Disposable, vscode.HoverProvider {
  private readonly types = new Map<Colour, vscode.TextEditorDecorationType>();
  /** What stands behind the lines of a document, for the version it was asked in. */
  private readonly landmarks = new WeakMap<vscode.TextDocument, { version: number; list: readonly Landmark[] }>();
  /** What an editor shows, so that nothing is drawn anew that stays the same. */
  private readonly shown = new WeakMap<vscode.TextEditor, string>();
  private readonly subscriptions: vscode.Disposable;
  private next: NodeJS.Timeout | undefined;
  private last = 0;

  constructor(
    private readonly labs: Labs,
    private readonly server: Server,
    private readonly log: vscode.LogOutputChannel,
  ) {
    for (const [colour, theme] of Object.entries(colours) as [Colour, string][]) {
      const after = { margin: '0 2em 0 3em', color: new vscode.ThemeColor(theme), fontStyle: 'italic' };
      this.types.set(colour, vscode.window.createTextEditorDecorationType({ after }));
    }
    const soon = () => {
      this.soon();
    };
    this.subscriptions = vscode.Disposable.from(
      ...this.types.values(),
      vscode.languages.registerHoverProvider(languages, this),
      labs.onDidChange(soon),
      server.onDidChangeReadings(soon),
      vscode.window.onDidChangeVisibleTextEditors(soon),
      vscode.workspace.onDidChangeTextDocument(soon),
      vscode.workspace.onDidChangeConfiguration(soon),
    );
  }

  /** What is known of the thing behind the line at this moment, and what can be done with it. */
  async provideHover(document: vscode.TextDocument, { line }: vscode.Position): Promise<vscode.Hover | undefined> {
    if (document.uri.scheme !== 'file') return undefined;
    const hover = (await this.annotationsOf(document)).find((one) => one.line === line && one.hover)?.hover;
    return hover && new vscode.Hover(markdownOf(hover), document.lineAt(line).range);
  }

  dispose(): void {
    clearTimeout(this.next);
    this.subscriptions.dispose();
  }

  /** What comes in between is shown together. */
  private soon(): void {
    if (this.next !== undefined) return;
    this.next = setTimeout(
      () => {
        this.next = undefined;
        this.last = Date.now();
        for (const editor of vscode.window.visibleTextEditors) void this.update(editor);
      },
      Math.max(0, this.last + PACE - Date.now()),
    );
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
    return annotations(lab.plan, lab.state, file, await this.landmarksOf(document));
  }

  private async landmarksOf(document: vscode.TextDocument): Promise<readonly Landmark[]> {
    const { version } = document;
    const known = this.landmarks.get(document);
    if (known?.version === version) return known.list;
    const list = await this.server.landmarks(document);
    // Without an answer the language server is not there yet: ask again next time.
    if (list) this.landmarks.set(document, { version, list });
    return list ?? [];
  }

  private show(editor: vscode.TextEditor, list: readonly Annotation[]): void {
    const drawn = JSON.stringify(list.map(({ line, text, colour }) => [line, text, colour]));
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

function markdownOf({ markdown, commands }: NonNullable<Annotation['hover']>): vscode.MarkdownString {
  const text = new vscode.MarkdownString(markdown);
  text.isTrusted = { enabledCommands: commands };
  return text;
}

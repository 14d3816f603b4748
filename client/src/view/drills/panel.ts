/** The panels named "Drill Report": one per lab for what was just run, and one per saved report that is opened. */
import * as vscode from 'vscode';
import { fillPanel, panelOptions } from '../webview';
import { reportPage, type Shown } from './page';
import { isReport } from '../../lab/drills/show/saved';

const viewType = 'haLab.drillReport';

/** What somebody chose in a panel. */
export interface Choice {
  readonly command: string;
  /** Which line of the report, where the command is about one. */
  readonly source: string | undefined;
  readonly shown: Shown;
  /** Where the panel stands. */
  readonly column: vscode.ViewColumn | undefined;
  /** Shows something else in the same panel. */
  readonly replace: (shown: Shown) => void;
}

type Listener = (choice: Choice) => void;

export class DrillPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly panels = new Map<string, vscode.WebviewPanel>();
  private readonly listening = new WeakMap<vscode.WebviewPanel, vscode.Disposable>();
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly chosen: Listener,
  ) {
    this.registration = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  /** In the panel that shows that lab or that file, or in a new one. */
  show(shown: Shown): void {
    const known = this.panels.get(keyOf(shown));
    if (known) {
      this.fill(known, shown);
      known.reveal(undefined, false);
      return;
    }
    const options = { ...panelOptions(this.extension), enableFindWidget: true };
    const panel = vscode.window.createWebviewPanel(viewType, 'Drill Report', vscode.ViewColumn.Active, options);
    this.adopt(panel, shown);
  }

  /** After a reload of the window. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    if (isShown(state)) {
      panel.webview.options = panelOptions(this.extension);
      this.adopt(panel, state);
    } else {
      panel.dispose();
    }
    return Promise.resolve();
  }

  dispose(): void {
    this.registration.dispose();
    for (const panel of this.panels.values()) panel.dispose();
  }

  private adopt(panel: vscode.WebviewPanel, shown: Shown): void {
    const key = keyOf(shown);
    this.panels.set(key, panel);
    panel.onDidDispose(() => {
      if (this.panels.get(key) === panel) this.panels.delete(key);
    });
    this.fill(panel, shown);
  }

  private fill(panel: vscode.WebviewPanel, shown: Shown): void {
    const title = `Drill Report: ${shown.report.drill.title}`;
    panel.title = title;
    this.listening.get(panel)?.dispose();
    const listening = panel.webview.onDidReceiveMessage((message: unknown) => {
      const { command, source } = wordsOf(message);
      if (command === undefined) return;
      const replace = (next: Shown) => {
        this.fill(panel, next);
      };
      this.chosen({ command, source, shown, column: panel.viewColumn, replace });
    });
    this.listening.set(panel, listening);
    fillPanel(panel, this.extension, { title, body: reportPage(shown), state: shown });
  }
}

function keyOf({ saved, lab, report }: Shown): string {
  return saved ?? lab ?? report.time;
}

/** A page is not believed: its messages are words or nothing. */
function wordsOf(message: unknown): { command: string | undefined; source: string | undefined } {
  const values = typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : {};
  const word = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  return { command: word('command'), source: word('source') };
}

function isShown(state: unknown): state is Shown {
  if (typeof state !== 'object' || state === null) return false;
  const { report, lab, saved, other } = state as Record<string, unknown>;
  const path = (value: unknown) => value === null || typeof value === 'string';
  return isReport(report) && path(lab) && path(saved) && (other === null || isReport(other));
}

/** The sidebar's tree. Its elements are row ids, so that VS Code knows them again in every new state. */
import * as vscode from 'vscode';
import type { Labs } from '../labs';
import { labSettings } from '../settings';
import type { Targets } from '../targets';
import { colours } from './colours';
import { changedRows } from './diff';
import { emptiness, rowsOf } from './nodes';
import type { Row, RowIcon } from './row';
import { counted } from './row';
import { watchedRows } from './watched';

const viewId = 'haLab.nodes';
/** Ages go on without anything that happens. */
const CLOCK = 1_000;

function themeIcon({ name, colour }: RowIcon): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, colour && new vscode.ThemeColor(colours[colour]));
}

export class LabTree implements vscode.TreeDataProvider<string>, vscode.Disposable {
  private roots: readonly Row[] = [];
  private readonly rows = new Map<string, Row>();
  private readonly parents = new Map<string, string>();
  private clock: NodeJS.Timeout | undefined;
  private readonly changed = new vscode.EventEmitter<string[] | undefined>();
  private readonly view: vscode.TreeView<string>;
  private readonly subscriptions: readonly { dispose(): unknown }[];
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly labs: Labs,
    private readonly targets: Targets,
  ) {
    this.view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.view,
      this.changed,
      labs.onDidChange(() => {
        this.update();
      }),
      targets.onDidChange(() => {
        this.update();
      }),
      this.view.onDidChangeVisibility(() => {
        this.look();
      }),
      {
        dispose: () => {
          clearInterval(this.clock);
        },
      },
    ];
    this.look();
    this.update();
  }

  /** The row a menu was opened on. */
  row(id: string): Row | undefined {
    return this.rows.get(id);
  }

  getTreeItem(id: string): vscode.TreeItem {
    const row = this.rows.get(id);
    if (!row) return new vscode.TreeItem('');
    const { None, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(row.label, row.branch ? Expanded : None);
    item.id = id;
    item.description = row.description;
    item.iconPath = themeIcon(row.icon);
    item.tooltip = new vscode.MarkdownString(row.tooltip, true);
    item.contextValue = row.context;
    item.accessibilityInformation = { label: `${row.label}, ${row.description}` };
    return item;
  }

  getChildren(id?: string): string[] {
    return (id === undefined ? this.roots : (this.rows.get(id)?.children ?? [])).map((row) => row.id);
  }

  getParent(id: string): string | undefined {
    return this.parents.get(id);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** While somebody looks, the labs are watched, and ages go on. */
  private look(): void {
    clearInterval(this.clock);
    if (!this.view.visible) return;
    this.labs.watch();
    this.targets.watch();
    this.clock = setInterval(() => {
      this.update();
    }, CLOCK);
  }

  private update(): void {
    const before = this.roots;
    const watched = watchedRows(this.targets.all);
    this.roots = [...rowsOf(this.labs.all, Date.now(), watched.length > 0), ...watched];
    this.rows.clear();
    this.parents.clear();
    this.index(this.roots);
    const changes = changedRows(before, this.roots);
    if (changes === 'all') this.changed.fire(undefined);
    else if (changes.length > 0) this.changed.fire([...changes]);
    const { dockerContext } = labSettings();
    this.view.description = dockerContext === '' ? '' : `on ${dockerContext}`;
    this.updateBadge();
    this.updateContext();
  }

  private index(rows: readonly Row[], parent?: string): void {
    for (const row of rows) {
      this.rows.set(row.id, row);
      if (parent !== undefined) this.parents.set(row.id, parent);
      this.index(row.children, row.id);
    }
  }

  private updateBadge(): void {
    const value = this.labs.all.reduce((sum, { state }) => sum + (state?.problems.length ?? 0), 0);
    if (value !== (this.view.badge?.value ?? 0)) {
      this.view.badge = value > 0 ? { value, tooltip: counted(value, 'problem') } : undefined;
    }
  }

  /** What the welcome texts and the buttons above the tree depend on. */
  private updateContext(): void {
    const live = this.labs.all.some(({ state }) => state?.phase === 'running' || state?.phase === 'partial');
    const set = (key: string, value: unknown) => vscode.commands.executeCommand('setContext', `haLab.${key}`, value);
    void set('view', emptiness(this.labs.all));
    void set('isRunning', live);
  }
}

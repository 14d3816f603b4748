/** The sidebar's tree. Its elements are row ids, so that VS Code knows them again in every new state. */
import * as vscode from 'vscode';
import type { Labs } from '../labs';
import { labSettings } from '../settings';
import type { Targets } from '../targets';
import { colours } from './colours';
import { changedRows } from './diff';
import { emptiness, rowsOf } from './nodes';
import { Once } from './once';
import type { Row, RowIcon } from './row';
import { counted } from './row';
import { watchedRows } from './watched';

const viewId = 'haLab.nodes';
/** Ages go on without anything that happens. */
const CLOCK = 1_000;
/**
 * VS Code may lose that the roots have changed while it draws the view for the first time, and would show none for good. Nobody
 * asks below a root that is folded up: it is told so often and no more.
 */
const PATIENCE = 5;

function themeIcon({ name, colour }: RowIcon): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, colour && new vscode.ThemeColor(colours[colour]));
}

export class LabTree implements vscode.TreeDataProvider<string>, vscode.Disposable {
  private roots: readonly Row[] = [];
  private readonly rows = new Map<string, Row>();
  private readonly parents = new Map<string, string>();
  private readonly once = new Once<'badge' | 'view' | 'isRunning'>();
  private clock: NodeJS.Timeout | undefined;
  /** How often the window is still told that the roots are others: until it asks what is below one. */
  private unasked = 0;
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
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('haLab.dockerContext')) this.showEngine();
      }),
      {
        dispose: () => {
          clearInterval(this.clock);
        },
      },
    ];
    this.look();
    this.showEngine();
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
    if (id !== undefined) this.unasked = 0;
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
      if (this.unasked > 0 && this.roots.length > 0) {
        this.unasked--;
        this.changed.fire(undefined);
      }
      this.update();
    }, CLOCK);
  }

  /** Beside the title; nothing when the engine is found by itself. */
  private showEngine(): void {
    const { dockerContext } = labSettings();
    this.view.description = dockerContext === '' ? '' : `on ${dockerContext}`;
  }

  private update(): void {
    const before = this.roots;
    const watched = watchedRows(this.targets.all);
    this.roots = [...rowsOf(this.labs.all, Date.now(), watched.length > 0), ...watched];
    this.rows.clear();
    this.parents.clear();
    this.index(this.roots);
    const changes = changedRows(before, this.roots);
    if (changes === 'all') {
      this.unasked = PATIENCE;
      this.changed.fire(undefined);
    } else if (changes.length > 0) this.changed.fire([...changes]);
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
    const problems = this.labs.all.reduce((sum, { state }) => sum + (state?.problems.length ?? 0), 0);
    this.once.tell('badge', problems, (value) => {
      this.view.badge = value > 0 ? { value, tooltip: counted(value, 'problem') } : undefined;
    });
  }

  /** What the welcome texts and the buttons above the tree depend on. */
  private updateContext(): void {
    const live = this.labs.all.some(({ state }) => state?.phase === 'running' || state?.phase === 'partial');
    const set = (key: 'view' | 'isRunning', value: unknown) => {
      this.once.tell(key, value, () => vscode.commands.executeCommand('setContext', `haLab.${key}`, value));
    };
    set('view', emptiness(this.labs.all));
    set('isRunning', live);
  }
}

/** What is watched beside the labs: remembered per workspace, passwords in the editor's secret store, watched once somebody looks. */
import * as vscode from 'vscode';
import { engine } from './labs';
import { LabError } from './lab/errors';
import { commandOf, mustBeSilent } from './lab/serverAction';
import { containerSource } from './lab/targets/container';
import { runtimeSocket } from './lab/targets/runtimeSocket';
import type { Source } from './lab/targets/source';
import { statisticsPage } from './lab/targets/statisticsPage';
import { targetLabel, type Target } from './lab/targets/target';
import { NOT_ASKED, watchTarget, type TargetWatch } from './lab/targets/watchTarget';
import type { ServerState } from './lab/state';
import type { RunOptions } from './lab/progress';
import type { ServerAction } from './lab/serverAction';
import type { TargetView } from './view/watched';

/** Key of the workspace's memory. */
const memory = 'haLab.watched';

/** Key of the secret store. */
function secretOf({ id }: Target): string {
  return `haLab.watched.password ${id}`;
}

export class Targets implements vscode.Disposable {
  private readonly watches = new Map<string, TargetWatch>();
  private watched = false;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly context: vscode.ExtensionContext) {}

  private get list(): readonly Target[] {
    return this.context.workspaceState.get<readonly Target[]>(memory, []);
  }

  get all(): readonly TargetView[] {
    return this.list.map((target) => ({ target, state: this.watches.get(target.id)?.state ?? NOT_ASKED }));
  }

  /** @throws RangeError when it is not watched any more. */
  find(id: string): TargetView {
    const found = this.all.find(({ target }) => target.id === id);
    if (!found) throw new RangeError(`${id} is not watched`);
    return found;
  }

  /** From now on everything is watched. Nothing is asked before the first call. */
  watch(): void {
    this.watched = true;
    for (const target of this.list) this.begin(target);
  }

  /** Takes it in, or anew when it has changed; asks it at once. A password of `undefined` leaves the one that is stored. */
  async put(target: Target, password?: string): Promise<void> {
    if (password !== undefined) await this.context.secrets.store(secretOf(target), password);
    const at = this.list.findIndex(({ id }) => id === target.id);
    const list = at < 0 ? [...this.list, target] : this.list.with(at, target);
    await this.context.workspaceState.update(memory, list);
    await this.end(target.id);
    this.watch();
    this.changed.fire();
  }

  /** Forgets it, and its password. */
  async remove({ id }: Target): Promise<void> {
    const gone = this.list.find((one) => one.id === id);
    await this.context.workspaceState.update(
      memory,
      this.list.filter((one) => one.id !== id),
    );
    if (gone) await this.context.secrets.delete(secretOf(gone));
    this.changed.fire();
    await this.end(id);
  }

  /** A server as it was last measured there. */
  server(id: string, backend: string, server: string): ServerState | undefined {
    const { inside } = this.watches.get(id)?.state ?? NOT_ASKED;
    return inside.backends.find(({ name }) => name === backend)?.servers.find(({ name }) => name === server);
  }

  /** @throws LabError when changes are not allowed, or with HAProxy's own words. */
  async change(id: string, backend: string, server: string, action: ServerAction, options: RunOptions): Promise<void> {
    const { target } = this.find(id);
    const name = targetLabel(target);
    if (!target.changes) {
      throw new LabError('target', `${name} is only looked at.`, 'Choose "Allow Changes" on its row first.');
    }
    const { command } = await this.source(target);
    if (!command) throw new LabError('target', `${name} cannot be changed through its statistics page.`, '');
    mustBeSilent(await command(commandOf(backend, server, action), options), name);
  }

  dispose(): void {
    this.changed.dispose();
    for (const watch of this.watches.values()) void watch.close();
  }

  private begin(target: Target): void {
    if (!this.watched || this.watches.has(target.id)) return;
    const changed = () => {
      this.changed.fire();
    };
    this.watches.set(
      target.id,
      watchTarget(() => this.source(target), targetLabel(target), changed),
    );
  }

  private async end(id: string): Promise<void> {
    const watch = this.watches.get(id);
    this.watches.delete(id);
    await watch?.close();
  }

  private async source(target: Target): Promise<Source> {
    const { address } = target;
    switch (address.kind) {
      case 'container':
        return containerSource(await engine(), address.container);
      case 'socket':
        return runtimeSocket(address.host, address.port);
      case 'statistics':
        return statisticsPage({
          ...address,
          password: async () => this.context.secrets.get(secretOf(target)),
        });
    }
  }
}

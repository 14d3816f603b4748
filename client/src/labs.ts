/** The labs of the workspace: found by their files, and watched once somebody looks. */
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import * as vscode from 'vscode';
import { readPlan } from './lab/compose';
import { connect, type Engine } from './lab/engine';
import { LabError } from './lab/errors';
import { Forwards } from './lab/forward';
import { Lab } from './lab/lab';
import { chosenEnvironment } from './lab/places';
import type { LabPlan, PagePlan } from './lab/plan';
import { endPrograms } from './lab/process';
import { findLabs } from './lab/scaffold';
import type { LabState } from './lab/state';
import { watchLab, type Watch } from './lab/watch';
import { logError } from './log';
import { labSettings } from './settings';
import type { LabView } from './view/nodes';

/** Key of the workspace's memory: folders of labs that are neither in the workspace's root nor directly below it. */
const memory = 'haLab.folders';

class OpenLab implements LabView {
  busy: string | undefined;
  differing: ReadonlyMap<string, readonly string[]> | undefined;
  private watching: Watch | undefined;

  constructor(
    readonly file: string,
    readonly plan: LabPlan | LabError,
  ) {}

  get state(): LabState | undefined {
    return this.watching?.state;
  }

  watch(changed: () => void): void {
    if (this.watching || this.plan instanceof LabError) return;
    this.watching = watchLab(() => engine(), this.plan);
    this.watching.onChange(changed);
  }

  async close(): Promise<void> {
    await this.watching?.close();
    this.watching = undefined;
  }
}

/** What says where the engine is: the choice before the settings, these before what VS Code was started with. */
export function dockerEnvironment(choice = labSettings().dockerContext): NodeJS.ProcessEnv {
  return { ...process.env, ...labSettings().environment, ...chosenEnvironment(choice) };
}

/** The engine that the settings and the environment lead to. @throws LabError */
export function engine(signal?: AbortSignal): Promise<Engine> {
  return connect({ env: dockerEnvironment(), signal });
}

export class Labs implements vscode.Disposable {
  private labs: readonly OpenLab[] = [];
  private watched = false;
  private scan: Promise<void> = Promise.resolve();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: readonly { dispose(): unknown }[];
  readonly onDidChange = this.changed.event;
  /** Pages of labs that run on another machine. */
  private readonly forwards = new Forwards((error) => {
    logError(this.log, error);
  });

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const files = vscode.workspace.createFileSystemWatcher('**/compose.yaml');
    // Of a folder that is deleted only the folder is told.
    const folders = vscode.workspace.createFileSystemWatcher('**', true, true, false);
    const rescan = () => void this.rescan();
    this.subscriptions = [
      this.changed,
      files,
      files.onDidCreate(rescan),
      files.onDidChange(rescan),
      files.onDidDelete(rescan),
      folders,
      folders.onDidDelete(({ fsPath }) => {
        if (this.labs.some(({ file }) => file.startsWith(fsPath + sep))) rescan();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(rescan),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.watchAll();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        const engine = ['haLab.dockerContext', 'haLab.environment'].some((name) => event.affectsConfiguration(name));
        if (engine && this.watched) void this.refresh();
      }),
    ];
  }

  get all(): readonly LabView[] {
    return this.labs;
  }

  /** From now on every lab is watched. Nothing asks Docker before the first call. */
  watch(): void {
    this.watched = true;
    this.watchAll();
  }

  /** Looks at the files again, and asks the engine anew. */
  async refresh(): Promise<void> {
    await Promise.all([this.forwards.close(), ...this.labs.map((lab) => lab.close())]);
    this.watch();
    this.changed.fire();
    await this.rescan();
  }

  /** Reads the labs' files again; labs whose file did not change stay as they are. */
  rescan(): Promise<void> {
    this.scan = this.scan
      .then(() => this.read())
      .catch((error: unknown) => {
        logError(this.log, error);
      });
    return this.scan;
  }

  /** Makes a lab known that is outside the places looked at. */
  async add(file: string): Promise<void> {
    const folders = this.context.workspaceState.get<string[]>(memory, []);
    const folder = join(file, '..');
    if (!folders.includes(folder)) await this.context.workspaceState.update(memory, [...folders, folder]);
    await this.rescan();
  }

  /** Connects to the engine. @throws LabError when it does not answer or the definition cannot be read. */
  async open(file: string, signal?: AbortSignal): Promise<Lab> {
    const plan = await readPlan(file);
    return new Lab(await engine(signal), plan);
  }

  /** Makes known which nodes of a lab run other files than its folder holds. */
  setDiffering(file: string, differing: ReadonlyMap<string, readonly string[]>): void {
    for (const lab of this.labs) if (lab.file === file) lab.differing = differing;
    this.changed.fire();
  }

  /** The address of a page as this machine reaches it. @throws LabError when the engine does not answer. */
  async reachable(plan: LabPlan, page: PagePlan): Promise<string> {
    return this.forwards.reachable(await engine(), plan, page);
  }

  /** While `work` runs the lab is shown as busy, `doing` saying with what: `starting`. */
  async whileBusy<T>(file: string, doing: string, work: () => Promise<T>): Promise<T> {
    const mark = (busy: string | undefined) => {
      for (const lab of this.labs) if (lab.file === file) lab.busy = busy;
      this.changed.fire();
    };
    mark(doing);
    try {
      return await work();
    } finally {
      mark(undefined);
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    void Promise.all([this.forwards.close(), ...this.labs.map((lab) => lab.close())]).then(endPrograms);
  }

  private watchAll(): void {
    if (!this.watched || !vscode.workspace.isTrusted) return;
    for (const lab of this.labs) {
      lab.watch(() => {
        // Nobody is left in a lab that does not run to carry connections to.
        const { phase, project } = lab.state ?? {};
        if (project !== undefined && (phase === 'absent' || phase === 'stopped')) void this.forwards.close(project);
        this.changed.fire();
      });
    }
  }

  private async read(): Promise<void> {
    const places = (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .flatMap(({ uri }) => [uri.fsPath, join(uri.fsPath, labSettings(uri).folder)]);
    const folders = new Set([...places, ...this.context.workspaceState.get<string[]>(memory, [])]);
    const found = await Promise.all(
      [...folders].filter((folder) => existsSync(folder)).map((folder) => findLabs(folder)),
    );
    const files = [...new Set(found.flat())].sort();
    const before = this.labs;
    this.labs = await Promise.all(files.map((file) => reuse(before, file)));
    await Promise.all(before.filter((lab) => !this.labs.includes(lab)).map((lab) => lab.close()));
    this.watchAll();
    this.changed.fire();
  }
}

/** The lab of that file; the one there was if its definition still says the same. */
async function reuse(labs: readonly OpenLab[], file: string): Promise<OpenLab> {
  const old = labs.find((lab) => lab.file === file);
  const plan = await readPlan(file).catch((error: unknown) => {
    if (error instanceof LabError) return error;
    throw error;
  });
  const same = old && !(plan instanceof LabError) && JSON.stringify(plan) === JSON.stringify(old.plan);
  if (same) return old;
  const lab = new OpenLab(file, plan);
  lab.busy = old?.busy;
  return lab;
}

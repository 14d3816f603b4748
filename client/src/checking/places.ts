/** Where a file can be checked: on a node of a running lab, in a container of an image, with a program of this machine. */
import { dirname, sep } from 'node:path';
import * as vscode from 'vscode';
import type { Parts } from '../actions/parts';
import { planOf } from '../actions/ask';
import { judgeHere, judgeInImage, judgeInNode, type Judgement } from '../lab/check/judge';
import { type Material, pathAt } from '../lab/check/material';
import { imagesWith } from '../lab/check/mounts';
import { nearby } from '../lab/check/nearby';
import { type Program, PROGRAM_NAMES, VERSION_ARGUMENTS } from '../lab/check/program';
import { containersOf } from '../lab/containers';
import type { Engine } from '../lab/dockerApi';
import { LabError } from '../lab/errors';
import { runsFile } from '../lab/nodeFiles';
import type { LabPlan } from '../lab/plan';
import { runProcess } from '../lab/process';
import type { RunOptions } from '../lab/progress';
import { engine as connectEngine } from '../labs';
import { checkSettings } from '../settings';

export interface Place {
  /** The same for the same place as long as the workspace is the same. */
  readonly id: string;
  /** `mylb1`, `haproxy:3.2`, `this machine` */
  readonly name: string;
  /** Why it is offered. */
  readonly detail: string;
  /** It is where the file is going to run, so that what it lacks is wrong, too. */
  readonly real: boolean;
  readonly judge: (options: RunOptions) => Promise<Judgement>;
}

/** The file to check, with the texts of all editors that hold something newer than their files. */
export interface Subject {
  readonly program: Program;
  readonly file: string;
  readonly texts: ReadonlyMap<string, string>;
}

export function subjectOf(document: vscode.TextDocument): Subject {
  const unsaved = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file');
  return {
    program: document.languageId as Program,
    file: document.uri.fsPath,
    texts: new Map(unsaved.map((open) => [open.uri.fsPath, open.getText()])),
  };
}

/** The best first. What an engine that does not answer would have offered is left out. @throws LabError `cancelled` */
export async function placesFor(parts: Parts, subject: Subject, options: RunOptions): Promise<Place[]> {
  const root = rootOf(subject.file);
  const labs = parts.labs.all.flatMap((lab) => planOf(lab) ?? []);
  const own = labs.filter((plan) => plan.nodes.some(({ copy }) => pathAt(copy, subject.file) !== undefined));
  const { image } = checkSettings(subject.program, vscode.Uri.file(subject.file));
  const mounts = await imagesWith(subject.file, root);
  const wantsEngine = own.length > 0 || image !== '' || mounts.length > 0;
  const engine = wantsEngine ? await reached(parts, options) : undefined;
  const found: Place[] = [];
  if (engine !== undefined) {
    for (const plan of own) found.push(...(await nodePlaces(engine, plan, subject, options)));
    const images = [
      ...(image === '' ? [] : [{ image, detail: `setting ${subject.program}.checkImage`, copies: undefined }]),
      ...mounts.map((mount) => ({ ...mount, detail: 'image of the Compose file' })),
      ...own.flatMap((plan) => imagesOf(plan, subject.file)),
    ];
    const seen = new Set<string>();
    for (const { image: name, detail, copies } of images) {
      if (seen.has(name) || (await engine.image(name, options)) === undefined) continue;
      seen.add(name);
      const along = copies ?? (await nearby(subject.file, [...new Set([root, dirname(subject.file)])]));
      const material: Material = { ...subject, copies: along };
      const judge = (more: RunOptions) => judgeInImage(engine, name, subject.program, material, more);
      found.push({ id: `image:${name}`, name, detail, real: false, judge });
    }
  }
  return [...found, ...(await here(subject, root, options))];
}

/** The folder above which nothing is looked at. */
function rootOf(file: string): string {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))?.uri.fsPath ?? dirname(file);
}

async function reached(parts: Parts, { signal }: RunOptions): Promise<Engine | undefined> {
  try {
    return await connectEngine(signal);
  } catch (error) {
    if (!(error instanceof LabError) || error.code === 'cancelled') throw error;
    parts.log.info(`Checking without an engine: ${error.message}`);
    return undefined;
  }
}

async function nodePlaces(engine: Engine, plan: LabPlan, subject: Subject, options: RunOptions): Promise<Place[]> {
  const containers = await containersOf(engine, plan, options.signal);
  const nodes = plan.nodes.filter(
    ({ name, role, copy }) =>
      role === 'load-balancer' &&
      containers.get(name)?.status === 'running' &&
      pathAt(copy, subject.file) !== undefined,
  );
  const runs = (name: string) => Number(nodes.some((node) => node.name === name && runsFile(node, subject.file)));
  return nodes
    .sort((a, b) => runs(b.name) - runs(a.name))
    .map(({ name, copy }) => ({
      id: `node:${plan.file.slice(plan.folder.length)}:${plan.project}:${name}`,
      name,
      detail: `node of the running lab ${plan.project}`,
      real: true,
      judge: (more: RunOptions) =>
        judgeInNode(
          { name, engine, container: containers.get(name)!.id },
          subject.program,
          { ...subject, copies: copy },
          more,
        ),
    }));
}

/** Images of a lab's nodes that get the file, to check it while the lab does not run. */
function imagesOf(plan: LabPlan, file: string) {
  return plan.nodes
    .filter(({ role, copy }) => role === 'load-balancer' && pathAt(copy, file) !== undefined)
    .map(({ image, copy }) => ({ image, copies: copy, detail: `image of the lab ${plan.project}` }));
}

async function here({ program, file, texts }: Subject, root: string, { signal }: RunOptions): Promise<Place[]> {
  const command = checkSettings(program, vscode.Uri.file(file)).path;
  const answer = await runProcess(command, VERSION_ARGUMENTS[program], { cwd: root, timeout: 10_000, signal });
  if (answer.exitCode === 127) return [];
  const within = new Map([...texts].filter(([path]) => path.startsWith(root + sep)));
  const detail = command === program ? `${PROGRAM_NAMES[program]} on this machine` : command;
  return [
    {
      id: 'local',
      name: 'this machine',
      detail,
      real: false,
      judge: (options) => judgeHere(command, program, { file, texts: within }, root, options),
    },
  ];
}

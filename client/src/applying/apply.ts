/**
 * "Apply to Lab": brings the files of a lab's folder into the nodes that have them otherwise. First every node's own
 * programs check them, and if one refuses, nothing is touched. Then node by node, who holds the virtual address last.
 * What a node does not take is taken back on all.
 */
import { sep } from 'node:path';
import * as vscode from 'vscode';
import { askLab, mayRunLabs, planOf } from '../actions/ask';
import type { Parts } from '../actions/parts';
import { run } from '../actions/run';
import { showJudgements } from '../checking/tell';
import { judgeInNode, type Judgement } from '../lab/check/judge';
import { fileAt } from '../lab/check/material';
import { programMessages } from '../lab/check/messages';
import { type Program, PROGRAM_NAMES } from '../lab/check/program';
import { containersOf } from '../lab/containers';
import { inOrder, readersOf } from '../lab/difference';
import { Lab } from '../lab/lab';
import type { LabPlan, NodePlan } from '../lab/plan';
import { configurationOf, programsOf } from '../lab/programs';
import type { RunOptions } from '../lab/progress';
import { ConfigurationRefused } from '../lab/reconfigure';
import type { LabView } from '../view/nodes';
import { listed } from './lens';

interface Refusal {
  readonly node: NodePlan;
  readonly program: Program;
  readonly file: string;
  readonly judgement: Judgement;
}

/** What came of it; `refusals` is empty when `nodes` have taken the files. */
interface Outcome {
  readonly nodes: readonly string[];
  readonly refusals: readonly Refusal[];
}

export async function applyToLab(parts: Parts, argument: unknown): Promise<void> {
  const done = await bringToLab(parts, argument);
  if (done) await tell(parts, done.plan, done.outcome);
}

/** The same without a word when it went well, for what goes on behind it. Whether the nodes have the files now. */
export async function applyThen(parts: Parts, argument: unknown): Promise<boolean> {
  const done = await bringToLab(parts, argument);
  if (!done) return false;
  if (done.outcome.refusals.length === 0) return true;
  await tell(parts, done.plan, done.outcome);
  return false;
}

async function bringToLab(
  parts: Parts,
  argument: unknown,
): Promise<{ readonly plan: LabPlan; readonly outcome: Outcome } | undefined> {
  if (!(await mayRunLabs())) return undefined;
  const lab = await labMeant(parts, argument);
  const plan = lab && planOf(lab);
  if (!lab || !plan) return undefined;
  if (lab.busy !== undefined) {
    void vscode.window.showInformationMessage(`The HA lab is ${lab.busy}: wait for it or cancel it first.`);
    return undefined;
  }
  parts.labs.watch();
  await saveAll(plan);
  const outcome = await run(parts, {
    title: 'Applying the configuration to the HA lab',
    size: 'long',
    file: plan.file,
    retry: () => applyToLab(parts, argument),
    work: async (options) => {
      const { engine } = await parts.labs.open(plan.file, options.signal);
      await parts.differences.measure(plan.file);
      return parts.labs.whileBusy(plan.file, 'taking over the configuration', () =>
        bring(parts, new Lab(engine, plan), lab, options),
      );
    },
  });
  await parts.differences.measure();
  return outcome && { plan, outcome };
}

/** The lab that the file or the row belongs to, else the one asked for. */
async function labMeant(parts: Parts, argument: unknown): Promise<LabView | undefined> {
  const file = argument instanceof vscode.Uri ? argument.fsPath : vscode.window.activeTextEditor?.document.uri.fsPath;
  const own = parts.labs.all.find((lab) => file?.startsWith((planOf(lab)?.folder ?? '\0') + sep));
  return typeof argument === 'string' || own === undefined ? askLab(parts, argument) : own;
}

/** What is applied is what is on disk: texts that an editor still holds are written first. */
async function saveAll({ folder }: LabPlan): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (document.isDirty && document.uri.fsPath.startsWith(folder + sep)) await document.save();
  }
}

async function bring(parts: Parts, lab: Lab, view: LabView, options: RunOptions): Promise<Outcome> {
  const { plan } = lab;
  const differing = parts.differences.of(plan.file);
  const holders = (view.state?.vips ?? []).flatMap((vip) => vip.holders);
  const nodes = inOrder(plan, differing, holders);
  options.progress?.({ percent: 5, message: 'Asking the programs of every node' });
  const refusals = await checkAll(lab, nodes, options);
  const applied: NodePlan[] = [];
  if (refusals.length > 0) return { nodes: [], refusals };
  for (const [index, node] of nodes.entries()) {
    options.progress?.({ percent: 20 + (80 * index) / nodes.length, message: `Applying it to ${node.name}` });
    try {
      const programs = readersOf(node, programsOf(node), differing.get(node.name) ?? []);
      await lab.node(node.name).apply({ signal: options.signal, programs });
      applied.push(node);
    } catch (error) {
      // The nodes before it go back as well: a pair that runs two configurations is a trap.
      for (const { name } of applied.reverse()) await lab.node(name).rollBack();
      const refusal = error instanceof ConfigurationRefused ? refusalOf(node, error) : undefined;
      if (refusal === undefined) throw error;
      return { nodes: [], refusals: [refusal] };
    }
  }
  return { nodes: nodes.map(({ name }) => name), refusals: [] };
}

/** Asks HAProxy and keepalived of every node what they think of the files; touches nothing. */
async function checkAll({ engine, plan }: Lab, nodes: readonly NodePlan[], options: RunOptions): Promise<Refusal[]> {
  const containers = await containersOf(engine, plan, options.signal);
  const refusals: Refusal[] = [];
  for (const node of nodes) {
    for (const program of ['haproxy', 'keepalived'] as const) {
      const path = configurationOf(node, program);
      const file = path === undefined ? undefined : fileAt(node.copy, path);
      const container = containers.get(node.name);
      if (file === undefined || container === undefined) continue;
      const place = { name: node.name, engine, container: container.id };
      const judgement = await judgeInNode(place, program, { file, copies: node.copy, texts: new Map() }, options);
      if (!judgement.accepted) refusals.push({ node, program, file, judgement });
    }
  }
  return refusals;
}

/** What a program said when it was to load the files; undefined when it is none of whose files we know. */
function refusalOf(node: NodePlan, { program, words }: ConfigurationRefused): Refusal | undefined {
  if (program !== 'haproxy' && program !== 'keepalived') return undefined;
  const file = fileAt(node.copy, configurationOf(node, program) ?? '');
  if (file === undefined) return undefined;
  const messages = programMessages(program, words, 1).map((message) => ({
    ...message,
    file: message.file === undefined ? undefined : fileAt(node.copy, message.file),
  }));
  return { node, program, file, judgement: { version: undefined, accepted: false, messages } };
}

async function tell(parts: Parts, plan: LabPlan, { nodes, refusals }: Outcome): Promise<void> {
  if (refusals.length > 0) {
    const judgements = refusals.map(({ node, program, file, judgement }) => ({
      told: { program, where: node.name, real: true, file },
      judgement,
    }));
    const tales = (await showJudgements(parts.findings, judgements)).map(({ text }) => text);
    const problems = 'Show Problems';
    const text = `Nothing was changed on the nodes. ${tales.join(' ')}`;
    if ((await vscode.window.showErrorMessage(text, problems)) === problems) {
      await vscode.commands.executeCommand('workbench.actions.view.problems');
    }
    return;
  }
  if (nodes.length === 0) {
    void vscode.window.showInformationMessage(`The nodes of ${plan.project} have the configuration as it is here.`);
    return;
  }
  for (const node of plan.nodes) {
    for (const program of ['haproxy', 'keepalived'] as const) {
      const file = nodes.includes(node.name) && fileAt(node.copy, configurationOf(node, program) ?? '');
      if (file) parts.findings.set(vscode.Uri.file(file), PROGRAM_NAMES[program], []);
    }
  }
  const back = 'Roll Back';
  const text = `${listed(nodes)} ${nodes.length === 1 ? 'runs' : 'run'} the configuration as it is here.`;
  if ((await vscode.window.showInformationMessage(text, back)) === back) await rollBack(parts, plan, nodes);
}

/** Puts back what the nodes ran before, in the opposite order. The files here stay as they are. */
async function rollBack(parts: Parts, plan: LabPlan, nodes: readonly string[]): Promise<void> {
  const done = await run(parts, {
    title: 'Rolling the HA lab back',
    size: 'long',
    file: plan.file,
    retry: () => rollBack(parts, plan, nodes),
    work: ({ signal }) =>
      parts.labs.whileBusy(plan.file, 'going back to the configuration before', async () => {
        const lab = await parts.labs.open(plan.file, signal);
        for (const name of [...nodes].reverse()) await lab.node(name).rollBack();
        return true;
      }),
  });
  await parts.differences.measure();
  if (done) {
    const text = `${listed(nodes)} ${nodes.length === 1 ? 'runs' : 'run'} again what ran before. Your files are as you left them.`;
    void vscode.window.showInformationMessage(text);
  }
}

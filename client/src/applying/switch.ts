/**
 * "Switch HAProxy Configuration": another of the lab's configurations for HAProxy, on a lab that runs. The node's own
 * HAProxy checks it, the person sees what changes, it is loaded without losing a connection and looked at afterwards.
 */
import { sep } from 'node:path';
import * as vscode from 'vscode';
import { askLab, mayRunLabs, targetOf } from '../actions/ask';
import type { Parts } from '../actions/parts';
import { run } from '../actions/run';
import { showJudgements } from '../checking/tell';
import { configurationsFor, type Configuration } from '../lab/choice';
import { judgeInNode, type Judgement } from '../lab/check/judge';
import type { LabPlan, NodePlan } from '../lab/plan';
import { loadedText, runningNodes, switchConfiguration, type Switch } from '../lab/switchConfiguration';
import { planOf } from '../view/nodes';
import { type NodeTexts } from './compare';
import { listed } from './lens';

const title = 'Switch HAProxy Configuration';
export async function switchHaproxy(parts: Parts, texts: NodeTexts, argument: unknown): Promise<void> {
  if (!(await mayRunLabs())) return;
  const lab = await askLab(parts, argument);
  const plan = lab && planOf(lab);
  if (!lab || !plan) {
    if (lab) void vscode.window.showErrorMessage(`${lab.file} is not a valid lab definition.`);
    return;
  }
  if (lab.busy !== undefined) {
    void vscode.window.showInformationMessage(`The HA lab is ${lab.busy}: wait for it or cancel it first.`);
    return;
  }
  const node = targetOf(parts, argument)?.node;
  const nodes = plan.nodes.filter(({ name, role }) => role === 'load-balancer' && (node ?? name) === name);
  const configuration = await askConfiguration(nodes);
  if (!configuration || !(await saved(plan))) return;
  const wanted: Switch = { plan, nodes: nodes.map(({ name }) => name), target: configuration.target };
  const runs = await accepted(parts, wanted, configuration);
  if (!runs) return;
  const confirmed = await confirm(parts, texts, wanted, configuration, runs.text);
  if (confirmed) await load(parts, wanted, configuration);
}

async function askConfiguration(nodes: readonly NodePlan[]): Promise<Configuration | undefined> {
  const [first] = nodes;
  const found = first ? await configurationsFor(first) : [];
  if (found.length === 0) {
    void vscode.window.showInformationMessage('This lab copies no HAProxy configurations (*.cfg) into its nodes.');
    return undefined;
  }
  const lists = await Promise.all(nodes.map((node) => configurationsFor(node)));
  const runOn = (target: string) =>
    nodes.filter((_, index) => lists[index]!.some((one) => one.chosen && one.target === target));
  const items = found.map((configuration) => {
    const on = runOn(configuration.target);
    const where = on.length === nodes.length ? 'chosen now' : `chosen now on ${listed(on.map(({ name }) => name))}`;
    const description = on.length === 0 ? '' : where;
    return { label: configuration.name, description, detail: configuration.about, configuration };
  });
  const placeHolder = `Which configuration is HAProxy to run on ${listed(nodes.map(({ name }) => name))}?`;
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDetail: true }))?.configuration;
}

/** What is loaded is what is on disk; false when the person wants to look at unsaved texts first. */
async function saved({ folder }: LabPlan): Promise<boolean> {
  const unsaved = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && uri.fsPath.startsWith(folder + sep),
  );
  if (unsaved.length === 0) return true;
  const names = unsaved.map(({ uri }) => vscode.workspace.asRelativePath(uri)).join(', ');
  const save = 'Save';
  const text = `Nodes are given what is on disk, and there are changes that have not been saved: ${names}.`;
  if ((await vscode.window.showWarningMessage(text, { modal: true }, save)) !== save) return false;
  for (const document of unsaved) await document.save();
  return true;
}

/** What HAProxy runs now, once every running node's HAProxy has accepted what it is to run. */
async function accepted(
  parts: Parts,
  wanted: Switch,
  configuration: Configuration,
): Promise<{ readonly text: string | undefined } | undefined> {
  const { plan } = wanted;
  const file = configuration.file;
  parts.labs.watch();
  return run(parts, {
    title: `Checking ${configuration.name} with HAProxy`,
    size: 'short',
    file: plan.file,
    work: async ({ signal }) => {
      const { engine } = await parts.labs.open(plan.file, signal);
      const judged: { name: string; judgement: Judgement }[] = [];
      for (const [name, container] of await runningNodes(engine, wanted, signal)) {
        const { copy } = plan.nodes.find((node) => node.name === name)!;
        const material = { file, copies: copy, texts: new Map<string, string>() };
        judged.push({
          name,
          judgement: await judgeInNode({ name, engine, container }, 'haproxy', material, { signal }),
        });
      }
      const tales = await showJudgements(
        parts.findings,
        judged.map(({ name, judgement }) => ({
          told: { program: 'haproxy', where: name, real: true, file },
          judgement,
        })),
      );
      if (judged.some(({ judgement }) => !judgement.accepted)) {
        void tellRefusal(
          tales.filter((tale) => tale.refused).map(({ text }) => text),
          file,
        );
        return undefined;
      }
      return { text: await loadedText(engine, wanted, signal) };
    },
  });
}

async function tellRefusal(tales: readonly string[], file: string): Promise<void> {
  const open = 'Open It';
  const said = `Nothing was changed on the nodes. ${tales.join(' ')}`;
  if ((await vscode.window.showErrorMessage(said, open)) !== open) return;
  await vscode.window.showTextDocument(vscode.Uri.file(file));
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}

/** Shows what changes, and asks. */
async function confirm(
  parts: Parts,
  texts: NodeTexts,
  { nodes }: Switch,
  { name, file }: Configuration,
  text: string | undefined,
): Promise<boolean> {
  const where = listed(nodes);
  if (text !== undefined) {
    const left = texts.set(nodes[0]!, '/what runs/haproxy.cfg', text);
    const about = `HAProxy on ${where}: what runs ↔ ${name}`;
    await vscode.commands.executeCommand('vscode.diff', left, vscode.Uri.file(file), about, { preview: true });
  }
  const items = [
    {
      label: text === undefined ? `$(check) Use ${name}` : `$(check) Load ${name}`,
      description: text === undefined ? 'when the nodes start' : 'no connection is lost; compose.yaml names it then',
      sure: true,
    },
    { label: '$(x) Leave Everything as It Is', description: '', sure: false },
  ];
  const placeHolder =
    text === undefined
      ? `${where}: no HAProxy runs now. compose.yaml will name ${name}.`
      : `${where}: HAProxy accepts it. On the left what runs, on the right what will run.`;
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true });
  parts.log.info(`${title}: ${chosen?.label ?? 'given up'}`);
  if (text !== undefined) await closeComparison(file);
  return chosen?.sure === true;
}

async function closeComparison(file: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const own = tabs.filter(
    ({ input }) =>
      input instanceof vscode.TabInputTextDiff &&
      input.original.scheme !== 'file' &&
      input.modified.fsPath === vscode.Uri.file(file).fsPath,
  );
  await vscode.window.tabGroups.close(own);
}

async function load(parts: Parts, wanted: Switch, { name, file }: Configuration): Promise<void> {
  const { labs } = parts;
  const lab = wanted.plan.file;
  const nodes = await run(parts, {
    title: `Loading ${name}`,
    size: 'long',
    file: lab,
    work: async (options) => {
      const { engine } = await labs.open(lab, options.signal);
      return labs.whileBusy(lab, 'changing over', () => switchConfiguration(engine, wanted, options));
    },
  });
  await labs.rescan();
  await parts.differences.measure();
  if (!nodes) return;
  const open = `Open ${name}`;
  const rest = wanted.nodes.filter((node) => !nodes.includes(node));
  const text = [
    ...(nodes.length > 0 ? [`HAProxy on ${listed(nodes)} runs ${name}.`] : []),
    ...(rest.length > 0 ? [`On ${listed(rest)} it will when started.`] : []),
    'compose.yaml names it.',
  ].join(' ');
  if ((await vscode.window.showInformationMessage(text, open)) === open) {
    await vscode.window.showTextDocument(vscode.Uri.file(file));
  }
}

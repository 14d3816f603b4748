/** Asks how large a new lab is to be, how its load balancers talk and what it is built on: the settings say, or the person. */
import * as vscode from 'vscode';
import { BASE_IMAGES, LEAST_NODES, MOST_NODES, VRRP_TRANSPORTS, VRRP_VERSIONS, type LabShape } from '../lab/shape';
import { labSettings } from '../settings';

/** One thing that can be chosen, and how it is asked. */
interface Choice {
  readonly label: string;
  readonly value: (shape: LabShape) => string;
  /** The shape with another value; undefined when nothing was chosen. */
  readonly ask: (shape: LabShape) => Promise<LabShape | undefined>;
}

const title = 'HA Lab';

function choice<K extends keyof LabShape>(
  key: K,
  label: string,
  values: readonly LabShape[K][],
  text: (value: LabShape[K]) => string = String,
): Choice {
  const ask = async (shape: LabShape) => {
    // What the setting names need not be in the list.
    const offered = [...new Set([shape[key], ...values])].map((value) => ({ label: text(value), value }));
    const order = key === 'baseImage' ? offered : offered.sort((a, b) => (a.value < b.value ? -1 : 1));
    const chosen = await vscode.window.showQuickPick(order, { title, placeHolder: label, ignoreFocusOut: true });
    return chosen && { ...shape, [key]: chosen.value };
  };
  return { label, value: (shape) => text(shape[key]), ask };
}

function counts(kind: keyof typeof LEAST_NODES, label: string): Choice {
  const least = LEAST_NODES[kind];
  return choice(
    kind,
    label,
    Array.from({ length: MOST_NODES - least + 1 }, (_, index) => index + least),
  );
}

function choicesFor(template: string): Choice[] {
  const apart = template !== 'two-node';
  return [
    ...(apart ? [counts('webServers', 'Web servers')] : []),
    counts('loadBalancers', apart ? 'Load balancers' : 'Servers'),
    choice('vrrpTransport', 'VRRP advertisements', VRRP_TRANSPORTS),
    choice('vrrpVersion', 'VRRP version', VRRP_VERSIONS),
    choice('baseImage', 'Base image', BASE_IMAGES),
  ];
}

/** What the settings say, until the first row takes it; undefined when the person gave up. */
export async function askShape(root: vscode.Uri, template: string): Promise<LabShape | undefined> {
  let { shape } = labSettings(root);
  const choices = choicesFor(template);
  for (;;) {
    const items = [
      { label: '$(check) Write the Files', description: '', choice: undefined },
      ...choices.map((one) => ({ label: one.label, description: one.value(shape), choice: one })),
    ];
    const placeHolder = 'Enter writes this lab; choose a row to change it';
    const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true });
    if (!chosen) return undefined;
    if (!chosen.choice) return shape;
    shape = (await chosen.choice.ask(shape)) ?? shape;
  }
}

/**
 * Makes a template's texts fit a machine: pure replacement of its presets. A template is valid as it stands, so there
 * are no placeholders in it; what is replaced are the names, addresses and ports that its compose.yaml names.
 */
import type { LabPlan } from './plan';

export interface Adaptation {
  readonly project: string;
  /** Instead of the preset's first three octets: `10.77.3.` */
  readonly prefix: string;
  /** Appended to container and network names; empty when the presets are free. */
  readonly suffix: string;
  readonly baseImage: string;
  /** Preset host port to the one used; those that stay may be left out. */
  readonly ports: ReadonlyMap<number, number>;
}

/** `10.77.0.` of `10.77.0.0/24`. */
export function prefixOf(plan: LabPlan): string {
  return plan.network.subnet.replace(/\d+\/\d+$/, '');
}

/** What the template's images are named after, and its project if that is free: `ha-lab` of `ha-lab-web`. */
export function presetName(plan: LabPlan): string {
  const [node] = plan.nodes.filter(({ build }) => build?.target !== undefined);
  return node === undefined ? plan.project : node.image.replace(`-${node.build!.target!}`, '');
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** For every text file of the template. */
export function adaptAddresses(text: string, from: string, to: string): string {
  return text.replace(new RegExp(`(?<![\\d.])${escape(from)}(?=\\d)`, 'g'), to);
}

/** For compose.yaml. `notes` become comment lines at its top. */
export function adaptCompose(text: string, preset: LabPlan, to: Adaptation, notes: readonly string[]): string {
  const name = escape(presetName(preset));
  const containers = preset.nodes.map(({ container }) => escape(container)).join('|');
  const adapted = adaptAddresses(text, prefixOf(preset), to.prefix)
    .replace(new RegExp(`^(\\s+image: )${name}-`, 'gm'), `$1${to.project}-`)
    .replace(new RegExp(`^(\\s+container_name: )(${containers})$`, 'gm'), `$1$2${to.suffix}`)
    .replace(new RegExp(`^(\\s+name: ${escape(preset.network.name)})$`, 'm'), `$1${to.suffix}`)
    .replace(/^(\s+BASE_IMAGE: ).*$/m, `$1${to.baseImage}`)
    .replace(/(- (?:[\d.]+:)?)(\d+)(?=:\d+$)/gm, (_, before: string, port: string) => {
      return `${before}${to.ports.get(Number(port)) ?? port}`;
    });
  return notes.length === 0 ? adapted : `${notes.map((note) => `# ${note}\n`).join('')}\n${adapted}`;
}

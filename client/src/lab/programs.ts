/** The programs of a node that read configurations: where they look, and how they are asked to check and to load. */
import type { NodePlan } from './plan';

export interface Program {
  readonly name: 'haproxy' | 'keepalived' | 'nginx' | 'apache2';
  /** As people write it: `HAProxy`. */
  readonly label: string;
  /** Folder of its configuration in a node. */
  readonly folder: string;
  /** Says what is wrong with the configuration, and fails. */
  readonly check: readonly string[];
  /** Takes the configuration over without stopping; fails when it did not. */
  readonly reload: readonly string[];
}

const PRESETS = { haproxy: 'haproxy.cfg', keepalived: 'keepalived.conf' } as const;

/** In the order in which they are loaded. */
const PROGRAMS: readonly Program[] = [
  {
    name: 'nginx',
    label: 'nginx',
    folder: '/etc/nginx',
    check: ['nginx', '-t', '-q'],
    reload: ['nginx', '-s', 'reload'],
  },
  {
    name: 'apache2',
    label: 'Apache',
    folder: '/etc/apache2',
    check: ['apache2ctl', 'configtest'],
    reload: ['service', 'apache2', 'reload'],
  },
  {
    name: 'haproxy',
    label: 'HAProxy',
    folder: '/etc/haproxy',
    check: ['service', 'haproxy', 'check'],
    reload: ['service', 'haproxy', 'reload'],
  },
  {
    name: 'keepalived',
    label: 'keepalived',
    folder: '/etc/keepalived',
    check: ['service', 'keepalived', 'check'],
    reload: ['service', 'keepalived', 'reload'],
  },
];

/** The programs whose configuration is copied into the node. */
export function programsOf(node: NodePlan): Program[] {
  return PROGRAMS.filter(({ folder }) => node.copy.some(({ to }) => to === folder || to.startsWith(`${folder}/`)));
}

/** Variables of a node that name the configuration of a program; they may change while its container exists. */
export const CHOICES = { haproxy: 'HAPROXY_CONFIG', keepalived: 'KEEPALIVED_CONFIG' } as const;

/** Folder in a node for the values of CHOICES that hold since its container was made. */
export const CHOSEN = '/var/lib/haconf';

/** Folder in a node for what its programs have loaded, by the names of the programs. */
export const LOADED = '/run/haconf/loaded';

/** What HAProxy calls its configuration: a link that leads to the one chosen. */
export const ACTIVE = '/etc/haproxy/.active.cfg';

/** Path in the node of what a program reads; undefined when the node does not run it. */
export function configurationOf(node: NodePlan, program: keyof typeof CHOICES): string | undefined {
  const found = programsOf(node).find(({ name }) => name === program);
  return found && (node.environment[CHOICES[program]] ?? `${found.folder}/${PRESETS[program]}`);
}

/** What makes the choices of a node known in it: files by their path there. */
export function choicesOf(node: NodePlan): Record<string, string> {
  return Object.fromEntries(
    (['haproxy', 'keepalived'] as const).flatMap((program) => {
      const configuration = configurationOf(node, program);
      return configuration === undefined ? [] : [[`${CHOSEN}/${CHOICES[program]}`, `${configuration}\n`]];
    }),
  );
}

/** Typed reads of the settings that the client itself uses; the language server asks for its own. */
import * as vscode from 'vscode';
import { countOf, DEFAULT_SHAPE, VRRP_TRANSPORTS, VRRP_VERSIONS, type LabShape } from './lab/shape';
import { FORMATS, type Format } from './lab/drills/show/saved';
import { DEFAULT_TEMPLATE, LAB_TEMPLATES } from './lab/templates';

export interface LabSettings {
  /** Folder proposed for a new lab, relative to the workspace. */
  readonly folder: string;
  /** How large a new lab is, how its load balancers talk, what it is built on. */
  readonly shape: LabShape;
  /** Which lab a new one is: a folder of lab-templates. */
  readonly template: string;
  /** Which engine: the name of a Docker context or an address; empty for the one that is found. */
  readonly dockerContext: string;
  /** Which engine: DOCKER_HOST, DOCKER_CONTEXT ... */
  readonly environment: Readonly<Record<string, string>>;
}

/** The values for a folder, with the defaults of package.json. A value of the wrong type counts as not given. */
export function labSettings(scope?: vscode.Uri): LabSettings {
  const configuration = vscode.workspace.getConfiguration('haLab', scope);
  const text = (key: string): string => {
    const value = configuration.get<unknown>(key);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    const fallback = configuration.inspect<string>(key)?.defaultValue;
    return fallback ?? '';
  };
  const environment = configuration.get<unknown>('environment');
  const entries = typeof environment === 'object' && environment !== null ? Object.entries(environment) : [];
  return {
    folder: text('folder'),
    shape: {
      webServers: countOf('webServers', Number(configuration.get<unknown>('webServers'))),
      loadBalancers: countOf('loadBalancers', Number(configuration.get<unknown>('loadBalancers'))),
      vrrpTransport: VRRP_TRANSPORTS.find((one) => one === text('vrrpTransport')) ?? DEFAULT_SHAPE.vrrpTransport,
      vrrpVersion:
        VRRP_VERSIONS.find((one) => one === configuration.get<unknown>('vrrpVersion')) ?? DEFAULT_SHAPE.vrrpVersion,
      baseImage: text('baseImage'),
    },
    template: LAB_TEMPLATES.find(({ id }) => id === text('template'))?.id ?? DEFAULT_TEMPLATE,
    dockerContext: text('dockerContext'),
    environment: Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
  };
}

/** Whether the lab's state is shown beside the lines of its configurations. */
export function showsLineState(scope: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('haLab', scope).get<unknown>('lineState') !== false;
}

export interface CheckSettings {
  /** Name or path of the program of this machine. */
  readonly path: string;
  /** Image whose program checks; empty: none. */
  readonly image: string;
}

/** How files of a language are checked by its program. */
export function checkSettings(program: 'haproxy' | 'keepalived', scope: vscode.Uri): CheckSettings {
  const configuration = vscode.workspace.getConfiguration(program, scope);
  const text = (key: string): string => {
    const value = configuration.get<unknown>(key);
    return typeof value === 'string' ? value.trim() : '';
  };
  return { path: text('path') || program, image: text('checkImage') };
}

export interface DrillSettings {
  /** Where reports are saved, relative to the lab's folder; empty: to be asked for. */
  readonly folder: string;
  /** What every run is saved as, without a question. */
  readonly formats: readonly Format[];
}

export function drillSettings(scope?: vscode.Uri): DrillSettings {
  const configuration = vscode.workspace.getConfiguration('haLab', scope);
  const folder = configuration.get<unknown>('drillFolder');
  const formats = configuration.get<unknown>('drillSave');
  return {
    folder: typeof folder === 'string' ? folder.trim() : 'drills',
    formats: Array.isArray(formats) ? FORMATS.filter((format) => formats.includes(format)) : [],
  };
}

/** Whether drills are offered above the lines of a running lab's configurations. */
export function showsDrillLenses(scope: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('haLab', scope).get<unknown>('drillLenses') !== false;
}

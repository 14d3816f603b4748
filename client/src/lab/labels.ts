/**
 * What marks a container or network as this lab's: Compose's own labels, so that `docker compose` on the same folder and
 * we see the same lab. Source: docker/compose, pkg/api/labels.go.
 */
import { normalize } from 'node:path';
import type { LabPlan, NodePlan } from './plan';

const PREFIX = 'com.docker.compose.';
export const SERVICE = `${PREFIX}service`;
const PROJECT = `${PREFIX}project`;
const FOLDER = `${PREFIX}project.working_dir`;
/** Ours: what the container was made from, to see whether it still fits. */
export const MADE_FROM = 'io.haconf.made-from';
/** Ours, on images: what they were built from. */
export const RECIPE = 'io.haconf.recipe';

/** What a container is made from. */
export interface Origin {
  /** Id of its image. */
  readonly image: string;
  /** By which we see whether it still fits. */
  readonly madeFrom: string;
  /** By which Compose sees it; undefined when there is no Compose to say it. */
  readonly composeHash: string | undefined;
}

export function containerLabels(plan: LabPlan, node: NodePlan, origin: Origin): Record<string, string> {
  const { image, madeFrom, composeHash } = origin;
  return {
    [PROJECT]: plan.project,
    [SERVICE]: node.name,
    [FOLDER]: plan.folder,
    [`${PREFIX}project.config_files`]: plan.file,
    [`${PREFIX}container-number`]: '1',
    [`${PREFIX}oneoff`]: 'False',
    // Compose 1 cannot go on without it. It means the labels' conventions, not that Compose made the container.
    [`${PREFIX}version`]: '2.0.0',
    [`${PREFIX}image`]: image,
    ...(composeHash === undefined ? {} : { [`${PREFIX}config-hash`]: composeHash }),
    [MADE_FROM]: madeFrom,
  };
}

export function networkLabels(plan: LabPlan): Record<string, string> {
  return { [PROJECT]: plan.project, [`${PREFIX}network`]: plan.network.key };
}

/** Ours, on the volume that marks a fault: which one, and how it is healed (drills/mark.ts). */
export const FAULT = 'io.haconf.fault';

export function volumeLabels(plan: LabPlan, fault: string): Record<string, string> {
  return { [PROJECT]: plan.project, [FAULT]: fault };
}

export function imageLabels(plan: LabPlan, recipe: string): Record<string, string> {
  return { [PROJECT]: plan.project, [RECIPE]: recipe };
}

/** Engine filter for everything of the project. */
export function ownFilter(plan: LabPlan): Record<string, string[]> {
  return { label: [`${PROJECT}=${plan.project}`] };
}

/** A container of a project that has our name but lives in another folder is not ours. */
export function isOwn(plan: LabPlan, labels: Readonly<Record<string, string>>): boolean {
  const folder = labels[FOLDER];
  return labels[PROJECT] === plan.project && (folder === undefined || normalize(folder) === normalize(plan.folder));
}

/** The Compose project that a container or network belongs to. */
export function projectOf(labels: Readonly<Record<string, string>>): string | undefined {
  return labels[PROJECT];
}

export function folderOf(labels: Readonly<Record<string, string>>): string | undefined {
  return labels[FOLDER];
}

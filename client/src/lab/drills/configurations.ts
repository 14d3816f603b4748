/** The configurations that a drill ran with, for its report: what can be read there holds no password. */
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ForecastNode, NodeText } from '../../../../server/src/protocol';
import type { LabPlan } from '../plan';
import type { RunConfiguration } from './report';

const SECRET = /\b(auth_pass|(?:insecure-)?password|stats\s+auth)(\s+)("[^"]*"|'[^']*'|\S+)/g;

/** Each once; one that differs between nodes once per node. */
export function configurationsOf(plan: LabPlan, nodes: readonly ForecastNode[]): RunConfiguration[] {
  const all = nodes.flatMap(({ name, keepalived, haproxy }) =>
    [keepalived, haproxy].flatMap((text) => (text ? [{ name, file: fileIn(plan, text), text: text.text }] : [])),
  );
  return all.flatMap(({ name, file, text }, index) => {
    const same = all.filter((other) => other.file === file);
    const differ = same.some((other) => other.text !== text);
    if (!differ && same[0] !== all[index]) return [];
    return [{ file: differ ? `${file} on ${name}` : file, lines: withoutSecrets(text).split(/\r?\n/) }];
  });
}

function fileIn({ folder }: LabPlan, { uri }: NodeText): string {
  return relative(folder, fileURLToPath(uri)).replaceAll(sep, '/');
}

/** The text with asterisks in the place of passwords. */
export function withoutSecrets(text: string): string {
  return text.replace(SECRET, '$1$2********');
}

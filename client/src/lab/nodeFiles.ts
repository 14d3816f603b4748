/** Which of a lab's files a node has, and which it runs. */
import { pathAt } from './check/material';
import type { NodePlan } from './plan';

/** Whether the node runs this file: it is copied there, and if a variable of the node names one in its folder, it is this one. */
export function runsFile(node: NodePlan, file: string): boolean {
  const inside = pathAt(node.copy, file);
  if (inside === undefined) return false;
  const folder = node.copy.map(({ to }) => to).find((to) => inside === to || inside.startsWith(`${to}/`)) ?? '';
  const named = Object.values(node.environment).filter((value) => value.startsWith(`${folder}/`));
  return named.length === 0 || named.includes(inside);
}

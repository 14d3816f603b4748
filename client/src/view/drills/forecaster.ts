/** What drills come to with the configurations as they stand in the editor, saved or not: the same texts that hovers read. */
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Forecast, ForecastNode, ForecastParams, NodeText, NoForecast } from '../../../../server/src/protocol';
import type { Drill } from '../../lab/drills/drill';
import { holderOf, targetsOf } from '../../lab/drills/preflight';
import { RATE, targetOf, TIMEOUT } from '../../lab/drills/requests';
import { fileOf } from '../../lab/drills/texts';
import type { LabPlan } from '../../lab/plan';
import type { LabState } from '../../lab/state';
import type { Server } from '../../languageClient';

async function textOf(file: string | undefined): Promise<NodeText | undefined> {
  if (file === undefined) return undefined;
  const uri = vscode.Uri.file(file);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return { uri: uri.toString(), text: open.getText() };
  try {
    return { uri: uri.toString(), text: await readFile(file, 'utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function nodesOf(plan: LabPlan): Promise<ForecastNode[]> {
  return Promise.all(
    plan.nodes
      .filter(({ role }) => role !== 'probe')
      .map(async (node) => {
        const { name, address, role } = node;
        if (role !== 'load-balancer') return { name, address };
        const [keepalived, haproxy] = await Promise.all([
          textOf(fileOf(node, 'keepalived')),
          textOf(fileOf(node, 'haproxy')),
        ]);
        return { name, address, keepalived, haproxy };
      }),
  );
}

/** Reckons drills, all with the texts as they are at this moment. */
export async function forecaster(
  server: Server,
  plan: LabPlan,
  state: LabState,
): Promise<(drill: Drill, target?: string) => Promise<Forecast | NoForecast>> {
  const nodes = await nodesOf(plan);
  const traffic = { address: plan.vips[0]?.address ?? '', port: targetOf(plan).port, rate: RATE, timeout: TIMEOUT };
  return (drill, wanted) => {
    const target = wanted ?? targetsOf(drill, plan, state)[0];
    if (target === undefined) return Promise.resolve({ because: 'the lab has no node that this drill can strike' });
    const params: ForecastParams = { drill: drill.id, target, holder: holderOf(state), nodes, traffic };
    return server.forecast(params);
  };
}

/** What is said beside the lines of a keepalived configuration. */
import type { LabState, LoadBalancerState } from '../lab/state';
import { loadBalancers } from '../lab/state';
import { verdictText } from '../lab/verdict';
import { words } from './row';
import type { Said } from './said';
import { vrrpColour, vrrpText } from './service';
import { verdictColour } from './vip';

type Text = Pick<Said, 'text' | 'colour'>;

/** How the instance is on the nodes that run the file, and who is MASTER of its virtual router if none of them is. */
export function instanceSaid(state: LabState, nodes: readonly LoadBalancerState[], name: string): Text[] {
  const found = nodes.flatMap((node) =>
    node.vrrp
      .filter((one) => node.keepalived === 'up' && one.name === name)
      .map((instance) => ({ node: node.name, instance })),
  );
  const [first] = found;
  if (!first) return [];
  const { virtualRouterId } = first.instance;
  const masters = loadBalancers(state).flatMap((node) =>
    node.vrrp
      .filter((one) => one.virtualRouterId === virtualRouterId && one.state === 'MASTER')
      .map(({ effectivePriority }) => ({ node: node.name, effectivePriority })),
  );
  const others = masters.filter(({ node }) => !found.some((one) => one.node === node));
  const other = others.map(({ node, effectivePriority }) => `MASTER is ${node} (${effectivePriority})`);
  const text = found.map(({ node, instance }) => `${node}: ${vrrpText([instance])}`).join(', ');
  const bad = found.some(({ instance }) => vrrpColour(instance) === 'bad');
  return [
    { text: words(text, ...other), colour: bad ? 'bad' : masters.length === 1 ? vrrpColour(first.instance) : 'warn' },
  ];
}

/** Who holds the address: judged where the lab knows it as its virtual one, else by the kernels alone. */
export function addressSaid(state: LabState, address: string): Text[] {
  const vip = state.vips.find((one) => one.address === address);
  if (vip) return [{ text: verdictText(vip.verdict), colour: verdictColour(vip.verdict) }];
  const asked = loadBalancers(state).filter(({ addresses }) => addresses !== undefined);
  if (asked.length === 0) return [];
  const holders = asked.filter(({ addresses }) => addresses?.includes(address)).map(({ name }) => name);
  const [holder, second] = holders;
  if (holder === undefined) return [{ text: 'nobody holds it', colour: 'bad' }];
  return [{ text: `held by ${holders.join(' and ')}`, colour: second === undefined ? 'good' : 'bad' }];
}

/** Whether the script passes, as each keepalived sees it. */
export function scriptSaid(nodes: readonly LoadBalancerState[], name: string): Said[] {
  return nodes
    .filter(({ keepalived }) => keepalived === 'up')
    .flatMap(({ name: node, scripts }) =>
      scripts
        .filter((script) => script.name === name)
        .map(({ passing }) => {
          if (passing === undefined) return { node, text: 'has not told yet', colour: 'dim' as const };
          return passing
            ? { node, text: 'passing', colour: 'good' as const }
            : { node, text: 'failing', colour: 'bad' as const };
        }),
    );
}

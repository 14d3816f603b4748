import { peacePriority } from '../handover';
import { type NodeRule, example, exampleNode, type Report, reportPair, virtualRouters, writing } from '../rule';

/** The priority of who owns the address; that of `state MASTER` when none is given. */
const OWNER = 255;

/** Two nodes with one priority. */
export const samePriority: NodeRule = {
  id: 'pair-same-priority',
  severity: 'warning',
  title: 'Nodes of a pair with the same priority',
  docs: 'With equal priorities the node with the higher IP address wins when both begin at once, else whoever is master stays it: nobody sees that in the configuration. Give the node that shall usually be master a higher priority; to keep it from taking over when it comes back, use `nopreempt`.',
  bad: example(exampleNode('lb1', '    priority 100'), exampleNode('lb2', '    priority 100')),
  good: example(exampleNode('lb1', '    priority 101'), exampleNode('lb2', '    priority 100')),
  checkNodes(nodes, report) {
    for (const router of virtualRouters(nodes)) {
      for (const [i, one] of router.entries()) {
        const other = router.slice(0, i).find((earlier) => peacePriority(earlier) === peacePriority(one));
        if (!other) continue;
        const message = `"${one.name}" has priority ${peacePriority(one)} here and on ${other.node}: the higher IP address decides who is master.`;
        const lower = one.priority.value - 1;
        const isGiven = one.priority.range !== one.head.range && lower > 0;
        const fix = isGiven ? writing(one.priority, String(lower)) : undefined;
        reportPair(report, one.priority, message, other.priority, 'The other node', fix);
      }
    }
  },
};

/** Two nodes that both call themselves master. */
export const twoMasters: NodeRule = {
  id: 'pair-two-masters',
  severity: 'info',
  title: 'Two nodes of a pair with state MASTER',
  docs: 'Priorities elect the master, whatever `state` says: two nodes with `state MASTER` mislead whoever reads the files, and `nopreempt` works on neither. Without a `priority`, MASTER means 255, the owner of the address: then both take it at every start, and this is a warning. At most one node of a virtual router is MASTER.',
  bad: example(
    exampleNode('lb1', '    state MASTER\n    priority 101'),
    exampleNode('lb2', '    state MASTER\n    priority 100'),
  ),
  good: example(
    exampleNode('lb1', '    state MASTER\n    priority 101'),
    exampleNode('lb2', '    state BACKUP\n    priority 100'),
  ),
  checkNodes(nodes, report) {
    for (const router of virtualRouters(nodes)) {
      const [first, ...others] = router.filter((one) => one.state?.value === 'MASTER');
      for (const other of others) {
        const owners = [first!, other].every((one) => one.priority.value === OWNER);
        const effect = owners
          ? 'both have priority 255 and take the address at every start'
          : 'the priorities decide, and "nopreempt" works on neither';
        const message = `"${other.name}" is MASTER here and on ${first!.node}: ${effect}. Write "state BACKUP" on all nodes but one.`;
        const levelled: Report = (uri, finding) => {
          report(uri, { ...finding, ...(owners && { severity: 'warning' }) });
        };
        reportPair(levelled, other.state!, message, first!.state!, 'The other node', writing(other.state!, 'BACKUP'));
      }
    }
  },
};

/** Two nodes that call themselves the same. */
export const sameRouterId: NodeRule = {
  id: 'pair-same-router-id',
  severity: 'info',
  title: 'Nodes of a pair with the same router_id',
  docs: 'Mails and logs name a node by its `router_id`. When the nodes share one, nobody can tell which of them speaks.',
  bad: example(exampleNode('lb', '    priority 101'), exampleNode('lb', '    priority 100')),
  good: example(exampleNode('lb1', '    priority 101'), exampleNode('lb2', '    priority 100')),
  checkNodes(nodes, report) {
    nodes.forEach((node, i) => {
      const other = nodes.slice(0, i).find(({ routerId }) => routerId && routerId.value === node.routerId?.value);
      if (!other?.routerId || !node.routerId) return;
      const message = `Both nodes call themselves "${node.routerId.value}": give each its own router_id.`;
      reportPair(report, node.routerId, message, other.routerId, 'The other node');
    });
  },
};

import { type NodeRule, example, exampleNode, reportPair, virtualRouters, writing } from '../rule';

const unicast = (own: string, peer: string, priority: number): string =>
  `    priority ${priority}\n    unicast_src_ip ${own}\n    unicast_peer {\n        ${peer}\n    }`;

/** Unicast nodes that do not know each other. */
export const peers: NodeRule = {
  id: 'pair-peers',
  severity: 'warning',
  title: 'Unicast peers that do not match',
  docs: "In unicast mode each node sends its advertisements to the peers it lists. A node that is not in the other's list hears nothing and becomes master as well.",
  bad: example(
    exampleNode('lb1', unicast('192.0.2.1', '192.0.2.2', 101)),
    exampleNode('lb2', unicast('192.0.2.2', '192.0.2.3', 100)),
  ),
  good: example(
    exampleNode('lb1', unicast('192.0.2.1', '192.0.2.2', 101)),
    exampleNode('lb2', unicast('192.0.2.2', '192.0.2.1', 100)),
  ),
  checkNodes(nodes, report) {
    for (const router of virtualRouters(nodes)) {
      for (const one of router) {
        for (const other of router) {
          const { source } = one;
          if (other === one || !source || other.peers.length === 0) continue;
          if (other.peers.some(({ value }) => value === source.value)) continue;
          const message = `${source.value} (${one.node}) is not among the peers of ${other.node}: ${one.node} gets no advertisements and becomes master as well.`;
          const only = router.length === 2 && other.peers.length === 1;
          const fix = only ? writing(other.peers[0]!, source.value) : undefined;
          reportPair(report, other.peers[0]!, message, source, 'The node that is missing', fix);
        }
      }
      const [multicast] = router.filter((one) => one.peers.length === 0);
      const [direct] = router.filter((one) => one.peers.length > 0);
      if (multicast && direct) {
        const message = `"${direct.name}" speaks unicast on ${direct.node} and multicast on ${multicast.node}: they do not hear each other.`;
        reportPair(report, direct.peers[0]!, message, multicast.head, 'The other node');
      }
    }
  },
};

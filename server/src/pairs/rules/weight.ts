import { handover, peacePriority, sufficientWeight } from '../handover';
import { type NodeRule, example, exampleNode, reportPair, virtualRouters, writing } from '../rule';

const check = (weight: number): string => `vrrp_script chk_haproxy {
    script "/usr/bin/pgrep --exact haproxy"
    weight ${weight}
}
`;
const tracking = (priority: number): string =>
  `    priority ${priority}\n    track_script {\n        chk_haproxy\n    }`;
const pair = (master: number, weight: number): string =>
  example(
    exampleNode('lb1', tracking(master), { before: check(weight) }),
    exampleNode('lb2', tracking(100), { before: check(weight) }),
  );

/** A failing check that does not change who is master. */
export const weight: NodeRule = {
  id: 'pair-weight',
  severity: 'warning',
  title: 'Weight too small to hand over',
  docs: "A tracked script with a weight changes the priority of its node. When the master's priority stays above the backup's even after a failure, the address stays where the service is dead: the most common mistake of all. The weight has to be greater than the difference of the priorities; weight 0 takes the node down altogether. With `nopreempt` on the backup no weight suffices.",
  bad: pair(110, 2),
  good: pair(101, 2),
  checkNodes(nodes, report) {
    for (const router of virtualRouters(nodes)) {
      const sorted = [...router].sort((a, b) => peacePriority(b) - peacePriority(a));
      const [master, ...backups] = sorted;
      if (!master) continue;
      for (const track of master.tracks) {
        const results = backups.map((backup) => ({ backup, result: handover(master, backup, track) }));
        if (results.some(({ result }) => !result || result.moves)) continue;
        const { backup, result } = results[0]!;
        const message = `When "${track.name}" fails on ${master.node}, "${master.name}" does not hand over: ${result!.sum}.`;
        const better = track.weightPlace && sufficientWeight(master, backup, track);
        const fix = better === undefined ? undefined : writing(track.weightPlace!, String(better));
        reportPair(report, track.place, message, backup.priority, `Priority of ${backup.node}`, fix);
      }
    }
  },
};

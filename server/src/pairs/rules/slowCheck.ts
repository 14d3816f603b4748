import { duration } from '../../core/duration';
import type { DocumentRule } from '../../core/language';
import { masterDown } from '../failover';
import { clusterNode, type NodeInstance, type Track } from '../node';
import { failoverNode } from '../prediction';
import { exampleNode } from '../rule';

const checked = (interval: number): string =>
  exampleNode('lb1', '    priority 101\n    advert_int 1\n    track_script {\n        chk_haproxy\n    }', {
    before: `vrrp_script chk_haproxy {
    script "/usr/bin/pgrep --exact haproxy"
    interval ${interval}
    fall 2
}
`,
  });

/** A check that notices a dead service later than a backup notices a dead node. Each file tells by itself. */
export const slowCheck: DocumentRule = {
  id: 'slow-check',
  severity: 'info',
  title: 'Check that is slower than the death of a whole node',
  docs: 'A script counts as failed after `fall` runs (1), one every `interval` (1 s), and a `timeout` when the last one hangs. A backup takes over from a node that is dead altogether after three times `advert_int` and the skew of its priority. A check that takes longer than that leaves a dead service in place for longer than a dead machine: look more often, or count fewer failures. A check that is costly may well be slow: then silence this.',
  bad: checked(5),
  good: checked(1),
  checkDocument({ uri }, { configuration }, report) {
    const seen = new Set<string>();
    for (const one of clusterNode(configuration).instances) {
      const down = masterDown(failoverNode(one));
      if (one.uncertain || !Number.isFinite(down)) continue;
      for (const track of one.tracks) {
        const noticed = noticedAfter(track);
        const at = track.intervalPlace ?? track.entry;
        if (!(noticed > down) || at.uri !== uri || seen.has(track.name)) continue;
        seen.add(track.name);
        const related = { uri: one.head.uri, range: (one.advertInterval ?? one.head).range };
        report({
          range: at.range,
          message: messageOf(one, track, noticed, down),
          related: [{ ...related, message: `What "${one.name}" waits by` }],
        });
      }
    }
  },
};

/** Seconds until a failure counts; NaN: it is not known. */
function noticedAfter({ kind, uncertain, interval, fall, timeout }: Track): number {
  return kind === 'script' && !uncertain ? interval * fall + timeout : NaN;
}

function messageOf({ name, downAdverts }: NodeInstance, track: Track, noticed: number, down: number): string {
  const { interval, fall, timeout } = track;
  const sum = `${fall} × ${interval} s${timeout > 0 ? ` and a timeout of ${timeout} s` : ''}`;
  return `"${track.name}" counts as failed after ${duration(noticed)} (${sum}), but a dead node is replaced after ${duration(down)} (${downAdverts} × advert_int of "${name}" and the skew): look more often.`;
}

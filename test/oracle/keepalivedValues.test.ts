import { describe, expect, test } from 'vitest';
import { type Arg, type Keyword, minArgs, type Schema } from '../../server/src/core/schema';
import { keepalived } from '../../server/src/languages/keepalived';
import { diagnosed } from '../support/diagnosing';
import { programs } from '../support/keepalivedProgram';

/** What the blocks need around a single line, beside their name. */
const HEADS: Readonly<Record<string, string>> = {
  vrrp_instance: 'vrrp_instance V {',
  vrrp_script: 'vrrp_script S {',
  vrrp_sync_group: 'vrrp_sync_group G {',
  virtual_server: 'virtual_server 192.0.2.1 80 {',
  real_server: 'real_server 192.0.2.2 80 {',
  bfd_instance: 'bfd_instance B {',
  track_file: 'track_file F {',
  vrrp_track_file: 'vrrp_track_file F {',
  vrrp_track_process: 'vrrp_track_process P {',
};
/**
 * What the program says of these depends on more than the value: on other lines, the number of processors, the release.
 * Some names it reports as deprecated, whatever their value.
 */
const DEPENDS =
  /^(?:.*_cpu_affinity|hashed|[ms]h-.*|sorry_server.*|nb_get_retry|vmac_garp_intvl|vrrp_vmac_garp_intvl|vrrp_iptables|.*_ipsets|json_version|ip_family|.*delay_before_retry|.*warmup|snmp_.*_interval|owner_ignore.*|thread_timer_expired|child_wait_time|garp_interval|gna_interval)$/;

interface Case {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

function* casesOf(schema: Schema): Generator<Case> {
  for (const block of schema.blocks.values()) {
    // 2.3 never ends on a `host` that holds a single setting.
    if (block.open || block.type === '' || block.type.endsWith('.host')) continue;
    const path = block.type.split('.');
    for (const keyword of block.keywords.all) {
      if (keyword.block !== undefined || minArgs(keyword) > 1 || DEPENDS.test(keyword.name)) continue;
      for (const value of valuesFor(keyword)) {
        const before = path.map((name) => HEADS[name] ?? `${name} {`);
        const text = [...before, `${keyword.name} ${value}`, ...path.map(() => '}'), ''].join('\n');
        yield { name: `${block.type}.${keyword.name} ${value}`, text, line: before.length + 1 };
      }
    }
  }
}

/** On either side of the limits, and what is no value at all. */
function valuesFor(keyword: Keyword): string[] {
  const arg = keyword.args.length === 1 || keyword.args[1]?.optional ? keyword.args[0] : undefined;
  if (!arg) return [];
  if (arg.type === 'enum') return [...arg.values!.map(({ name }) => name), 'nonsense'];
  if (!['int', 'uint', 'decimal', 'port'].includes(arg.type)) return [];
  return [...limits(arg), 'nonsense', '1x', '--1'];
}

function limits({ type, min = 1, max = 65535 }: Arg): string[] {
  // Larger limits are those of the program's own numbers, and print in other ways.
  const within = [min, ...(max <= 4294967295 ? [max] : [])];
  const outside = type === 'decimal' ? [min - 1] : [min - 1, ...(max < 4294967295 ? [max + 1] : [])];
  return [...within, ...outside].map(String).filter((value) => !value.includes('e'));
}

/** One program of each version: the images of one version answer alike. */
const asked = programs().filter((one, i, all) => all.findIndex((other) => other.version === one.version) === i);

describe.each(asked.map((program) => [`${program.name} (${program.version})`, program] as const))(
  '%s',
  (_name, program) => {
    test('refuses the values that we refuse, and no others', () => {
      const cases = [...casesOf(keepalived.schema(program.version))];
      expect(cases.length).toBeGreaterThan(500);
      const verdicts = program.judge(cases.map((one) => one.text));
      const disagreements = cases.flatMap(({ name, text, line }, index) => {
        const { lines, messages } = verdicts[index]!;
        // Not every build knows every keyword.
        if (messages.some((message) => message.includes('Unknown keyword'))) return [];
        const ours = diagnosed(keepalived, text, program.version).some(
          (found) => found.rule === 'invalid-value' && found.range.start.line === line - 1,
        );
        return ours === lines.includes(line) ? [] : [`${name}: ${messages.join(' | ')}`];
      });
      expect(disagreements).toEqual([]);
    });
  },
);

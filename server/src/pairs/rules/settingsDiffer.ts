import type { Fix } from '../../core/language';
import type { NodeInstance, Placed } from '../node';
import { bare, type NodeRule, example, exampleNode, reportPair, type Report, virtualRouters } from '../rule';

/** Nodes of one virtual router that do not understand each other. */
export const settingsDiffer: NodeRule = {
  id: 'pair-settings-differ',
  severity: 'warning',
  title: 'Nodes of a pair that do not agree',
  docs: 'The nodes of a virtual router have to agree on its number, addresses, advertisement interval, VRRP version and password. A node drops advertisements that do not fit and takes itself for the only one: both become master.',
  bad: example(exampleNode('lb1', '    priority 101', { id: 51 }), exampleNode('lb2', '    priority 100', { id: 52 })),
  good: example(exampleNode('lb1', '    priority 101'), exampleNode('lb2', '    priority 100')),
  checkNodes(nodes, report) {
    for (const [first, ...others] of virtualRouters(nodes)) for (const other of others) compare(first!, other, report);
  },
};

function compare(first: NodeInstance, other: NodeInstance, report: Report): void {
  differ('virtual_router_id', first.id, other.id, 'each node takes itself for the only one and becomes master');
  differ('advert_int', first.advertInterval, other.advertInterval, 'a node drops advertisements of another interval');
  differ('auth_pass', first.password, other.password, 'a node drops advertisements with another password');
  if (first.version !== other.version) {
    say(
      other.head,
      `"${other.name}" speaks VRRP ${other.version} here and ${first.version} on ${first.node}: neither understands the other.`,
      first.head,
    );
  }
  const missing = (a: NodeInstance, b: NodeInstance): void => {
    const known = new Set(b.addresses.map(({ value }) => bare(value)));
    const lacking = a.addresses.filter(({ value }) => !known.has(bare(value)));
    for (const address of lacking) {
      say(
        address,
        `${bare(address.value)} stands in "${a.name}" of ${a.node} but not of ${b.node}: after a failover nobody carries it.`,
        b.head,
      );
    }
  };
  missing(first, other);
  missing(other, first);

  function differ(what: string, a: Placed<unknown> | undefined, b: Placed<unknown> | undefined, effect: string): void {
    if (!a || !b || a.value === b.value) return;
    // A password is not repeated in messages.
    const values = what === 'auth_pass' ? '' : ` (${String(b.value)} here, ${String(a.value)} on ${first.node})`;
    say(b, `"${what}" of "${other.name}" differs from ${first.node}${values}: ${effect}.`, a, {
      title: `Write what ${first.node} has`,
      edits: [{ range: b.range, text: written(a) }],
    });
  }
  function say(at: Placed<unknown>, message: string, there: Placed<unknown>, fix?: Fix): void {
    reportPair(report, at, message, there, 'The other node', fix);
  }
}

/** A value as the file has to have it. */
function written({ value }: Placed<unknown>): string {
  const text = String(value);
  return /^[\w.:-]+$/.test(text) ? text : `"${text}"`;
}

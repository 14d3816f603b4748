import type { Fix, Severity } from '../../core/language';
import type { NodeInstance, Placed } from '../node';
import { bare, type NodeRule, example, exampleNode, reportPair, type Report, virtualRouters } from '../rule';

/** keepalived's default (keepalived.conf(5)), in seconds. */
const DEFAULT_INTERVAL = 1;
/** Characters of a password that VRRP 2 has room for (RFC 2338, 5.3.10). */
const SENT = 8;

/** Nodes of one virtual router that do not understand each other. */
export const settingsDiffer: NodeRule = {
  id: 'pair-settings-differ',
  severity: 'warning',
  title: 'Nodes of a pair that do not agree',
  docs: 'The nodes of a virtual router have to agree on its number, addresses, advertisement interval, VRRP version and password. A node drops advertisements that do not fit and takes itself for the only one: both become master. With VRRP 3 the backup takes over the interval of the master, so that a difference is only information: how long a failover takes depends on who was master.',
  bad: example(exampleNode('lb1', '    priority 101', { id: 51 }), exampleNode('lb2', '    priority 100', { id: 52 })),
  good: example(exampleNode('lb1', '    priority 101'), exampleNode('lb2', '    priority 100')),
  checkNodes(nodes, report) {
    for (const [first, ...others] of virtualRouters(nodes)) for (const other of others) compare(first!, other, report);
  },
};

function compare(first: NodeInstance, other: NodeInstance, report: Report): void {
  differ('virtual_router_id', first.id, other.id, 'each node takes itself for the only one and becomes master');
  intervals();
  passwords();
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
        `${bare(address.value)} stands in "${a.name}" of ${a.node} but not of ${b.node}: a node drops advertisements with other addresses, and both become master.`,
        b.head,
      );
    }
  };
  missing(first, other);
  missing(other, first);

  function intervals(): void {
    const [a, b] = [first, other].map((one) => one.advertInterval ?? { ...one.head, value: DEFAULT_INTERVAL });
    if (!a || !b || a.value === b.value) return;
    const learns = first.version === 3 && other.version === 3;
    const effect = learns
      ? 'the backup follows its master, and a failover takes another time each way'
      : 'a node drops advertisements of another interval, and both become master';
    differ('advert_int', a, b, effect, learns ? 'info' : undefined);
  }
  /** Only VRRP 2 has them, and only their first eight characters count. */
  function passwords(): void {
    if (first.version !== 2 || other.version !== 2) return;
    const [a, b] = [first.password, other.password];
    const effect = 'a node drops advertisements with another password, and both become master';
    if (a && b) {
      if (a.value.slice(0, SENT) !== b.value.slice(0, SENT)) differ('auth_pass', a, b, effect);
    } else if (a ?? b) {
      const [has, lacks] = a ? [a, other] : [b!, first];
      say(
        lacks.head,
        `"${lacks.name}" of ${lacks.node} has no password, the other node has one: both become master.`,
        has,
      );
    }
  }
  function differ(
    what: string,
    a: Placed<unknown> | undefined,
    b: Placed<unknown> | undefined,
    effect: string,
    severity?: Severity,
  ): void {
    if (!a || !b || a.value === b.value) return;
    // A password is not repeated in messages.
    const values = what === 'auth_pass' ? '' : ` (${String(b.value)} here, ${String(a.value)} on ${first.node})`;
    const isGiven = b.range !== other.head.range;
    const fix = { title: `Write what ${first.node} has`, edits: [{ range: b.range, text: written(a) }] };
    const message = `"${what}" of "${other.name}" differs from ${first.node}${values}: ${effect}.`;
    say(b, message, a, isGiven ? fix : undefined, severity);
  }
  function say(at: Placed<unknown>, message: string, there: Placed<unknown>, fix?: Fix, severity?: Severity): void {
    const levelled: Report = (uri, finding) => {
      report(uri, { ...finding, ...(severity && { severity }) });
    };
    reportPair(levelled, at, message, there, 'The other node', fix);
  }
}

/** A value as the file has to have it. */
function written({ value }: Placed<unknown>): string {
  const text = String(value);
  return /^[\w.:-]+$/.test(text) ? text : `"${text}"`;
}

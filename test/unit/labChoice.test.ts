/** Which configuration HAProxy runs, as compose.yaml says it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseInDefinition, configurationsFor, withChoice } from '../../client/src/lab/choice';
import { parsePlan } from '../../client/src/lab/compose';
import { configurationOf } from '../../client/src/lab/programs';

const FILE = join(import.meta.dirname, '../../lab-templates/two-web-two-lb/compose.yaml');
const TEXT = readFileSync(FILE, 'utf8');
const PLAIN = '/etc/haproxy/haproxy.cfg';
const TLS = '/etc/haproxy/haproxy-tls-termination.cfg';

const plan = parsePlan(TEXT, FILE);
const chosenBy = (text: string) =>
  parsePlan(text, FILE)
    .nodes.filter(({ role }) => role === 'load-balancer')
    .map((node) => configurationOf(node, 'haproxy'));

describe('A choice in compose.yaml', () => {
  it('is one value for each node, and nothing else changes', () => {
    const text = chooseInDefinition(TEXT, plan, ['mylb1', 'mylb2'], TLS);
    expect(text).toBe(TEXT.replaceAll(PLAIN, TLS));
    expect(chosenBy(text)).toEqual([TLS, TLS]);
    expect(chosenBy(chooseInDefinition(TEXT, plan, ['mylb2'], TLS))).toEqual([PLAIN, TLS]);
  });

  it('may stand in a list, in quotes, or with a comment', () => {
    const list = `    environment:\n      - HAPROXY_CONFIG=${PLAIN} # mine\n      - KEEPALIVED_CONFIG`;
    const text = TEXT.replace(/ {4}environment:\n {6}HAPROXY_CONFIG: .*\n {6}KEEPALIVED_CONFIG:/, `${list}=`)
      .replace('KEEPALIVED_CONFIG= ', 'KEEPALIVED_CONFIG=')
      .replace(`HAPROXY_CONFIG: ${PLAIN}`, `HAPROXY_CONFIG: "${PLAIN}" # yours`);
    expect(chosenBy(text)).toEqual([PLAIN, PLAIN]);
    const changed = chooseInDefinition(text, plan, ['mylb1', 'mylb2'], TLS);
    expect(chosenBy(changed)).toEqual([TLS, TLS]);
    expect(changed).toContain(`- HAPROXY_CONFIG=${TLS} # mine`);
    expect(changed).toContain(`HAPROXY_CONFIG: ${TLS} # yours`);
  });

  it('may be a name that YAML would read otherwise', () => {
    const odd = '/etc/haproxy/a #1: b.cfg';
    expect(chosenBy(chooseInDefinition(TEXT, plan, ['mylb1'], odd))).toEqual([odd, PLAIN]);
  });

  it('is asked for where there is none', () => {
    const text = TEXT.replace(/ {6}HAPROXY_CONFIG: .*\n/, '');
    expect(chosenBy(text)).toEqual([PLAIN, PLAIN]);
    expect(() => chooseInDefinition(text, plan, ['mylb1'], TLS)).toThrow(
      expect.objectContaining({
        code: 'definition',
        action: `Add this line under services, mylb1, environment: HAPROXY_CONFIG: ${TLS}`,
      }),
    );
  });
});

describe('The configurations to choose from', () => {
  it('say what they are, and which is chosen', async () => {
    const node = plan.nodes.find(({ name }) => name === 'mylb1')!;
    const found = await configurationsFor(withChoice(node, TLS));
    expect(found.map(({ name, chosen }) => [name, chosen])).toEqual([
      ['haproxy-tls-passthrough.cfg', false],
      ['haproxy-tls-termination.cfg', true],
      ['haproxy.cfg', false],
    ]);
    expect(found[2]).toMatchObject({ about: 'Plain HTTP.', target: PLAIN });
  });
});

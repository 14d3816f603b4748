import { describe, expect, test } from 'vitest';
import { Engine } from '../../server/src/engine';

describe('the number in a tracked file', () => {
  const file = (lines: string, priority: number, more = ''): string => `track_file state {
    file /run/state
    ${lines}
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    priority ${priority}
    ${more}
    virtual_ipaddress {
        192.0.2.10
    }
    track_file {
        state
    }
}
`;

  /** What stands behind the tracked name on the master, and the hover's row. */
  function told(lines: string, master = 110, more = ''): string {
    const engine = new Engine();
    const [one, other] = ['file:///lb1/keepalived.conf', 'file:///lb2/keepalived.conf'];
    const text = file(lines, master);
    engine.open(one, 'keepalived', text);
    engine.open(other, 'keepalived', file('weight 0', 100, more));
    engine.know([one, other]);
    const range = { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } };
    return engine
      .inlayHints(one, range)
      .flatMap(({ position, label }) => (position.line === 13 ? [label as string] : []))
      .join();
  }

  test.each([
    ['weight 0', 'anything but 0: fault state: hands over'],
    ['weight 0 reverse', '0: fault state: hands over'],
    ['', '-11 or less: 110 - 11 × 1 = 99 < 100: hands over'],
    ['weight 5', '-3 or less: 110 - 3 × 5 = 95 < 100: hands over'],
    ['weight -20', '1 or more: 110 - 20 = 90 < 100: hands over'],
    ['weight -20 reverse', '-1 or less: 110 - 20 = 90 < 100: hands over'],
    ['weight -254', '1 or more: -254 is below -253: fault state: hands over'],
    // 30 in the file add to the priority from the beginning.
    ['init_file 30', '-11 or less: 110 - 11 × 1 = 99 < 100: hands over'],
  ])('%s', (lines, expected) => {
    expect(told(lines)).toBe(expected);
  });

  test('when the backup does not preempt, only what takes the node down', () => {
    expect(told('weight 5', 110, 'nopreempt')).toBe('-51 or less: -51 × 5 is below -253: fault state: hands over');
  });

  test('what it begins with belongs to the priority in peace', () => {
    const engine = new Engine();
    engine.open('file:///keepalived.conf', 'keepalived', file('weight 2\n    init_file 20 overwrite', 110));
    const range = { start: { line: 0, character: 0 }, end: { line: 18, character: 0 } };
    expect(engine.inlayHints('file:///keepalived.conf', range).map(({ label }) => label)).toContain('effective 150');
    const hover = engine.hover('file:///keepalived.conf', { line: 5, character: 2 });
    expect(JSON.stringify(hover?.contents)).toContain('reads');
  });
});

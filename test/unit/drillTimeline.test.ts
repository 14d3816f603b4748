// The picture of a timeline: everything that happened is on it, where its time is, and no label touches another.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANES, type DrillReport, type TimelineEvent } from '../../client/src/lab/drills/report';
import { timelineFile } from '../../client/src/lab/drills/show/file';
import { labelWidth, layout, SIZE, ticksOf } from '../../client/src/lab/drills/show/layout';
import { timelineSvg } from '../../client/src/lab/drills/show/timeline';
import { exampleReport } from '../support/drillReport';
import { below, ofClass, parseSvg } from '../support/svg';

const withEvents = (events: readonly TimelineEvent[], more: Partial<DrillReport['timeline']> = {}): DrillReport => ({
  ...exampleReport,
  timeline: { ...exampleReport.timeline, ...more, events },
});

/** Labels that touch one another, or another's bar, by their texts. */
function collisions(report: DrillReport): string[] {
  const { rows } = layout(report);
  const boxes = rows.flatMap(({ bars }) =>
    bars.flatMap(({ label, x, y, width }) => [
      {
        what: label.text,
        of: label,
        left: label.x,
        right: label.x + labelWidth(label.text),
        top: label.y - 10,
        bottom: label.y + 3,
      },
      ...(width > 3
        ? [{ what: 'bar', of: label, left: x + 1, right: x + width - 1, top: y, bottom: y + SIZE.bar }]
        : []),
    ]),
  );
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (other) =>
          one.of !== other.of &&
          one.left < other.right &&
          other.left < one.right &&
          one.top < other.bottom &&
          other.top < one.bottom,
      )
      .map((other) => `${one.what} / ${other.what}`),
  );
}

const event = fc.record({
  lane: fc.constantFrom(...LANES),
  node: fc.constantFrom('mylb1', 'mylb2', null),
  at: fc.integer({ min: -2000, max: 20_000 }),
  lasts: fc.option(fc.integer({ min: 0, max: 20_000 })),
  tone: fc.constantFrom('good', 'bad', 'change' as const),
  text: fc.string({ minLength: 1, maxLength: 90 }),
});

describe('the timeline', () => {
  it('is well-formed and holds every event, with its time and its node', () => {
    const svg = parseSvg(timelineSvg(exampleReport));
    const events = ofClass(svg, 'event');
    expect(events).toHaveLength(exampleReport.timeline.events.length);
    const titles = events.map(({ children }) => children.find(({ name }) => name === 'title')?.text);
    expect(titles).toContain('keepalived on mylb2, from 5.14 s for 9.54 s: MASTER');
    expect(titles).toContain('Gratuitous ARP on mylb2, at 5.14 s: announces 10.77.0.100');
    expect(titles).toContain('Client, from 12 ms for 5.13 s: 257 requests failed: connection refused (bad)');
  });

  it('has the lanes in their order, one line per node where nodes matter', () => {
    const { rows } = layout(exampleReport);
    expect(rows.map(({ lane, node }) => (node === null ? lane : `${lane} ${node}`))).toEqual([
      'fault',
      'haproxy mylb1',
      'haproxy mylb2',
      'keepalived mylb1',
      'keepalived mylb2',
      'address mylb1',
      'address mylb2',
      'arp',
      'client',
    ]);
    const tops = rows.map(({ y }) => y);
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
  });

  it('puts everything where its time is', () => {
    const { rows, fault, healed, width } = layout(exampleReport);
    const killed = rows[0]!.bars[0]!;
    expect(killed.x).toBe(fault);
    expect(Math.abs(killed.x + killed.width - healed!)).toBeLessThan(0.2);
    const master = rows.find(({ lane, node }) => lane === 'keepalived' && node === 'mylb2')!.bars[1]!;
    const share = (5139 + 2000) / 18_800;
    expect(master.x).toBeCloseTo(SIZE.gutter + share * (width - SIZE.gutter - SIZE.right), 0);
  });

  it('shows each label whole, with no two touching', () => {
    expect(collisions(exampleReport)).toEqual([]);
    const texts = ofClass(parseSvg(timelineSvg(exampleReport)), 'label').map(({ text }) => text);
    expect(texts).toContain('257 requests failed: connection refused');
    expect(texts).toContain('mylb1: announces 10.77.0.100');
    expect(texts.filter((text) => text.endsWith('…'))).toEqual([]);
  });

  it('has no two labels touching whatever happens', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 25 }), (list) => {
        const events = list.map(({ lasts, ...one }): TimelineEvent => ({
          ...one,
          until: lasts === null ? null : one.at + lasts,
        }));
        const report = withEvents(events, { begin: -2000, end: 20_000 });
        expect(collisions(report)).toEqual([]);
        const { rows, width } = layout(report);
        for (const { x, label } of rows.flatMap(({ bars }) => bars)) {
          expect(x).toBeGreaterThanOrEqual(SIZE.gutter);
          expect(label.x).toBeGreaterThan(0);
          expect(label.x + labelWidth(label.text)).toBeLessThan(width + 1);
        }
        expect(ofClass(parseSvg(timelineSvg(report)), 'event')).toHaveLength(events.length);
      }),
      { numRuns: 300 },
    );
  });

  it('tells what fails without colours', () => {
    const svg = parseSvg(timelineSvg(exampleReport, { id: 'one' }));
    for (const bad of ofClass(svg, 'bad').filter(({ attributes }) => attributes['class']!.startsWith('event'))) {
      expect(ofClass(bad, 'hatched')[0]?.attributes['fill']).toBe('url(#one-hatch)');
    }
    expect(below(svg).find(({ attributes }) => attributes['id'] === 'one-hatch')?.name).toBe('pattern');
  });

  it('is one image with a text alternative, or a list of events to walk through', () => {
    const image = parseSvg(timelineSvg(exampleReport));
    expect(image.attributes['role']).toBe('img');
    const named = (id: string) => below(image).find(({ attributes }) => attributes['id'] === id)?.text;
    expect(named(image.attributes['aria-labelledby']!)).toBe('Drill: HAProxy killed');
    expect(named(image.attributes['aria-describedby']!)).toContain('healed after 10 s. 23 events.');

    const list = parseSvg(timelineSvg(exampleReport, { interactive: true }));
    const items = below(list).filter(({ attributes }) => attributes['role'] === 'listitem');
    expect(items.map(({ attributes }) => attributes['aria-label'])).toContain(
      'Fault on mylb1, from 0 s for 10 s: HAProxy killed (bad)',
    );
    expect(items.every(({ attributes }) => attributes['tabindex'] === '-1')).toBe(true);
  });

  it('stands alone as a file in a light and a dark page, without scripts and references', () => {
    const text = timelineFile(exampleReport);
    const svg = parseSvg(text);
    const style = below(svg).find(({ name }) => name === 'style')!.text;
    expect(style).toContain('@media (prefers-color-scheme:dark)');
    expect(style).not.toContain('var(');
    expect(text).not.toMatch(/<script|href=|onload|@import|url\((?!#)/);
  });

  it('escapes what nodes say', () => {
    const said = '<script>alert("1")</script> & \'more\'';
    const report = withEvents([{ lane: 'client', node: null, at: 0, until: 9000, tone: 'bad', text: said }]);
    const text = timelineSvg(report);
    expect(text).not.toContain('<script>');
    expect(ofClass(parseSvg(text), 'label')[0]?.text).toBe(said);
  });

  it.each([
    [-2000, 16_800, 2000],
    [-500, 900, 100],
    [-10_000, 300_000, 30_000],
  ])('has round moments from %i to %i', (begin, end, step) => {
    const ticks = ticksOf({ ...exampleReport.timeline, begin, end });
    expect(ticks).toContain(0);
    expect(ticks.length).toBeLessThan(16);
    expect(ticks[1]! - ticks[0]!).toBe(step);
  });
});

// A report as Markdown, and two reports side by side.
import { describe, expect, it } from 'vitest';
import type { DrillReport } from '../../client/src/lab/drills/report';
import { compareReports } from '../../client/src/lab/drills/show/compare';
import { lineChanges } from '../../client/src/lab/drills/show/lines';
import { reportMarkdown } from '../../client/src/lab/drills/show/markdown';
import { amount, change, duration, expected, names } from '../../client/src/lab/drills/show/numbers';
import { dominatingLine, resultRows } from '../../client/src/lab/drills/show/rows';
import { exampleReport } from '../support/drillReport';

const forecast = exampleReport.forecast!;
const measured = exampleReport.measured!;

/** The tables of a Markdown text: rows of cells, the head first. */
function tables(markdown: string): string[][][] {
  const blocks = markdown.split('\n\n').filter((block) => block.startsWith('|'));
  return blocks.map((block) =>
    block
      .split('\n')
      .filter((_, index) => index !== 1)
      .map((line) => line.slice(2, -2).split(' | ')),
  );
}

describe('numbers', () => {
  it.each([
    [0, '0 s'],
    [0.4, '0 s'],
    [12, '12 ms'],
    [99.4, '99 ms'],
    [100, '0.1 s'],
    [1541, '1.54 s'],
    [9994, '9.99 s'],
    [10_020, '10 s'],
    [12_345, '12.3 s'],
    [125_000, '2 min 5 s'],
    [180_000, '3 min'],
    [-24, '-24 ms'],
  ])('%i ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('have their units and their plurals', () => {
    expect(amount('lost', 1)).toBe('1 request');
    expect(amount('lost', 257)).toBe('257 requests');
    expect(expected('lost', { low: 180, high: 281, sum: '', line: null })).toBe('180 to 281 requests');
    expect(expected('clientGap', { low: 0, high: null, sum: '', line: null })).toBe('as long as the fault lasts');
    expect(expected('clientGap', { low: 500, high: null, sum: '', line: null })).toBe(
      'at least 0.5 s, as long as the fault lasts',
    );
    expect(expected('failback', null)).toBe('does not happen');
    expect(change('clientGap', 5148, 2600)).toBe('−2.55 s');
    expect(change('lost', 100, 101)).toBe('+1 request');
    expect(change('vipGap', 0, 0)).toBe('the same');
    expect(names([])).toBe('nobody');
    expect(names(['mylb1', 'mylb2'])).toBe('mylb1 and mylb2');
  });
});

describe('the results', () => {
  it('put predicted next to measured, a measured 0 too', () => {
    const rows = resultRows(exampleReport);
    expect(rows.map(({ measure }) => measure)).toEqual([
      'holders',
      'detection',
      'vipGap',
      'clientGap',
      'lost',
      'recovery',
      'failback',
    ]);
    expect(rows.find(({ measure }) => measure === 'vipGap')).toMatchObject({
      predicted: '0 s',
      measured: '0 s',
      agrees: true,
    });
  });

  it('leave out what neither was predicted nor happened, and show what happened unpredicted', () => {
    const report: DrillReport = {
      ...exampleReport,
      forecast: { ...forecast, measures: { ...forecast.measures, failback: null, recovery: null } },
      measured: { ...measured, measures: { ...measured.measures, failback: null, vipGap: 0 } },
    };
    const rows = resultRows(report);
    expect(rows.some(({ measure }) => measure === 'failback')).toBe(false);
    expect(rows.find(({ measure }) => measure === 'recovery')).toMatchObject({
      predicted: 'does not happen',
      measured: '4.7 s',
    });
  });

  it('show the guess next to what it was about', () => {
    const rows = resultRows({ ...exampleReport, guess: { measure: 'clientGap', value: 1500 } });
    expect(rows.filter(({ guessed }) => guessed !== '').map(({ measure, guessed }) => [measure, guessed])).toEqual([
      ['clientGap', '1.5 s'],
    ]);
  });

  it('name the line that dominates what clients notice', () => {
    expect(dominatingLine(exampleReport)?.line.text).toBe('advert_int 1');
    const stays = { ...exampleReport, forecast: { ...forecast, measures: { ...forecast.measures, clientGap: null } } };
    expect(dominatingLine(stays)?.line.text).toBe('weight 2');
    expect(dominatingLine({ ...exampleReport, forecast: null })).toBeNull();
  });
});

describe('the report as Markdown', () => {
  it('says the verdict first, then predicted and measured, the line to change, and everything that happened', () => {
    const markdown = reportMarkdown(exampleReport, { picture: 'a run.svg' });
    const [head, verdict] = markdown.split('\n\n');
    expect(head).toBe('# Drill: HAProxy killed');
    expect(verdict).toBe(`**${exampleReport.verdict}**`);
    const [results, timeline] = tables(markdown);
    expect(results![0]).toEqual(['', 'Predicted', 'Measured', 'As predicted', 'Because of']);
    expect(results!.find(([name]) => name === 'Clients without an answer')).toEqual([
      'Clients without an answer',
      '3.6 s to 5.6 s',
      '5.15 s',
      'yes',
      '2 × 1 s + 3 × 1 s + (256 - 102)/256 × 1 s (`advert_int 1`)',
    ]);
    expect(timeline).toHaveLength(1 + exampleReport.timeline.events.length);
    expect(timeline!.every((row) => row.length === 4)).toBe(true);
    expect(markdown).toContain('In keepalived-master.conf, line 17, write `weight 0` in the place of `weight 2`.');
    expect(markdown).toContain('![Timeline of the drill](a%20run.svg)');
    expect(markdown.endsWith('\n')).toBe(true);
  });

  it('says what is missing: no prediction, no agreement, numbers that do not count', () => {
    const markdown = reportMarkdown({
      ...exampleReport,
      forecast: null,
      noForecast: 'the language server does not run',
      agreement: [{ measure: 'clientGap', agrees: false, tolerance: 0 }],
      discarded: 'the probe stalled for 80 ms',
      advice: null,
    });
    expect(markdown).toContain('There is no prediction: the language server does not run');
    expect(markdown).toContain('The numbers do not count: the probe stalled for 80 ms');
    expect(markdown).toContain('| **no** |');
    expect(markdown).not.toContain('What would better it');
    expect(markdown).not.toContain('![');
  });

  it('keeps tables whole whatever a node says', () => {
    const [event] = exampleReport.timeline.events;
    const report = {
      ...exampleReport,
      timeline: { ...exampleReport.timeline, events: [{ ...event!, text: 'a | b\n<c> *d*' }] },
    };
    const row = reportMarkdown(report)
      .split('\n')
      .find((line) => line.includes('a \\| b'));
    expect(row).toBe('| −2 s | 2 s | HAProxy, mylb1 | a \\| b \\<c\\> \\*d\\* |');
  });
});

describe('two runs side by side', () => {
  const file = 'keepalived/keepalived-master.conf';
  const before = { ...exampleReport, configurations: [{ file, lines: ['track', '    weight 2', 'end'] }] };
  const after: DrillReport = {
    ...before,
    time: '2026-11-20T09:20:00.000Z',
    configurations: [{ file, lines: ['track', '    weight 0', 'end'] }],
    measured: { ...measured, measures: { ...measured.measures, clientGap: 2598, lost: 130, recovery: null } },
  };

  it('tells what became of the measures', () => {
    const { rows, titles, caution } = compareReports(before, after);
    expect(titles[1]).toBe('HAProxy killed, mylb1, 2026-11-20 09:20:00 UTC');
    expect(caution).toBe('');
    const row = (name: string) => rows.find((one) => one.name === name);
    expect(row('Clients without an answer')).toMatchObject({
      measured: ['5.15 s', '2.6 s'],
      change: '−2.55 s',
      better: true,
    });
    expect(row('Detection')).toMatchObject({ change: 'the same', better: null });
    expect(row('Recovery')).toMatchObject({ measured: ['4.7 s', 'did not happen'], change: '', better: null });
    expect(compareReports(after, before).rows.find(({ name }) => name === 'Requests lost')).toMatchObject({
      change: '+127 requests',
      better: false,
    });
  });

  it('tells which lines of the configurations changed', () => {
    const { files, configurations } = compareReports(before, after);
    expect(configurations).toBe('One configuration differs.');
    expect(files).toEqual([
      {
        file,
        changes: [
          { kind: 'removed', number: 2, text: '    weight 2' },
          { kind: 'added', number: 2, text: '    weight 0' },
        ],
      },
    ]);
    expect(compareReports(before, before).configurations).toBe('Both ran with the same configurations.');
    expect(compareReports(exampleReport, after).configurations).toBe(
      'One of the two does not tell which configurations ran.',
    );
  });

  it('numbers lines in the text that they stand in', () => {
    expect(lineChanges(['a', 'b', 'c', 'd'], ['new', 'a', 'c', 'd', 'e'])).toEqual([
      { kind: 'added', number: 1, text: 'new' },
      { kind: 'removed', number: 2, text: 'b' },
      { kind: 'added', number: 5, text: 'e' },
    ]);
  });

  it('warns where two runs cannot be compared', () => {
    const other = { ...after, drill: { ...after.drill, id: 'lb-killed' as const }, discarded: 'it was cancelled' };
    expect(compareReports(before, other).caution).toBe(
      'They are different drills. The numbers of the second do not count: it was cancelled',
    );
  });
});

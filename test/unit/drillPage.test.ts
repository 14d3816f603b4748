// The page of a report: what it may load, that nothing on it runs but its own script, and what its buttons lead to.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DrillReport } from '../../client/src/lab/drills/report';
import { editFor } from '../../client/src/view/drills/fix';
import { reportPage, sourceLine, type Shown } from '../../client/src/view/drills/page';
import { isReport, readReport, saveReport } from '../../client/src/lab/drills/show/saved';
import { pageDocument } from '../../client/src/view/page';
import { exampleReport } from '../support/drillReport';

const shown: Shown = { report: exampleReport, lab: null, saved: null, other: null };
const page = (body: string, state: unknown = {}) =>
  pageDocument({ title: 'T', body, state, script: 's.js', style: 's.css', source: 'vscode-resource:', nonce: 'abc' });

describe('the frame of a page', () => {
  it('allows its script and its style sheet, and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page(''))?.[1];
    expect(policy).toBe(
      "default-src 'none'; style-src vscode-resource:; script-src 'nonce-abc'; base-uri 'none'; form-action 'none'",
    );
  });

  it('keeps its state readable whatever is in it', () => {
    const state = { text: '</script><script>alert(1)</script>' };
    const text = page('', state);
    const kept = /<script type="application\/json" id="state">(.*?)<\/script>/.exec(text)?.[1];
    expect(JSON.parse(kept!)).toEqual(state);
    expect(text.match(/<script/g)).toHaveLength(2);
  });
});

describe('the page of a report', () => {
  it('has no inline style, script or handler, for two reports neither', () => {
    for (const body of [reportPage(shown), reportPage({ ...shown, other: exampleReport })]) {
      expect(body).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=|javascript:/i);
    }
  });

  it('has each id once, and every reference to one leads somewhere', () => {
    const body = reportPage({ ...shown, other: exampleReport });
    const ids = [...body.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...body.matchAll(/aria-labelledby="([^"]+)"|url\(#([^)]+)\)/g)].map(([, a, b]) => a ?? b);
    expect(references.length).toBeGreaterThan(5);
    expect(references.filter((id) => !ids.includes(id!))).toEqual([]);
  });

  it('escapes everything that came from a node', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const report: DrillReport = {
      ...exampleReport,
      verdict: evil,
      discarded: evil,
      noForecast: evil,
      drill: { ...exampleReport.drill, title: evil, does: evil },
      preflight: [{ what: evil, ok: false, found: evil }],
      timeline: {
        ...exampleReport.timeline,
        events: [{ ...exampleReport.timeline.events[0]!, node: evil, text: evil }],
      },
    };
    expect(reportPage({ ...shown, report, other: report })).not.toContain('<img');
  });

  it('leads from each of its links to a line', () => {
    const body = reportPage(shown);
    const sources = [...body.matchAll(/data-command="open" data-source="([^"]+)"/g)].map(([, source]) => source!);
    expect(sources.length).toBeGreaterThan(4);
    for (const source of sources) expect(sourceLine(exampleReport, source)?.uri).toMatch(/^file:/);
    expect(sourceLine(exampleReport, 'advice')?.text).toBe('weight 2');
    expect(sourceLine(exampleReport, 'nonsense')).toBeNull();
  });

  it('shows a fix only where there is advice', () => {
    expect(reportPage(shown)).toContain('data-command="fix"');
    expect(reportPage({ ...shown, report: { ...exampleReport, advice: null } })).not.toContain('data-command="fix"');
  });
});

describe('the fix', () => {
  const advice = exampleReport.advice!;

  it('keeps indentation and comments', () => {
    const lines = [...Array.from({ length: 16 }, () => ''), '\tweight   2  # as in the course'];
    const edit = editFor(advice, lines)!;
    expect(edit).toEqual({ line: 16, start: 1, end: 11, text: 'weight 0' });
  });

  it('follows the line when it has moved, to the nearest', () => {
    const lines = ['weight 2', ...Array.from({ length: 20 }, () => 'x'), '  weight 2', 'weight 20', 'weight 2 3'];
    expect(editFor(advice, lines)?.line).toBe(21);
  });

  it('does nothing where no line says so any more', () => {
    expect(editFor(advice, ['weight 20', 'weight -2', '# weight 2', 'weight 2 3'])).toBeUndefined();
  });
});

describe('saved reports', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haconf-reports-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('stand beside one another, and are read as they were written', async () => {
    const target = join(folder, 'drills');
    const [json] = await saveReport(exampleReport, target, ['json']);
    const again = await saveReport(exampleReport, target, ['markdown', 'json', 'svg']);
    expect((await readdir(target)).sort()).toEqual([
      '2026-11-20T09-15-42-haproxy-killed-2.json',
      '2026-11-20T09-15-42-haproxy-killed-2.md',
      '2026-11-20T09-15-42-haproxy-killed-2.svg',
      '2026-11-20T09-15-42-haproxy-killed.json',
    ]);
    expect(await readReport(json!)).toEqual(exampleReport);
    expect(await readFile(again[0]!, 'utf8')).toContain('](2026-11-20T09-15-42-haproxy-killed-2.svg)');
  });

  it('are told from other files', async () => {
    await writeFile(join(folder, 'a.json'), 'no JSON');
    await writeFile(join(folder, 'b.json'), '{"format": 2}');
    await expect(readReport(join(folder, 'a.json'))).rejects.toThrow('it is not JSON');
    await expect(readReport(join(folder, 'b.json'))).rejects.toThrow('of the format 1');
    expect(isReport({ ...exampleReport, timeline: null })).toBe(false);
    expect(isReport(exampleReport)).toBe(true);
  });
});

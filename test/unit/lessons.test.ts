import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LESSONS, Lessons } from '../../client/src/lab/lessons';
import type { LoadBalancerState, ServerState } from '../../client/src/lab/state';
import { balancer, healthy, instance, labState, probe, server as serverState, view, vip, web } from './viewStates';

describe('What the walkthrough has shown', () => {
  it('begins with a lab that runs and answers', () => {
    const lessons = new Lessons();
    lessons.see({ ...healthy(), phase: 'partial' });
    expect([...lessons.done]).toEqual([]);
    lessons.see(healthy());
    expect([...lessons.done]).toContain('started');
  });

  it('is an applied configuration only after one that differed', () => {
    const lessons = new Lessons();
    lessons.seeDiffering(0);
    expect(lessons.done.has('applied')).toBe(false);
    lessons.seeDiffering(2);
    lessons.seeDiffering(1);
    expect(lessons.done.has('applied')).toBe(false);
    lessons.seeDiffering(0);
    expect(lessons.done.has('applied')).toBe(true);
  });

  const server = (change: Partial<ServerState>) => ({
    backends: [{ ...balancer(1).backends[0]!, servers: [serverState('myweb1', change), serverState('myweb2')] }],
  });
  const withNodes = (first: LoadBalancerState, second = balancer(2)) =>
    labState([web(1), web(2), first, second, probe()]);

  it('is maintenance once a server was out by somebody’s word, and is back', () => {
    const lessons = new Lessons();
    lessons.see(healthy());
    lessons.see(withNodes(balancer(1, server({ status: 'DOWN' }))));
    lessons.see(healthy());
    expect(lessons.done.has('maintained')).toBe(false);
    lessons.see(withNodes(balancer(1, server({ status: 'MAINT', admin: [{ state: 'MAINT', by: 'runtime' }] }))));
    expect(lessons.done.has('maintained')).toBe(false);
    lessons.see(healthy());
    expect(lessons.done.has('maintained')).toBe(true);
  });

  it('is another configuration only when another one is named, and HAProxy does something else', () => {
    const other = withNodes(
      balancer(1, { listeners: ['0.0.0.0:8080', '0.0.0.0:8443'] }),
      balancer(2, { listeners: ['0.0.0.0:8080', '0.0.0.0:8443'] }),
    );
    const lessons = new Lessons();
    lessons.see(healthy(), 'plain');
    lessons.see(other, 'plain');
    lessons.see(healthy(), 'tls');
    expect(lessons.done.has('switched')).toBe(false);
    lessons.see(other, 'tls');
    expect(lessons.done.has('switched')).toBe(true);
  });

  it('is a restart of the master once its node was away, the address elsewhere, and all is as before', () => {
    const away = balancer(1, { status: 'exited', watch: 'none', addresses: undefined, vrrp: [] });
    const taken = balancer(2, { addresses: ['10.77.0.22', vip], vrrp: [instance({ state: 'MASTER' })] });
    const lessons = new Lessons();
    lessons.see(healthy());
    const seen = view({ neighbour: '02:42:0a:4d:00:22', repliers: ['02:42:0a:4d:00:22'], servedBy: 'mylb2' });
    lessons.see(labState([web(1), web(2), away, taken, probe([seen])]));
    expect(lessons.done.has('restarted')).toBe(false);
    lessons.see(healthy());
    expect(lessons.done.has('restarted')).toBe(true);
    expect(lessons.done.has('keepalivedLeft')).toBe(false);
  });

  it('is reckoned from who holds the address when the lab has started, not from who was first', () => {
    const waiting = balancer(1, {
      addresses: ['10.77.0.21'],
      vrrp: [instance({ state: 'BACKUP', basePriority: 101 })],
    });
    const first = balancer(2, { addresses: ['10.77.0.22', vip], vrrp: [instance({ state: 'MASTER' })] });
    const seen = view({ neighbour: '02:42:0a:4d:00:22', repliers: ['02:42:0a:4d:00:22'], servedBy: 'mylb2' });
    const lessons = new Lessons();
    lessons.see({ ...healthy(), phase: 'partial' });
    lessons.see(labState([web(1), web(2), waiting, first, probe([seen])]));
    lessons.see(healthy());
    // The other node tells that it has the address before this one tells that its keepalived has stopped.
    lessons.see(labState([web(1), web(2), waiting, first, probe([seen])]));
    const dead = balancer(1, { addresses: ['10.77.0.21'], keepalived: 'down', vrrp: [] });
    lessons.see(labState([web(1), web(2), dead, first, probe([seen])]));
    expect(lessons.done.has('keepalivedLeft')).toBe(true);
    // It runs again, and has not taken the address back yet.
    lessons.see(labState([web(1), web(2), waiting, first, probe([seen])]));
    expect(lessons.done.has('keepalivedBack')).toBe(false);
    lessons.see(healthy());
    expect(lessons.done.has('keepalivedBack')).toBe(true);
  });

  it('is traffic once two servers have answered', () => {
    const lessons = new Lessons();
    lessons.seeTraffic(['myweb1']);
    expect(lessons.done.has('traffic')).toBe(false);
    lessons.seeTraffic(['myweb1', 'myweb2']);
    expect(lessons.done.has('traffic')).toBe(true);
  });

  it('is a guess once its drill was measured', () => {
    const lessons = new Lessons();
    lessons.seeGuess('web-stop');
    expect([...lessons.done]).toEqual([]);
    lessons.seeGuess('lb-killed');
    expect([...lessons.done]).toEqual(['guessedMachine']);
  });
});

describe('The walkthrough', () => {
  const root = new URL('../../', import.meta.url);
  interface Step {
    readonly id: string;
    readonly title: string;
    readonly description: string;
    readonly media: { readonly markdown: string };
    readonly completionEvents: readonly string[];
  }
  const { contributes } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    contributes: { commands: { command: string }[]; walkthroughs: { steps: Step[] }[] };
  };
  const { steps } = contributes.walkthroughs[0]!;

  it('has a step for each lesson, with a page, and checked by nothing but what was measured', () => {
    expect(steps.map(({ id }) => id)).toEqual(LESSONS);
    for (const { id, media, completionEvents } of steps) {
      expect(existsSync(new URL(media.markdown, root)), media.markdown).toBe(true);
      expect(
        completionEvents.every((event) => event.startsWith(`onContext:haLab.seen.${id}`)),
        id,
      ).toBe(true);
    }
  });

  it('has a button in each step, and every one runs a command that there is', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    for (const { id, description } of steps) {
      expect(description, id).toMatch(/^\[[^\]]+\]\(command:/m);
      for (const [, command] of description.matchAll(/\(command:([\w.]+)/g))
        expect(known.has(command!) || command === 'haLab.step' || command === 'haLab.nodes.focus', command).toBe(true);
    }
  });

  it('is named in the tables of the courses, one of its steps for each of theirs', () => {
    const rows = readFileSync(new URL('docs/courses.md', root), 'utf8')
      .split('\n')
      .filter((line) => /^\| (?!step )/.test(line));
    expect(rows.length).toBeGreaterThan(25);
    const titles = steps.map(({ title }) => title);
    for (const row of rows) {
      const named = row.split(' | ')[2]!.split('; ');
      for (const name of named) expect(titles).toContain(name.split(', which ')[0]);
    }
    // Those in which one guesses first go beyond the courses.
    const taught = titles.filter((title) => !title.startsWith('Guess: '));
    for (const title of taught) expect(rows.join('\n')).toContain(title);
  });
});

import { describe, expect, it } from 'vitest';
import { Lessons } from '../../client/src/lab/lessons';
import { healthy } from './viewStates';

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

  it('is traffic once two servers have answered', () => {
    const lessons = new Lessons();
    lessons.seeTraffic(['myweb1']);
    expect(lessons.done.has('traffic')).toBe(false);
    lessons.seeTraffic(['myweb1', 'myweb2']);
    expect(lessons.done.has('traffic')).toBe(true);
  });
});

/**
 * The script of every panel whose page the extension writes whole: what is clicked is told to the extension, what the
 * page needs to come back after a reload is kept, and timelines can be walked by keyboard.
 */
import { walkTimeline } from './timeline';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void; setState(state: unknown): void };

const api = acquireVsCodeApi();

const state = document.getElementById('state')?.textContent;
if (state) api.setState(JSON.parse(state));

document.addEventListener('click', ({ target }) => {
  const source = target instanceof Element ? target.closest<HTMLElement>('[data-command]') : null;
  if (source) api.postMessage(Object.fromEntries(Object.entries(source.dataset)));
});

for (const timeline of document.querySelectorAll<SVGElement>('svg.timeline')) {
  walkTimeline(timeline, document.getElementById(`${timeline.dataset['id'] ?? ''}-detail`));
}

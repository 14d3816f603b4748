/** A timeline by keyboard: one stop of the Tab key, arrows within. Left and right follow the time, up and down the lanes. */

/** @param detail Where the event under the pointer or the focus is told in words. */
export function walkTimeline(timeline: SVGElement, detail: HTMLElement | null): void {
  const lanes = [...timeline.querySelectorAll<SVGElement>('[role="list"]')]
    .map((lane) => [...lane.querySelectorAll<SVGElement>('.event')])
    .filter((events) => events.length > 0);
  const all = lanes.flat();
  const [first] = all;
  if (!first) return;
  first.tabIndex = 0;

  const tell = (event: SVGElement) => {
    if (detail) detail.textContent = event.dataset['event'] ?? '';
  };
  const left = (event: SVGElement) => event.getBoundingClientRect().left;
  const nearest = (lane: readonly SVGElement[], to: SVGElement) =>
    lane.reduce((best, one) => (Math.abs(left(one) - left(to)) < Math.abs(left(best) - left(to)) ? one : best));
  const next = (event: SVGElement, key: string): SVGElement | undefined => {
    const row = lanes.findIndex((lane) => lane.includes(event));
    const lane = lanes[row]!;
    const at = lane.indexOf(event);
    if (key === 'ArrowRight') return lane[at + 1];
    if (key === 'ArrowLeft') return lane[at - 1];
    if (key === 'Home') return lane[0];
    if (key === 'End') return lane.at(-1);
    const other = key === 'ArrowDown' ? lanes[row + 1] : key === 'ArrowUp' ? lanes[row - 1] : undefined;
    return other && nearest(other, event);
  };

  timeline.addEventListener('keydown', (pressed) => {
    const event = all.find((one) => one === document.activeElement);
    const target = event && next(event, pressed.key);
    if (!target) return;
    pressed.preventDefault();
    event.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
  });
  for (const event of all) {
    event.addEventListener('focus', () => {
      tell(event);
    });
    event.addEventListener('pointermove', ({ movementX, movementY }) => {
      // What scrolls away under a pointer that rests is no wish to read.
      if (movementX !== 0 || movementY !== 0) tell(event);
    });
  }
}

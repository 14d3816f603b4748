/** The script of the traffic panel: draws what the extension counts, and tells it what is wished. */
import type { TrafficFrame, TrafficWish } from '../src/view/traffic/frame';

declare function acquireVsCodeApi(): { postMessage(message: TrafficWish): void };

const api = acquireVsCodeApi();
const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, ANSWERS, GAP, LATENCY] = [600, 140, 12, 48];

/** The page has them all (view/traffic/page.ts). */
const element = (id: string) => document.getElementById(id)!;

const run = element('run') as HTMLButtonElement;
const stop = element('stop') as HTMLButtonElement;
const rate = element('rate') as HTMLInputElement;
const target = element('target') as HTMLSelectElement;
const by = element('by') as HTMLSelectElement;
let status: TrafficFrame['status'] = 'running';

run.addEventListener('click', () => {
  api.postMessage({ kind: status === 'running' ? 'pause' : 'run' });
});
stop.addEventListener('click', () => {
  api.postMessage({ kind: 'stop' });
});
rate.addEventListener('input', () => {
  element('rate-value').textContent = rate.value;
});
rate.addEventListener('change', () => {
  api.postMessage({ kind: 'rate', rate: Number(rate.value) });
});
target.addEventListener('change', () => {
  api.postMessage({ kind: 'target', id: target.value });
});
by.addEventListener('change', () => {
  api.postMessage({ kind: 'by', by: by.value === 'balancer' ? 'balancer' : 'server' });
});

function shape(name: string, attributes: Readonly<Record<string, string | number>>, text?: string): Element {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

function cell(name: 'td' | 'th', text: string, kind = ''): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind !== '') made.className = kind;
  return made;
}

const milliseconds = (time: number | undefined): string =>
  time === undefined ? '–' : time < 10 ? `${time.toFixed(1)} ms` : `${Math.round(time)} ms`;

/** The bars of a minute; beneath them the latency that 95 of 100 answers stayed below. */
function drawing({ bars, names, rate: wanted }: TrafficFrame): Element[] {
  const most = Math.max(wanted, ...bars.map(({ parts, errors }) => parts.reduce((a, b) => a + b, errors)));
  const slot = WIDTH / bars.length;
  const drawn: Element[] = [];
  for (const [index, { parts, errors, stalled }] of bars.entries()) {
    let top = ANSWERS;
    const add = (count: number, kind: string, title: string) => {
      if (count === 0) return;
      const height = (count / most) * ANSWERS;
      top -= height;
      const rect = shape('rect', { class: kind, x: index * slot + 0.5, y: top, width: slot - 1, height });
      rect.append(shape('title', {}, `${title}: ${count}`));
      drawn.push(rect);
    };
    for (const [part, count] of parts.entries()) add(count, `part part-${part % 6}`, names[part] ?? '');
    add(errors, 'failed', 'failed');
    if (stalled) drawn.push(shape('rect', { class: 'stalled', x: index * slot, y: 0, width: slot, height: ANSWERS }));
  }
  const slowest = Math.max(10, ...bars.map(({ p95 }) => p95 ?? 0));
  const base = ANSWERS + GAP + LATENCY;
  for (const [index, { p95 }] of bars.entries()) {
    if (p95 === undefined) continue;
    const height = Math.max(1, (p95 / slowest) * LATENCY);
    const rect = shape('rect', { class: 'latency', x: index * slot + 0.5, y: base - height, width: slot - 1, height });
    rect.append(shape('title', {}, `95 of 100 within ${milliseconds(p95)}`));
    drawn.push(rect);
  }
  const line = (y: number) => shape('line', { class: 'axis', x1: 0, y1: y, x2: WIDTH, y2: y });
  return [
    ...drawn,
    line(ANSWERS),
    line(base),
    shape('text', { class: 'scale', x: 2, y: 10 }, `${most}/s`),
    shape('text', { class: 'scale', x: 2, y: ANSWERS + GAP + 8 }, `95 % within, up to ${milliseconds(slowest)}`),
  ];
}

function rows({ names, bars, errors }: TrafficFrame): HTMLElement[] {
  const good = names.map((name, part) => [name, bars.reduce((sum, { parts }) => sum + (parts[part] ?? 0), 0)] as const);
  const all = [...good, ...errors].reduce((sum, [, count]) => sum + count, 0);
  const row = (what: string, count: number, kind: string) => {
    const made = document.createElement('tr');
    const name = cell('th', what, `key ${kind}`);
    name.setAttribute('scope', 'row');
    made.append(name, cell('td', String(count)), cell('td', `${((100 * count) / all).toFixed(1)} %`));
    return made;
  };
  return [
    ...good.map(([name, count], part) => row(name, count, `part-${part % 6}`)),
    ...errors.map(([what, count]) => row(what, count, 'failed')),
  ];
}

const states = { running: 'Sending requests', paused: 'Paused', stopped: 'Stopped' };

function show(frame: TrafficFrame): void {
  status = frame.status;
  const says = `${states[status]}${status === 'running' ? `, ${frame.rate} a second` : ''}. ${frame.note}`.trim();
  // A screen reader speaks whatever is put here, so it is only put here when it is new.
  if (element('status').textContent !== says) element('status').textContent = says;
  run.textContent = status === 'running' ? 'Pause' : status === 'paused' ? 'Resume' : 'Start';
  stop.disabled = status === 'stopped';
  rate.max = String(frame.mostRate);
  if (document.activeElement !== rate) {
    rate.value = String(frame.rate);
    element('rate-value').textContent = String(frame.rate);
  }
  if (target.options.length !== frame.targets.length) {
    target.replaceChildren(...frame.targets.map(({ id, label }) => new Option(label, id)));
  }
  if (document.activeElement !== target) target.value = frame.target;
  by.value = frame.by;
  element('chart').replaceChildren(...drawing(frame));
  element('counts').replaceChildren(...rows(frame));
  const { p50, p95, max } = frame.latency;
  element('p50').textContent = milliseconds(p50);
  element('p95').textContent = milliseconds(p95);
  element('max').textContent = milliseconds(max);
}

window.addEventListener('message', ({ data }: MessageEvent<TrafficFrame>) => {
  show(data);
});
api.postMessage({ kind: 'ready' });

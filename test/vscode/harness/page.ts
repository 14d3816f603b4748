// The workbench as a person sees it: keys, mouse, texts on the screen, pictures. There is one where the suite runs in
// VS Code's server build (the browser is driven by bridge.mjs); under desktop VS Code `page.available` is false and a
// test does without, by the API alone.
import http from 'node:http';
import { until } from './wait';

const bridge = process.env['HACONF_BRIDGE'];

/** One element: by CSS selector, or by ARIA role and name, or by text; `within` is a CSS selector of a part of the page. */
export interface Target {
  selector?: string;
  role?: string;
  name?: string;
  text?: string;
  /** Whole name or text, case included; otherwise a part of it will do. */
  exact?: boolean;
  within?: string;
  /** Looks into the panel that is on the screen instead of the workbench. */
  panel?: boolean;
  /** Which of several, from 0; actions take the first. */
  nth?: number;
}

export interface Row {
  text: string;
  description: string;
  /** What a screen reader says, which holds the tooltip-like words too. */
  label: string;
  /** From 1. */
  level: number;
  expanded: boolean;
}

/** Milliseconds that an action waits for its element. */
const patience = 10_000;

function call<T>(operation: string, body: object): Promise<T> {
  return new Promise((resolve, reject) => {
    if (bridge === undefined) {
      reject(new Error('there is no page here: ask page.available first'));
      return;
    }
    const request = http.request(`${bridge}/${operation}`, { method: 'POST' }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (data: string) => (text += data));
      response.on('end', () => {
        const value: unknown = JSON.parse(text);
        if (response.statusCode === 200) resolve(value as T);
        else reject(new Error(`${operation} ${JSON.stringify(body)}: ${String(value)}`));
      });
    });
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}

/** @param window Name of a further window; none: the one that the tests run in. */
function pageOf(window?: string) {
  const act = <T>(operation: string, body: object) => call<T>(operation, { ...body, window });
  const one = {
    available: bridge !== undefined,

    /** Keys by playwright's names, one after the other: `F1`, `Control+Period`, `Enter`. */
    press: (...keys: string[]) => act<null>('press', { keys }),
    /** Types into what has the focus; `delay` in milliseconds between characters. */
    type: (text: string, delay = 0) => act<null>('type', { text, delay }),
    click: (target: Target, options: { button?: 'left' | 'right'; count?: number; timeout?: number } = {}) =>
      act<null>('click', { timeout: patience, ...options, target }),
    hover: (target: Target, timeout = patience) => act<null>('hover', { target, timeout }),
    /** Waits until an element is seen, or is gone. */
    wait: (target: Target, state: 'visible' | 'hidden' = 'visible', timeout = patience) =>
      act<null>('wait', { target, state, timeout }),
    count: (target: Target) => act<number>('count', { target }),
    /** What stands in an input. */
    value: (target: Target) => act<string>('value', { target }),
    texts: (target: Target) => act<string[]>('texts', { target }),
    /** The tree rows on the screen, from the top; `within` is a CSS selector, the side bar if nothing is said. */
    rows: (within = '.part.sidebar') => act<Row[]>('rows', { within }),
    /** The texts that stand behind lines of the active editor without being part of its document. */
    beside: () => act<string[]>('beside', {}),
    size: (width: number, height: number) => act<null>('size', { width, height }),
    /** Writes docs/images/NAME.png, of one element or of the whole window. Returns its path. */
    screenshot: (name: string, target?: Target) => act<string>('screenshot', { name, target }),

    /**
     * Types into the box at the top in place of what stands there. A question is on the screen before its box has been
     * emptied, and what was typed by then is gone.
     */
    async answer(text: string): Promise<void> {
      await until(`the box takes ${text}`, async () => {
        await one.press('Control+A', 'Delete');
        await one.type(text);
        await new Promise((resolve) => setTimeout(resolve, 300));
        return (await one.value({ selector: '.quick-input-widget input' })) === text;
      });
    },

    /** Runs a command from the palette as a person does: F1, its title, Enter. */
    async command(title: string): Promise<void> {
      const entry = { within: '.quick-input-list', role: 'option', name: title };
      let why: unknown;
      const offered = async () => {
        // A menu or a dialog that a failed test left open would swallow F1.
        await one.press('Escape', 'F1');
        try {
          await one.wait({ selector: '.quick-input-widget input' }, 'visible', 3_000);
          await one.type(title);
          // The palette of a window that has just opened does not learn of commands that come later.
          await one.wait(entry, 'visible', 3_000);
          return true;
        } catch (error) {
          why = error;
          return false;
        }
      };
      await until(`${title} in the palette`, offered, 30_000).catch((error: unknown) => {
        throw new Error(String(error), { cause: why });
      });
      await one.press('Enter');
    },
  };
  return one;
}

export const page = pageOf();

/** A further window of the same VS Code, with an extension host of its own. */
export type Window = Awaited<ReturnType<typeof openWindow>>;

/** Opens a folder in it, and waits for its workbench. */
export async function openWindow(name: string, folder: string) {
  await call<null>('open', { name, folder });
  const other = pageOf(name);
  const drawn = () => other.wait({ selector: '.part.statusbar' }, 'visible', 60_000);
  await drawn();
  return {
    ...other,
    reload: () => call<null>('reload', { name }).then(drawn),
    close: () => call<null>('close', { name }),
  };
}

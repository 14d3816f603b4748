// Lets the tests, which run in the extension host, act on the page as a person does and read what it shows. Loopback
// HTTP: POST URL/OPERATION with a JSON object, answered by JSON. The typed other end is harness/page.ts.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { root } from '../../scripts/setup/pins.mjs';

const images = process.env.HACONF_IMAGES ?? path.join(root, 'docs', 'images');

/** The page of the extension in the panel that is on the screen: a frame in a frame. */
const panelOf = (page) => page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');

/** Target -> what playwright calls a locator. `panel` looks into a panel, `within` narrows to a part of that first. */
function locate(page, { selector, role, name, text, exact = false, within, panel, nth }) {
  const whole = panel ? panelOf(page) : page;
  const base = within ? whole.locator(within) : whole;
  let found;
  if (role) found = base.getByRole(role, name === undefined ? {} : { name, exact });
  else if (text !== undefined) found = base.getByText(text, { exact });
  else found = base.locator(selector);
  return nth === undefined ? found : found.nth(nth);
}

/** Where no row is: within the editors. */
function aside(page) {
  const { width, height } = page.viewportSize();
  return [width * 0.75, height * 0.5];
}

const operations = {
  press: async (page, { keys }) => {
    for (const key of keys) await page.keyboard.press(key);
  },
  type: (page, { text, delay }) => page.keyboard.type(text, { delay }),
  click: async (page, { target, button, count, timeout }) => {
    // The tooltip of the row on which the mouse rests covers those beside it for as long as it rests.
    if (target.role === 'treeitem') await page.mouse.move(...aside(page));
    await locate(page, { nth: 0, ...target }).click({ button, clickCount: count, timeout });
  },
  hover: (page, { target, timeout }) => locate(page, { nth: 0, ...target }).hover({ timeout }),
  wait: (page, { target, state, timeout }) => locate(page, { nth: 0, ...target }).waitFor({ state, timeout }),
  count: (page, { target }) => locate(page, target).count(),
  value: (page, { target }) => locate(page, { nth: 0, ...target }).inputValue(),
  texts: (page, { target }) => locate(page, target).allInnerTexts(),
  rows: (page, { within }) =>
    // Editors' and terminals' hidden trees are left out; the list shows only the rows that are on the screen.
    page.locator(`${within} .monaco-list-row[role="treeitem"]`).evaluateAll((elements) =>
      elements
        .map((row) => ({
          text: row.querySelector('.label-name')?.textContent ?? row.textContent,
          description: row.querySelector('.label-description')?.textContent ?? '',
          label: row.getAttribute('aria-label') ?? '',
          level: Number(row.getAttribute('aria-level')),
          expanded: row.getAttribute('aria-expanded') === 'true',
          top: row.getBoundingClientRect().top,
        }))
        .sort((a, b) => a.top - b.top)
        .map(({ top: _, ...row }) => row),
    ),
  /** What the extension shows behind lines of text: decorations have it in the style of an empty place. */
  beside: (page) =>
    page.locator('.editor-group-container.active .view-lines [class*="ced-"]').evaluateAll((elements) =>
      elements
        .map((element) => getComputedStyle(element, '::after').content)
        .filter((content) => content.startsWith('"'))
        .map((content) => JSON.parse(content).replaceAll('\u00a0', ' ')),
    ),
  size: (page, { width, height }) => page.setViewportSize({ width, height }),
  screenshot: async (page, { name, target }) => {
    mkdirSync(images, { recursive: true });
    const options = { path: path.join(images, `${path.basename(name)}.png`), animations: 'disabled', caret: 'initial' };
    await (target ? locate(page, { nth: 0, ...target }).screenshot(options) : page.screenshot(options));
    return options.path;
  },
};

/**
 * Answers on a free loopback port, to those who know the secret in the address.
 * @param pages name -> page of every window; '' is the one that the tests run in.
 * @param openWindow (folder) => the page of a further window.
 */
export async function startBridge(pages, openWindow) {
  const windows = {
    open: async ({ name, folder }) => void pages.set(name, await openWindow(folder)),
    reload: ({ name }) => pages.get(name).reload(),
    close: async ({ name }) => {
      const page = pages.get(name);
      pages.delete(name);
      await page.close();
    },
  };
  const secret = randomBytes(16).toString('hex');
  const server = http.createServer(async (request, response) => {
    const answer = (status, value) => response.writeHead(status).end(JSON.stringify(value ?? null));
    try {
      const [, given, name] = request.url.split('/');
      const found = [operations, windows].find((some) => Object.hasOwn(some, name));
      if (given !== secret || !found) return answer(404, 'no such operation');
      let text = '';
      for await (const chunk of request) text += chunk;
      const { window = '', ...body } = JSON.parse(text);
      answer(200, await (found === windows ? windows[name](body) : operations[name](pages.get(window), body)));
    } catch (error) {
      answer(500, error.message);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/${secret}` };
}

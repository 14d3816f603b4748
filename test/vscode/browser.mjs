// Headless Chromium with VS Code's workbench in it.
import { chromium } from 'playwright-core';
import { findChromium } from '../../scripts/setup/os.mjs';

/** Size of the window in pixels, and so of the pictures in the documentation. */
const viewport = { width: 1280, height: 800 };

const switches = [
  '--no-sandbox', // Chromium's sandbox refuses root; the page is our own.
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * Opens a browser with its profile in `home`. VS Code calls two functions of its window when it finds them there, one
 * for what the extension host logs and one when it ends; they become onLog(text) and onExit(status).
 * It is driven through a pipe, so it ends when this process does, even if killed.
 */
export async function openBrowser(home, { onLog, onExit }) {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('there is no Chromium to show VS Code in: run npm test, or set CHROMIUM');
  const context = await chromium.launchPersistentContext(home, { executablePath, args: switches, viewport });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.exposeFunction('codeAutomationLog', (_level, args) => {
    if (process.env.HACONF_VERBOSE) onLog(args.join(' '));
  });
  await page.exposeFunction('codeAutomationExit', (code) => onExit(code));
  page.on('console', (message) => {
    if (process.env.HACONF_VERBOSE || message.text().includes(testMark)) onLog(message.text().split(testMark).at(-1));
  });
  page.on('crash', () => onExit(1));
  context.on('close', () => onExit(1));
  return { page, newPage: () => context.newPage(), close: () => context.close() };
}

/** Starts every line that the suite prints (harness/mocha.ts), to tell it from what the workbench logs. */
const testMark = '\u200b';

#!/usr/bin/env node
// VS Code's server build behind the command line of desktop VS Code: takes --extensionDevelopmentPath,
// --extensionTestsPath and a folder, shows the workbench in headless Chromium, prints what the tests log and exits with
// their status. So @vscode/test-electron can be given this file as the VS Code to run (`vscodeExecutablePath`).
import path from 'node:path';
import { stepEnv, stopAll } from '../../scripts/setup/processes.mjs';
import { freePort, startServer } from '../../scripts/setup/server.mjs';
import { startBridge } from './bridge.mjs';
import { openBrowser } from './browser.mjs';
import { discard, scratch } from './scratch.mjs';

const argument = (name) =>
  process.argv
    .slice(2)
    .find((word) => word.startsWith(`--${name}=`))
    ?.slice(name.length + 3);
const folder = process.argv.slice(2).find((word) => !word.startsWith('-'));
const seconds = Number(process.env.HACONF_VSCODE_SECONDS ?? 900);

const home = scratch('vscode');

let browser;
let leaving = false;
async function leave(status) {
  if (leaving) return;
  leaving = true;
  // Should closing hang, the leashes and Chromium's own pipe end both when this process is gone.
  setTimeout(() => process.exit(status), 15_000).unref();
  await browser?.close().catch(() => {});
  await stopAll();
  discard(home);
  process.exit(status);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void leave(130));
// Nobody waits for the answer any more when the parent is gone.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && void leave(1), 1000).unref();
setTimeout(() => {
  console.error(`the tests in VS Code did not end within ${seconds} s`);
  void leave(124);
}, seconds * 1000).unref();

try {
  const pages = new Map();
  const extension = path.resolve(argument('extensionDevelopmentPath'));
  const bridge = await startBridge(pages, async (folder) => {
    const page = await browser.newPage();
    // A window is brought to the front by what is done in it; a hidden page would not be drawn.
    await page.goto(server.address(folder, [['extensionDevelopmentPath', extension]]), { timeout: 120_000 });
    return page;
  });
  const port = await freePort();
  const env = stepEnv({ HACONF_BRIDGE: bridge.url });
  const trusted = !process.env.HACONF_UNTRUSTED;
  const server = await startServer({ home, port, env, trusted, fromSource: true });
  browser = await openBrowser(path.join(home, 'chromium'), {
    onLog: (text) => console.log(text),
    onExit: (code) => void leave(code),
  });
  pages.set('', browser.page);
  await browser.page.goto(
    server.address(
      path.resolve(folder ?? '.'),
      ['extensionDevelopmentPath', 'extensionTestsPath']
        .filter((name) => argument(name))
        .map((name) => [name, path.resolve(argument(name))]),
    ),
    // A machine that is busy with other things takes long to hand over VS Code's files.
    { timeout: 120_000 },
  );
} catch (error) {
  console.error(error.stack ?? error);
  await leave(1);
}

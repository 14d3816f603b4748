// "Switch HAProxy Configuration": what changes is seen before it is loaded, and what HAProxy refuses never is.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { engineAnswers, inContainer, removeProject } from '../harness/docker';
import { page } from '../harness/page';
import { until } from '../harness/wait';

interface Api {
  labs(): readonly { readonly project: string; readonly phase: string }[];
}

const seconds = 1000;
const title = 'Switch HAProxy Configuration';
const question = {
  selector: '.quick-input-widget input[placeholder*="On the left what runs, on the right what will run"]',
};

describe('another configuration for HAProxy', function () {
  this.timeout(240 * seconds);
  let api: Api;
  let lab: vscode.Uri;

  const file = (...path: string[]) => vscode.Uri.joinPath(lab, ...path);
  const read = async (...path: string[]) => Buffer.from(await vscode.workspace.fs.readFile(file(...path))).toString();
  const notified = (text: string, within = 30 * seconds) =>
    until(
      `a notification: ${text}`,
      async () => {
        await vscode.commands.executeCommand('notifications.showList');
        return (await page.texts({ selector: '.notifications-center' })).join().includes(text);
      },
      within,
    );
  const settled = () => vscode.commands.executeCommand('notifications.clearAll');
  const firstLine = (node: string) => inContainer(node, 'head', '-1', '/run/haconf/loaded/haproxy').join();
  const diffs = () =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputTextDiff);
  const choose = async (name: string) => {
    await page.command(title);
    await page.wait({ selector: '.quick-input-widget input[placeholder^="Which configuration is HAProxy to run"]' });
    await page.type(name);
    await page.wait({ within: '.quick-input-list', text: name });
    await page.press('Enter');
  };

  before(async function () {
    if (!page.available || !engineAnswers()) this.skip();
    const extension = vscode.extensions.getExtension<Api>('haconf.haconf');
    assert.ok(extension);
    api = await extension.activate();
    lab = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'ha-lab');
    await settled();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await page.command('Start HA Lab');
    await page.wait({ text: 'Folder for the lab' });
    await page.press('Enter');
    await notified('HA Lab is running', 200 * seconds);
    await settled();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const { project } of api.labs()) removeProject(project);
    await rm(lab.fsPath, { recursive: true, force: true });
    await until('the lab is forgotten', () => api.labs().length === 0);
    await settled();
  });

  it('is compared with what runs, and leaves everything as it is unless that is confirmed', async () => {
    await choose('haproxy-tls-termination.cfg');
    await page.wait(question, 'visible', 30 * seconds);
    await until('the comparison is shown', () => diffs().length === 1);
    assert.match(diffs()[0]!.label, /mylb1 and mylb2: what runs ↔ haproxy-tls-termination\.cfg/);
    await vscode.commands.executeCommand('notifications.clearAll');
    await page.screenshot('lab-switch');
    await page.press('Escape');
    await until('the comparison is gone', () => diffs().length === 0);
    assert.match(await read('compose.yaml'), /HAPROXY_CONFIG: \/etc\/haproxy\/haproxy\.cfg/);
    assert.match(firstLine('mylb1'), /Plain HTTP/);
  });

  it('is loaded on all load balancers, and named in compose.yaml', async () => {
    await choose('haproxy-tls-termination.cfg');
    await page.wait(question, 'visible', 30 * seconds);
    await page.press('Enter');
    await notified('HAProxy on mylb1 and mylb2 runs haproxy-tls-termination.cfg. compose.yaml names it.', 60 * seconds);
    for (const node of ['mylb1', 'mylb2']) assert.match(firstLine(node), /TLS termination/);
    const named = (await read('compose.yaml')).match(/HAPROXY_CONFIG: .*/g);
    assert.deepEqual(named, Array(2).fill('HAPROXY_CONFIG: /etc/haproxy/haproxy-tls-termination.cfg'));
    assert.equal(diffs().length, 0);
    await settled();
  });

  it('is a step of the walkthrough, checked once HAProxy does something else', async () => {
    const step = '[data-step-id="haconf.haconf#haLab#switched"]';
    await page.command('Open the Walkthrough of the Lab');
    await page.wait({ selector: `${step} .codicon-getting-started-step-checked` }, 'visible', 30 * seconds);
    await page.click({ selector: `${step} .step-title` });
    await page.click({ within: step, role: 'button', name: title });
    await page.wait({ selector: '.quick-input-widget input[placeholder^="Which configuration is HAProxy to run"]' });
    await page.press('Escape');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('that HAProxy refuses is never loaded; its words are on the line', async () => {
    const text = (await read('haproxy', 'haproxy.cfg')).replace('balance roundrobin', 'balance best');
    const broken = file('haproxy', 'haproxy-broken.cfg');
    await vscode.workspace.fs.writeFile(broken, Buffer.from(text));
    await choose('haproxy-broken.cfg');
    await notified('Nothing was changed on the nodes. HAProxy');
    const line = text.split('\n').findIndex((one) => one.includes('balance best'));
    await until('the line is marked', () =>
      vscode.languages.getDiagnostics(broken).some(({ range }) => range.start.line === line),
    );
    assert.match(firstLine('mylb1'), /TLS termination/);
  });
});

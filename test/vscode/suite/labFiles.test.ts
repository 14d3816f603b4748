// Which lab: asked by the one who comes for the files, never by "Start HA Lab". No engine is needed.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { page } from '../harness/page';
import { until } from '../harness/wait';

const folder = { text: 'Folder for the lab' };
const shape = { selector: '.quick-input-widget input[placeholder^="Enter writes this lab"]' };

describe('the files of a lab', function () {
  this.timeout(60_000);
  let root: vscode.Uri;

  const read = async (...path: string[]) =>
    Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(root, ...path))).toString();
  const names = async (...path: string[]) =>
    (await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(root, ...path))).map(([name]) => name);

  before(async function () {
    if (!page.available) this.skip();
    root = vscode.workspace.workspaceFolders![0]!.uri;
    await vscode.extensions.getExtension('haconf.haconf')!.activate();
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  after(async () => {
    if (!page.available) return;
    await page.press('Escape', 'Escape');
    await webServers(undefined);
    for (const name of await names())
      if (name.startsWith('ha-lab')) await rm(vscode.Uri.joinPath(root, name).fsPath, { recursive: true });
    await vscode.commands.executeCommand('haLab.refresh');
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('notifications.hideList');
  });

  const webServers = (count: number | undefined) =>
    vscode.workspace.getConfiguration('haLab').update('webServers', count, vscode.ConfigurationTarget.Workspace);

  it('are those of the lab chosen, and one compose.yaml away', async () => {
    await page.command('Scaffold HA Lab Files');
    await page.wait({ selector: '.quick-input-widget input[placeholder="Which lab?"]' });
    const offered = await page.texts({ within: '.quick-input-list', role: 'option' });
    assert.equal(offered.length, 2);
    assert.match(offered[0]!, /Two web servers, two load balancers/);
    assert.match(offered[1]!, /Two servers that each run everything/);
    await page.press('ArrowDown', 'Enter');
    await page.wait(folder);
    await page.press('Enter');
    await page.wait(shape);
    await page.press('Enter');
    await until(
      'the files are written',
      async () => (await names()).includes('ha-lab') && (await names('ha-lab')).includes('README.md'),
      20_000,
    );
    assert.match(await read('ha-lab', 'compose.yaml'), /template: two-node/);
    assert.match(await read('ha-lab', 'haproxy', 'haproxy.cfg'), /server server2 .*:80 check/);
    await vscode.commands.executeCommand('notifications.showList');
    const done = 'The files of the HA lab are in ha-lab';
    await until(done, async () => (await page.texts({ selector: '.notifications-center' })).join().includes(done));
  });

  it('of the other lab go into a folder of their own, in the size that the settings and the person want', async () => {
    await webServers(3);
    await page.command('Scaffold HA Lab Files');
    await page.wait({ selector: '.quick-input-widget input[placeholder="Which lab?"]' });
    await page.press('Enter');
    await page.wait(folder);
    await page.press('Enter');
    await page.wait(shape);
    // One more load balancer than the setting says.
    await page.press('ArrowDown', 'ArrowDown', 'Enter');
    await page.wait({ selector: '.quick-input-widget input[placeholder="Load balancers"]' });
    await page.press('ArrowDown', 'Enter');
    await page.wait(shape);
    await page.press('Enter');
    const other = 'ha-lab-two-web-two-lb';
    await until(
      'the files are written',
      async () => (await names()).includes(other) && (await names(other)).includes('tls'),
      20_000,
    );
    assert.match(await read(other, 'compose.yaml'), /template: two-web-two-lb/);
    assert.match(await read(other, 'haproxy', 'haproxy.cfg'), /server myweb3 .*:80 check/);
    assert.match(await read(other, 'keepalived', 'keepalived-mylb3.conf'), /^ {4}priority 100$/m);
    assert.match(await read('ha-lab', 'compose.yaml'), /template: two-node/);
  });
});

// The lab that the setting names: "Start HA Lab" asks nothing more for it than for the other.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { engineAnswers, leftOf, onNode, removeProject } from '../harness/docker';
import { page, type Row } from '../harness/page';
import { until } from '../harness/wait';

const seconds = 1000;

describe('the lab of two servers', function () {
  this.timeout(300 * seconds);
  let labs: () => readonly {
    readonly project: string;
    readonly phase: string;
    readonly problems: readonly object[];
    readonly nodes: readonly { readonly name: string; readonly status: string }[];
  }[];
  let root: vscode.Uri;
  const choose = (template: string | undefined) =>
    vscode.workspace.getConfiguration('haLab').update('template', template, vscode.ConfigurationTarget.Workspace);

  before(async function () {
    if (!page.available || !engineAnswers()) this.skip();
    ({ labs } = await vscode.extensions.getExtension<{ labs: typeof labs }>('haconf.haconf')!.activate());
    root = vscode.workspace.workspaceFolders![0]!.uri;
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await choose('two-node');
  });

  after(async () => {
    for (const { project } of labs()) removeProject(project);
    await choose(undefined);
    await rm(vscode.Uri.joinPath(root, 'ha-lab').fsPath, { recursive: true, force: true });
    await vscode.commands.executeCommand('haLab.refresh');
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('notifications.hideList');
  });

  it('starts as quickly, and is shown as two load balancers with their Apaches', async () => {
    await page.command('Start HA Lab');
    await page.wait({ text: 'Folder for the lab' });
    await page.press('Enter');
    let rows: readonly Row[] = [];
    const described = (level: number, name: string) =>
      rows.filter((row) => row.level === level && row.text === name).map(({ description }) => description);
    await until(
      'both servers are shown',
      async () => {
        rows = await page.rows();
        return (
          described(2, 'server1').some((text) => /^MASTER · .* HAProxy up$/.test(text)) &&
          described(2, 'server2').some((text) => /^BACKUP · .* HAProxy up$/.test(text)) &&
          ['server1', 'server2'].every(
            (name) => described(5, name).filter((text) => text.startsWith('UP')).length === 2,
          )
        );
      },
      240 * seconds,
    ).catch((error: unknown) => {
      const shown = rows.map((row) => `${'  '.repeat(row.level - 1)}${row.text} | ${row.description}`);
      throw new Error(`${String(error)}\n${shown.join('\n')}`, { cause: error });
    });
    await until('there is no problem', () => labs()[0]?.problems.length === 0, 30 * seconds);
    await until('it runs', () => labs()[0]?.phase === 'running');
  });

  it('is walked through: its buttons find the server that does not hold the address', async () => {
    const step = (id: string) => `[data-step-id="haconf.haconf#haLab#${id}"]`;
    const status = (name: string) => labs()[0]!.nodes.find((node) => node.name === name)?.status;
    await page.command('Open the Walkthrough of the Lab');
    await page.wait({ selector: step('webLeft') });
    for (const [id, button, becomes] of [
      ['webLeft', 'Stop a Web Server', 'exited'],
      ['webBack', 'Start It Again', 'running'],
    ] as const) {
      await page.click({ selector: `${step(id)} .step-title` });
      await page.click({ within: step(id), role: 'button', name: button });
      await until(`server2 is ${becomes}`, () => status('server2') === becomes, 30 * seconds);
      assert.equal(status('server1'), 'running');
    }
    await until('there is no problem', () => labs()[0]?.problems.length === 0, 60 * seconds);
  });

  it('has a changed configuration applied to both servers', async () => {
    const file = vscode.Uri.joinPath(root, 'ha-lab', 'haproxy', 'haproxy.cfg');
    const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString();
    assert.ok(text.includes('balance roundrobin'));
    await vscode.workspace.fs.writeFile(file, Buffer.from(text.replace('balance roundrobin', 'balance leastconn')));
    await vscode.window.showTextDocument(file, { preview: false });
    const differs = { within: '.editor-group-container.active', text: 'Differs from what server1 and server2 run' };
    const told = async () => (await page.count(differs)) > 0;
    await until('the file tells that it differs', told, 30 * seconds);
    await page.command('Apply to Lab');
    await until(
      'both have it',
      () =>
        ['server1', 'server2'].every((node) =>
          onNode('two-node', node, 'cat', '/run/haconf/loaded/haproxy').some((line) => /balance leastconn/.test(line)),
        ),
      60 * seconds,
    );
    await until('it differs no more', async () => !(await told()), 30 * seconds);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is removed from the palette, and nothing is left', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await page.command('Remove HA Lab');
    await page.wait({ within: '.quick-input-list', text: 'containers, network and images' });
    await page.press('Enter');
    const { project } = labs()[0]!;
    await until('the lab is gone', () => labs()[0]?.phase === 'absent', 60 * seconds);
    await until('nothing is left', () => leftOf(project).length === 0, 20 * seconds);
    assert.equal(project, 'two-node');
  });
});

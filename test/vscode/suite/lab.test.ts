// The lab as a person meets it: started from the palette in an empty workspace, broken, mended, removed.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { request } from 'node:http';
import * as vscode from 'vscode';
import { engineAnswers, images, leftOf, removeProject } from '../harness/docker';
import { chooseFromMenu } from '../harness/menu';
import { page, type Row } from '../harness/page';
import { eachOnTheOneBefore } from '../harness/steps';
import { until } from '../harness/wait';

/** What the extension exports, as far as it is looked at here. */
interface Api {
  labs(): readonly {
    readonly project: string;
    readonly phase: string;
    readonly nodes: readonly { readonly name: string; readonly role: string; readonly status: string }[];
    readonly vips: readonly {
      readonly address: string;
      readonly verdict: { readonly kind: string; readonly holder?: string };
    }[];
    readonly problems: readonly { readonly message: string }[];
  }[];
}

const seconds = 1000;

function get(url: string): Promise<{ status: number; body: string; servedBy: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { timeout: 3 * seconds, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (data: string) => (body += data));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body, servedBy: String(response.headers['x-lb']) });
      });
    });
    asked.on('timeout', () => asked.destroy(new Error('timeout')));
    asked.on('error', reject);
    asked.end();
  });
}

describe('the lab', function () {
  this.timeout(300 * seconds);
  let api: Api;
  let root: vscode.Uri;

  const state = () => {
    const [lab] = api.labs();
    assert.ok(lab, 'the lab is not watched');
    return lab;
  };
  const holder = () => state().vips[0]?.verdict.holder;
  const show = (rows: readonly Row[]) =>
    rows.map((row) => `${'  '.repeat(row.level - 1)}${row.text} | ${row.description}`).join('\n');

  /** Waits until the rows on the screen are as wanted; says what they are when they do not become so. */
  async function seen(what: string, wanted: (rows: readonly Row[]) => boolean, within = 30 * seconds): Promise<Row[]> {
    let rows: Row[] = [];
    try {
      return await until(what, async () => wanted((rows = await page.rows())) && rows, within);
    } catch (error) {
      throw new Error(`${String(error)}\n${show(rows)}`, { cause: error });
    }
  }
  /** The rows below the node of that name. */
  function below(rows: readonly Row[], name: string): Row[] {
    const at = rows.findIndex((row) => row.level === 2 && row.text === name);
    const end = rows.findIndex((row, index) => index > at && row.level <= 2);
    return at < 0 ? [] : rows.slice(at + 1, end < 0 ? undefined : end);
  }
  const node = (rows: readonly Row[], name: string) =>
    rows.find((row) => row.level === 2 && row.text === name)?.description ?? '';
  const servers = (rows: readonly Row[]) => rows.filter((row) => row.level === 5);

  // While VS Code is driven it keeps notifications in their list.
  const notifications = async () => {
    await vscode.commands.executeCommand('notifications.showList');
    return (await page.texts({ selector: '.notifications-center' })).join('\n');
  };
  const notified = (text: string, within: number) =>
    until(`a notification: ${text}`, async () => (await notifications()).includes(text), within);
  const percentAbove = (percent: number) =>
    until(`${percent} %`, async () => Number(/(\d+) %/.exec(await notifications())?.[1] ?? 0) > percent, 60 * seconds);
  const template = () =>
    vscode.workspace.fs.readFile(
      vscode.Uri.joinPath(
        vscode.extensions.getExtension('haconf.haconf')!.extensionUri,
        'lab-templates/two-web-two-lb/compose.yaml',
      ),
    );

  before(async function () {
    if (!page.available || !engineAnswers()) this.skip();
    const extension = vscode.extensions.getExtension<Api>('haconf.haconf');
    assert.ok(extension);
    api = await extension.activate();
    root = vscode.workspace.workspaceFolders![0]!.uri;
    const git = vscode.workspace.getConfiguration('git');
    await git.update('openRepositoryInParentFolders', 'never', vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  // Each step needs the one before it.
  eachOnTheOneBefore();

  // What a step that failed has left.
  after(async () => {
    for (const { project } of api.labs()) removeProject(project);
    await rm(vscode.Uri.joinPath(root, 'ha-lab').fsPath, { recursive: true, force: true });
  });

  it('invites to start one where there is none', async () => {
    await vscode.commands.executeCommand('haLab.nodes.focus');
    await page.wait({ within: '.part.sidebar', text: 'No HA lab here yet' });
    await page.screenshot('lab-welcome');
  });

  it('says what is missing where no engine answers, and offers what helps', async () => {
    const settings = vscode.workspace.getConfiguration('haLab');
    const nowhere = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(root, 'ha-lab', 'compose.yaml'), await template());
    await settings.update('environment', nowhere, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('haLab.refresh');
    await page.wait({ within: '.part.sidebar', text: 'No Docker engine answers' });
    await page.command('Start HA Lab');
    await notified('No Docker engine was found', 20 * seconds);
    await page.wait({ within: '.notifications-center', role: 'button', name: 'How to Install Docker' });
    // The palette puts what matches alike in the order of the names; "Restart HA Lab" must not come first.
    assert.doesNotMatch(await notifications(), /Restarting/);
    await until('the progress is gone', async () => !(await notifications()).includes('Starting HA Lab'));
    await page.screenshot('lab-no-engine');
    await settings.update('environment', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(root, 'ha-lab'), { recursive: true });
    await page.wait({ within: '.part.sidebar', text: 'No HA lab here yet' });
  });

  it('leaves nothing behind when starting is cancelled', async () => {
    // A lab removed with its images kept has left some that starting finds and cancelling leaves.
    const kept = images();
    await page.command('Start HA Lab');
    await page.wait({ text: 'Folder for the lab' });
    await page.press('Enter');
    await percentAbove(2);
    const [lab] = api.labs();
    assert.ok(lab);
    await page.click({ within: '.notifications-center', role: 'button', name: 'Cancel' });
    await page.wait({ within: '.part.sidebar', text: 'No HA lab here yet' }, 'visible', 60 * seconds);
    assert.deepEqual(
      leftOf(lab.project).filter((id) => !kept.includes(id)),
      [],
    );
    await until('the progress is gone', async () => !(await notifications()).includes('Starting HA Lab'));
    await vscode.commands.executeCommand('notifications.hideList');
    await until('the files are gone', async () =>
      (await vscode.workspace.fs.readDirectory(root)).every(([name]) => name !== 'ha-lab'),
    );
  });

  it('starts from the palette, asking only for the folder, and shows who is MASTER', async () => {
    await page.command('Start HA Lab');
    await page.wait({ text: 'Folder for the lab' });
    await page.press('Enter');
    await notified('Starting HA Lab', 10 * seconds);
    await percentAbove(5);
    await page.screenshot('lab-starting');
    await notified('HA Lab is running', 240 * seconds);
    const rows = await seen(
      'all servers are UP',
      (now) =>
        servers(now).length === 4 &&
        servers(now).every(({ description }) => description.startsWith('UP ')) &&
        node(now, 'mylb1').startsWith('MASTER'),
    );
    assert.match(node(rows, 'mylb1'), /^MASTER · priority \d+ .* HAProxy up$/);
    assert.match(node(rows, 'mylb2'), /^BACKUP · priority \d+ .* HAProxy up$/);
    assert.equal(holder(), 'mylb1');
    assert.deepEqual(state().problems, []);
  });

  it('answers through the virtual address', async () => {
    const { plan } = { plan: await vscode.workspace.fs.readFile(vscode.Uri.joinPath(root, 'ha-lab', 'compose.yaml')) };
    const port = /127\.0\.0\.1:(2\d+):8080\s*\n\s*- 127\.0\.0\.1:\d+:8443\s*\n\s*\nnetworks/.exec(
      Buffer.from(plan).toString(),
    );
    assert.ok(port?.[1], 'no port of the probe in compose.yaml');
    const answer = await get(`http://127.0.0.1:${port[1]}/healthz`);
    assert.equal(answer.status, 200);
    assert.match(answer.body, /Greeting from myweb/);
    assert.equal(answer.servedBy, 'mylb1');
  });

  it('is a picture', async () => {
    await page.press('Escape');
    await vscode.commands.executeCommand('notifications.clearAll');
    const configuration = vscode.Uri.joinPath(root, 'ha-lab', 'haproxy', 'haproxy.cfg');
    const editor = await vscode.window.showTextDocument(configuration, { preview: false });
    const backend = editor.document.positionAt(editor.document.getText().indexOf('\nbackend be_web'));
    editor.revealRange(new vscode.Range(backend, backend), vscode.TextEditorRevealType.AtTop);
    await vscode.commands.executeCommand('haLab.nodes.focus');
    await page.click({ within: '.part.sidebar', role: 'treeitem', name: 'probe, running' });
    for (let step = 0; step < 3; step++) await vscode.commands.executeCommand('workbench.action.decreaseViewWidth');
    await page.wait({ selector: '.statusbar-item', within: '.part.statusbar' });
    await page.screenshot('lab-running');
    assert.ok((await page.texts({ selector: '.part.statusbar' })).join(' ').includes('VIP on mylb1'));
  });

  it('shows the log of a node and a shell on it in terminals', async () => {
    const named = (name: string) => vscode.window.terminals.find((terminal) => terminal.name === name);
    for (const [item, name] of [
      ['Show Node Logs', `${state().project}: log of mylb2`],
      ['Open Shell on Node', 'mylb2'],
    ] as const) {
      await chooseFromMenu('mylb2, BACKUP', item);
      const terminal = await until(`the terminal ${name}`, () => named(name), 20 * seconds);
      terminal.dispose();
      await until(`${name} is closed`, () => named(name) === undefined);
    }
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('shows the address move when HAProxy on the master is killed', async () => {
    await page.command('Kill HAProxy');
    await page.wait({ selector: '.quick-input-widget input[placeholder="Which node?"]' });
    await page.type('mylb1');
    await page.press('Enter');
    const rows = await seen(
      'mylb2 is MASTER',
      (now) => node(now, 'mylb2').startsWith('MASTER') && /HAProxy down/.test(node(now, 'mylb1')),
    );
    assert.doesNotMatch(node(rows, 'mylb1'), /MASTER/);
    await seen('the address is on mylb2', (now) =>
      now.some(({ text, description }) => text.startsWith('VIP') && description === 'held by mylb2'),
    );
    assert.equal(holder(), 'mylb2');
    assert.ok(state().problems.length > 0);
    await seen('the address answers', (now) =>
      now.some(({ text, description }) => text === 'Client' && description === 'answers through mylb2'),
    );
    await page.screenshot('lab-failover');
    assert.ok((await page.texts({ selector: '.part.statusbar' })).join(' ').includes('VIP on mylb2'));
  });

  it('shows the address come back when HAProxy is started from the menu of its row', async () => {
    const rows = await page.rows();
    assert.ok(below(rows, 'mylb1').some(({ text, description }) => text === 'HAProxy' && description === 'down'));
    await chooseFromMenu('HAProxy, down', 'Start HAProxy');
    await seen('mylb1 is MASTER again', (now) => node(now, 'mylb1').startsWith('MASTER') && servers(now).length === 4);
    await until('mylb1 holds the address', () => holder() === 'mylb1');
  });

  it('shows a web server that is stopped as DOWN, and UP again', async () => {
    await chooseFromMenu('myweb1, running', 'Stop Node');
    await seen(
      'myweb1 is DOWN',
      (now) =>
        servers(now).filter(({ text, description }) => text === 'myweb1' && description.startsWith('DOWN')).length ===
        2,
    );
    await seen('the address answers', (now) =>
      now.some(({ text, description }) => text === 'Client' && /^answers/.test(description)),
    );
    await page.screenshot('lab-server-down');
    await chooseFromMenu('myweb1, stopped', 'Start Node');
    await seen('myweb1 is UP', (now) => servers(now).every(({ description }) => description.startsWith('UP ')));
  });

  it('stops from the palette', async () => {
    await page.command('Stop HA Lab');
    await page.wait({ within: '.part.sidebar', text: 'is not running' }, 'visible', 60 * seconds);
    assert.deepEqual(await page.rows(), []);
    assert.equal(state().phase, 'stopped');
    await page.screenshot('lab-stopped');
  });

  it('is removed from the palette, and nothing is left', async () => {
    await page.command('Remove HA Lab');
    await page.wait({ within: '.quick-input-list', text: 'containers, network and images' });
    await page.press('Enter');
    const { project } = state();
    await until('the lab is gone', () => state().phase === 'absent', 60 * seconds);
    await until('nothing is left', () => leftOf(project).length === 0);
    await page.wait({ within: '.part.sidebar', text: 'is not running' });
  });
});

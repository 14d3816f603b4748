// What is seen of a running lab down to single servers, and what is done to them: from the tree, from a line, from what is
// watched beside the labs. One lab for all of it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { engineAnswers, removeProject } from '../harness/docker';
import { chooseFromMenu } from '../harness/menu';
import { page, type Row, type Target } from '../harness/page';
import { until } from '../harness/wait';
import { watchedBeside } from '../steps/watched';

interface Api {
  labs(): readonly {
    readonly project: string;
    readonly phase: string;
    readonly problems: readonly object[];
    readonly vips: readonly { readonly verdict: { readonly kind: string } }[];
    readonly nodes: readonly { readonly name: string; readonly container: string }[];
  }[];
}

const seconds = 1000;
/** Where the mouse is over nothing that has a tooltip. */
const aside: Target = { selector: '.editor-group-container.active .margin' };

describe('a running lab, seen to its servers', function () {
  this.timeout(240 * seconds);
  let api: Api;
  let folder: vscode.Uri;

  const settled = () => vscode.commands.executeCommand('notifications.clearAll');
  const told = async () => {
    await vscode.commands.executeCommand('notifications.showList');
    return (await page.texts({ selector: '.notifications-center' })).join('\n');
  };
  const verdict = () => api.labs()[0]?.vips[0]?.verdict.kind;
  const show = (rows: readonly Row[]) =>
    rows.map((row) => `${'  '.repeat(row.level - 1)}${row.text} | ${row.description}`).join('\n');
  /** Of a long list only what is on the screen is there: it is typed first. */
  const chosen = async (placeholder: string, text: string) => {
    await page.wait({ selector: `.quick-input-widget input[placeholder="${placeholder}"]` });
    await page.answer(text);
    await page.wait({ within: '.quick-input-list', role: 'option', name: text });
    await page.press('Enter');
  };
  const typed = async (title: string, text: string) => {
    await page.wait({ within: '.quick-input-widget', text: title });
    await page.answer(text);
    await page.press('Enter');
  };

  /** Waits until the rows on the screen are as wanted; says what they are when they do not become so. */
  async function seen(what: string, wanted: (rows: readonly Row[]) => boolean, within = 30 * seconds): Promise<Row[]> {
    let rows: Row[] = [];
    try {
      return await until(what, async () => wanted((rows = await page.rows())) && rows, within);
    } catch (error) {
      throw new Error(`${String(error)}\n${show(rows)}\n${await told()}`, { cause: error });
    }
  }
  const servers = (rows: readonly Row[], name: string) =>
    rows.filter((row) => row.level === 5 && row.text === name).map(({ description }) => description);

  async function open(file: string, at: string): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.joinPath(folder, ...file.split('/'));
    const editor = await vscode.window.showTextDocument(uri, { preview: false });
    const place = editor.document.positionAt(editor.document.getText().indexOf(at));
    editor.selection = new vscode.Selection(place, place);
    editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.AtTop);
    return editor;
  }

  const beside = (text: RegExp, within = 20 * seconds) =>
    until(
      `${String(text)} beside a line`,
      async () => (await page.beside()).some((one) => text.test(one)),
      within,
    ).catch(async (error: unknown) => {
      throw new Error(`${String(error)}\n${(await page.beside()).join('\n')}`, { cause: error });
    });

  const containerOf = (name: string) => api.labs()[0]!.nodes.find((node) => node.name === name)!.container;
  const inNode = (name: string, command: string) => {
    execFileSync('docker', ['exec', containerOf(name), 'sh', '-c', command], {
      timeout: 30 * seconds,
      stdio: 'ignore',
    });
  };

  before(async function () {
    if (!page.available || !engineAnswers()) this.skip();
    const extension = vscode.extensions.getExtension<Api>('haconf.haconf');
    assert.ok(extension);
    api = await extension.activate();
    folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'ha-lab');
    await settled();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await page.command('Start HA Lab');
    await page.wait({ text: 'Folder for the lab' });
    await page.press('Enter');
    await vscode.commands.executeCommand('haLab.nodes.focus');
    await seen(
      'all servers are UP',
      (rows) =>
        ['myweb1', 'myweb2'].every((name) => servers(rows, name).filter((text) => /^UP/.test(text)).length === 2),
      200 * seconds,
    );
    await until('there is no problem', () => api.labs()[0]?.problems.length === 0, 30 * seconds);
    await settled();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const { project } of api.labs()) removeProject(project);
    await rm(folder.fsPath, { recursive: true, force: true });
    await until('the lab is forgotten', () => api.labs().length === 0);
    await settled();
  });

  it('a server is drained from its row, on that load balancer alone, and set ready again', async () => {
    await chooseFromMenu('myweb1, UP', 'Drain Server');
    const rows = await seen('one is drained', (now) => servers(now, 'myweb1').some((text) => /^DRAIN/.test(text)));
    const [drained, other] = servers(rows, 'myweb1');
    assert.match(drained ?? '', /^DRAIN · set at runtime/);
    assert.match(other ?? '', /^UP for/);
    await open('haproxy/haproxy.cfg', 'backend be_web');
    await beside(/mylb1: DRAIN · set at runtime.*, mylb2: UP/);
    await vscode.commands.executeCommand('haLab.nodes.focus');
    await page.hover(aside);
    await page.screenshot('live-drained-server');
    await chooseFromMenu('myweb1, DRAIN', 'Set Server Ready');
    await seen('both are UP', (now) => servers(now, 'myweb1').every((text) => /^UP/.test(text)));
  });

  it('a server is weighed from its line, on both load balancers', async () => {
    await open('haproxy/haproxy.cfg', 'backend be_web');
    await beside(/^UP · L7OK 200/);
    const link: Target = { within: '.monaco-hover', role: 'link', name: 'Weight...' };
    // What stands beside the lines changes every second, and a hover that is about to come may go with it.
    await until(
      'the line tells what can be done',
      async () => {
        await page.hover(aside);
        await page.hover({ within: '.editor-group-container.active .view-lines', text: 'myweb2' });
        await page
          .wait({ within: '.monaco-hover', text: 'Weight...' }, 'visible', 3 * seconds)
          .catch((error: unknown) => {
            if (!String(error).includes('Timeout')) throw error;
          });
        return (await page.count({ within: '.monaco-hover', text: 'Weight...' })) > 0;
      },
      20 * seconds,
    );
    await page.screenshot('live-line-hover');
    assert.ok((await page.texts({ selector: '.monaco-hover' })).join('\n').includes('be_web/myweb2 on mylb1'));
    await page.click((await page.count(link)) > 0 ? link : { within: '.monaco-hover', text: 'Weight...' });
    await chosen('On which load balancer?', 'Both load balancers');
    await page.wait({ within: '.quick-input-widget', text: 'Weight of be_web/myweb2' });
    await page.press('Control+A');
    await page.type('257');
    await page.wait({ within: '.quick-input-widget', text: 'A weight is at most 256.' });
    await page.press('Control+A');
    await page.type('50');
    await page.press('Enter');
    await beside(/^UP · L7OK 200 · weight 50 \(configured: 1\)/);
    await seen('both rows tell', (rows) =>
      servers(rows, 'myweb2').every((text) => text.includes('weight 50 (configured: 1)')),
    );
  });

  it('beside the lines of keepalived stands who is MASTER, who holds the address, and whether the script passes', async () => {
    await open('keepalived/keepalived-backup.conf', 'vrrp_script');
    await beside(/^mylb2: BACKUP · priority 102 \(base 100\) · MASTER is mylb1 \(103\)/);
    await beside(/^held by mylb1/);
    assert.equal((await page.beside()).filter((text) => text === 'passing').length, 2);
    await page.hover(aside);
    await page.screenshot('live-keepalived-lines');
  });

  it('nothing stands there when the setting is off, nor in a file that no lab runs', async () => {
    const settings = vscode.workspace.getConfiguration('haLab');
    await settings.update('lineState', false, vscode.ConfigurationTarget.Workspace);
    await until('the lines are bare', async () => (await page.beside()).length === 0);
    await settings.update('lineState', undefined, vscode.ConfigurationTarget.Workspace);
    await beside(/^held by mylb1/);
    const other = vscode.Uri.joinPath(folder, 'keepalived.conf');
    const text = (
      await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'keepalived/keepalived-backup.conf'))
    ).getText();
    await vscode.workspace.fs.writeFile(other, Buffer.from(text));
    await open('keepalived.conf', 'vrrp_script');
    await until('the lines are bare', async () => (await page.beside()).length === 0);
    await new Promise((resolve) => setTimeout(resolve, 1.5 * seconds));
    assert.deepEqual(await page.beside(), []);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(other);
  });

  it('a keepalived that may not set addresses is told as a phantom master, with what to do', async () => {
    await open('keepalived/keepalived-master.conf', 'vrrp_script');
    inNode('mylb2', 'service keepalived stop');
    inNode('mylb1', 'service keepalived stop');
    inNode(
      'mylb1',
      'setsid setpriv --bounding-set=-net_admin keepalived --vrrp --use-file /etc/keepalived/keepalived-master.conf',
    );
    await seen('the row tells', (rows) =>
      rows.some(({ text, description }) => text.startsWith('VIP') && description.startsWith('phantom master: mylb1')),
    );
    // Rows that explain the verdict before may stand there for a moment.
    await seen('with what to do', (rows) =>
      ['Phantom master', 'What to do'].every((wanted) => rows.some(({ text }) => text === wanted)),
    );
    await until('the status bar tells', async () =>
      (await page.texts({ selector: '.part.statusbar' })).join(' ').includes('VIP: phantom master'),
    );
    await beside(/^phantom master: mylb1/);
    await vscode.commands.executeCommand('haLab.nodes.focus');
    await page.hover(aside);
    await page.screenshot('live-phantom-master');
    inNode('mylb1', 'service keepalived restart');
    inNode('mylb2', 'service keepalived start');
    await until('the address is held', () => verdict() === 'held', 30 * seconds);
  });

  it('a statistics page is watched beside the lab, its password asked for and kept out of the settings', async () => {
    const compose = Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, 'compose.yaml')));
    const port = /127\.0\.0\.1:(\d+):8090/.exec(compose.toString())?.[1];
    assert.ok(port, 'no statistics port in compose.yaml');
    await page.command('Watch a HAProxy or keepalived');
    await chosen('How can it be asked?', 'statistics page');
    await typed('Watch a Statistics Page', `http://127.0.0.1:${port}/haproxy/stats`);
    await typed('User of the Statistics Page', 'haproxy');
    await typed('Password of haproxy', 'wrong');
    const name = `127.0.0.1:${port}/haproxy/stats`;
    await seen('the password is refused', (rows) =>
      rows.some((row) => row.text === name && row.description.includes('does not take the password of haproxy')),
    );
    // The only one that is watched needs no question.
    await page.command('Change Credentials');
    await page.wait({ text: 'User of the Statistics Page' });
    await typed('User of the Statistics Page', 'haproxy');
    await typed('Password of haproxy', 'passw0rd');
    await seen('it tells', (rows) => rows.some((row) => row.text === name && row.description === 'HAProxy up'));
    await seen('its servers are shown below it', (rows) => servers(rows, 'myweb2').length === 3);
    await open('haproxy/haproxy.cfg', 'backend be_web');
    await beside(/^UP · L7OK 200/);
    await page.hover(aside);
    await page.screenshot('live-watched');
    const settings = JSON.stringify(vscode.workspace.getConfiguration('haLab'));
    assert.ok(!settings.includes('passw0rd'));
    await page.command('Stop Watching');
    await seen('nothing is watched', (rows) => rows.every(({ text }) => text !== 'Watched'));
  });

  watchedBeside({ folder: () => folder, container: containerOf, seen, servers, chosen, typed });

  it('a line that makes several servers tells how many of them are up', async () => {
    const file = vscode.Uri.joinPath(folder, 'haproxy', 'haproxy.cfg');
    const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString();
    const more = [
      'resolvers docker\n    nameserver dns 127.0.0.11:53',
      'backend be_pool',
      '    server-template pool 3 myweb1:80 check resolvers docker init-addr none',
    ];
    await vscode.workspace.fs.writeFile(file, Buffer.from(`${text}${more.join('\n')}\n`));
    const document = await vscode.workspace.openTextDocument(file);
    await until('the editor has it', () => document.getText().includes('backend be_pool'));
    await open('haproxy/haproxy.cfg', 'backend be_pool');
    await page.command('Apply to Lab');
    await beside(/^1 of 3 servers up · 2 MAINT \(resolution\)/, 60 * seconds);
    // Until then the lab is busy with it, and nothing else can be done to it.
    const applied = async () => (await told()).includes('run the configuration as it is');
    await until('it has been applied', applied, 60 * seconds);
    await settled();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('the lines are bare when the lab has stopped', async () => {
    await open('keepalived/keepalived-master.conf', 'vrrp_script');
    await beside(/^held by mylb1/);
    await page.command('Stop HA Lab');
    await until('it is stopped', () => api.labs()[0]?.phase === 'stopped', 60 * seconds);
    await until('the lines are bare', async () => (await page.beside()).length === 0);
  });
});

// A lab that runs while its configurations are edited: checked by its programs, applied, taken back; and what is seen
// of it meanwhile. First of all suites: what the walkthrough has seen stays seen for the whole window.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { engineAnswers, onNode, removeProject } from '../harness/docker';
import { page } from '../harness/page';
import { until } from '../harness/wait';
import { underARequestLoop } from '../steps/traffic';
import { throughTheWalkthrough } from '../steps/walkthrough';

interface Api {
  labs(): readonly { readonly project: string; readonly phase: string }[];
}

const seconds = 1000;

describe('a lab whose configurations are edited', function () {
  this.timeout(240 * seconds);
  let api: Api;
  let lab: vscode.Uri;
  let file: vscode.Uri;
  /** Of the statistics page of mylb1, on this machine. */
  let port: number;

  const project = () => api.labs()[0]!.project;
  const notifications = async () => {
    await vscode.commands.executeCommand('notifications.showList');
    return (await page.texts({ selector: '.notifications-center' })).join('\n');
  };
  const notified = (text: string, within = 30 * seconds) =>
    until(`a notification: ${text}`, async () => (await notifications()).includes(text), within);
  const settled = () => vscode.commands.executeCommand('notifications.clearAll');

  /** Puts the first place of one text in the place of another, as typing does, without saving. */
  async function edit(uri: vscode.Uri, from: string, to: string): Promise<number> {
    const editor = await vscode.window.showTextDocument(uri, { preview: false });
    const at = editor.document.getText().indexOf(from);
    assert.ok(at >= 0, `${from} is not in ${uri.fsPath}`);
    const range = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + from.length));
    await editor.edit((builder) => {
      builder.replace(range, to);
    });
    editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
    return range.start.line;
  }
  const on = (uri: vscode.Uri, line: number) =>
    vscode.languages.getDiagnostics(uri).filter(({ range }) => range.start.line === line);
  const errors = (uri: vscode.Uri) =>
    vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
  const revert = async (uri: vscode.Uri) => {
    await vscode.window.showTextDocument(uri, { preview: false });
    await vscode.commands.executeCommand('workbench.action.files.revert');
  };

  const autoSave = (value: string | undefined) =>
    vscode.workspace.getConfiguration('files').update('autoSave', value, vscode.ConfigurationTarget.Global);

  before(async function () {
    if (!page.available || !engineAnswers()) this.skip();
    const extension = vscode.extensions.getExtension<Api>('haconf.haconf');
    assert.ok(extension);
    api = await extension.activate();
    lab = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'ha-lab');
    file = vscode.Uri.joinPath(lab, 'haproxy', 'haproxy.cfg');
    await settled();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    // The server build saves by itself, a moment after the last key.
    await autoSave('off');
    await page.command('Start HA Lab');
    await page.wait({ text: 'Folder for the lab' });
    await page.press('Enter');
    await notified('HA Lab is running', 200 * seconds);
    await settled();
    const definition = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(lab, 'compose.yaml'));
    port = Number(/127\.0\.0\.1:(\d+):8090/.exec(Buffer.from(definition).toString())?.[1]);
  });

  after(async () => {
    await autoSave(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const { project } of api.labs()) removeProject(project);
    await rm(lab.fsPath, { recursive: true, force: true });
    await until('the lab is forgotten', () => api.labs().length === 0);
    await settled();
  });

  describe('checked by the program', () => {
    it('is accepted on the node that runs it', async () => {
      await vscode.window.showTextDocument(file, { preview: false });
      await page.command('Check with HAProxy');
      await notified('on mylb1 accepts haproxy.cfg.');
      await settled();
    });

    it('has one squiggle with both names where the program and we complain, unsaved as it is', async () => {
      const line = await edit(file, 'option httplog', 'option httplogg');
      await until('our own diagnostic', () => on(file, line).length === 1);
      assert.equal(on(file, line)[0]?.source, 'haconf');
      await page.command('Check with HAProxy');
      await notified('on mylb1 refuses haproxy.cfg: 1 error.');
      const [diagnostic, ...others] = on(file, line);
      assert.deepEqual(others, []);
      assert.equal(diagnostic?.source, 'haconf, HAProxy');
      assert.match(diagnostic.message, /HAProxy \d+\.\d+\.\d+ on mylb1: unknown option 'httplogg'/);
      assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
      await settled();
    });

    it('is a picture', async () => {
      await vscode.commands.executeCommand('notifications.hideList');
      const editor = vscode.window.activeTextEditor!;
      const at = editor.document.positionAt(editor.document.getText().indexOf('httplogg'));
      editor.selection = new vscode.Selection(at, at);
      await page.click({ within: '.editor-group-container.active', text: 'httplogg' });
      await vscode.commands.executeCommand('editor.action.showHover');
      await page.wait({ within: '.monaco-hover', text: 'on mylb1' });
      await page.screenshot('check');
      await page.press('Escape');
    });

    it('keeps the squiggle while other lines change, and loses it with its own', async () => {
      const editor = vscode.window.activeTextEditor!;
      await editor.edit((builder) => {
        builder.insert(new vscode.Position(0, 0), '# one more line\n');
      });
      const line =
        editor.document.getText().slice(0, editor.document.getText().indexOf('httplogg')).split('\n').length - 1;
      await until('the diagnostic has moved along', () =>
        on(file, line).some(({ source }) => source === 'haconf, HAProxy'),
      );
      await edit(file, 'httplogg', 'httploggg');
      await until('only ours is left', () => on(file, line).every(({ source }) => source === 'haconf'));
      await revert(file);
      await until('no error is left', () => errors(file).length === 0);
    });

    it('elsewhere when another place is chosen, which is kept in mind', async () => {
      await vscode.window.showTextDocument(file, { preview: false });
      await page.command('Check with HAProxy');
      await notified('on mylb1 accepts haproxy.cfg.');
      await page.click({ within: '.notifications-center', role: 'button', name: 'Check Elsewhere' });
      await page.wait({ within: '.quick-input-list', text: 'image of the lab' });
      await page.type('image of the lab');
      await page.press('Enter');
      const accepted = /on ha-lab-load-balancer\S* accepts haproxy\.cfg\./;
      await until('the image has been asked', async () => accepted.test(await notifications()), 30 * seconds);
      await settled();
      await page.command('Check with HAProxy');
      await until('it is asked again', async () => accepted.test(await notifications()), 30 * seconds);
      await page.click({ within: '.notifications-center', role: 'button', name: 'Check Elsewhere' });
      await page.wait({ within: '.quick-input-list', text: 'node of the running lab' });
      await page.type('mylb1');
      await page.press('Enter');
      await notified('on mylb1 accepts haproxy.cfg.');
      await settled();
    });

    it('by keepalived, on the node that runs the file', async () => {
      const backup = vscode.Uri.joinPath(lab, 'keepalived', 'keepalived-backup.conf');
      const line = await edit(backup, 'auth_type PASS', 'auth_type PAS');
      await page.command('Check with keepalived');
      await notified('on mylb2 refuses keepalived-backup.conf');
      await until('it is on the line', () => on(backup, line).some(({ source }) => source?.includes('keepalived')));
      assert.equal(on(backup, line).length, 1);
      await revert(backup);
      await settled();
    });
  });

  describe('applied to the nodes', () => {
    const hashes = () =>
      ['mylb1', 'mylb2'].flatMap((node) =>
        onNode(project(), node, 'sh', '-c', 'sha256sum /etc/haproxy/*.cfg /etc/keepalived/*.conf'),
      );
    const workers = () => ['mylb1', 'mylb2'].map((node) => onNode(project(), node, 'pgrep', 'haproxy').join(' '));
    const rows = async () => (await page.rows()).filter(({ level }) => level === 2);
    const differing = async () =>
      (await rows()).filter(({ description }) => description.startsWith('runs other files')).map(({ text }) => text);
    const lens = { within: '.editor-group-container.active', text: 'Differs from what mylb1 and mylb2 run' };
    let before: string[];

    it('is told to differ once it is saved: at its top and in the tree', async () => {
      await vscode.commands.executeCommand('haLab.nodes.focus');
      await until('nothing differs', async () => (await rows()).length > 4 && (await differing()).length === 0);
      before = hashes();
      await edit(file, 'balance roundrobin', 'balance leastconn');
      assert.equal(await page.count(lens), 0);
      await vscode.window.activeTextEditor!.document.save();
      await until('both differ', async () => (await differing()).join() === 'mylb1,mylb2');
      await page.press('Control+Home');
      await page.wait(lens);
      assert.deepEqual(hashes(), before);
    });

    it('and back when it is as it was', async () => {
      await edit(file, 'balance leastconn', 'balance roundrobin');
      await vscode.window.activeTextEditor!.document.save();
      await until('nothing differs', async () => (await differing()).length === 0);
      await page.wait(lens, 'hidden');
    });

    it('is refused with the words of the nodes on the line, and the nodes stay as they were', async () => {
      const line = await edit(file, 'balance roundrobin', 'balance roundrobbin');
      const [run, config] = [workers(), hashes()];
      await page.command('Apply to Lab');
      await notified('Nothing was changed on the nodes. HAProxy');
      assert.match(on(file, line)[0]?.message ?? '', /\nHAProxy \S+ on mylb2 and mylb1: balance only supports/);
      assert.equal(on(file, line).length, 1);
      assert.deepEqual([workers(), hashes()], [run, config]);
      await page.screenshot('apply-refused');
      await settled();
    });

    it('is a picture', async () => {
      await edit(file, 'balance roundrobbin', 'balance leastconn');
      await vscode.window.activeTextEditor!.document.save();
      await until('both differ', async () => (await differing()).join() === 'mylb1,mylb2');
      await page.click({ within: '.editor-group-container.active', text: 'leastconn' });
      await page.press('Control+Home');
      await page.wait(lens);
      await page.screenshot('apply');
    });

    it('shows the difference to what a node runs', async () => {
      await until('the nodes are offered', async () => {
        // A lens that is just drawn anew does not take the click.
        await page.click({ within: '.editor-group-container.active', text: 'Show Difference' });
        return page.wait({ within: '.quick-input-list', text: 'mylb2' }, 'visible', seconds).then(
          () => true,
          () => false,
        );
      });
      await page.type('mylb2');
      await page.press('Enter');
      await page.wait({ selector: '.monaco-diff-editor .line-delete' });
      await page.screenshot('apply-difference');
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });

    it('is taken over by both nodes, and rolled back by a button', async () => {
      const run = workers();
      await page.command('Apply to Lab');
      await notified('mylb2 and mylb1 run the configuration as it is here.', 60 * seconds);
      await until('nothing differs', async () => (await differing()).length === 0);
      assert.ok(workers().every((pids, index) => pids !== run[index]));
      const runs = (node: string) =>
        onNode(project(), node, 'grep', '-c', 'leastconn', '/etc/haproxy/haproxy.cfg').join();
      assert.deepEqual(['mylb1', 'mylb2'].map(runs), ['1', '1']);
      assert.deepEqual(errors(file), []);
      await page.click({ within: '.notifications-center', role: 'button', name: 'Roll Back' });
      await notified('again what ran before. Your files are as you left them.', 60 * seconds);
      assert.deepEqual(hashes(), before);
      await until('both differ', async () => (await differing()).join() === 'mylb1,mylb2');
      await edit(file, 'balance leastconn', 'balance roundrobin');
      await vscode.window.activeTextEditor!.document.save();
      await until('nothing differs', async () => (await differing()).length === 0);
      await settled();
    });
  });

  throughTheWalkthrough(project, () => port);

  underARequestLoop(project);
});

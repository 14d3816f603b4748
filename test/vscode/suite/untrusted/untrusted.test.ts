// A folder that nobody has trusted: texts are judged, and no program of it is run.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from '../../harness/page';
import { until } from '../../harness/wait';

describe('an untrusted workspace', () => {
  const root = () => vscode.workspace.workspaceFolders![0]!.uri;
  const notifications = async () => {
    await vscode.commands.executeCommand('notifications.showList');
    return (await page.texts({ selector: '.notifications-center' })).join('\n');
  };
  const write = async (name: string, text: string) => {
    const uri = vscode.Uri.joinPath(root(), name);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    await vscode.window.showTextDocument(uri, { preview: false });
    return uri;
  };

  before(async function () {
    if (!page.available || vscode.workspace.isTrusted) this.skip();
    await vscode.extensions.getExtension('haconf.haconf')!.activate();
  });
  afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

  it('has its configurations judged by us', async () => {
    const uri = await write('haproxy.cfg', 'defaults\n    mode httpp\n');
    await until('our own diagnostic', () =>
      vscode.languages.getDiagnostics(uri).some(({ source, range }) => source === 'haconf' && range.start.line === 1),
    );
  });

  for (const [program, name, text] of [
    ['HAProxy', 'haproxy.cfg', 'defaults\n    mode httpp\n'],
    ['keepalived', 'keepalived.conf', 'vrrp_instance A {\n    state MASTERR\n}\n'],
  ] as const) {
    it(`has none of them read by ${program}, and says why`, async () => {
      const uri = await write(name, text);
      await until('our own diagnostic', () => vscode.languages.getDiagnostics(uri).length > 0);
      await page.command(`Check with ${program}`);
      const why = `${program} may run code that a configuration names: trust the folder first.`;
      await until('it is refused', async () => (await notifications()).includes(why));
      await page.wait({ within: '.notifications-center', role: 'button', name: 'Manage Workspace Trust' });
      assert.ok(vscode.languages.getDiagnostics(uri).every(({ source }) => source === 'haconf'));
    });
  }

  it('starts no lab, and says why', async () => {
    await page.command('Start HA Lab');
    const why = 'A lab runs containers that this folder describes: trust the folder first.';
    await until('it is refused', async () => (await notifications()).includes(why));
    const names = (await vscode.workspace.fs.readDirectory(root())).map(([name]) => name);
    assert.deepEqual(names.sort(), ['haproxy.cfg', 'keepalived.conf']);
    await vscode.commands.executeCommand('haLab.nodes.focus');
    await page.wait({ within: '.part.sidebar', text: 'Trust' });
  });
});

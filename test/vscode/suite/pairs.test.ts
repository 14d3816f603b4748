// What two nodes are to each other, as a person meets it: a finding that shows both files, names and renames that reach
// across files, and the sums behind the words.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hoverText } from '../harness/hover';
import { page } from '../harness/page';
import { until } from '../harness/wait';

const node = (name: string, state: string, priority: number, weight = 2): string => `global_defs {
    router_id ${name}
}

vrrp_script chk_haproxy {
    script "/usr/bin/pgrep --exact haproxy"
    interval 1
    fall 2
    weight ${weight}
}

vrrp_instance VI_1 {
    state ${state}
    interface eth0
    virtual_router_id 51
    priority ${priority}
    advert_int 1
    track_script {
        chk_haproxy
    }
    virtual_ipaddress {
        192.0.2.100/24
    }
}
`;

const including = `include scripts.conf

vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 52
    priority 101
    track_script {
        chk_haproxy
    }
    virtual_ipaddress {
        192.0.2.101/24
    }
}
`;

const included = `vrrp_script chk_haproxy {
    script "/usr/bin/pgrep --exact haproxy"
}
`;

describe('a pair of nodes', function () {
  this.timeout(60_000);
  let folder: vscode.Uri;

  before(async () => {
    await vscode.extensions.getExtension('haconf.haconf')?.activate();
    folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'pair');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  after(async () => {
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  afterEach(async () => {
    await vscode.workspace.saveAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function write(name: string, text: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(folder, name);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    return uri;
  }

  async function open(uri: vscode.Uri, column = vscode.ViewColumn.One): Promise<vscode.TextEditor> {
    return vscode.window.showTextDocument(uri, { preview: false, viewColumn: column });
  }

  /** Within the first occurrence of a text. */
  function placeOf({ document }: vscode.TextEditor, text: string, offset = 1): vscode.Position {
    const at = document.getText().indexOf(text);
    assert.notEqual(at, -1, `no ${text}`);
    return document.positionAt(at + offset);
  }

  const nameOf = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1);

  it('shows on both files that a weight never hands over, and mends it', async () => {
    const master = await write('keepalived-master.conf', node('lb1', 'MASTER', 110));
    const backup = await write('keepalived-backup.conf', node('lb2', 'BACKUP', 100));
    await open(backup, vscode.ViewColumn.Two);
    const editor = await open(master);
    const found = () =>
      vscode.languages
        .getDiagnostics(master)
        .find(({ code }) => typeof code === 'object' && code.value === 'pair-weight');
    const finding = await until('the finding', () => found() ?? false);
    assert.match(finding.message, /112 - 2 = 110 > 102: the address never moves/);
    assert.equal(editor.document.lineAt(finding.range.start.line).text.trim(), 'weight 2');
    const [other] = finding.relatedInformation ?? [];
    assert.equal(other && nameOf(other.location.uri), 'keepalived-backup.conf');
    if (page.available) {
      const at = finding.range.start;
      editor.selection = new vscode.Selection(at, at);
      await until('a hover', async () => {
        await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
        await vscode.commands.executeCommand('editor.action.showHover');
        return (await page.count({ selector: '.monaco-hover:not(.hidden)', within: '.editor-instance' })) > 0;
      });
      assert.match((await page.texts({ selector: '.monaco-hover:not(.hidden)' })).join(' '), /keepalived-backup\.conf/);
      await page.screenshot('pair-finding');
      await page.press('Escape');
    }
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      master,
      finding.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title === 'Write "-9"');
    assert.ok(fix?.edit, actions.map(({ title }) => title).join(', '));
    await vscode.workspace.applyEdit(fix.edit);
    await until('the finding is gone', () => found() === undefined);
  });

  it('shows effective priorities and times behind the words, unless the setting says no', async () => {
    const master = await write('keepalived-master.conf', node('lb1', 'MASTER', 101));
    const editor = await open(master);
    const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
    const labels = async (): Promise<string[]> => {
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        master,
        whole,
      );
      return hints.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
    };
    const expected = ['effective 103', 'takes over after 3.6 s', 'fails: 103 - 2 = 101 < 102: hands over'];
    await until('the hints', async () => {
      const shown = await labels();
      return expected.every((label) => shown.includes(label));
    });
    if (page.available) {
      await page.wait({ text: 'effective 103', within: '.editor-instance' });
      await page.screenshot('inlay-hints');
    }
    const settings = vscode.workspace.getConfiguration('keepalived');
    await settings.update('inlayHints', false, vscode.ConfigurationTarget.Workspace);
    try {
      await until('no hints', async () => (await labels()).length === 0);
    } finally {
      await settings.update('inlayHints', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('tells on an instance how long a failover takes, and which line decides', async () => {
    const master = await write('keepalived-master.conf', node('lb1', 'MASTER', 101));
    const editor = await open(master);
    const place = placeOf(editor, 'vrrp_instance');
    const text = await until('the table', async () => {
      const words = await hoverText(master, place);
      return words.includes('from lb1') && words;
    });
    assert.match(text, /\| crashes \| 2\.6 to 3\.6 s \|/);
    if (!page.available) return;
    editor.selection = new vscode.Selection(place, place);
    await until('a hover', async () => {
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
      await vscode.commands.executeCommand('editor.action.showHover');
      return (await page.count({ selector: '.monaco-hover:not(.hidden) table', within: '.editor-instance' })) > 0;
    });
    await page.press('Escape');
  });

  it('completes the names of scripts, from an included file too', async () => {
    await write('scripts.conf', included);
    const editor = await open(await write('keepalived.conf', including));
    const place = placeOf(editor, '        chk_haproxy', 8 + 'chk'.length);
    const labels = await until('the name', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        place,
      );
      const found = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return found.includes('chk_haproxy') && found;
    });
    assert.deepEqual(labels, ['chk_haproxy']);
  });

  it('renames a script across an include', async () => {
    const scripts = await write('scripts.conf', included);
    const editor = await open(await write('keepalived.conf', including));
    const place = placeOf(editor, '        chk_haproxy', 9);
    const edit = await until('the edit', async () => {
      const found = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        editor.document.uri,
        place,
        'chk_proxy',
      );
      return found.size === 2 && found;
    });
    await vscode.workspace.applyEdit(edit);
    await vscode.workspace.saveAll();
    const texts = await Promise.all(
      [editor.document.uri, scripts].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()),
    );
    assert.deepEqual(
      texts,
      [including, included].map((text) => text.replaceAll('chk_haproxy', 'chk_proxy')),
    );
  });
});

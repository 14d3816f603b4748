// The editor half as a person meets it: a mistake is underlined while it is typed, the light bulb mends it, and the
// editor knows what the words mean.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hoverText } from '../harness/hover';
import { page } from '../harness/page';
import { until } from '../harness/wait';

const haproxy = `global
    log stdout format raw local0
    maxconn 2000

defaults
    mode http
    timeout connect 2s
    timeout client 30s
    timeout server 30s

frontend fe_web
    bind *:8080
    default_backend be_web

backend be_web
    option httpchk
    server web1 192.0.2.11:80 check
    server web2 192.0.2.12:80 check
`;

const keepalived = `global_defs {
    router_id lb1
}

vrrp_script chk_haproxy {
    script "/usr/bin/killall -0 haproxy"
    interval 1
}

vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    priority 101
    track_script {
        chk_haproxy
    }
    virtual_ipaddress {
        192.0.2.100/24
    }
}
`;

describe('the editor', function () {
  this.timeout(60_000);
  let folder: vscode.Uri;

  before(async () => {
    await vscode.extensions.getExtension('haconf.haconf')?.activate();
    folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'editor');
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

  async function open(name: string, text: string): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.joinPath(folder, name);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    return vscode.window.showTextDocument(uri, { preview: false });
  }

  /** Just after the first occurrence of a text. */
  function behindOf(editor: vscode.TextEditor, text: string): vscode.Position {
    const at = editor.document.getText().indexOf(text);
    assert.notEqual(at, -1, `no ${text}`);
    return editor.document.positionAt(at + text.length);
  }

  /** Writes at a place as a person does, key by key where there is a keyboard. */
  async function type(editor: vscode.TextEditor, at: vscode.Position, text: string): Promise<void> {
    editor.selection = new vscode.Selection(at, at);
    editor.revealRange(new vscode.Range(at, at));
    if (!page.available) {
      await editor.edit((edit) => {
        edit.insert(at, text);
      });
      return;
    }
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await page.type(text, 20);
    // The list of suggestions would take the next key.
    await page.press('Escape');
  }

  const errors = (editor: vscode.TextEditor) =>
    vscode.languages
      .getDiagnostics(editor.document.uri)
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
  const squiggles = () => page.count({ selector: '.squiggly-error', within: '.editor-instance' });

  /** Shows what is known at the cursor and makes a picture of it. */
  async function hover(picture: string): Promise<void> {
    await until('a hover', async () => {
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
      await vscode.commands.executeCommand('editor.action.showHover');
      return (await page.count({ selector: '.monaco-hover:not(.hidden)', within: '.editor-instance' })) > 0;
    });
    await page.screenshot(picture);
    await page.press('Escape');
  }

  /** Chooses the first quick fix at the cursor. */
  async function mend(editor: vscode.TextEditor, picture?: string): Promise<void> {
    if (page.available) {
      await page.press('Control+Period');
      await page.wait({ selector: '.action-widget' });
      if (picture !== undefined) await page.screenshot(picture);
      await page.press('Enter');
      return;
    }
    const range = new vscode.Range(editor.selection.active, editor.selection.active);
    const [fix] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      editor.document.uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
    );
    assert.ok(fix?.edit, 'no quick fix');
    await vscode.workspace.applyEdit(fix.edit);
  }

  const cases = [
    {
      name: 'haproxy.cfg',
      text: haproxy,
      behind: '\nbackend be_web\n',
      wrong: '    blance roundrobin',
      right: '    balance roundrobin',
      pictures: ['editor-error', 'quick-fix'],
    },
    {
      name: 'keepalived.conf',
      text: keepalived,
      behind: 'virtual_router_id 51\n',
      wrong: '    prioritty 90',
      right: '    priority 90',
      pictures: ['editor-error-keepalived', 'quick-fix-keepalived'],
    },
  ] as const;

  for (const { name, text, behind, wrong, right, pictures } of cases) {
    it(`underlines a mistake in ${name} while it is typed, and mends it`, async () => {
      const editor = await open(name, text);
      await until('the language server has looked', async () => {
        const symbols = await vscode.commands.executeCommand<unknown[] | undefined>(
          'vscode.executeDocumentSymbolProvider',
          editor.document.uri,
        );
        return (symbols?.length ?? 0) > 0;
      });
      assert.deepEqual(errors(editor), []);
      const place = behindOf(editor, behind);
      await editor.edit((edit) => {
        edit.insert(place, '\n');
      });
      await type(editor, place, wrong);
      const [error] = await until('an error', () => errors(editor).length > 0 && errors(editor));
      assert.equal(error?.range.start.line, place.line);
      assert.match(error.message, /did you mean/i);
      const word = place.translate(0, 6);
      editor.selection = new vscode.Selection(word, word);
      if (page.available) {
        await until('a squiggle', async () => (await squiggles()) > 0);
        await hover(pictures[0]);
      }
      await mend(editor, pictures[1]);
      await until('the line is mended', () => editor.document.lineAt(place.line).text === right);
      await until('no error is left', () => errors(editor).length === 0);
      if (page.available) await until('no squiggle is left', async () => (await squiggles()) === 0);
    });
  }

  it('completes what fits in the place', async () => {
    const editor = await open('complete.haproxy', haproxy);
    const place = behindOf(editor, 'option httpchk\n');
    await editor.edit((edit) => {
      edit.insert(place, '\n');
    });
    await type(editor, place, '    bal');
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      editor.selection.active,
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(
      labels.some((label) => label.startsWith('balance')),
      labels.slice(0, 10).join(', '),
    );
    if (!page.available) return;
    await page.press('Control+Space');
    await page.wait({ selector: '.suggest-widget.visible', within: '.editor-instance' });
    await page.wait({ selector: '.suggest-widget.visible .monaco-list-row', within: '.editor-instance' });
    await page.screenshot('completion');
    await page.press('Escape');
  });

  it('explains a keyword, and leads to where a name is defined', async () => {
    const editor = await open('explain.haproxy', haproxy);
    const keyword = behindOf(editor, 'default_ba');
    assert.match(await hoverText(editor.document.uri, keyword), /default_backend/);

    const name = behindOf(editor, 'default_backend be_');
    const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      editor.document.uri,
      name,
    );
    const lines = found.map((place) => ('targetRange' in place ? place.targetRange : place.range).start.line);
    assert.deepEqual(lines, [haproxy.split('\n').indexOf('backend be_web')]);

    if (!page.available) return;
    editor.selection = new vscode.Selection(keyword, keyword);
    await hover('hover');
  });

  it('goes on after the language server was restarted', async () => {
    const editor = await open('restart.haproxy', haproxy.replace('mode http', 'mdoe http'));
    await until('an error', () => errors(editor).length > 0);
    await vscode.commands.executeCommand('haconf.restartServer');
    await editor.edit((edit) => {
      edit.insert(behindOf(editor, 'timeout client 30s\n'), '    tiemout check 1s\n');
    });
    await until('both errors', () => errors(editor).length === 2);
  });

  it('tells in which version a file is read', async () => {
    if (!page.available) return;
    await open('version.haproxy', haproxy);
    await page.click({ within: '.part.statusbar', selector: '[id="status.languageStatus"] a' });
    await page.wait({ text: 'Choose Version' });
    assert.match(
      (await page.texts({ selector: '.monaco-hover, .workbench-hover-container' })).join(' '),
      /HAProxy \d\.\d+/,
    );
    await page.press('Escape');
  });
});

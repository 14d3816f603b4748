// The extension loads in real VS Code and what its manifest promises is there.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from '../harness/page';

describe('smoke', () => {
  const extension = () => {
    const found = vscode.extensions.getExtension('haconf.haconf');
    assert.ok(found, 'the extension is not installed');
    return found;
  };

  it('activates', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('knows both languages', async () => {
    const languages = await vscode.languages.getLanguages();
    for (const id of ['haproxy', 'keepalived']) assert.ok(languages.includes(id), `no language ${id}`);
  });

  it('registers every command of its manifest', async () => {
    const manifest = extension().packageJSON as { contributes?: { commands?: { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = (manifest.contributes?.commands ?? [])
      .map((entry) => entry.command)
      .filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });

  it('shows the workbench', async function () {
    if (!page.available) this.skip();
    await page.wait({ selector: '.monaco-workbench .part.activitybar' });
    await page.command('View: Show Explorer');
    await page.wait({ within: '.part.sidebar', text: 'Explorer' });
  });
});

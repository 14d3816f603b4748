// Drills as a person meets them: predicted in the palette, caused, cancelled, healed, measured. One lab for all of it.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { engineAnswers, leftOf, removeProject } from '../harness/docker';
import { page, type Row } from '../harness/page';
import { eachOnTheOneBefore } from '../harness/steps';
import { until } from '../harness/wait';
import { walkthrough } from '../harness/walkthrough';
import { brokenOff } from '../steps/brokenOff';
import { thatNeverHandsOver } from '../steps/neverHandsOver';

interface Api {
  labs(): readonly {
    readonly project: string;
    readonly phase: string;
    readonly fault: { readonly title: string; readonly target: string } | undefined;
    readonly problems: readonly { readonly message: string }[];
    readonly vips: readonly { readonly verdict: { readonly kind: string; readonly holder?: string } }[];
  }[];
}

const seconds = 1000;
const inPanel = { panel: true };

describe('drills', function () {
  this.timeout(180 * seconds);
  let api: Api;
  let lab: vscode.Uri;

  const state = () => api.labs()[0]!;
  const faultRow = (rows: readonly Row[]) => rows.find(({ text }) => text.startsWith('Fault: '));
  const notifications = async () => {
    await vscode.commands.executeCommand('notifications.showList');
    return (await page.texts({ selector: '.notifications-center' })).join('\n');
  };
  const quiet = () => vscode.commands.executeCommand('notifications.clearAll');
  const well = () =>
    until(
      'the lab is well',
      () => state().fault === undefined && state().problems.length === 0 && state().vips[0]?.verdict.kind === 'held',
      60 * seconds,
    );
  /** The cells of a row of the report's first table. */
  const row = async (name: string) =>
    (await page.texts({ ...inPanel, within: 'section[aria-labelledby="results"]', role: 'row', name }))[0]?.split(
      /\t|\n/,
    ) ?? [];
  const reported = async (title: string) => {
    await until(
      `the report on ${title}`,
      async () => (await page.count({ ...inPanel, role: 'heading', name: title })) > 0,
      90 * seconds,
    );
    await page.wait({ ...inPanel, role: 'heading', name: 'Predicted and measured' });
  };
  before(async function () {
    if (!page.available || !engineAnswers()) this.skip();
    api = await vscode.extensions.getExtension<Api>('haconf.haconf')!.activate();
    lab = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'ha-lab');
    await quiet();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await page.command('Start HA Lab');
    await page.wait({ text: 'Folder for the lab' });
    await page.press('Enter');
    await until('the lab runs', () => api.labs()[0]?.phase === 'running', 240 * seconds);
    await well();
    await quiet();
  });

  eachOnTheOneBefore();

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await quiet();
    for (const { project } of api.labs()) removeProject(project);
    await rm(lab.fsPath, { recursive: true, force: true });
    await vscode.commands.executeCommand('haLab.refresh');
  });

  it('start from the menu of a node, tell how far they are, and heal when they are cancelled', async () => {
    const entry = { role: 'menuitem', name: 'Run Drill...' };
    const offered = async () => {
      await page.press('Escape');
      await page.click({ within: '.part.sidebar', role: 'treeitem', name: 'myweb2, running' }, { button: 'right' });
      await page.wait(entry);
      await until('the menu takes the click', async () => {
        if ((await page.count(entry)) === 0) return true;
        await page.click(entry, { timeout: seconds }).catch((error: unknown) => {
          if (!String(error).includes('Timeout')) throw error;
        });
        return false;
      });
      await page.wait({ within: '.quick-input-list', role: 'option', name: 'Web server stopped' });
      // While the lab has just started, another row may come to stand under the mouse.
      return (await page.count({ within: '.quick-input-widget', text: 'Run Drill on myweb2' })) > 0;
    };
    await until('the drills of the node are offered', offered, 60 * seconds);
    assert.equal(await page.count({ within: '.quick-input-list', role: 'option', name: 'HAProxy killed' }), 0);
    await page.type('Web server stopped');
    await page.press('Enter');
    const rows = await until(
      'the fault is shown',
      async () => {
        const now = await page.rows();
        return (
          faultRow(now) &&
          now.some(({ text, description }) => text === 'myweb2' && description.startsWith('stopped')) &&
          now
        );
      },
      60 * seconds,
    );
    assert.match(faultRow(rows)!.description, /^on myweb2 · since /);
    assert.match(await notifications(), /Drill: Web server stopped on myweb2[^]*\d+ %, /);
    await page.click({ within: '.notifications-center', role: 'button', name: 'Cancel' });
    await until('it is healed', () => state().fault === undefined, 60 * seconds);
    await well();
    await until('the row of the fault is gone', async () => faultRow(await page.rows()) === undefined);
    await quiet();
  });

  it('run from the walkthrough with a guess, and put predicted, guessed and measured side by side', async () => {
    await until('every server has come back', async () =>
      (await page.rows())
        .filter(({ level }) => level === 5)
        .every(({ description }) => description.startsWith('UP for')),
    );
    await page.command('Run Drill...');
    await page.wait({ within: '.quick-input-list', text: 'clients wait at most' }, 'visible', 20 * seconds);
    await page.screenshot('drill-choose');
    await page.press('Escape');
    await walkthrough.open();
    assert.equal(await walkthrough.isChecked('guessedHaproxy'), false);
    await walkthrough.press('guessedHaproxy', 'Guess, Then Kill HAProxy');
    await page.wait({ text: 'For how long will clients have no answer?' });
    await page.type('2.5');
    await page.press('Enter');
    await until('the fault is active', () => state().fault?.title === 'HAProxy killed', 60 * seconds);
    await until(
      'HAProxy is gone',
      async () => (await page.rows()).some(({ text, description }) => text === 'HAProxy' && description === 'down'),
      60 * seconds,
    );
    await page.screenshot('drill-running');
    await reported('HAProxy killed');
    const [name, ...cells] = await row('Clients without an answer');
    assert.equal(name, 'Clients without an answer');
    assert.match(cells.join(' '), /[\d.]+ s to [\d.]+ s .*2\.5 s .*[\d.]+ s .*✓ yes/);
    assert.match((await row('Holds the address')).join(' '), /mylb2.*mylb2.*✓ yes/);
    await walkthrough.open();
    await walkthrough.checked('guessedHaproxy');
    await well();
    await quiet();
  });

  thatNeverHandsOver({ folder: () => lab, reported, row, notifications, well });

  brokenOff({ folder: () => lab.fsPath, project: () => state().project, fault: () => state().fault, well });

  describe('that are over', () => {
    it('leave nothing when the lab is removed', async () => {
      const { project } = state();
      await quiet();
      await page.command('Remove HA Lab');
      await page.wait({ within: '.quick-input-list', text: 'Remove, Keep Images' });
      await page.press('ArrowDown', 'Enter');
      await until('the lab is gone', () => state().phase === 'absent', 60 * seconds);
      const left = leftOf(project);
      assert.ok(left.length > 0, 'the images stay for the next lab');
    });
  });
});

// The configuration that never hands over: found while typing, told on hovering, predicted and measured by a drill, mended by
// the report's own button.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hoverText } from '../harness/hover';
import { page } from '../harness/page';
import { until } from '../harness/wait';

const seconds = 1000;
const inPanel = { panel: true };

export interface DrilledLab {
  readonly folder: () => vscode.Uri;
  /** Resolves when the report of a drill is on the screen. */
  readonly reported: (title: string) => Promise<void>;
  /** The cells of a row of its first table. */
  readonly row: (name: string) => Promise<readonly string[]>;
  readonly notifications: () => Promise<string>;
  readonly well: () => Promise<unknown>;
}

export function thatNeverHandsOver({ folder, reported, row, notifications, well }: DrilledLab): void {
  describe('of a configuration that never hands over', () => {
    const file = () => vscode.Uri.joinPath(folder(), 'keepalived', 'keepalived-master.conf');
    const complaint = () =>
      vscode.languages.getDiagnostics(file()).find(({ message }) => message.includes('the address never moves'));
    const notified = async (text: string) => {
      let said = '';
      const told = async () => (said = await notifications()).includes(text);
      await until(`a notification: ${text}`, told, 60 * seconds).catch((error: unknown) => {
        throw new Error(`${String(error)}; instead: ${said}`, { cause: error });
      });
    };

    it('is told by a diagnostic and by the hover of the weight', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const editor = await vscode.window.showTextDocument(file(), { preview: false });
      const { document } = editor;
      const at = document.positionAt(document.getText().indexOf('priority 101') + 'priority '.length);
      assert.equal(complaint(), undefined);
      const edited = await editor.edit((builder) => {
        builder.replace(new vscode.Range(at, at.translate(0, 3)), '110');
      });
      assert.ok(edited);
      const found = await until('the diagnostic', complaint, 20 * seconds).catch((error: unknown) => {
        const instead = vscode.languages.getDiagnostics(file()).map(({ message }) => message);
        throw new Error(`${String(error)}; ${document.lineAt(at.line).text}; ${instead.join(' ')}`, { cause: error });
      });
      assert.match(found.message, /110 > 102: the address never moves/);
      const weight = document.positionAt(document.getText().indexOf('weight 2') + 1);
      assert.match(await hoverText(file(), weight), /110 > 102: the address never moves/);
      await document.save();
    });

    it('is predicted and measured so', async () => {
      await page.command('Apply to Lab');
      await notified('the configuration as it is here.');
      await vscode.commands.executeCommand('notifications.clearAll');
      await well();
      await page.command('Run Drill...');
      await page.wait(
        { within: '.quick-input-list', text: 'clients wait until it is healed' },
        'visible',
        20 * seconds,
      );
      await page.type('HAProxy killed');
      await page.wait({ within: '.quick-input-list', role: 'option', name: 'HAProxy killed' });
      await page.press('Enter');
      await reported('HAProxy killed');
      assert.match((await row('Holds the address')).join(' '), /mylb1.*mylb1.*✓ yes/);
      assert.match((await row('Clients without an answer')).join(' '), /until.*✓ yes/);
      await page.screenshot('drill-never');
    });

    it('hands over in the next run, when the report’s own change is applied', async () => {
      await vscode.commands.executeCommand('notifications.clearAll');
      await page.click({ ...inPanel, role: 'button', name: 'Change the Line' });
      await notified('is in the editor, and not saved yet.');
      await page.click({ within: '.notifications-center', role: 'button', name: 'Apply to Lab and Run Again' });
      await until('nothing is wrong with it any more', () => complaint() === undefined);
      // The page of the report before goes when this one comes.
      const holders = () =>
        row('Holds the address').catch((error: unknown) => {
          if (!String(error).includes('detached')) throw error;
          return [];
        });
      const handedOver = async () => /mylb2.*mylb2.*✓ yes/.test((await holders()).join(' '));
      await until('the next report', handedOver, 120 * seconds);
      await well();
      await vscode.commands.executeCommand('notifications.clearAll');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
  });
}

// The traffic panel, in a lab that runs.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { onNode } from '../harness/docker';
import { page } from '../harness/page';
import { until } from '../harness/wait';

const seconds = 1000;

/** @param project Of the lab. */
export function underARequestLoop(project: () => string): void {
  describe('under a request loop', () => {
    const inPanel = { panel: true };
    /** Requests of the last minute, by the words of the table's first column. */
    const counts = async () =>
      new Map(
        (await page.texts({ ...inPanel, selector: '#counts tr' })).map((row) => {
          const [name = '', count] = row.split('\t');
          return [name.trim(), Number(count)] as const;
        }),
      );
    const sending = () => onNode(project(), 'probe', 'sh', '-c', 'pgrep -c -x traffic || true').join() !== '0';
    const theme = (name: string) =>
      vscode.workspace.getConfiguration('workbench').update('colorTheme', name, vscode.ConfigurationTarget.Global);
    const haproxy = (action: string) => {
      for (const node of ['mylb1', 'mylb2']) onNode(project(), node, 'service', 'haproxy', action);
    };

    it('shows which web server answers', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await page.command('Show Traffic');
      await page.wait({ ...inPanel, text: 'Sending requests, 10 a second.' });
      await until('both have answered', async () => {
        const now = await counts();
        return (now.get('myweb1') ?? 0) > 5 && (now.get('myweb2') ?? 0) > 5;
      });
      assert.equal((await counts()).size, 2);
      assert.match((await page.texts({ ...inPanel, selector: '#p95' }))[0] ?? '', /^\d.* ms$/);
    });

    it('is steered by keyboard', async () => {
      await page.click({ ...inPanel, role: 'button', name: 'Pause' });
      await page.wait({ ...inPanel, text: 'Paused.' });
      await until('nothing is sent', () => !sending());
      await page.press('Enter');
      await page.wait({ ...inPanel, text: 'Sending requests, 10 a second.' });
      await page.press('Tab', 'Tab', 'End', 'Tab');
      await page.wait({ ...inPanel, text: 'Sending requests, 200 a second.' });
      await page.press('Shift+Tab', 'Home', 'PageUp', 'PageUp', 'Tab');
      await page.wait({ ...inPanel, selector: '#status', text: 'Sending requests' });
    });

    it('by load balancer, too', async () => {
      await page.press('Tab', 'ArrowDown');
      await until('mylb1 has answered all', async () => [...(await counts()).keys()].join() === 'mylb1');
      await page.press('ArrowUp');
      await until('the web servers are back', async () => (await counts()).has('myweb1'));
    });

    it('shows an outage, and its end', async () => {
      haproxy('stop');
      await until('failures are counted', async () => ((await counts()).get('connection refused') ?? 0) > 20);
      haproxy('start');
      const before = (await counts()).get('myweb1') ?? 0;
      await until('it answers again', async () => ((await counts()).get('myweb1') ?? 0) > before + 20, 20 * seconds);
    });

    for (const [name, kind] of [
      ['Default Light Modern', 'light'],
      ['Default High Contrast', 'high-contrast'],
      ['Default Dark Modern', 'dark'],
    ] as const) {
      it(`is a picture in ${name}`, async () => {
        await theme(name);
        await page.wait({ ...inPanel, selector: `body.vscode-${kind}` });
        await vscode.commands.executeCommand('notifications.clearAll');
        await page.screenshot(kind === 'dark' ? 'traffic' : `traffic-${kind}`);
      });
    }

    it('ends when its panel is closed', async () => {
      assert.ok(sending());
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await until('nothing is sent', () => !sending());
    });
  });
}

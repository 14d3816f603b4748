// The walkthrough, in a lab that runs: its check marks come from what happens, whoever made it happen.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import * as vscode from 'vscode';
import { onNode } from '../harness/docker';
import { page } from '../harness/page';
import { until } from '../harness/wait';
import { walkthrough } from '../harness/walkthrough';

/** @param port Where the statistics page of mylb1 is published. */
export function throughTheWalkthrough(project: () => string, port: () => number): void {
  describe('walked through', () => {
    const { isChecked, checked, press } = walkthrough;
    const ask = (path: string) =>
      new Promise<number>((resolve, reject) => {
        const credentials = Buffer.from('haproxy:passw0rd').toString('base64');
        const headers = { authorization: `Basic ${credentials}` };
        request(`http://127.0.0.1:${port()}${path}`, { headers, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });

    before(walkthrough.open);
    after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

    it('has its first step checked, as the lab runs, and not those that nobody has seen', async () => {
      await checked('started');
      for (const id of ['webLeft', 'webBack', 'haproxyLeft', 'haproxyBack'])
        assert.equal(await isChecked(id), false, id);
    });

    it('checks the statistics page once somebody has read it', async () => {
      assert.equal(await isChecked('statistics'), false);
      assert.equal(await ask('/haproxy/stats'), 200);
      await checked('statistics');
    });

    it('stops a web server by a button, and checks the step once it has left', async () => {
      await press('webLeft', 'Stop a Web Server');
      await checked('webLeft');
      assert.equal(await isChecked('webBack'), false);
      await vscode.commands.executeCommand('notifications.clearAll');
      await page.size(1680, 900);
      await page.wait({ panel: true, text: 'A web server leaves and comes back' });
      await page.screenshot('walkthrough');
      await page.size(1280, 800);
      await press('webBack', 'Start It Again');
      await checked('webBack');
    });

    it('checks what somebody does by hand on the admin socket, and undoes it by a button', async () => {
      const command = 'echo "set server be_web/myweb1 state maint" | socat - UNIX:/run/haproxy/admin.sock';
      onNode(project(), 'mylb1', 'sh', '-c', command);
      await until('it is seen', async () => (await page.texts({ selector: '.part.sidebar' })).join().includes('MAINT'));
      assert.equal(await isChecked('maintained'), false);
      await press('maintained', 'Set Server Ready');
      await page.wait({ within: '.quick-input-list', text: 'be_web/myweb1' });
      await page.type('be_web/myweb1');
      await page.press('Enter');
      await page.wait({ within: '.quick-input-list', text: 'Both load balancers' });
      await page.press('Enter');
      await checked('maintained');
    });

    it('checks the address that moves, also when somebody else has stopped HAProxy', async () => {
      onNode(project(), 'mylb1', 'service', 'haproxy', 'stop');
      await checked('haproxyLeft');
      assert.equal(await isChecked('haproxyBack'), false);
      await press('haproxyBack', 'Start HAProxy');
      await checked('haproxyBack');
    });

    it('stops keepalived on the master and starts it again by buttons', async () => {
      await press('keepalivedLeft', 'Stop keepalived');
      await checked('keepalivedLeft');
      await press('keepalivedBack', 'Start keepalived');
      await checked('keepalivedBack');
    });

    it('restarts the master by a button, and checks the step once the address is back', async () => {
      await press('restarted', 'Restart the Master');
      await checked('restarted');
    });
  });
}

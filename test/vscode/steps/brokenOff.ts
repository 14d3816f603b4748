// Drills whose window, engine or probe is lost in the middle: the lab heals, and nobody is told otherwise. The drill runs in
// a second window, the tests look on from theirs.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { engineProxy, type EngineProxy } from '../../support/engineProxy';
import { containerOf, killContainer, startContainer } from '../harness/docker';
import { otherHosts } from '../harness/hosts';
import { openWindow, page, type Row, type Window } from '../harness/page';
import { until } from '../harness/wait';

const seconds = 1000;

export interface BrokenOffLab {
  /** Its folder. */
  folder(): string;
  project(): string;
  /** The active fault that this window knows of. */
  fault(): { readonly title: string; readonly target: string } | undefined;
  /** Resolves when nothing is wrong with it, as this window sees it. */
  well(): Promise<unknown>;
}

export function brokenOff(lab: BrokenOffLab): void {
  describe('that are broken off', () => {
    let sockets: string;
    let way: EngineProxy;
    let other: Window;

    before(async () => {
      sockets = mkdtempSync(path.join(tmpdir(), 'haconf-way-'));
      way = await engineProxy(path.join(sockets, 'engine.sock'));
      // Only the second window has this folder for its workspace.
      await mkdir(path.join(lab.folder(), '.vscode'), { recursive: true });
      const settings = JSON.stringify({ 'haLab.environment': way.env });
      await writeFile(path.join(lab.folder(), '.vscode', 'settings.json'), settings);
      other = await openWindow('other', lab.folder());
    });

    after(async () => {
      await other.close();
      way.cut();
      await rm(path.join(lab.folder(), '.vscode'), { recursive: true, force: true });
      rmSync(sockets, { recursive: true });
    });

    const faultRow = async () => (await page.rows()).find(({ text }: Row) => text.startsWith('Fault: '));
    const healed = () => until('it is healed', () => lab.fault() === undefined, 60 * seconds);

    /** Chooses a drill in the second window, and waits until its fault is seen in this one. */
    async function begin(drill: string): Promise<void> {
      await other.command('Run Drill...');
      await other.wait({ within: '.quick-input-list', text: 'A web server' }, 'visible', 30 * seconds);
      await other.type(drill);
      await other.wait({ within: '.quick-input-list', role: 'option', name: drill });
      await other.press('Enter');
      await until('the fault is active', () => lab.fault()?.title === drill, 60 * seconds);
      await until('its row is there', faultRow);
    }

    /** Clicks on the offer that the second window makes when it finds a fault that nobody heals any more. */
    async function acceptHealing(drill: string): Promise<void> {
      const offer = `A drill was broken off: ${drill} on mylb1 is still active.`;
      await until(
        'healing is offered',
        async () => {
          await other.command('Notifications: Show Notifications');
          return (await other.texts({ selector: '.notifications-center' })).join('\n').includes(offer);
        },
        60 * seconds,
      );
      assert.equal(lab.fault()?.title, drill, 'nobody has healed it so far');
      await other.click({ within: '.notifications-center', role: 'button', name: 'Heal' });
      await healed();
      await lab.well();
      await until('its row is gone', async () => (await faultRow()) === undefined);
    }

    it('by the death of the extension host: the fault stays on the screen, and healing is offered', async () => {
      await begin('HAProxy killed');
      const [host, ...more] = otherHosts();
      assert.ok(host !== undefined && more.length === 0, 'there is one other extension host');
      process.kill(host, 'SIGKILL');
      await until('it is dead', () => !otherHosts().includes(host));
      assert.equal(lab.fault()?.title, 'HAProxy killed');
      assert.match((await faultRow())!.description, /^on mylb1 · since /);
      await other.reload();
      await acceptHealing('HAProxy killed');
    });

    it('by a reload of the window: what it has broken is healed on the way out', async () => {
      await begin('keepalived killed');
      await other.reload();
      await healed();
      await lab.well();
    });

    it('by the loss of the engine: healing is offered as soon as it is back', async () => {
      await begin('HAProxy killed');
      way.cut();
      await until(
        'the second window says that the engine is gone',
        async () => {
          await other.command('Notifications: Show Notifications');
          return /No Docker engine was found/.test((await other.texts({ selector: '.notifications-center' })).join());
        },
        60 * seconds,
      );
      assert.equal(lab.fault()?.title, 'HAProxy killed');
      await way.mend();
      await acceptHealing('HAProxy killed');
    });

    it('by the death of the probe: the fault is healed, and the probe is seen to be gone', async () => {
      const probe = containerOf(lab.project(), 'probe');
      await begin('HAProxy killed');
      killContainer(probe);
      await healed();
      await until('the tree says so', async () =>
        (await page.rows()).some(({ text, description }) => text === 'probe' && /^(stopped|exited)/.test(description)),
      );
      startContainer(probe);
      await lab.well();
    });
  });
}

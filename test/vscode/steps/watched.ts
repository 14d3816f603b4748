// A HAProxy in a container that is no lab's, watched beside one: only looked at, until changes are allowed; and its statistics
// page, whose certificate nobody vouches for.
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { chooseFromMenu } from '../harness/menu';
import { page, type Row } from '../harness/page';
import { until } from '../harness/wait';

/** What the suite that has the window does in it. */
interface Hands {
  readonly folder: () => vscode.Uri;
  /** Name of the container of a node. */
  readonly container: (node: string) => string;
  readonly seen: (what: string, wanted: (rows: readonly Row[]) => boolean, within?: number) => Promise<Row[]>;
  readonly servers: (rows: readonly Row[], name: string) => string[];
  readonly chosen: (placeholder: string, text: string) => Promise<void>;
  readonly typed: (title: string, text: string) => Promise<void>;
}

const CONFIGURATION = `
global
    stats socket /run/edge.sock level admin
defaults
    mode http
    timeout connect 2s
    timeout client 30s
    timeout server 30s
frontend fe_edge
    bind :8443 ssl crt /edge/lab.pem
    stats enable
    stats uri /stats
    stats auth operator:s3cret
    default_backend be_edge
backend be_edge
    server edge1 127.0.0.1:9
`;

export function watchedBeside({ folder, container, seen, servers, chosen, typed }: Hands): void {
  describe('beside the lab', () => {
    const name = `haconf-edge-${process.pid}`;
    const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim();
    const row = (rows: readonly Row[], text: string) => rows.find((one) => one.text === text)?.description;
    const settingOf = (socket: string) => docker('exec', name, 'sh', '-c', `echo show stat | socat - UNIX:${socket}`);
    let files: string;
    let port: string;

    before(() => {
      files = mkdtempSync(path.join(tmpdir(), 'haconf-edge-'));
      writeFileSync(path.join(files, 'edge.cfg'), CONFIGURATION);
      writeFileSync(path.join(files, 'lab.pem'), readFileSync(path.join(folder().fsPath, 'tls', 'lab.pem')));
      chmodSync(files, 0o755);
      // Any image with HAProxy and something that can talk to its socket; that of the lab is here.
      const image = docker('inspect', '--format', '{{.Config.Image}}', container('mylb1'));
      docker(
        ...['run', '--detach', '--name', name, '--volume', `${files}:/edge:ro`, '--publish', '127.0.0.1::8443'],
        ...['--entrypoint', 'haproxy', image, '-W', '-db', '-f', '/edge/edge.cfg'],
      );
      port = docker('port', name, '8443').split('\n')[0]!.split(':').at(-1)!;
    });
    after(() => {
      docker('rm', '--force', name);
      rmSync(files, { recursive: true });
    });

    it('a container is watched, and only looked at', async () => {
      await page.command('Watch a HAProxy or keepalived');
      await chosen('How can it be asked?', 'A container');
      await chosen('In which container does it run?', name);
      await seen('it tells', (rows) => row(rows, name) === 'HAProxy up' && servers(rows, 'edge1').length === 1);
      await page.click({ within: '.part.sidebar', role: 'treeitem', name: 'edge1, no check' }, { button: 'right' });
      // A row without a menu of its own has none, or only the workbench's.
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.equal(await page.count({ role: 'menuitem', name: 'Put Server in Maintenance' }), 0);
      await page.press('Escape');
    });

    it('is changed once that is allowed, and not before somebody was asked', async () => {
      await chooseFromMenu(name, 'Allow Changes');
      await page.wait({ selector: `.quick-input-widget input[placeholder="Allow changes to ${name}?"]` });
      await page.press('Enter');
      await chooseFromMenu('edge1, no check', 'Put Server in Maintenance');
      await seen('it is in maintenance', (rows) => servers(rows, 'edge1').some((text) => text.startsWith('MAINT')));
      assert.match(settingOf('/run/edge.sock'), /^be_edge,edge1,.*,MAINT,/m);
      await chooseFromMenu('edge1, MAINT', 'Set Server Ready');
      await seen('it is back', (rows) => servers(rows, 'edge1').some((text) => text.startsWith('no check')));
      await chooseFromMenu(name, 'Stop Watching');
      await seen('it is not watched', (rows) => row(rows, name) === undefined);
    });

    it('a page whose certificate nobody vouches for is asked only after that is trusted', async () => {
      const label = `127.0.0.1:${port}/stats`;
      await page.command('Watch a HAProxy or keepalived');
      await chosen('How can it be asked?', 'statistics page');
      await typed('Watch a Statistics Page', `https://${label}`);
      await typed('User of the Statistics Page', 'operator');
      await typed('Password of operator', 's3cret');
      await seen('it is not trusted', (rows) => /certificate of .* is not trusted/.test(row(rows, label) ?? ''));
      const { fingerprint256 } = new X509Certificate(readFileSync(path.join(files, 'lab.pem')));
      await page.command('Trust Certificate');
      await page.wait({ within: '.quick-input-list', text: fingerprint256 });
      await page.press('Enter');
      await seen('it tells', (rows) => row(rows, label) === 'HAProxy up' && servers(rows, 'edge1').length === 1);
      await page.command('Stop Watching');
      await until('nothing is watched', async () => (await page.rows()).every(({ text }) => text !== 'Watched'));
    });
  });
}

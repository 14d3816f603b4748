// The report of a drill in its panel: a saved one, so that no lab has to run.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { exampleReport } from '../../support/drillReport';
import { page } from '../harness/page';
import { until } from '../harness/wait';

const seconds = 1000;

describe('the report of a drill', function () {
  this.timeout(60 * seconds);
  let folder: string;
  let configuration: vscode.Uri;
  const theme = (name: string | undefined) =>
    vscode.workspace.getConfiguration('workbench').update('colorTheme', name, vscode.ConfigurationTarget.Global);
  const keepalived = [
    'vrrp_script chk {',
    '    interval 1',
    '    weight 2 # light',
    '}',
    'vrrp_instance VI_1 {',
    '    advert_int 1',
    '}',
    '',
  ];
  const inPanel = { panel: true };
  const reports = () => readdir(join(folder, 'drills'));
  const open = async () => {
    const file = vscode.Uri.file(join(folder, 'drills', '2026-11-20T09-15-42-haproxy-killed.json'));
    await vscode.commands.executeCommand('haLab.drill.open', file);
    await page.wait({ ...inPanel, role: 'heading', name: 'Predicted and measured' });
  };

  before(async function () {
    if (!page.available) this.skip();
    await vscode.extensions.getExtension('haconf.haconf')!.activate();
    folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'reports').fsPath;
    configuration = vscode.Uri.file(join(folder, 'keepalived.conf'));
    await mkdir(join(folder, 'drills'), { recursive: true });
    await writeFile(configuration.fsPath, keepalived.join('\n'));
    const line = (number: number, text: string) => ({ uri: configuration.toString(), line: number, text });
    const forecast = exampleReport.forecast!;
    const clientGap = { ...forecast.measures.clientGap!, line: line(5, 'advert_int 1') };
    const report = {
      ...exampleReport,
      forecast: { ...forecast, holdersLine: line(2, 'weight 2'), measures: { ...forecast.measures, clientGap } },
      advice: { ...exampleReport.advice!, line: line(2, 'weight 2') },
      configurations: [{ file: 'keepalived.conf', lines: keepalived }],
    };
    const earlier = {
      ...report,
      time: '2026-11-19T08:00:00.000Z',
      measured: { ...report.measured!, measures: { ...report.measured!.measures, clientGap: 2600 } },
      configurations: [
        { file: 'keepalived.conf', lines: keepalived.map((text) => text.replace('weight 2', 'weight 0')) },
      ],
    };
    const write = (name: string, value: unknown) =>
      writeFile(join(folder, 'drills', `${name}-haproxy-killed.json`), JSON.stringify(value));
    await write('2026-11-20T09-15-42', report);
    await write('2026-11-19T08-00-00', earlier);
    await vscode.workspace
      .getConfiguration('haLab')
      .update('drillFolder', 'reports/drills', vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
  });

  after(async () => {
    await theme(undefined);
    await vscode.workspace
      .getConfiguration('haLab')
      .update('drillFolder', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
    await rm(folder, { recursive: true, force: true });
  });

  it('is chosen from the palette, and shows predicted next to measured', async () => {
    await page.command('Open Drill Report');
    await page.wait({ within: '.quick-input-list', text: '2026-11-20 09:15:42' });
    await page.press('Enter');
    await page.wait({ ...inPanel, role: 'heading', name: 'HAProxy killed' });
    const [row] = await page.texts({ ...inPanel, role: 'row', name: 'Clients without an answer' });
    assert.match(row ?? '', /3\.6 s to 5\.6 s\s+5\.15 s\s+✓ yes/);
    const [verdict] = await page.texts({ ...inPanel, selector: '.verdict' });
    assert.equal(verdict, exampleReport.verdict);
  });

  for (const [name, picture] of [
    ['Default Light Modern', 'drill-report-light'],
    ['Default High Contrast', 'drill-report-contrast'],
    ['Default Dark Modern', 'drill-report-dark'],
  ] as const) {
    it(`can be read in the theme ${name}`, async () => {
      await theme(name);
      const kind = { light: '.vscode-light', contrast: '.vscode-high-contrast', dark: '.vscode-dark' }[
        picture.split('-')[2] as 'light' | 'contrast' | 'dark'
      ];
      await page.wait({ ...inPanel, selector: `body${kind}` });
      await vscode.commands.executeCommand('notifications.clearAll');
      await page.screenshot(picture);
    });
  }

  it('lets its timeline be walked by keyboard', async () => {
    await page.click({ ...inPanel, role: 'heading', name: 'Timeline' });
    await page.press('Tab');
    const detail = async () => (await page.texts({ ...inPanel, selector: '#timeline-detail' }))[0];
    await until('an event has the focus', async () => ((await detail()) ?? '') !== '');
    const told = (text: string) => until(text, async () => (await detail()) === text);
    await page.press('Home');
    await told('Fault on mylb1, from 0 s for 10 s: HAProxy killed (bad)');
    await page.press('ArrowRight');
    await told('Fault on mylb1, at 10 s: healed: HAProxy started');
    await page.press('ArrowDown');
    await told('HAProxy on mylb1, from 10.1 s for 6.69 s: runs, 2 of 2 servers UP');
    // All lanes at once need more than the usual height.
    await page.size(1280, 1200);
    await page.screenshot('drill-timeline', { ...inPanel, selector: 'section[aria-labelledby="timeline-heading"]' });
    await page.size(1280, 800);
  });

  it('opens the file at the line that dominates', async () => {
    await page.click({ ...inPanel, role: 'button', name: 'advert_int 1', nth: 0 });
    const editor = await until(
      'the file is open',
      () =>
        vscode.window.activeTextEditor?.document.uri.fsPath === configuration.fsPath && vscode.window.activeTextEditor,
    );
    assert.equal(editor.selection.start.line, 5);
    assert.equal(editor.viewColumn, vscode.ViewColumn.Two);
  });

  it('changes the line in the editor, where it can be undone', async () => {
    const document = await vscode.workspace.openTextDocument(configuration);
    await page.click({ ...inPanel, role: 'button', name: 'Change the Line' });
    await until('the line is changed', () => document.lineAt(2).text === '    weight 0 # light');
    assert.equal(document.isDirty, true);
    assert.equal(await readFile(configuration.fsPath, 'utf8'), keepalived.join('\n'));
    await page.click({ ...inPanel, role: 'button', name: 'Change the Line' });
    await page.wait({ text: 'no longer has the line “weight 2”' });
    await vscode.window.showTextDocument(document, vscode.ViewColumn.Two);
    await vscode.commands.executeCommand('undo');
    await until('the change is undone', () => document.lineAt(2).text === '    weight 2 # light');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('is saved as Markdown, JSON and SVG, never over what is there', async () => {
    await open();
    await page.click({ ...inPanel, role: 'button', name: 'Save...' });
    await page.wait({ within: '.quick-input-list', text: 'JSON' });
    await page.press('Enter');
    const base = '2026-11-20T09-15-42-haproxy-killed';
    await until('the files are there', async () => (await reports()).includes(`${base}-2.svg`));
    const files = await reports();
    assert.deepEqual(files.filter((name) => name.startsWith(base)).sort(), [
      `${base}-2.json`,
      `${base}-2.md`,
      `${base}-2.svg`,
      `${base}.json`,
    ]);
    const markdown = await readFile(join(folder, 'drills', `${base}-2.md`), 'utf8');
    assert.match(markdown, /^# Drill: HAProxy killed\n/);
    assert.match(markdown, /!\[Timeline of the drill\]\(2026-11-20T09-15-42-haproxy-killed-2\.svg\)/);
    assert.match(await readFile(join(folder, 'drills', `${base}-2.svg`), 'utf8'), /^<\?xml .*<svg /s);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('is compared with another run: measures, and lines of the configurations', async () => {
    await page.click({ ...inPanel, role: 'button', name: 'Compare With...' });
    await page.wait({ within: '.quick-input-list', text: '2026-11-19 08:00:00' });
    await page.press('Enter');
    await page.wait({ ...inPanel, role: 'heading', name: 'Compared' });
    const [row] = await page.texts({
      ...inPanel,
      within: 'section[aria-labelledby="compared"]',
      role: 'row',
      name: 'Clients without an answer',
    });
    assert.match(row ?? '', /2\.6 s.*5\.15 s\s+\+2\.55 s \(worse\)/s);
    const [changes] = await page.texts({
      ...inPanel,
      within: 'section[aria-labelledby="compared"]',
      selector: 'pre.change',
    });
    assert.match(changes ?? '', /−\s+3\s+weight 0 # light\n\+\s+3\s+weight 2 # light/);
    await page.screenshot('drill-compared');
    await page.click({ ...inPanel, role: 'button', name: 'Stop Comparing' });
    await page.wait({ ...inPanel, role: 'heading', name: 'Compared' }, 'hidden');
  });

  it('says what is wrong with a file that is no report', async () => {
    const other = vscode.Uri.file(join(folder, 'drills', 'other.json'));
    await writeFile(other.fsPath, '{"format": 2}');
    // Ends when the message is answered.
    void vscode.commands.executeCommand('haLab.drill.open', other);
    await page.wait({ text: 'is not a drill report of the format 1' });
  });
});

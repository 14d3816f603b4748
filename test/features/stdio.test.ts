import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompletionItem, Diagnostic, DocumentDiagnosticReport, WorkspaceEdit } from 'vscode-languageserver/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { URI } from 'vscode-uri';
import { READING, READING_CHANGED } from '../../server/src/protocol';
import { features } from '../../server/src/connection/features';
import { bundled, root } from '../support/bundles';
import { editedFile } from '../support/edits';
import { LspClient } from '../support/lspClient';

const pulls = { textDocument: { diagnostic: {} } };
const uri = 'file:///w/haproxy.cfg';
const good =
  'frontend web\n  mode http\n  bind :80\n  timeout client 5s\n  default_backend app\n\nbackend app\n  mode http\n';
const insertion = (line: number, text: string): object => ({
  range: { start: { line, character: 0 }, end: { line, character: 0 } },
  text,
});

let server = '';
beforeAll(async () => {
  server = await bundled('server');
});

const errors = (items: readonly Diagnostic[]): unknown[] =>
  items.flatMap(({ severity, code, range }) => (severity === 1 ? [[code, range.start.line]] : []));

describe('an editor that asks for diagnostics', () => {
  let client: LspClient;
  const pull = async (previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    client.request('textDocument/diagnostic', { textDocument: { uri }, ...(previousResultId && { previousResultId }) });
  const items = (report: DocumentDiagnosticReport): Diagnostic[] => (report.kind === 'full' ? report.items : []);

  beforeAll(async () => {
    const options = { trusted: false, rulePages: URI.file(join(root, 'docs', 'rules')).toString() };
    const started = await LspClient.start(server, pulls, { haproxy: { version: '3.0' } }, [], options);
    client = started.client;
    const promised = Object.assign({}, ...features.map((feature) => feature.capabilities)) as object;
    expect(started.result.capabilities).toMatchObject({
      ...promised,
      diagnosticProvider: { interFileDependencies: true },
    });
    await client.open(uri, 'haproxy', good);
  });

  afterAll(async () => {
    expect(await client.stop()).toBe(0);
    expect(client.published).toEqual([]);
  });

  test('finds what a change breaks, and nothing when it is mended', async () => {
    expect(errors(items(await pull()))).toEqual([]);
    await client.change(uri, 2, [insertion(2, '  bnid :81\n')]);
    const broken = items(await pull());
    expect(errors(broken)).toEqual([['unknown-keyword', 2]]);
    expect(broken[0]!.codeDescription?.href).toMatch(/docs\/rules\/unknown-keyword\.md$/);
    await client.change(uri, 3, [
      { range: { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } }, text: '' },
    ]);
    expect(errors(items(await pull()))).toEqual([]);
  });

  test('says so when nothing has changed', async () => {
    const { resultId } = await pull();
    expect(await pull(resultId)).toEqual({ kind: 'unchanged', resultId });
  });

  test('renames', async () => {
    const position = { line: 6, character: 10 };
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', {
      textDocument: { uri },
      position,
      newName: 'site',
    });
    expect(editedFile(uri, good, edit)).toBe(good.replaceAll('app', 'site'));
    const refused = client.request('textDocument/rename', {
      textDocument: { uri },
      position,
      newName: 'a b',
    });
    await expect(refused).rejects.toThrow(/cannot be the name of/);
  });

  test('completes, and documents what is looked at', async () => {
    await client.change(uri, 10, [insertion(8, '  mode \n')]);
    const found = await client.request<CompletionItem[]>('textDocument/completion', {
      textDocument: { uri },
      position: { line: 8, character: 7 },
    });
    expect(found.map((item) => item.label)).toEqual(expect.arrayContaining(['tcp', 'http']));
    const keywords = await client.request<CompletionItem[]>('textDocument/completion', {
      textDocument: { uri },
      position: { line: 8, character: 2 },
    });
    const mode = keywords.find((item) => item.label === 'mode')!;
    const resolved = await client.request<CompletionItem>('completionItem/resolve', mode);
    expect(resolved.documentation).toMatchObject({ kind: 'markdown' });
  });

  test('tells in which version a file is read, and why', async () => {
    expect(await client.request(READING, { uri })).toEqual({
      language: 'haproxy',
      version: '3.0',
      source: 'the setting haproxy.version',
    });
  });

  test('answers null for documents and places it does not know', async () => {
    expect(
      await client.request('textDocument/hover', {
        textDocument: { uri: 'file:///no' },
        position: { line: 0, character: 0 },
      }),
    ).toBeNull();
    expect(
      await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 5, character: 0 } }),
    ).toBeNull();
  });
});

test('an editor that cannot ask is sent the diagnostics of the last change', async () => {
  const { client, result } = await LspClient.start(server, {});
  expect(result.capabilities.diagnosticProvider).toBeUndefined();
  await client.open(uri, 'haproxy', good);
  expect(errors(await client.diagnosticsOf(uri, 1))).toEqual([]);
  const typed = ['b', 'n', 'i', 'd'].map((letter, i) =>
    client.change(uri, i + 2, [
      { range: { start: { line: 3, character: i }, end: { line: 3, character: i } }, text: letter },
    ]),
  );
  await Promise.all(typed);
  expect(errors(await client.diagnosticsOf(uri, 5))).toEqual([['unknown-keyword', 3]]);
  await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  expect(await client.stop()).toBe(0);
  expect(client.published.at(-1)).toEqual({ uri, diagnostics: [] });
});

test('settings that change are taken in, and diagnostics asked for again', async () => {
  const settings: Record<string, unknown> = { haproxy: { version: '2.8' } };
  const dynamic = { dynamicRegistration: true };
  const workspace = {
    didChangeConfiguration: dynamic,
    didChangeWatchedFiles: dynamic,
    diagnostics: { refreshSupport: true },
  };
  const { client } = await LspClient.start(server, { ...pulls, workspace }, settings);
  await client.open(uri, 'haproxy', `${good}  bnid :81\n`);
  expect(await client.request(READING, { uri })).toMatchObject({ version: '2.8' });
  const before = client.refreshes;
  settings['haproxy'] = { version: '3.0', rules: { 'unknown-keyword': 'hint' } };
  const changed = client.received(READING_CHANGED);
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await changed;
  expect(await client.request(READING, { uri })).toMatchObject({ version: '3.0' });
  const report = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } });
  expect(report.items.find((one) => one.code === 'unknown-keyword')?.severity).toBe(4);
  expect(client.refreshes).toBeGreaterThan(before);
  expect(client.registered).toEqual(['workspace/didChangeConfiguration', 'workspace/didChangeWatchedFiles']);
  await client.stop();
});

test('the Compose file of the workspace tells the version, also of a folder that comes later', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'haconf-'));
  try {
    const nested = join(folder, 'haproxy');
    mkdirSync(nested);
    writeFileSync(join(folder, 'compose.yaml'), "services: { lb: { image: 'haproxy:2.8-alpine' } }\n");
    const file = URI.file(join(nested, 'haproxy.cfg')).toString();
    const { client } = await LspClient.start(server, { ...pulls, workspace: { workspaceFolders: true } });
    await client.open(file, 'haproxy', good);
    expect(await client.request(READING, { uri: file })).toMatchObject({ source: 'the newest long-term version' });
    const added = [{ uri: URI.file(folder).toString(), name: 'lab' }];
    const changed = client.received(READING_CHANGED);
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added, removed: [] } });
    await changed;
    expect(await client.request(READING, { uri: file })).toEqual({
      language: 'haproxy',
      version: '2.8',
      source: 'image haproxy:2.8-alpine of the Compose file',
    });
    await client.stop();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The text of docs/editors.md in a real Neovim, with the bundled server. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundled, root } from '../support/bundles';

const configuration = `frontend web
    bind :80
    mode htpp
    timeout client 30s
    default_backend app

backend app
    mode http
    timeout connect 5s
    timeout server 30s
    server web1 192.0.2.1:80
`;

/** What is asked of the editor once the server has spoken; answers one object as JSON. */
const script = `
local answers = {}
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
answers.diagnostics = vim.tbl_map(function(d) return { d.lnum, d.code, d.severity } end, vim.diagnostic.get(0))

local function ask(method, line, character, more)
  local params = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = line, character = character } }
  local got = vim.lsp.buf_request_sync(0, method, vim.tbl_extend('force', params, more or {}), 20000)
  for _, answer in pairs(got or {}) do return answer.result end
end

answers.hover = ask('textDocument/hover', 3, 6).contents.value
answers.definition = ask('textDocument/definition', 4, 21)[1].range.start.line
local items = ask('textDocument/completion', 7, 9)
answers.completion = vim.tbl_map(function(item) return item.label end, items.items or items)

local actions = ask('textDocument/codeAction', 2, 9, {
  range = { start = { line = 2, character = 9 }, ['end'] = { line = 2, character = 13 } },
  context = { diagnostics = vim.lsp.diagnostic and vim.lsp.diagnostic.get_line_diagnostics(0, 2) or {} },
})
local fix = vim.tbl_filter(function(action) return action.isPreferred end, actions)[1]
if not fix.edit then fix = ask('codeAction/resolve', 0, 0, fix) end
vim.lsp.util.apply_workspace_edit(fix.edit, 'utf-16')
vim.wait(20000, function() return #vim.diagnostic.get(0) == 0 end, 20)
answers.after = #vim.diagnostic.get(0)

vim.lsp.util.apply_workspace_edit(ask('textDocument/rename', 4, 21, { newName = 'pool' }), 'utf-16')
answers.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n') .. '\\n'
vim.fn.writefile({ vim.fn.json_encode(answers) }, 'answers.json')
`;

interface Answers {
  readonly diagnostics: readonly [number, string, number][];
  readonly hover: string;
  readonly definition: number;
  readonly completion: readonly string[];
  readonly after: number;
  readonly text: string;
}

let answers: Answers;
const folder = mkdtempSync(join(tmpdir(), 'haconf-neovim-'));

beforeAll(async () => {
  const server = await bundled('server');
  const page = readFileSync(join(root, 'docs', 'editors.md'), 'utf8');
  const [, lua] = /```lua\n([^]*?)```/.exec(page)!;
  expect(lua).toContain('/path/to/haconf/dist/server.js');
  writeFileSync(join(folder, 'init.lua'), lua!.replace('/path/to/haconf/dist/server.js', server));
  writeFileSync(join(folder, 'haproxy.cfg'), configuration);
  writeFileSync(join(folder, 'script.lua'), script);
  const told = execFileSync(
    'nvim',
    ['--headless', '-i', 'NONE', '-n', '-u', 'init.lua', 'haproxy.cfg', '-c', 'luafile script.lua', '-c', 'qa!'],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
      stdio: ['ignore', 'pipe', 'pipe'],
      // The settings and state of whoever runs the tests stay out of it.
      env: { ...process.env, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, XDG_STATE_HOME: folder },
    },
  );
  try {
    answers = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as Answers;
  } catch (error) {
    throw new Error(`Neovim gave no answers: ${told}`, { cause: error });
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('Neovim shows what is wrong', () => {
  expect(answers.diagnostics).toEqual([[2, 'invalid-value', 1]]);
});

test('Neovim hovers, completes and finds definitions', () => {
  expect(answers.hover).toMatch(/timeout client/);
  expect(answers.definition).toBe(6);
  expect(answers.completion).toEqual(expect.arrayContaining(['tcp', 'http']));
});

test('Neovim applies the quick fix, and the error goes', () => {
  expect(answers.after).toBe(0);
  expect(answers.text).toMatch(/^ {4}mode http$/m);
});

test('Neovim renames', () => {
  expect(answers.text).toBe(
    configuration
      .replace('htpp', 'http')
      .replace('default_backend app', 'default_backend pool')
      .replace('backend app\n', 'backend pool\n'),
  );
});

#!/usr/bin/env node
// The program `haconf`. `check` and `format` are the editor half's commands, `lab` is the lab half's: each half is a bundle
// of its own, so that neither waits for the other to be read.
import { join } from 'node:path';
import { loadBundle } from './compiledBundle';
import { startQuickly } from './startQuickly';

startQuickly();
const load = (name: string): unknown => loadBundle(join(__dirname, name));

if (process.argv[2] === 'lab') {
  const { lab } = load('haconf-lab.js') as typeof import('./lab');
  void lab(process.argv.slice(3)).then((status) => {
    process.exitCode = status;
  });
} else {
  const { editorCommands } = load('haconf-editor.js') as typeof import('../../server/src/cli');
  process.exitCode = editorCommands(process.argv.slice(2));
}

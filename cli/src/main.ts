#!/usr/bin/env node
// The program `haconf`. `check` and `format` are the editor half's commands, `lab` is the lab half's: each half is a bundle
// of its own, so that neither waits for the other to be read.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadBundle } from './compiledBundle';
import { startQuickly, stopGrowing } from './startQuickly';

startQuickly();

if (process.argv[2] === 'lab') {
  // It imports modules as it goes, which only Node.js's own loader provides for; and a lab takes longer than compiling.
  const { lab } = createRequire(__filename)('./haconf-lab.js') as typeof import('./lab');
  void lab(process.argv.slice(3)).then((status) => {
    process.exitCode = status;
  });
} else {
  const { editorCommands } = loadBundle(join(__dirname, 'haconf-editor.js')) as typeof import('../../server/src/cli');
  stopGrowing();
  process.exitCode = editorCommands(process.argv.slice(2));
}

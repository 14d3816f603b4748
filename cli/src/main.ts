#!/usr/bin/env node
// The command line: `haconf check` and `haconf format` of the editor half, `haconf lab` of the lab half. The lab's code is
// loaded only when it is asked for.
import { editorCommands } from '../../server/src/cli';

if (process.argv[2] === 'lab') {
  void import('./lab').then(async ({ lab }) => {
    process.exitCode = await lab(process.argv.slice(3));
  });
} else {
  process.exitCode = editorCommands(process.argv.slice(2));
}

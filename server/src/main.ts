// The language server: `--stdio`, `--node-ipc` (VS Code), `--socket=PORT` or `--pipe=NAME`, as editors start it.
import { createConnection } from 'vscode-languageserver/node';
import { version } from './about';
import { serve } from './server';

const USAGE = `haconf language server ${version}

usage: node server.js --stdio | --node-ipc | --socket=PORT | --pipe=NAME
`;

const asked = process.argv.slice(2);
if (asked.includes('--help') || asked.includes('--version')) {
  process.stdout.write(asked.includes('--version') ? `${version}\n` : USAGE);
} else if (asked.some((argument) => /^--(stdio|node-ipc|socket|pipe)\b/.test(argument))) {
  serve(createConnection());
} else {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}

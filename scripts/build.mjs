// Bundles into dist/: extension.js (VS Code), server.js (language server), haconf.js (command line) with a
// bundle for each half, and in webview/ what the pages of panels load.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');

/**
 * Puts an empty module in the place of packages. dockerode requires them for ways to reach an engine that haconf goes
 * without (its own ssh, BuildKit sessions), some of them as soon as it is loaded; they are native or large.
 * @returns {import('esbuild').Plugin}
 */
function without(packages) {
  return {
    name: 'without',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[@a-z]/ }, ({ path }) => (packages.includes(path) ? { path, namespace: 'without' } : null));
      onLoad({ filter: /./, namespace: 'without' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}

/**
 * Data as a text to be parsed, texts of keywords only when somebody asks for one: a process that starts reads JSON in a
 * fraction of the time it takes to evaluate the same data as code.
 * @type {import('esbuild').Plugin}
 */
const dataAsText = {
  name: 'data-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]server[\\/]data[\\/].*\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.stringify(JSON.parse(await readFile(path, 'utf8'))));
      const parse = `JSON.parse(${text})`;
      const lazy = `let data; export default new Proxy({}, { get: (_, key) => (data ??= ${parse})[key] });`;
      return { contents: path.endsWith('.docs.json') ? lazy : `export default ${parse};` };
    });
  },
};

/** @type {import('esbuild').BuildOptions} */
const options = {
  entryPoints: {
    extension: 'client/src/extension.ts',
    server: 'server/src/main.ts',
    haconf: 'cli/src/main.ts',
    'haconf-editor': 'server/src/cli.ts',
    'haconf-lab': 'cli/src/lab.ts',
  },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: true,
  minify: !watch,
  // Given by the host.
  external: ['vscode'],
  plugins: [dataAsText, without(['ssh2', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'])],
  logLevel: 'info',
};

/** @type {import('esbuild').BuildOptions} */
const pages = {
  entryPoints: ['page', 'traffic'].flatMap((name) => [`client/webview/${name}.ts`, `client/webview/${name}.css`]),
  outdir: 'dist/webview',
  bundle: true,
  platform: 'browser',
  format: 'iife',
  // Chromium of the oldest VS Code that the manifest allows.
  target: 'chrome134',
  minify: !watch,
  logLevel: 'info',
};

if (watch) {
  await Promise.all([options, pages].map(async (one) => (await context(one)).watch()));
} else {
  await rm('dist', { recursive: true, force: true });
  await mkdir('dist', { recursive: true });
  // esbuild has said what is wrong; a stack trace of ours adds nothing.
  await Promise.all([build(options), build(pages)]).catch(() => (process.exitCode = 1));
}

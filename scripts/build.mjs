// Bundles the three entry points into dist/: extension.js (VS Code), server.js (language server), haconf.js (command line).
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const options = {
  entryPoints: {
    extension: 'client/src/extension.ts',
    server: 'server/src/main.ts',
    haconf: 'server/src/cli.ts',
  },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: true,
  minify: !watch,
  keepNames: true,
  // `vscode` is given by the host. ssh2, its native helper and BuildKit's gRPC are loaded lazily by
  // docker-modem and dockerode for ways to reach an engine that haconf goes without.
  external: ['vscode', 'ssh2', 'cpu-features', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'],
  banner: { js: '' },
  logLevel: 'info',
};

if (watch) {
  await (await context(options)).watch();
} else {
  await rm('dist', { recursive: true, force: true });
  await mkdir('dist', { recursive: true });
  // esbuild has said what is wrong; a stack trace of ours adds nothing.
  await build(options).catch(() => (process.exitCode = 1));
}

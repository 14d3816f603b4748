import { describe, expect, test } from 'vitest';
import { importsOf, projectFiles, read, target } from './sources';

/** Who may import what: a file is judged by every row whose `files` it matches. */
interface Law {
  readonly name: string;
  readonly files: RegExp;
  /** Modules of ours and packages, as `target` names them. */
  readonly forbidden: RegExp;
}

const node = '(?:node:|fs|path|child_process|os)';
const laws: readonly Law[] = [
  {
    name: 'core imports nothing of ours but core',
    files: /^server\/src\/core\//,
    forbidden: /^(?:server\/src\/(?!core\/)|client\/|test\/|server\/data)/,
  },
  {
    name: 'features see languages through core only',
    files: /^server\/src\/features\//,
    forbidden: /^(?:server\/src\/(?!core\/|features\/)|client\/|server\/data)/,
  },
  {
    name: 'languages do not know each other, nor what is built on them',
    files: /^server\/src\/languages\/haproxy\//,
    forbidden: /^(?:server\/src\/(?!core\/|languages\/haproxy\/)|client\/)/,
  },
  {
    name: 'languages do not know each other, nor what is built on them',
    files: /^server\/src\/languages\/keepalived\//,
    forbidden: /^(?:server\/src\/(?!core\/|languages\/keepalived\/)|client\/)/,
  },
  {
    name: 'rules and forecasts over several files see languages through core only',
    files: /^server\/src\/pairs\//,
    forbidden: /^(?:server\/src\/(?!core\/|pairs\/|protocol$)|client\/)/,
  },
  {
    name: 'only the engine names the languages',
    files: /^server\/src\/(?!engine\.ts$|languages\/)/,
    forbidden: /^server\/src\/languages(?:\/|$)/,
  },
  {
    name: 'the library opens no file and starts no process',
    files:
      /^server\/src\/(?:core|features|languages|pairs)\/|^server\/src\/(?:engine|documents|workspace|files|settings|versions|detect|composeVersions|composeFiles|compose|namedFiles|surroundings|together)\.ts$/,
    forbidden: new RegExp(
      `^${node}|^vscode-languageserver$|^server/src/(?:disk|certificates|programs|server|connection)`,
    ),
  },
  {
    name: 'the connection to the editor stays with the server',
    files: /^server\/src\/(?!main\.ts$|server\.ts$|connection\/)/,
    forbidden: /^vscode-languageserver$|^vscode-languageclient$|^vscode-jsonrpc$/,
  },
  {
    name: 'processes are started in one place',
    files: /^server\/src\/(?!programs\.ts$)/,
    forbidden: /child_process$/,
  },
  {
    name: 'only the server asks the programs of this machine',
    files: /^server\/src\/(?!server\.ts$|connection\/)/,
    forbidden: /^server\/src\/programs$/,
  },
  {
    name: 'the client starts processes in one place',
    files: /^client\/src\/(?!lab\/process\.ts$)/,
    forbidden: /child_process$/,
  },
  { name: 'the server knows nothing of VS Code', files: /^server\//, forbidden: /^vscode$|^client\// },
  {
    name: 'the lab knows nothing of VS Code',
    files: /^client\/src\/lab\//,
    forbidden: /^vscode$|^vscode-language|^client\/src\/(?!lab\/)/,
  },
  {
    name: 'only one file speaks to Docker',
    files: /^client\/src\/(?!lab\/engine\.ts$)/,
    forbidden: /^dockerode$|^docker-modem$/,
  },
  { name: 'the server knows nothing of Docker', files: /^server\/src\//, forbidden: /^dockerode$|^docker-modem$/ },
  {
    name: 'the client takes nothing of the server but the protocol',
    files: /^client\//,
    forbidden: /^server\/(?!src\/protocol$)/,
  },
  {
    name: 'the command line knows both halves, but neither VS Code nor the inside of the languages',
    files: /^cli\//,
    forbidden:
      /^vscode$|^vscode-language|^dockerode$|^client\/src\/(?!lab\/)|^server\/src\/(?!engine$|cli$|protocol$|commandLine\/)/,
  },
  { name: 'nobody imports the command line', files: /^(?:client|server)\//, forbidden: /^cli\// },
];

const sources = projectFiles().filter((file) => /^(?:cli|client|server)\/.*\.ts$/.test(file));
const imports = sources.map((file) => ({ file, targets: importsOf(read(file)).map((one) => target(file, one)) }));

test('there are sources to judge', () => {
  expect(sources.length).toBeGreaterThan(60);
  expect(imports.find(({ file }) => file === 'server/src/engine.ts')?.targets).toContain(
    'server/src/languages/haproxy',
  );
});

describe('imports', () => {
  test.each(laws.map((law) => [law.name, law.files.source, law] as const))(
    '%s (%s)',
    (_name, _files, { files, forbidden }) => {
      const broken = imports
        .filter(({ file }) => files.test(file))
        .flatMap(({ file, targets }) =>
          targets.filter((one) => forbidden.test(one)).map((one) => `${file} imports ${one}`),
        );
      expect(broken).toEqual([]);
    },
  );

  test('no circle', () => {
    const edges = new Map(imports.map(({ file, targets }) => [file.replace(/\.ts$/, ''), targets]));
    const resolved = (one: string): string | undefined => [one, `${one}/index`].find((name) => edges.has(name));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (module: string, trail: readonly string[]): void => {
      if (trail.includes(module)) circles.push([...trail.slice(trail.indexOf(module)), module].join(' > '));
      if (done.has(module) || trail.includes(module)) return;
      for (const next of edges.get(module) ?? []) {
        const to = resolved(next);
        if (to) visit(to, [...trail, module]);
      }
      done.add(module);
    };
    for (const module of edges.keys()) visit(module, []);
    expect(circles).toEqual([]);
  });
});

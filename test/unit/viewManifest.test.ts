// What the manifest says about commands, menus and views, as far as it can be judged without VS Code.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../client/src/view/nodes';
import type { Row } from '../../client/src/view/row';
import { fault, healthy, labView } from './viewStates';

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
}

interface MenuEntry {
  readonly command: string;
  readonly when?: string;
}

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly viewsWelcome: readonly { readonly contents: string }[];
  };
};
const { commands, menus, viewsWelcome } = manifest.contributes;

describe('commands', () => {
  const label = ({ category, title }: Command) => (category === undefined ? title : `${category}: ${title}`);

  // The palette lists what holds the typed words in the order of the labels, and Enter takes the first: typing "Start
  // HA Lab" must not run "Restart HA Lab".
  it.each(commands.map((command) => [command.title, command] as const))(
    'typing "%s" finds it first',
    (title, wanted) => {
      const found = commands.filter((command) => label(command).toLowerCase().includes(title.toLowerCase()));
      const [first] = found.map(label).sort((a, b) => a.localeCompare(b));
      expect(first).toBe(label(wanted));
    },
  );

  it('of menus and welcome texts exist', () => {
    const used = [
      ...Object.values(menus).flatMap((entries) => entries.map(({ command }) => command)),
      ...viewsWelcome.flatMap(({ contents }) => [...contents.matchAll(/\(command:(ha[\w.]+)/g)].map(([, id]) => id)),
    ];
    expect(used.filter((id) => !commands.some(({ command }) => command === id))).toEqual([]);
  });
});

describe('menus', () => {
  const all = (rows: readonly Row[]): Row[] => rows.flatMap((row) => [row, ...all(row.children)]);
  /** The commands offered in the context menu of the first row whose context begins so. */
  const offered = (context: string) => {
    const row = all(rowsOf([labView({ ...healthy(), fault })])).find((candidate) =>
      candidate.context.startsWith(context),
    );
    return (menus['view/item/context'] ?? [])
      .filter(({ when = '' }) => {
        const pattern = /viewItem =~ \/(.*)\/$/.exec(when)?.[1];
        return pattern !== undefined && new RegExp(pattern).test(row?.context ?? '');
      })
      .map(({ command }) => command.replace('haLab.', ''))
      .filter((command, index, list) => list.indexOf(command) === index)
      .sort()
      .join(' ');
  };

  it('offer what makes sense for the row', () => {
    expect(offered('lab ')).toBe(
      'drill.guess drill.open drill.run open openDefinition remove restart stop switchHaproxy traffic.show',
    );
    expect(offered('fault')).toBe('drill.heal');
    expect(offered('vip ')).toBe('open traffic.show');
    expect(offered('node web')).toBe(
      'drill.run node.apply node.kill node.logs node.open node.pause node.restart node.shell node.stop',
    );
    expect(offered('node load-balancer')).toBe(
      'drill.run node.apply node.kill node.logs node.open node.pause node.restart node.shell node.stop switchHaproxy',
    );
    expect(offered('node probe')).toBe('node.kill node.logs node.pause node.restart node.shell node.stop traffic.show');
    expect(offered('haproxy ')).toBe('haproxy.kill haproxy.reload haproxy.restart haproxy.stop switchHaproxy');
    expect(offered('keepalived ')).toBe('keepalived.kill keepalived.reload keepalived.restart keepalived.stop');
    expect(offered('server')).toBe('server.drain server.maintenance server.weight');
  });
});

/**
 * Writes what the manifest says of the two languages: file claims and settings. With --check it only compares.
 * The settings of rules are made from the rules, those of versions from the languages' versions.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claims } from '../src/detect';
import { languages } from '../src/engine';
import { defaultSettings, ruleLevels } from '../src/settings';
import type { Language } from '../src/core/language';
import { emit } from './emit';

interface Manifest {
  contributes: { languages?: unknown; configuration: { title: string; properties: object }[] };
}

const HINTS: Readonly<Record<Language['id'], string>> = {
  haproxy: 'Show behind the words when a checked server goes down and up, and the units of bare times.',
  keepalived: 'Show behind the words effective priorities, what a failing check does, failover times, and units.',
};

const manifest = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const generated = languages.map(settingsOf);
const titles = new Set(generated.map((section) => section.title));
contributes.languages = claims.map((claim) => ({
  id: claim.language,
  aliases: [languages.find((one) => one.id === claim.language)!.label],
  filenames: claim.filenames,
  filenamePatterns: claim.patterns,
  extensions: claim.extensions,
  firstLine: claim.firstLine,
  configuration: `./syntaxes/${claim.language}.language-configuration.json`,
}));
contributes.configuration = [
  ...contributes.configuration.filter((section) => !titles.has(section.title)),
  ...generated,
];
emit('package.json', `${JSON.stringify(manifest, null, 2)}\n`);

function settingsOf(language: Language): { title: string; properties: object } {
  const { id, label } = language;
  const defaults = defaultSettings[id];
  const rules = [...language.rules].sort((a, b) => a.id.localeCompare(b.id));
  return {
    title: label,
    properties: {
      [`${id}.version`]: {
        type: 'string',
        enum: ['auto', ...[...language.versions].reverse()],
        default: defaults.version,
        scope: 'window',
        markdownDescription: `Version of ${label} that configurations are read for. \`auto\`: that of the images in the lab's or the nearest Compose file; else that of \`${id}\` on this machine; else ${language.defaultVersion}.`,
      },
      ...settingsOfChecks(language),
      [`${id}.rules`]: {
        type: 'object',
        default: defaults.rules,
        scope: 'window',
        markdownDescription: `Level of each rule, where it is to differ from the rule's own. A comment \`# haconf: ignore[rule]\` silences a rule on its line, or on the line after it.`,
        additionalProperties: false,
        properties: Object.fromEntries(
          rules.map((rule) => [
            rule.id,
            {
              type: 'string',
              enum: ruleLevels,
              markdownDescription: `${rule.title.replace(/\.$/, '')}. Its own level: \`${rule.severity}\`.`,
            },
          ]),
        ),
      },
      [`${id}.together`]: {
        type: 'array',
        items: { type: 'string' },
        default: defaults.together,
        scope: 'window',
        markdownDescription: `Globs, relative to the workspace folder, of files that ${label} is given together, such as \`${id}.d/*${id === 'haproxy' ? '.cfg' : '.conf'}\`. Each glob makes one configuration, in the order of names.`,
      },
      ...(defaults.clusters && {
        [`${id}.clusters`]: {
          type: 'array',
          items: { type: 'string' },
          default: defaults.clusters,
          scope: 'window',
          markdownDescription:
            'Globs, relative to the workspace folder, of files that are the nodes of one cluster, such as `nodes/*/keepalived.conf`; each glob makes one. Files whose names tell (`keepalived-master.conf` beside `keepalived-backup.conf`, `lb1/keepalived.conf` beside `lb2/keepalived.conf`) need none, nor do those with the same comment `# haconf: cluster[NAME]` at their tops.',
        },
      }),
      [`${id}.inlayHints`]: {
        type: 'boolean',
        default: defaults.inlayHints,
        scope: 'window',
        markdownDescription: HINTS[id],
      },
    },
  };
}

/** How the client has the program itself check a file; the server does not know them. */
function settingsOfChecks({ id, label }: Language): object {
  return {
    [`${id}.path`]: {
      type: 'string',
      default: '',
      scope: 'machine-overridable',
      markdownDescription: `Path of the program that **Check with ${label}** starts on this machine; empty: \`${id}\` as found on the PATH.`,
    },
    [`${id}.checkImage`]: {
      type: 'string',
      default: '',
      scope: 'resource',
      markdownDescription: `Container image whose ${label} **Check with ${label}** uses for files of no running lab, such as ${id === 'haproxy' ? '`haproxy:3.2`' : '`my-keepalived:2.3`'}. The Docker engine must have it: nothing is fetched.`,
    },
  };
}

/** The kinds of section. */
import type { SchemaData } from '../../src/core/schemaData';

/** As it is spoken: a userlist, an HTTP error. */
const article = (name: string): string => (/^(?:[aeio]|http|fcgi)/.test(name) ? 'an' : 'a');

const section = (type: string, since?: string, until?: string): SchemaData['blocks'][number] => ({
  type,
  label: `${article(type)} ${type} section`,
  ...(since === undefined ? {} : { since }),
  ...(until === undefined ? {} : { until }),
});

export const blocks: SchemaData['blocks'] = [
  { type: '', label: 'the top level' },
  { type: 'global', label: 'the global section' },
  ...[
    'defaults',
    'frontend',
    'listen',
    'backend',
    'peers',
    'userlist',
    'mailers',
    'resolvers',
    'ring',
    'log-forward',
  ].map((type) => section(type)),
  ...['program', 'cache', 'http-errors', 'fcgi-app'].map((type) => section(type)),
  section('log-profile', '3.1'),
  section('crt-store', '3.0'),
  { ...section('traces', '3.1'), label: 'the traces section' },
  section('acme', '3.2'),
  section('healthcheck', '3.4'),
];

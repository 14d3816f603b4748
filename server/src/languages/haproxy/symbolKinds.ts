import type { SymbolKind } from '../../core/symbols';
import { PREDEFINED_ACLS } from './conditions';

/** What the editor shows a kind as: numbers of the protocol's SymbolKind. */
const ICON = {
  module: 2,
  namespace: 3,
  class: 5,
  field: 8,
  interface: 11,
  function: 12,
  variable: 13,
  array: 18,
  object: 19,
  key: 20,
  event: 24,
};

/** Letters that the program allows in names. */
const NAME = /^[A-Za-z0-9_.:-]+$/;

const kind = (label: string, icon: number, more: Partial<SymbolKind> = {}): SymbolKind => ({
  label,
  icon,
  pattern: NAME,
  ...more,
});
const both = { undefined: 'error', duplicate: 'error' } as const;
const needed = { undefined: 'error' } as const;

export const symbolKinds: Readonly<Record<string, SymbolKind>> = {
  frontend: kind('frontend', ICON.interface, both),
  backend: kind('backend', ICON.class, both),
  server: kind('server', ICON.field, both),
  acl: kind('ACL', ICON.function, { ...needed, predefined: PREDEFINED_ACLS }),
  defaults: kind('defaults section', ICON.module, needed),
  table: kind('stick table', ICON.array, needed),
  userlist: kind('userlist', ICON.namespace, both),
  user: kind('user', ICON.key, { duplicate: 'warning' }),
  usergroup: kind('group', ICON.object, { duplicate: 'error' }),
  peers: kind('peers section', ICON.namespace, needed),
  peer: kind('peer', ICON.field),
  resolvers: kind('resolvers section', ICON.namespace, { ...both, predefined: ['default'] }),
  mailers: kind('mailers section', ICON.namespace, both),
  mailer: kind('mailer', ICON.field),
  cache: kind('cache', ICON.namespace, both),
  ring: kind('ring', ICON.namespace, { undefined: 'warning', duplicate: 'error' }),
  'log-forward': kind('log-forward section', ICON.interface, { duplicate: 'error' }),
  'log-profile': kind('log profile', ICON.namespace, { undefined: 'warning', duplicate: 'error' }),
  program: kind('program', ICON.event, { duplicate: 'error' }),
  'http-errors': kind('http-errors section', ICON.namespace, both),
  'fcgi-app': kind('FastCGI application', ICON.namespace, both),
  'crt-store': kind('certificate store', ICON.namespace),
  acme: kind('ACME section', ICON.namespace, both),
  healthcheck: kind('health check', ICON.namespace, both),
};

import data from '../../../data/keepalived.json';
import type { Language } from '../../core/language';
import type { Schema } from '../../core/schema';
import { loadSchema, type SchemaData } from '../../core/schemaData';
import { placed } from '../../core/symbols';
import { describe, describeValue, documentation } from './docs';
import { complete, hover } from './items';
import { landmarks } from './landmarks';
import { notes } from './notes';
import { isPart } from './part';
import { syntax } from './profile';
import { rules } from './rules';
import { symbolKinds, symbols } from './symbols';

const source = data as SchemaData;
const schemas = new Map<string, Schema>();

function cached(version: string, make: () => Schema): Schema {
  let schema = schemas.get(version);
  if (!schema) schemas.set(version, (schema = make()));
  return schema;
}

const everything = (): Schema => cached('', () => loadSchema(source));

/** keepalived (keepalived.conf(5)). */
export const keepalived: Language = {
  id: 'keepalived',
  label: 'keepalived',
  syntax,
  versions: source.versions,
  // The newest that a stable distribution is known to ship: Debian 13 has 2.3.3 (Debian 12: 2.2.7); none has 2.4 yet.
  defaultVersion: '2.3',
  schema: (version) => cached(version, () => loadSchema(source, version)),
  everything,
  symbolKinds,
  symbols: (section, schema) => placed(symbols(section, schema), section),
  rules,
  inherit: (_section, before) => before,
  inheritedAtStart: { key: '' },
  documentation,
  describe,
  describeValue,
  complete,
  hover,
  notes,
  landmarks,
  includes: /^include[a-z]?$/,
  isPart: (document) => isPart(document, everything()),
  format: { comments: ['#', '!'], indent: (options) => (options.insertSpaces ? ' '.repeat(options.tabSize) : '\t') },
};

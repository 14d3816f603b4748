import type { Language } from '../../core/language';
import { loadSchema, type SchemaData } from '../../core/schemaData';
import { headerStructure } from '../../core/structures';

const data: SchemaData = { versions: ['1'], blocks: [], keywords: [], options: {} };

/** HAProxy. */
export const haproxy: Language = {
  id: 'haproxy',
  label: 'HAProxy',
  syntax: {
    scan: (text, enter) => ({ text, words: [], comment: -1, problems: [], enter, exit: enter }),
    structure: headerStructure(() => undefined),
  },
  versions: data.versions,
  defaultVersion: data.versions.at(-1)!,
  schema: (version) => loadSchema(data, version),
  everything: () => loadSchema(data),
  symbolKinds: {},
  symbols: () => [],
  rules: [],
  inherit: (_section, before) => before,
  inheritedAtStart: { key: '' },
  documentation: () => undefined,
  describe: () => undefined,
  format: { comments: ['#'], indent: (options) => (options.insertSpaces ? ' '.repeat(options.tabSize) : '\t') },
};

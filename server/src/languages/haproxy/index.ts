import type { Language } from '../../core/language';
import { headerStructure } from '../../core/structures';
import { values } from './argumentValues';
import { activeStatements } from './boundSection';
import { complete, resolve } from './complete';
import { defaultVersion, everything, headerType, schemaOf, versions } from './data';
import { inherit, inheritedAtStart } from './inherit';
import { landmarks } from './landmarks';
import { explain } from './explain';
import { describe, describeValue, documentation } from './manual';
import { hover } from './sampleHover';
import { notes } from './notes';
import { scanHaproxyLine } from './profile';
import { rules } from './rules';
import { symbolKinds } from './symbolKinds';
import { symbolsOf } from './symbols';

/** HAProxy. */
export const haproxy: Language = {
  id: 'haproxy',
  label: 'HAProxy',
  syntax: { scan: scanHaproxyLine, structure: headerStructure(headerType) },
  versions,
  defaultVersion,
  schema: schemaOf,
  everything,
  symbolKinds,
  symbols: symbolsOf,
  rules,
  statements: activeStatements,
  inherit,
  inheritedAtStart,
  documentation,
  describe,
  describeValue,
  explain,
  complete,
  resolve,
  hover,
  notes,
  landmarks,
  values,
  format: { comments: ['#'], indent: (options) => (options.insertSpaces ? ' '.repeat(options.tabSize) : '\t') },
};

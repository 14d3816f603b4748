import { unknownKeywordRule } from '../../../core/rules/keywords';
import { otherStatements } from '../boundSection';
import { isDirective, isInactive } from '../directives';
import { isIgnored } from './ignoredKeyword';

export const unknownKeyword = unknownKeywordRule(
  {
    title: 'A keyword that HAProxy does not know in this place',
    docs: 'HAProxy refuses to start when a line begins with a word that the section does not know. The usual reasons are a misspelling, a line in the wrong section, and a keyword that the running version does not have yet or no longer has.',
    bad: 'defaults\n    mode http\n    timout client 30s\n',
    good: 'defaults\n    mode http\n    timeout client 30s\n',
  },
  (node, context, section) =>
    isDirective(node) || isInactive(section, node, context.schema.version) || isIgnored(node, context.schema),
  true,
  otherStatements,
);

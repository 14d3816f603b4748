import type { Rule } from '../../../core/language';
import { missingArgumentRule, unknownKeywordRule } from '../../../core/rules/keywords';
import { duplicateNameRule, undefinedNameRule } from '../../../core/rules/names';
import { scanProblemRule, treeProblemRule } from '../../../core/rules/structure';
import { invalidValue } from './invalidValue';
import { texts } from './texts';

/** Every rule for keepalived.conf, in the order of their pages. */
export const rules: readonly Rule[] = [
  unknownKeywordRule(texts.unknownKeyword),
  missingArgumentRule(texts.missingArgument),
  undefinedNameRule(texts.undefinedName),
  duplicateNameRule(texts.duplicateName),
  scanProblemRule('unclosed-quote', texts.unclosedQuote),
  treeProblemRule('unclosed-block', texts.unclosedBlock),
  treeProblemRule('unexpected-brace', texts.unexpectedBrace),
  invalidValue,
];

import type { Rule } from '../../../core/language';
import { missingArgumentRule, unknownKeywordRule } from '../../../core/rules/keywords';
import { duplicateNameRule, undefinedNameRule } from '../../../core/rules/names';
import { scanProblemRule, treeProblemRule } from '../../../core/rules/structure';
import { addressOwner } from './addressOwner';
import { advertInterval } from './advertInterval';
import { deprecatedKeyword } from './deprecatedKeyword';
import { includeCycle } from './includeCycle';
import { duplicateRouterId } from './duplicateRouterId';
import { extraArgument } from './extraArgument';
import { invalidItem } from './invalidItem';
import { invalidValue } from './invalidValue';
import { missingSetting } from './missingSetting';
import { passwordTooLong } from './passwordTooLong';
import { repeatedKeyword } from './repeatedKeyword';
import { scriptPath } from './scriptPath';
import { scriptUser } from './scriptUser';
import { stateConflict } from './stateConflict';
import { usedBeforeDefined } from './usedBeforeDefined';
import { virtualServer } from './virtualServer';
import { strictMode } from './strictMode';
import { authenticationVersion } from './authenticationVersion';
import { duplicateAddress } from './duplicateAddress';
import { syncGroupMember } from './syncGroupMember';
import { syncGroupWeight } from './syncGroupWeight';
import { ownInterface } from './ownInterface';
import { unicast } from './unicast';
import { rulePreference } from './rulePreference';
import { texts } from './texts';
import { unlessConditional, unlessGenerated } from './uncertain';

/** Every rule for keepalived.conf, in the order of their pages. */
export const rules: readonly Rule[] = [
  unknownKeywordRule(texts.unknownKeyword),
  missingArgumentRule(texts.missingArgument),
  unlessGenerated(undefinedNameRule(texts.undefinedName)),
  duplicateNameRule(texts.duplicateName),
  scanProblemRule('unclosed-quote', texts.unclosedQuote),
  unlessConditional(treeProblemRule('unclosed-block', texts.unclosedBlock)),
  unlessConditional(treeProblemRule('unexpected-brace', texts.unexpectedBrace)),
  unlessConditional(treeProblemRule('missing-brace', texts.missingBrace)),
  includeCycle,
  missingSetting,
  invalidValue,
  invalidItem,
  virtualServer,
  passwordTooLong,
  extraArgument,
  repeatedKeyword,
  usedBeforeDefined,
  duplicateRouterId,
  advertInterval,
  stateConflict,
  addressOwner,
  strictMode,
  authenticationVersion,
  unicast,
  duplicateAddress,
  syncGroupMember,
  syncGroupWeight,
  ownInterface,
  rulePreference,
  deprecatedKeyword,
  scriptPath,
  unlessGenerated(scriptUser),
];

import type { Rule, SectionRule } from '../../../core/language';
import { argumentRule } from './arguments';
import { missingFinalNewline } from './finalNewline';
import { checkHeaderWords } from './headerWords';
import { invalidCall } from './invalidCall';
import { invalidName } from './invalidName';
import { certificateStore } from './certificateStore';
import { checkWithoutPort } from './checkWithoutPort';
import { inheritedRules, rulesInDefaults } from './defaultsRules';
import { deprecatedKeyword } from './deprecatedKeyword';
import { ignoredContentType } from './ignoredContentType';
import { invalidHeaderName } from './invalidHeaderName';
import { logWithoutTarget } from './logWithoutTarget';
import { missingBind } from './missingBind';
import { missingInspectDelay } from './missingInspectDelay';
import { missingTimeouts } from './missingTimeouts';
import { needsHttpMode } from './needsHttpMode';
import { overwrittenMatch } from './overwrittenMatch';
import { statusWithoutContent } from './statusWithoutContent';
import { suspiciousTime } from './suspiciousTime';
import { unreachableRule } from './unreachableRule';
import { duplicateId } from './duplicateId';
import { duplicateRule } from './duplicateRule';
import { unusedAcl } from './unusedAcl';
import { bufferInHttp } from './bufferInHttp';
import { conditionOutOfPlace } from './conditionOutOfPlace';
import { neverMatchingAcl } from './neverMatchingAcl';
import { threadGroups } from './threadGroups';
import { threadsTooLate } from './threadsTooLate';
import { undefinedCaptureSlot } from './undefinedCaptureSlot';
import { unusableProtocol } from './unusableProtocol';
import { unusedSection } from './unusedSection';
import { serverWithoutCheck } from './serverWithoutCheck';
import { frontendWithoutBackend } from './frontendWithoutBackend';
import { persistenceWithoutCookies } from './persistenceWithoutCookies';
import { redispatchWithoutRetries } from './redispatchWithoutRetries';
import { openStatsPage } from './openStatsPage';
import { plainTextPassword } from './plainTextPassword';
import { weakTls } from './weakTls';
import { unverifiedServer } from './unverifiedServer';
import { adminSocketOnNetwork } from './adminSocketOnNetwork';
import { unreachableMaxconn } from './unreachableMaxconn';
import { bandwidthTable } from './bandwidthTable';
import { bindCollision } from './bindCollision';
import { aclOrder } from './aclOrder';
import { modeMismatch } from './modeMismatch';
import { openBranch, wrongDirective } from './directiveRules';
import { emptyArgument, hiddenHeaders } from './emptyArgument';
import { sharedName } from './sharedName';
import { ruleOrder } from './ruleOrder';
import { ignoredKeyword } from './ignoredKeyword';
import { invalidExpression } from './expressions';
import { inheritedExpression } from './inheritedExpression';
import { duplicateName, undefinedName } from './names';
import { badEscape, badVariable, unclosedQuote } from './scan';
import { incompleteSettings } from './incompleteSettings';
import { repeatedSetting } from './repeatedSetting';
import { ringSize } from './ringSize';
import { incompleteSection } from './incompleteSection';
import { deprecatedSection } from './deprecatedSection';
import { unusedBeside } from './unusedBeside';
import { missingOwnTable } from './missingOwnTable';
import { payloadWithoutType } from './payloadWithoutType';
import { conflictingLines } from './conflictingLines';
import { cookieModes } from './cookieModes';
import { bindWithoutCertificate } from './bindWithoutCertificate';
import { unverifiableServer } from './unverifiableServer';
import { agentWithoutPort } from './agentWithoutPort';
import { expiredCertificate } from './expiredCertificate';
import { externalCheck } from './externalCheck';
import { missingCertificate } from './missingCertificate';
import { missingEngine } from './missingEngine';
import { fastcgi } from './fastcgi';
import { aclWidened } from './aclWidened';
import { ignoredCheckRules } from './ignoredCheckRules';
import { bandwidthFilter } from './bandwidthFilter';
import { experimental } from './experimental';
import { httpLogVariable } from './httpLogVariable';
import { userlistNames } from './userlistNames';
import { unknownKeyword } from './unknownKeyword';

const missingArgument = argumentRule('missing', {
  id: 'missing-argument',
  title: 'A keyword without an argument that it needs',
  docs: 'The line ends before everything was said that the keyword needs.',
  bad: 'defaults\n    timeout client\n',
  good: 'defaults\n    timeout client 30s\n',
});

const wordsTooMany = argumentRule('unexpected', {
  id: 'unexpected-argument',
  title: 'More words than the keyword takes',
  docs: 'HAProxy refuses words behind the last argument. Where a condition may follow, it begins with `if` or `unless`.',
  bad: 'frontend web\n    bind :8080\n    acl local src 127.0.0.1\n    http-request deny local\n',
  good: 'frontend web\n    bind :8080\n    acl local src 127.0.0.1\n    http-request deny if local\n',
});

const unexpectedArgument: SectionRule = {
  ...wordsTooMany,
  check(section, context, report) {
    wordsTooMany.check(section, context, report);
    checkHeaderWords(section, context, report);
  },
};

const unknownParameter = argumentRule('parameter', {
  id: 'unknown-parameter',
  title: 'A parameter that the keyword does not have',
  docs: 'Lines such as `bind` and `server` take named parameters in any order. A name that HAProxy does not know, or not yet in the version used, is refused.',
  bad: 'backend app\n    server a 192.0.2.1:80 chek\n',
  good: 'backend app\n    server a 192.0.2.1:80 check\n',
});

const invalidValue = argumentRule('value', {
  id: 'invalid-value',
  title: 'A value of the wrong kind',
  docs: 'The argument must be one of a few words, a time, a size, a number or an address, and is not.',
  bad: 'defaults\n    timeout client 30x\n',
  good: 'defaults\n    timeout client 30s\n',
});

export const rules: readonly Rule[] = [
  unknownKeyword,
  ignoredKeyword,
  missingArgument,
  unexpectedArgument,
  unknownParameter,
  invalidValue,
  invalidCall,
  invalidName,
  statusWithoutContent,
  invalidExpression,
  inheritedExpression,
  missingOwnTable,
  payloadWithoutType,
  cookieModes,
  bindWithoutCertificate,
  unverifiableServer,
  agentWithoutPort,
  externalCheck,
  missingEngine,
  fastcgi,
  bandwidthFilter,
  bandwidthTable,
  conflictingLines,
  certificateStore,
  threadsTooLate,
  threadGroups,
  experimental,
  httpLogVariable,
  userlistNames,
  checkWithoutPort,
  rulesInDefaults,
  inheritedRules,
  ruleOrder,
  emptyArgument,
  hiddenHeaders,
  sharedName,
  wrongDirective,
  openBranch,
  aclOrder,
  modeMismatch,
  unusableProtocol,
  undefinedCaptureSlot,
  unclosedQuote,
  badEscape,
  badVariable,
  undefinedName,
  duplicateName,
  unusedBeside,
  deprecatedSection,
  incompleteSection,
  incompleteSettings,
  repeatedSetting,
  ringSize,
  missingFinalNewline,
  missingTimeouts,
  missingBind,
  missingInspectDelay,
  logWithoutTarget,
  needsHttpMode,
  unreachableRule,
  suspiciousTime,
  invalidHeaderName,
  ignoredContentType,
  overwrittenMatch,
  deprecatedKeyword,
  duplicateId,
  duplicateRule,
  unusedAcl,
  aclWidened,
  ignoredCheckRules,
  neverMatchingAcl,
  conditionOutOfPlace,
  bufferInHttp,
  unusedSection,
  serverWithoutCheck,
  frontendWithoutBackend,
  persistenceWithoutCookies,
  redispatchWithoutRetries,
  openStatsPage,
  plainTextPassword,
  weakTls,
  unverifiedServer,
  adminSocketOnNetwork,
  unreachableMaxconn,
  bindCollision,
  expiredCertificate,
  missingCertificate,
];

import { checkVariable } from './variables';

/** Conditions on which a variable is set. */
const SET_CONDITIONS = ['ifexists', 'ifnotexists', 'ifempty', 'ifnotempty', 'ifset', 'ifnotset', 'ifgt', 'iflt'];

/**
 * What is wrong with what follows an action's name within its word: `(txn.a)` in `set-var(txn.a)`.
 * @param name the action alone; @param rest what the word holds behind it.
 */
export function checkCall(name: string, rest: string): string | undefined {
  const action = name.slice(name.lastIndexOf(' ') + 1);
  if (action === 'lua.') return undefined;
  if (action === 'track-sc')
    return /^[0-9]+$/.test(rest)
      ? undefined
      : `"${action}${rest}" needs a number behind "track-sc", such as "track-sc0".`;
  const found = /^\((.*)\)$/.exec(rest);
  if (!found) {
    if (!VARIABLE_ACTIONS.has(action) && !rest.startsWith('(')) return undefined;
    return rest.startsWith('(')
      ? `The closing parenthesis of "${action}(" is missing.`
      : `"${action}" needs ${action === 'set-proxy-v2-tlv-fmt' ? 'a type' : 'the name of a variable'} in parentheses, such as "${action}(${action === 'set-proxy-v2-tlv-fmt' ? '0xE1' : 'txn.name'})".`;
  }
  if (/^sc-(inc-gpc|add-gpc|set-gpt)$/.test(action) && !/^\d+,\d+$/.test(found[1]!))
    return `"${action}" needs the number of the counter and that of the tracked entry, such as "${action}(0,0)".`;
  if (!VARIABLE_ACTIONS.has(action) || action === 'set-proxy-v2-tlv-fmt') return undefined;
  const [variable, ...conditions] = found[1]!.split(',');
  const wrong = conditions.find((condition) => !SET_CONDITIONS.includes(condition));
  return (
    checkVariable(variable!) ??
    (wrong === undefined
      ? undefined
      : `"${wrong}" is no condition for setting a variable: they are ${SET_CONDITIONS.join(', ')}.`)
  );
}

const VARIABLE_ACTIONS: ReadonlySet<string> = new Set(['set-var', 'set-var-fmt', 'unset-var', 'set-proxy-v2-tlv-fmt']);

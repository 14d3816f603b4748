import { scanProblemRule } from '../../../core/rules/structure';

export const unclosedQuote = scanProblemRule('unclosed-quote', {
  title: 'A quote that is not closed',
  docs: 'A quoted text ends on the line where it begins. Close it with the same quote, or write a backslash before a quote that stands for itself.',
  bad: 'defaults\n    log-format "%ci:%cp\n',
  good: 'defaults\n    log-format "%ci:%cp"\n',
});

export const badEscape = scanProblemRule('bad-escape', {
  title: 'An escape that is not complete',
  docs: 'Behind `\\x` two hexadecimal digits say which character is meant. Write `\\\\x` for the two characters themselves.',
  bad: 'defaults\n    log-format a\\xz\n',
  good: 'defaults\n    log-format a\\x20\n',
});

export const badVariable = scanProblemRule('bad-variable', {
  title: 'A dollar sign in double quotes that begins no variable',
  docs: 'Inside double quotes HAProxy replaces environment variables: `"$NAME"` or `"${NAME}"`. A dollar sign that stands for itself, as at the end of a regular expression, needs a backslash before it or single quotes around it.',
  bad: 'frontend web\n    bind :8080\n    acl images path_reg "\\.png$"\n',
  good: "frontend web\n    bind :8080\n    acl images path_reg '\\.png$'\n",
});

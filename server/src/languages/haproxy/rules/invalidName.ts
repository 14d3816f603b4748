import type { StatementRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Bound } from '../arguments';
import { anyArg } from '../argumentFacts';

/** Kinds whose names the program checks. */
const CHECKED: ReadonlySet<string> = new Set([
  'frontend',
  'backend',
  'listen',
  'server',
  'acl',
  'peers',
  'peer',
  'resolvers',
  'mailers',
  'mailer',
  'nameserver',
  'userlist',
  'usergroup',
  'http-errors',
  'log-forward',
  'log-profile',
  'fcgi-app',
  'ring',
]);

/** Characters allowed in names (manual, chapter 4); anything else is refused. */
const FORBIDDEN = /[^A-Za-z0-9_.:-]/u;

export const invalidName: StatementRule = {
  id: 'invalid-name',
  severity: 'error',
  title: 'A name with a character that HAProxy does not allow',
  docs: 'Names of sections, servers and ACLs may hold letters, digits, "-", "_", "." and ":", and nothing else. They are case-sensitive.',
  bad: 'backend my/app\n    server a 192.0.2.1:80\n',
  good: 'backend my-app\n    server a 192.0.2.1:80\n',
  concerns: anyArg(({ def }) => def !== undefined && CHECKED.has(def)),
  checkStatement(node, bound: Bound, _context, report) {
    for (let i = 0; i < bound.args.length; i++) {
      const { arg, from } = bound.args[i]!;
      if (arg.def === undefined || !CHECKED.has(arg.def)) continue;
      // Of a "server" without address in a peers section HAProxy looks at nothing.
      if (arg.def === 'peer' && node.words[0]!.text === 'server' && node.words.length === 2) continue;
      const word = node.words[from]!;
      const found = word.dynamic ? undefined : FORBIDDEN.exec(word.text)?.[0];
      if (found === undefined) continue;
      report({
        range: lineRange(node.line, word.start, word.end),
        message: `"${found}" is not allowed in the name "${word.text}": use letters, digits, "-", "_", "." and ":".`,
      });
    }
  },
};

import type { StatementRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Bound } from '../arguments';
import { checkCall } from '../calls';
import { anyParameter } from '../argumentFacts';

/** A parameter that holds its first value in parentheses, as actions do. */
const TLV = 'set-proxy-v2-tlv-fmt';

const hasTlv = anyParameter(TLV);

export const invalidCall: StatementRule = {
  id: 'invalid-action',
  severity: 'error',
  title: 'An action with something wrong in its parentheses',
  docs: 'Some actions hold their first argument in parentheses, without a blank: `set-var(txn.name)`. The name of a variable begins with its scope: proc, sess, txn, req, res or check.',
  bad: 'frontend web\n    bind :8080\n    http-request set-var(host) req.hdr(host)\n',
  good: 'frontend web\n    bind :8080\n    http-request set-var(txn.host) req.hdr(host)\n',
  concerns: (keyword, schema) => keyword.open === true || hasTlv(keyword, schema),
  checkStatement(node, bound: Bound, _context, report) {
    if (bound.keyword.open) {
      const word = node.words[bound.from + bound.length - 1]!;
      const last = bound.keyword.name.slice(bound.keyword.name.lastIndexOf(' ') + 1);
      const wrong = word.dynamic ? undefined : checkCall(bound.keyword.name, word.text.slice(last.length));
      if (wrong !== undefined) report({ range: lineRange(node.line, word.start, word.end), message: wrong });
    }
    for (let i = 0; i < bound.args.length; i++) {
      const { from, parameter } = bound.args[i]!;
      const word = parameter === TLV ? node.words[from - 1]! : undefined;
      const wrong = word && !word.dynamic ? checkCall(parameter!, word.text.slice(parameter!.length)) : undefined;
      if (word && wrong !== undefined) report({ range: lineRange(node.line, word.start, word.end), message: wrong });
    }
  },
};

import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock, type Block } from '../../../core/tree';
import { isInactive } from '../directives';
import { defaultsOf, sourceOf } from '../inherit';

const RULES = /^(acl|http-request|http-response|http-after-response|tcp-request|tcp-response|quic-initial)$/;

export const rulesInDefaults: SectionRule = {
  id: 'rules-in-defaults',
  severity: 'error',
  title: 'A rule in a defaults section that cannot hold it',
  docs: 'Rules and ACLs may stand in a defaults section from version 2.5 on, and only when it has a name, so that it is clear which proxies take them.',
  bad: 'defaults\n    mode http\n    http-request deny if { path /private }\n',
  good: 'defaults web\n    mode http\n    http-request deny if { path /private }\n',
  sections: ['defaults'],
  check(section, { schema }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || block.type !== 'defaults') return;
    const isNamed = block.words[1] !== undefined && block.words[1].text !== 'from';
    if (isNamed && schema.version !== '2.4') return;
    for (const node of block.items) {
      const word = node.words[0]!;
      if (!RULES.test(word.text) || isInactive(section, node, schema.version)) continue;
      const message =
        schema.version === '2.4'
          ? `"${word.text}" in a defaults section is known only since version 2.5 (checked for HAProxy 2.4).`
          : `"${word.text}" needs a defaults section with a name: write "defaults <name>".`;
      report({ range: lineRange(node.line, word.start, word.end), message });
    }
  },
};

export const inheritedRules: SectionRule = {
  id: 'inherited-rules',
  severity: 'error',
  title: 'A proxy that takes rules from defaults which it cannot have',
  docs: 'A backend cannot take over "tcp-request connection" and "tcp-request session" rules from its defaults, because it accepts no connections, nor rules that make a slot for captures ("capture" with "len"). A listen section can take over no rules at all, and neither can another defaults section.',
  bad: 'defaults checked\n    mode http\n    http-request deny if { path /private }\nlisten web from checked\n    bind :8080\n',
  good: 'defaults checked\n    mode http\n    timeout client 30s\n    http-request deny if { path /private }\nfrontend web from checked\n    bind :8080\n',
  sections: ['listen', 'backend', 'defaults'],
  check(section, { inherited }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || section.lines[0]!.enter > 0) return;
    const isDefaults = block.type === 'defaults';
    if (isDefaults && sourceOf(block) === undefined) return;
    const { rules, name } = defaultsOf(block, inherited);
    const refused = rules.find((rule) => isRefused(block, rule));
    if (refused === undefined) return;
    const word = block.words[0]!;
    report({
      range: lineRange(0, word.start, (isDefaults ? block.words.at(-1)! : (block.words[1] ?? word)).end),
      message: `This ${block.type} section cannot take over "${refused}" rules from the defaults${name === '' ? '' : ` "${name}"`}. Let it take others with "from".`,
    });
  },
};

function isRefused(block: Block, rule: string): boolean {
  if (rule.endsWith(' inspect-delay')) return false;
  if (block.type !== 'backend') return true;
  return rule === 'capture' || rule === 'tcp-request connection' || rule === 'tcp-request session';
}

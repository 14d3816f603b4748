import { headRange } from '../../../core/blocks';
import type { SectionRule } from '../../../core/language';
import { isBlock } from '../../../core/tree';
import { hasDefaults } from '../inherit';
import { isDisabled } from '../late';
import { isPlain } from '../ownKeywords';

export const missingBind: SectionRule = {
  id: 'missing-bind',
  severity: 'warning',
  title: 'A frontend that listens nowhere',
  docs: 'Without a "bind" line a frontend or listen section has no address to accept connections on. HAProxy warns of it and starts without it. Add "bind", or make the section a backend.',
  bad: 'defaults\n    mode http\n    timeout client 30s\nfrontend web\n    default_backend app\nbackend app\n',
  good: 'defaults\n    mode http\n    timeout client 30s\nfrontend web\n    bind :8080\n    default_backend app\nbackend app\n',
  sections: ['frontend', 'listen'],
  check(section, { inherited }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !/^(frontend|listen)$/.test(block.type) || !isPlain(section)) return;
    if (!hasDefaults(inherited) || block.items.some(({ words }) => words[0]!.text === 'bind')) return;
    if (isDisabled(block, inherited)) return;
    report({
      range: headRange(block),
      message: `This ${block.type} section listens nowhere: it has no "bind". Add one, or make it a backend.`,
    });
  },
};

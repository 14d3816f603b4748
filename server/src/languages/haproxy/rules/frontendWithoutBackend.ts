import { headRange } from '../../../core/blocks';
import type { SectionRule } from '../../../core/language';
import { isBlock, type Node } from '../../../core/tree';
import { defaultsOf, hasDefaults } from '../inherit';
import { isPlain } from '../ownKeywords';

export const frontendWithoutBackend: SectionRule = {
  id: 'frontend-without-backend',
  severity: 'info',
  title: 'A frontend that passes on nothing',
  docs: 'No line of the frontend names a backend, and none answers by itself: whatever comes in is answered with an error 503, or closed. Add "default_backend".',
  bad: 'defaults\n    mode http\n    timeout client 30s\nfrontend web\n    bind :8080\n',
  good: 'defaults\n    mode http\n    timeout client 30s\nfrontend web\n    bind :8080\n    default_backend app\nbackend app\n',
  sections: ['frontend'],
  words: ['bind'],
  check(section, { inherited }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || block.type !== 'frontend' || !isPlain(section) || !hasDefaults(inherited)) return;
    if (!block.items.some(({ words }) => words[0]!.text === 'bind') || block.items.some(answers)) return;
    const { keywords, rules } = defaultsOf(block, inherited);
    if (rules.length > 0 || keywords.some((keyword) => /^(default_backend|stats |monitor|disabled)/.test(keyword)))
      return;
    report({
      range: headRange(block),
      message: 'This frontend has no backend, and answers nothing by itself. Add "default_backend".',
    });
  },
};

/** Whether a line passes something on, or answers. */
function answers({ words }: Node): boolean {
  const [first, second, third] = [words[0]!.text, words[1]?.text ?? '', words[2]?.text ?? ''];
  if (/^(use_backend|default_backend|redirect|stats|monitor|monitor-uri|filter|disabled|errorfile)$/.test(first))
    return true;
  if (first === 'http-request') return !/^(set|add|del|replace)-header|^capture|^(un)?set-var|^track-sc/.test(second);
  return (
    first === 'tcp-request' &&
    /^(accept|reject|silent-drop|use-service|lua\.|set-dst|switch-mode|attach-srv)/.test(third)
  );
}

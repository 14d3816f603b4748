import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock } from '../../../core/tree';
import { serversOf, someTold } from '../serverParameters';

export const agentWithoutPort: SectionRule = {
  id: 'agent-without-port',
  severity: 'error',
  title: 'An agent check without the port of the agent',
  docs: 'The agent that tells the state of a server listens on a port of its own. "agent-check" needs "agent-port" beside it, or on a "default-server" line above.',
  bad: 'backend app\n    server a 192.0.2.1:80 check agent-check\n',
  good: 'backend app\n    server a 192.0.2.1:80 check agent-check agent-port 9777\n',
  sections: ['backend', 'listen'],
  check(section, { schema, inherited }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !['backend', 'listen'].includes(block.type)) return;
    if (!someTold(block, inherited, 'agent-check')) return;
    for (const [{ words, line }, given] of serversOf(section, block, inherited, schema.version)) {
      if (given['agent-check'] !== 'yes' || !isMissing(given['agent-port'])) continue;
      const word = words.find(({ text }, i) => i > 2 && text === 'agent-check') ?? words[1]!;
      report({
        range: lineRange(line, word.start, word.end),
        message: 'The port of the agent is missing: add "agent-port" with a number.',
      });
    }
  },
};

/** What is no number HAProxy reads as 0, which is none; of a variable nobody knows. */
const isMissing = (port = ''): boolean => port !== '?' && !/^[-+]?0*[1-9]/.test(port);

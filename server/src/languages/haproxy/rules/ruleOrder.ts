import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock, type Node } from '../../../core/tree';
import { isInactive } from '../directives';
import { isPlain } from '../ownKeywords';
import { moveUp } from './reorder';

/** Rule sets in the order in which the program goes through them, whatever the order of the lines. */
const STAGES = [
  'tcp-request connection',
  'tcp-request session',
  'tcp-request content',
  'monitor fail',
  'http-request',
  'redirect',
  'use_backend',
  'use-server',
];

/** A section with more of them is not mended one by one, and each fix looks through all lines in between. */
const MOST_FIXES = 30;

export const ruleOrder: SectionRule = {
  id: 'rule-order',
  severity: 'warning',
  title: 'A rule that is processed before rules which stand above it',
  docs: 'HAProxy goes through the rule sets in a fixed order: tcp-request connection, session and content, then http-request, redirect, use_backend and use-server. Only within a set does the order of the lines count. A line further down that belongs to an earlier set reads as if it came later, but does not.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    use_backend app if { path /app }\n    http-request deny if { path /private }\nbackend app\n    mode http\n    server a 192.0.2.1:80\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    http-request deny if { path /private }\n    use_backend app if { path /app }\nbackend app\n    mode http\n    server a 192.0.2.1:80\n',
  sections: ['frontend', 'listen', 'backend', 'defaults'],
  words: STAGES.map((stage) => stage.split(' ')[0]!),
  check(section, { schema }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !/^(frontend|listen|backend|defaults)$/.test(block.type)) return;
    let latest = -1;
    let fixes = 0;
    /** The first rule of each stage. */
    const first = new Map<number, Node>();
    for (const node of block.items) {
      const stage = stageOf(node);
      if (stage < 0 || isInactive(section, node, schema.version)) continue;
      if (!first.has(stage)) first.set(stage, node);
      if (stage >= latest) {
        latest = stage;
        continue;
      }
      const later = [...first].filter(([other]) => other > stage).map(([, one]) => one);
      const target = later.reduce((a, b) => (a.line < b.line ? a : b));
      const last = node.words[Math.min(1, node.words.length - 1)]!;
      report({
        range: lineRange(node.line, node.words[0]!.start, last.end),
        message: `This "${STAGES[stage]!}" rule is processed before the "${STAGES[latest]!}" rules above it. Move it before them, so that the text reads as the program works.`,
        ...(isPlain(section) && ++fixes <= MOST_FIXES ? { fixes: [moveUp(section, block.items, node, target)] } : {}),
      });
    }
  },
};

function stageOf({ words }: Node): number {
  const first = words[0]!.text;
  if (first === 'tcp-request' || first === 'monitor') return STAGES.indexOf(`${first} ${words[1]?.text ?? ''}`);
  return STAGES.indexOf(first);
}

/** Writes docs/rules: a page per rule and an index, made from the rules. With --check it only compares. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Language, Rule } from '../src/core/language';
import { languages } from '../src/engine';
import { emit } from './emit';

interface Entry {
  readonly language: Language;
  readonly rule: Rule;
}

const folder = join(__dirname, '..', '..', 'docs', 'rules');
const byId = new Map<string, Entry[]>();
for (const language of languages) {
  for (const rule of language.rules) byId.set(rule.id, [...(byId.get(rule.id) ?? []), { language, rule }]);
}
const ids = [...byId.keys()].sort();

for (const id of ids) emit(`docs/rules/${id}.md`, page(id, byId.get(id)!));
emit('docs/rules/README.md', index());
removeOthers();

function page(id: string, entries: readonly Entry[]): string {
  const parts = [`# ${id}`];
  for (const { language, rule } of entries) {
    parts.push(
      `## ${language.label}: ${rule.title}`,
      `Level: **${rule.severity}**`,
      rule.docs.trim(),
      'Found:',
      example(language, rule.bad),
      'Fine:',
      example(language, rule.good),
    );
  }
  const settings = entries.map(({ language }) => `\`"${language.id}.rules": { "${id}": "off" }\``).join(' or ');
  parts.push(
    '## Another level, or none',
    `In the settings: ${settings}; the levels are \`error\`, \`warning\`, \`info\`, \`hint\` and \`off\`.`,
    `In a file: a comment \`# haconf: ignore[${id}]\` on the line, alone on the line before it, or at the top for the whole file.`,
    '[All rules](README.md)',
  );
  return `${parts.join('\n\n')}\n`;
}

function example(language: Language, text: string): string {
  return `\`\`\`${language.id}\n${text.replace(/^\n+|\s+$/g, '')}\n\`\`\``;
}

function index(): string {
  const rows = ids.flatMap((id) =>
    byId
      .get(id)!
      .map(({ language, rule }) => `| [${id}](${id}.md) | ${language.label} | ${rule.severity} | ${rule.title} |`),
  );
  return `# Rules

What haconf finds in configurations, beside each rule's own level. Every rule can be given another level in the settings
(\`haproxy.rules\`, \`keepalived.rules\`) and be silenced by a comment; its page says how.

| rule | language | level | what it finds |
|---|---|---|---|
${rows.join('\n')}
`;
}

/** Pages of rules that are no more. */
function removeOthers(): void {
  const wanted = new Set([...ids.map((id) => `${id}.md`), 'README.md']);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (wanted.has(name)) continue;
    if (process.argv.includes('--check')) {
      console.error(`docs/rules/${name} is the page of no rule: run "npm run generate".`);
      process.exitCode = 1;
    } else rmSync(join(folder, name));
  }
}

import type { DocumentRule } from '../../../core/language';
import { isNeeded } from '../needed';
import { type NameGroup, rangeOf } from '../../../core/symbols';

/** Kinds whose names are `owner/name`. */
const KINDS: ReadonlySet<string> = new Set(['table', 'server']);

/** Beyond this many missing names, what else is misspelt is no longer looked for. */
const MOST = 20;

const ownerOf = (name: string): string | undefined =>
  name.includes('/') ? name.slice(0, name.indexOf('/')) : undefined;

export const unusedBeside: DocumentRule = {
  id: 'unused-beside-missing',
  severity: 'error',
  title: 'A name that nothing uses, beside one that is used and missing',
  docs: 'Somewhere a table or server of this section is used that does not exist, while the one defined here is used nowhere: one of the two names is misspelt. HAProxy refuses the configuration, but does not say which line is meant.',
  bad: 'peers nodes\n    peer a 192.0.2.1:10000\n    table client type ip size 1k store gpc0\nfrontend web\n    bind :8080\n    http-request track-sc0 src table nodes/clients\n',
  good: 'peers nodes\n    peer a 192.0.2.1:10000\n    table clients type ip size 1k store gpc0\nfrontend web\n    bind :8080\n    http-request track-sc0 src table nodes/clients\n',
  checkDocument(document, context, report) {
    const { configuration } = context;
    const index = configuration.index(document);
    let looked = 0;
    for (const group of index.undefinedNames()) {
      const owner = KINDS.has(group.kind) ? ownerOf(group.name) : undefined;
      if (owner === undefined || configuration.incomplete) continue;
      // After edits the references need not be in the order of the text.
      const lines = group.references.filter((one) => isNeeded(one, context)).map(lineOf);
      if (lines.length === 0 || ++looked > MOST) continue;
      const unused = [...index.definedNames(group.kind)].filter(
        (name) => ownerOf(name) === owner && index.find(group.kind, name).every((one) => one.role === 'definition'),
      );
      // With several to choose from, nobody knows which one was meant.
      if (unused.length !== 1) continue;
      for (const definition of index.definitions(group.kind, unused[0]!)) {
        report({
          range: rangeOf(definition),
          message: messageFor(group, unused[0]!, Math.min(...lines) + 1),
        });
      }
    }
  },
};

const lineOf = ({ section, line }: NameGroup['references'][number]): number => section.start + line;

function messageFor({ kind, name }: NameGroup, unused: string, line: number): string {
  const what = kind === 'table' ? 'stick table' : 'server';
  return `Nothing uses the ${what} "${unused}", but line ${line} uses "${name}", which does not exist. Is one of them misspelt?`;
}

import { argAt, type Arg, matchStatement, type Schema } from '../../core/schema';
import type { Word } from '../../core/scan';
import type { Occurrence, SymbolKind } from '../../core/symbols';
import { isConditional } from './blocks';
import { isBlock, type Node, type Section, walk } from '../../core/tree';

/** LSP SymbolKind numbers. */
const icon = { module: 2, namespace: 3, field: 8, interface: 11, function: 12, variable: 13, array: 18, object: 19 };

/**
 * What keepalived.conf names. What the program reports as not found is an error; a repeated name is one where the
 * program refuses the second, and a warning where it silently keeps two of a name.
 */
export const symbolKinds: Readonly<Record<string, SymbolKind>> = {
  vrrp_instance: { label: 'VRRP instance', icon: icon.interface, undefined: 'error', duplicate: 'error' },
  vrrp_sync_group: { label: 'VRRP sync group', icon: icon.namespace, duplicate: 'error' },
  vrrp_script: { label: 'VRRP script', icon: icon.function, undefined: 'error', duplicate: 'warning' },
  track_file: { label: 'track file', icon: icon.object, undefined: 'error', duplicate: 'warning' },
  vrrp_track_process: { label: 'tracked process', icon: icon.field, undefined: 'error', duplicate: 'warning' },
  bfd_instance: { label: 'BFD instance', icon: icon.module, undefined: 'error', duplicate: 'error' },
  track_group: { label: 'track group', icon: icon.array, undefined: 'error', duplicate: 'error' },
  virtual_server_group: { label: 'virtual server group', icon: icon.array, undefined: 'warning' },
  parameter: { label: 'parameter', icon: icon.variable, pattern: /^[A-Za-z_]\w*$/ },
};

/** Names that a section defines and uses. */
export function symbols(section: Section, schema: Schema): Occurrence[] {
  const out: Occurrence[] = [];
  for (const node of walk(section.items)) {
    const { words } = node;
    if (words.some((word) => word.dynamic)) parameters(section, node, out);
    const holder = schema.blocks.get(node.parent?.type ?? '');
    if (holder?.open) {
      if (holder.items) itemNames(schema, node, holder.items, out);
      continue;
    }
    const match = matchStatement(schema, node);
    if (!match) continue;
    for (let i = match.from + match.length; i < words.length; i++) {
      add(node, words[i]!, argAt(match.keyword, i - match.from - match.length), out, {
        adds: isConditional(section, node),
      });
    }
    if (match.keyword.name === 'virtual_server' && words[1]?.text === 'group' && words[2]) {
      add(node, words[2], { name: 'group', type: 'name', ref: 'virtual_server_group' }, out);
    }
    if (match.keyword.name === 'lvs_sync_daemon') syncInstance(node, out);
  }
  return out;
}

function itemNames(schema: Schema, node: Node, items: readonly Arg[], out: Occurrence[]): void {
  const last = items.at(-1)!;
  const options = last.type === 'options' ? schema.options.get(last.options ?? '') : undefined;
  node.words.forEach((word, i) => {
    const arg = items[i] ?? (last.repeat ? last : undefined);
    if (arg?.ref !== undefined) add(node, word, arg, out);
    const value = options?.get(word.text)?.args[0];
    if (value?.ref !== undefined && node.words[i + 1]) add(node, node.words[i + 1]!, value, out);
  });
}

/** `lvs_sync_daemon INTERFACE [inst] INSTANCE ...`: the instance need not exist. */
function syncInstance(node: Node, out: Occurrence[]): void {
  const name = node.words[2]?.text === 'inst' ? node.words[3] : node.words[2];
  if (!name || ['id', 'maxlen', 'port', 'ttl', 'group'].includes(name.text)) return;
  add(node, name, { name: 'instance', type: 'name', ref: 'vrrp_instance' }, out, { soft: true });
}

interface Manner {
  /** The name need not be defined. */
  readonly soft?: boolean;
  /** On this node only: another node may have a definition of the same name. */
  readonly adds?: boolean;
}

function add(node: Node, word: Word, arg: Arg | undefined, out: Occurrence[], { soft, adds }: Manner = {}): void {
  const kind = arg?.def ?? arg?.ref;
  if (kind === undefined || word.dynamic || word.text === '') return;
  const definition = arg?.def !== undefined;
  const inner = word.quoted && word.end - word.start === word.text.length + 2 ? 1 : 0;
  out.push({
    kind,
    name: word.text,
    role: definition ? 'definition' : 'reference',
    scope: 'document',
    line: node.line,
    start: word.start + inner,
    end: word.end - inner,
    ...(definition && isBlock(node) && { lastLine: node.lastLine }),
    ...(soft && { soft }),
    ...(definition && adds && { adds }),
  });
}

const DEFINITION = /^\$([A-Za-z_]\w*)=/;
const USE = /\$\{?([A-Za-z_]\w*)/g;

/** `$NAME=` defines a parameter, again as often as one likes; `$NAME` and `${NAME}` use it. */
function parameters(section: Section, node: Node, out: Occurrence[]): void {
  const text = section.lines[node.line]!.text;
  const common = { kind: 'parameter', scope: 'document', line: node.line } as const;
  for (const word of node.words) {
    if (!word.dynamic) continue;
    const raw = text.slice(word.start, word.end);
    const definition = DEFINITION.exec(raw);
    if (definition) {
      const start = word.start + 1;
      out.push({
        ...common,
        name: definition[1]!,
        role: 'definition',
        start,
        end: start + definition[1]!.length,
        adds: true,
      });
    }
    USE.lastIndex = definition ? definition[0].length : 0;
    for (let use = USE.exec(raw); use; use = USE.exec(raw)) {
      const end = word.start + use.index + use[0].length;
      out.push({ ...common, name: use[1]!, role: 'reference', start: end - use[1]!.length, end, soft: true });
    }
  }
}

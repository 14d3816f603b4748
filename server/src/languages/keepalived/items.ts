import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import type { HoverText, Spot } from '../../core/language';
import { type Arg, type BlockSchema, type Keyword, syntaxOf } from '../../core/schema';
import { describe } from './docs';
import { symbolKinds } from './symbols';

/** Completion inside lists, where no keywords stand: names, parameters of an address, weights. */
export function complete(spot: Spot): CompletionItem[] | undefined {
  const words = spot.statement?.words ?? [];
  if (spot.wordIndex === 2 && words[0]?.text === 'virtual_server' && words[1]?.text === 'group') {
    return names(spot, 'virtual_server_group');
  }
  const block = listAt(spot);
  if (!block) return undefined;
  const items = block.items ?? [];
  const arg = items[spot.wordIndex] ?? (items.at(-1)?.repeat ? items.at(-1) : undefined);
  if (arg?.ref !== undefined) return names(spot, arg.ref);
  if (arg?.type === 'enum')
    return arg.values!.map(({ name }) => ({ label: name, kind: CompletionItemKind.EnumMember }));
  const set = optionSet(block, spot);
  if (!set || spot.wordIndex === 0) return spot.wordIndex === 0 ? undefined : [];
  const value = set.options.get(words[spot.wordIndex - 1]?.text ?? '')?.args[0];
  if (value) return value.ref === undefined ? values(value) : names(spot, value.ref);
  return [...set.options.values()].map((option) => parameter(option, set.name));
}

/** Hover on a parameter inside a list. */
export function hover(spot: Spot): HoverText | undefined {
  const word = spot.statement?.words[spot.wordIndex];
  const block = listAt(spot);
  const set = block && optionSet(block, spot);
  const option = spot.wordIndex > 0 && word ? set?.options.get(word.text) : undefined;
  if (!word || !set || !option) return undefined;
  const text = describe(option.name, set.name);
  const markdown = ['```keepalived\n' + syntaxOf(option) + '\n```', ...(text === undefined ? [] : [text])].join('\n\n');
  return { markdown, start: word.start, end: word.end };
}

/** The list that the spot is in; `undefined`: it is in none. */
function listAt(spot: Spot): BlockSchema | undefined {
  const parent = spot.statement ? spot.statement.parent : spot.block;
  const block = spot.schema.blocks.get(parent?.type ?? '');
  return block?.open ? block : undefined;
}

function optionSet(
  block: BlockSchema,
  spot: Spot,
): { name: string; options: ReadonlyMap<string, Keyword> } | undefined {
  const name = block.items?.at(-1)?.options;
  const options = name === undefined ? undefined : spot.schema.options.get(name);
  return name !== undefined && options ? { name, options } : undefined;
}

function names(spot: Spot, kind: string): CompletionItem[] {
  const found = new Set<string>();
  for (const document of spot.configuration.documents) {
    for (const name of spot.configuration.index(document).definedNames(kind)) found.add(name);
  }
  return [...found].map((label) => ({ label, kind: CompletionItemKind.Reference, detail: symbolKinds[kind]!.label }));
}

function values(arg: Arg): CompletionItem[] {
  if (arg.name !== 'scope') return [];
  return ['global', 'site', 'link', 'host', 'nowhere'].map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
}

function parameter(option: Keyword, set: string): CompletionItem {
  const text = describe(option.name, set);
  return {
    label: option.name,
    kind: CompletionItemKind.Property,
    detail: syntaxOf(option),
    ...(text !== undefined && { documentation: text }),
    ...(option.deprecated && { tags: [1] }),
  };
}

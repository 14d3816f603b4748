import type { Inherited } from '../../core/language';
import type { Block, Node, Section } from '../../core/tree';
import { type CheckParameters, withParameters } from './checkTimes';
import { isInactive } from './directives';
import { defaultsOf } from './inherit';

/** The servers of a section with what each is told: by its own line, by default-server lines above, and by the defaults. */
export function* serversOf(
  section: Section,
  block: Block,
  inherited: Inherited,
  version: string,
): Generator<readonly [Node, CheckParameters]> {
  let standard = defaultsOf(block, inherited).serverDefaults;
  for (const node of block.items) {
    const first = node.words[0]!.text;
    if (first !== 'default-server' && first !== 'server' && first !== 'server-template') continue;
    const isCertain = !isInactive(section, node, version) && !node.words.some(({ dynamic }) => dynamic);
    if (first === 'default-server') standard = isCertain ? withParameters(standard, node.words) : UNKNOWN;
    else if (isCertain && standard !== UNKNOWN) yield [node, withParameters(standard, node.words)];
  }
}

/** What default-server lines say that are not read for certain. */
const UNKNOWN: CheckParameters = {};

/** Whether any server of a section may be told one of these parameters: a look at the words alone, as most are told none. */
export function someTold(block: Block, inherited: Inherited, ...names: readonly string[]): boolean {
  const { serverDefaults } = defaultsOf(block, inherited);
  if (names.some((name) => serverDefaults[name] !== undefined)) return true;
  return block.items.some(({ words }) => words.some(({ text }) => names.includes(text)));
}

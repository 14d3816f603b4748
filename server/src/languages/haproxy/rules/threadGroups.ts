import { absolute, headRange } from '../../../core/blocks';
import type { DocumentRule, Finding } from '../../../core/language';
import type { ParsedDocument } from '../../../core/document';
import { compareVersions, type Schema } from '../../../core/schema';
import { isBlock, type Node, type Section } from '../../../core/tree';
import { isInactive } from '../directives';

/** Threads that one group takes: the bits of a word. */
const PER_GROUP = 64;

export const threadGroups: DocumentRule = {
  id: 'thread-groups',
  severity: 'error',
  title: 'Threads and thread groups that do not come out even',
  docs: 'Every thread belongs to a group and every group has a thread, at most 64. HAProxy deals the threads that no "thread-group" line names among the groups that none names, and does not start where threads or groups are left over. Without "nbthread" there is a thread for each processor: then this is told only where HAProxy is installed on this machine, of its processors.',
  bad: 'global\n    nbthread 2\n    thread-groups 4\n',
  good: 'global\n    nbthread 8\n    thread-groups 4\n',
  checkDocument(document, { schema, configuration, processors }, report) {
    const all = configuration.documents.flatMap(globalsOf);
    if (all.length === 0) return;
    const said = readThreads(all, schema.version);
    const found = said && faultOf(said, schema, processors);
    if (found && document.sections.includes(found.at.section)) {
      report({ range: absolute(found.at.section, headRange(found.at.node)), message: found.message });
    }
  },
};

interface Line {
  readonly section: Section;
  readonly node: Node;
}

interface Threads {
  /** The last lines that say how many there are. */
  readonly nbthread: Line | undefined;
  readonly groups: Line | undefined;
  /** Group by thread, as the lines assign them; both count from 1. */
  readonly assigned: ReadonlyMap<number, number>;
  readonly assigning: Line | undefined;
}

function globalsOf({ sections }: ParsedDocument): Section[] {
  return sections.filter(({ items: [block] }) => block && isBlock(block) && block.type === 'global');
}

/** What the global sections say of threads; undefined: some of it is not certain. */
function readThreads(sections: readonly Section[], version: string): Threads | undefined {
  let [nbthread, groups, assigning]: (Line | undefined)[] = [];
  const assigned = new Map<number, number>();
  for (const section of sections) {
    const block = section.items[0];
    for (const node of block && isBlock(block) ? block.items : []) {
      const [{ text }, value] = node.words as [Node['words'][0], Node['words'][0] | undefined];
      if (text !== 'nbthread' && text !== 'thread-groups' && text !== 'thread-group') continue;
      if (value?.dynamic !== false || !/^[1-9]\d{0,3}$/.test(value.text)) return undefined;
      if (isInactive(section, node, version)) return undefined;
      const line = { section, node };
      if (text === 'nbthread') nbthread = line;
      else if (text === 'thread-groups') groups = line;
      else if (assign(node, assigned)) assigning = line;
      else return undefined;
    }
  }
  return { nbthread, groups, assigned, assigning };
}

/** Takes in a line such as `thread-group 2 5-8 10`; false: it cannot be read. */
function assign({ words }: Node, assigned: Map<number, number>): boolean {
  const group = Number(words[1]!.text);
  for (const { text, dynamic } of words.slice(2)) {
    const range = /^([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?$/.exec(text);
    if (!range || dynamic) return false;
    for (let thread = Number(range[1]); thread <= Number(range[2] ?? range[1]); thread++) assigned.set(thread, group);
  }
  return true;
}

function faultOf(
  { nbthread, groups, assigned, assigning }: Threads,
  { version }: Schema,
  processors: (() => number | undefined) | undefined,
): (Pick<Finding, 'message'> & { readonly at: Line }) | undefined {
  const at = groups ?? assigning ?? nbthread;
  if (!at) return undefined;
  const count = groups ? Number(groups.node.words[1]!.text) : 1;
  // The program finds out how many processors there are; which of them it takes, when lines assign threads, is its own matter.
  const here = nbthread || assigning || count === 1 ? undefined : processors?.();
  const threads = nbthread ? Number(nbthread.node.words[1]!.text) : here;
  if (threads === undefined) return undefined;
  let freeThreads = 0;
  for (let thread = 1; thread <= threads; thread++) if (!assigned.has(thread)) freeThreads++;
  const named = new Set([...assigned.values()].filter((group) => group <= count));
  const freeGroups = count - named.size;
  const ofThem = named.size > 0 ? ' that no "thread-group" line names' : '';
  if (freeGroups > freeThreads) {
    const has = here === undefined ? counted(freeThreads, 'thread') : `${counted(here, 'processor')} of this machine`;
    const mend = here === undefined ? 'Lower "thread-groups" or raise "nbthread".' : MEND_HERE;
    return { at, message: `${counted(freeGroups, 'thread group')}${ofThem} for ${has}: each group needs one. ${mend}` };
  }
  if (here !== undefined || freeThreads === 0) return undefined;
  if (freeGroups === 0) {
    const message = `${freeThreads} of the ${threads} threads are in no group: the "thread-group" lines name all groups, but not all threads. Name these threads too, raise "thread-groups" or lower "nbthread".`;
    return { at: assigning ?? at, message };
  }
  // From 3.1 on it starts as many threads as there is room for.
  if (compareVersions(version, '3.1') >= 0 || Math.ceil(freeThreads / freeGroups) <= PER_GROUP) return undefined;
  const message = `${freeThreads} threads for ${counted(freeGroups, 'thread group')}${ofThem}: a group takes ${PER_GROUP}. Raise "thread-groups" or lower "nbthread".`;
  return { at: nbthread ?? at, message };
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const MEND_HERE = 'Lower "thread-groups", or say with "nbthread" how many threads the machine has that this is for.';

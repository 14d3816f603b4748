import type { ParsedDocument } from '../../core/document';
import type { DocumentContext } from '../../core/language';
import { Kept } from '../../core/kept';
import type { Schema } from '../../core/schema';
import { type Proxy, sectionsOf } from './proxies';

interface Notes<T> {
  readonly schema: Schema;
  readonly proxies: readonly Proxy[];
  readonly notes: Map<Proxy, T>;
}

/**
 * What a rule notes of single proxies. Each is looked at once, for as long as neither it nor what it takes over changes:
 * after a keystroke a rule sees those proxies of which it noted something, however many others there are.
 */
export class Noted<T> {
  private readonly last = new Kept<Notes<T>>();

  /** @param note answers what is worth knowing of a proxy; `undefined`: nothing. */
  constructor(private readonly note: (proxy: Proxy, schema: Schema) => T | undefined) {}

  /** In no particular order. */
  in(context: DocumentContext): ReadonlyMap<Proxy, T> {
    const { proxies, history, before, added, removed } = sectionsOf(context);
    const last = this.last.get(history);
    const { schema } = context;
    const isCurrent = last?.schema === schema;
    if (isCurrent && last.proxies === proxies) return last.notes;
    const known = isCurrent && last.proxies === before ? last.notes : undefined;
    const notes = known ?? new Map<Proxy, T>();
    if (known) for (const proxy of removed) notes.delete(proxy);
    for (const proxy of known ? added : proxies) {
      const note = this.note(proxy, schema);
      if (note !== undefined) notes.set(proxy, note);
    }
    this.last.set(history, { schema, proxies, notes });
    return notes;
  }

  /** Those in one document, in the order of the text. */
  inOrder(context: DocumentContext, document: ParsedDocument): [Proxy, T][] {
    const here = [...this.in(context)].filter(([proxy]) => proxy.document === document);
    return here.sort(([one], [other]) => one.section.start - other.section.start);
  }
}

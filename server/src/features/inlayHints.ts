import { type InlayHint, MarkupKind, type Range } from 'vscode-languageserver-types';
import type { Note } from '../core/notes';
import { notesIn } from './notes';
import type { View } from './view';

/** Units, times and sums behind the words they follow from. */
export function inlayHints(view: View, range: Range, others: readonly Note[] = []): InlayHint[] {
  return notesIn(view, range, others).flatMap(({ range: { end }, label, close, markdown }) => {
    if (label === undefined) return [];
    const tooltip = markdown === undefined ? {} : { tooltip: { kind: MarkupKind.Markdown, value: markdown } };
    return [{ position: end, label, ...(!close && { paddingLeft: true }), ...tooltip }];
  });
}

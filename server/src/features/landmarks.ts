import type { Landmark } from '../core/landmarks';
import type { View } from './view';

/** The lines of the document that something stands behind when the configuration runs. */
export function landmarks({ document, language }: View): Landmark[] {
  return document.sections.flatMap((section) =>
    (language.landmarks?.(section) ?? []).map((one) => ({ ...one, line: section.start + one.line })),
  );
}

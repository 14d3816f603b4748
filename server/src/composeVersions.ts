import type { URI } from 'vscode-uri';
import { parseDocument } from 'yaml';
import { ComposeFiles } from './composeFiles';
import type { Language } from './core/language';
import type { FileSource } from './files';
import { type ChosenVersion, supported, versionOfImage } from './versions';

/** Versions told by the images of the Compose file nearest to a file: that of a lab, or of one's own project. */
export class ComposeVersions {
  private readonly images: ComposeFiles<readonly string[]>;

  /** @param roots folders above which no Compose file is looked for. */
  constructor(files: FileSource, roots: () => readonly URI[]) {
    this.images = new ComposeFiles(files, roots, (_uri, text) => imagesOf(text));
  }

  /** Files have changed: everything is read again. */
  clear(): void {
    this.images.clear();
  }

  find(uri: string, language: Language): ChosenVersion | undefined {
    for (const image of [...this.images.above(uri)].flat()) {
      const found = versionOfImage(language.id, image);
      if (found !== undefined) return supported(language, found, `image ${image} of the Compose file`);
    }
    return undefined;
  }
}

/** The images that a Compose file names, as `image` or as an argument of a build; none when it is not valid YAML. */
export function imagesOf(text: string): string[] {
  const services = entries(field(valueOf(text), 'services'));
  const images: unknown[] = services.map(([, service]) => field(service, 'image'));
  const built = services.flatMap(([, service]) => buildArguments(field(field(service, 'build'), 'args')));
  return [...new Set([...images, ...built])].filter((image) => typeof image === 'string');
}

function valueOf(text: string): unknown {
  const document = parseDocument(text, { merge: true });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS();
  } catch (error) {
    // Aliases without an anchor, or that unfold without end.
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** `{ NAME: value }` or `[NAME=value]`. */
function buildArguments(args: unknown): unknown[] {
  if (Array.isArray(args)) return args.map((arg) => String(arg).replace(/^[^=]*=/, ''));
  return entries(args).map(([, value]) => value);
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function field(value: unknown, name: string): unknown {
  return entries(value).find(([key]) => key === name)?.[1];
}

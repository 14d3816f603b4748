import { URI, Utils } from 'vscode-uri';
import { parseDocument } from 'yaml';
import type { Language } from './core/language';
import type { FileSource } from './files';
import { type ChosenVersion, supported, versionOfImage } from './versions';

const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** Versions told by the images of the Compose file nearest to a file: that of a lab, or of one's own project. */
export class ComposeVersions {
  private readonly images = new Map<string, readonly string[]>();

  /** @param roots folders above which no Compose file is looked for. */
  constructor(
    private readonly files: FileSource,
    private readonly roots: () => readonly URI[],
  ) {}

  /** Files have changed: everything is read again. */
  clear(): void {
    this.images.clear();
  }

  find(uri: string, language: Language): ChosenVersion | undefined {
    for (const folder of this.foldersAbove(URI.parse(uri))) {
      for (const image of this.imagesIn(folder)) {
        const found = versionOfImage(language.id, image);
        if (found !== undefined) return supported(language, found, `image ${image} of the Compose file`);
      }
    }
    return undefined;
  }

  private *foldersAbove(file: URI): Generator<URI> {
    const root = this.roots().find((one) => isBelow(file, one));
    for (let folder = Utils.dirname(file); ; folder = Utils.dirname(folder)) {
      yield folder;
      if (!root || !isBelow(folder, root)) return;
    }
  }

  private imagesIn(folder: URI): readonly string[] {
    const id = folder.toString();
    let images = this.images.get(id);
    if (!images) {
      const name = this.files.list(id)?.find((one) => NAMES.includes(one));
      const text = name === undefined ? undefined : this.files.read(Utils.joinPath(folder, name).toString());
      this.images.set(id, (images = text === undefined ? [] : imagesOf(text)));
    }
    return images;
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

function isBelow(one: URI, folder: URI): boolean {
  const path = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return one.scheme === folder.scheme && one.path.startsWith(path);
}

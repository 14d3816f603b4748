/** When a certificate counts. */
export interface Validity {
  /** Its common name, `www.example.com`; empty: it has none. */
  readonly name: string;
  /** Milliseconds since 1970; it counts from the first moment to the last. */
  readonly from: number;
  readonly to: number;
}

/** What this machine tells of the files that a document names: of those in the workspace or in its own folder, no others. */
export interface NamedFiles {
  /** The folder of the document, then those above it, up to the workspace's. */
  readonly folders: readonly string[];
  /** Address of a path seen from a folder; `undefined`: it leads to where nobody looks. */
  resolve(folder: string, path: string): string | undefined;
  /** Address of a name in a folder. */
  inside(folder: string, name: string): string;
  /** Whether its folder holds it; `undefined`: there is no such folder, or it cannot be read. */
  has(uri: string): boolean | undefined;
  /** Names in a folder; `undefined`: it is none, or it cannot be read. */
  list(uri: string): readonly string[] | undefined;
  read(uri: string): string | undefined;
  /** The certificates of a PEM file in their order; empty: none that could be read. */
  certificates(uri: string): readonly Validity[];
}

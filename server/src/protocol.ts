/** What client and server say to each other beyond the protocol; the only file of the server that the client imports. */

/** `initializationOptions`. */
export interface InitializationOptions {
  /** The workspace is trusted: `haproxy -v` and `keepalived -v` may be run to learn the versions. Default: true. */
  readonly trusted?: boolean;
  /** Folder (URI) of the rules' pages; default: `docs/rules` beside the server's folder. */
  readonly rulePages?: string;
}

/** Notification to the server, without parameters: the workspace has become trusted. */
export const TRUSTED = 'haconf/trusted';

/** Request to the server: in which version a document is read, and why. Parameters `ReadingParams`, answer `Reading | null`. */
export const READING = 'haconf/reading';

/** Notification to the client, without parameters: answers to `READING` may be other than before. */
export const READING_CHANGED = 'haconf/readingChanged';

export interface ReadingParams {
  readonly uri: string;
}

export interface Reading {
  readonly language: 'haproxy' | 'keepalived';
  /** `3.2`. */
  readonly version: string;
  /** Where the version was learnt, for people: `the setting haproxy.version`, `haproxy on this machine`. */
  readonly source: string;
  /** What was found there, when it is no version that is supported and `version` is the nearest one. */
  readonly found?: string;
}

import type { Connection } from 'vscode-languageserver/node';
import type { Engine } from '../engine';

/**
 * Diagnostics for editors that do not ask for them. No timer: changes that wait in the queue are taken first, and what
 * the last of them leaves is checked once.
 */
export class Publisher {
  private readonly waiting = new Set<string>();
  private arrivals = 0;
  private running = false;

  constructor(
    private readonly connection: Connection,
    private readonly engine: Engine,
    private readonly revisionOf: (uri: string) => number | undefined,
  ) {}

  /** These documents may have other diagnostics than before. */
  schedule(uris: Iterable<string>): void {
    for (const uri of uris) this.waiting.add(uri);
    this.arrivals++;
    if (this.running || this.waiting.size === 0) return;
    this.running = true;
    this.whenQuiet(this.arrivals);
  }

  /** Takes a closed document's diagnostics away. */
  clear(uri: string): void {
    this.waiting.delete(uri);
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** Each turn of the event loop takes one message from the queue: two turns without news, and the queue is empty. */
  private whenQuiet(seen: number, turns = 2): void {
    setImmediate(() => {
      if (this.arrivals !== seen) this.whenQuiet(this.arrivals);
      else if (turns > 1) this.whenQuiet(seen, turns - 1);
      else this.flush();
    });
  }

  private flush(): void {
    this.running = false;
    const uris = [...this.waiting];
    this.waiting.clear();
    for (const uri of uris) {
      const version = this.revisionOf(uri);
      if (version === undefined) continue;
      void this.connection.sendDiagnostics({ uri, version, diagnostics: this.engine.diagnostics(uri) });
    }
  }
}

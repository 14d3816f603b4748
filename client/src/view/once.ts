/** Tells VS Code what has changed, and nothing twice: each of its setters is a message to another process. */

export class Once<Key extends string> {
  private readonly said = new Map<Key, unknown>();

  /** @param value Compared by its JSON. */
  tell<Value>(key: Key, value: Value, say: (value: Value) => unknown): void {
    const text = JSON.stringify({ value });
    if (this.said.get(key) === text) return;
    this.said.set(key, text);
    say(value);
  }
}

/** Typed reading of a YAML document with messages that name path and line. */
import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type LineCounter } from 'yaml';
import { LabError } from './errors';

export class Reader {
  private readonly node: unknown;

  constructor(
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
    private readonly file: string,
    node: unknown,
    private readonly path: readonly string[] = [],
    private readonly parent?: Reader,
  ) {
    this.node = isAlias(node) ? node.resolve(document) : node;
  }

  exists(): boolean {
    return this.node !== undefined && this.node !== null && !(isScalar(this.node) && this.node.value === null);
  }

  isMap(): boolean {
    return isMap(this.node);
  }

  /** The value of a key; a reader of nothing when there is none. Follows `<<`. */
  get(key: string): Reader {
    const child = isMap(this.node) ? this.lookUp(this.node, key) : undefined;
    return new Reader(this.document, this.lines, this.file, child, [...this.path, key], this);
  }

  /** Elements of a sequence; none when there is nothing. */
  items(): Reader[] {
    if (!this.exists()) return [];
    if (!isSeq(this.node)) return this.fail('must be a list');
    return this.node.items.map(
      (item, index) => new Reader(this.document, this.lines, this.file, item, [...this.path, String(index)], this),
    );
  }

  /** Keys of a map, or elements of a list of texts. */
  names(): string[] {
    if (isMap(this.node)) return this.node.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''));
    return this.texts();
  }

  texts(): string[] {
    return this.items().map((item) => item.text());
  }

  text(preset?: string): string {
    if (!this.exists()) return preset ?? this.fail('is missing');
    if (!isScalar(this.node)) return this.fail('must be a single value');
    return String(this.node.value);
  }

  number(): number {
    const value = Number(this.text());
    return Number.isInteger(value) ? value : this.fail('must be a whole number');
  }

  /** An IPv4 address. */
  address(): string {
    const text = this.text();
    return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) ? text : this.fail('must be an IPv4 address');
  }

  /** A map of texts; also `KEY=value` lists, as Compose allows for environment, args and sysctls. */
  textMap(): Record<string, string> {
    if (!this.exists()) return {};
    if (isMap(this.node)) return Object.fromEntries(this.names().map((key) => [key, this.get(key).text('')]));
    return Object.fromEntries(
      this.texts().map((entry) => {
        const at = entry.indexOf('=');
        return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
      }),
    );
  }

  /** @throws LabError definition, always. */
  fail(message: string): never {
    const where = `${this.file}:${this.line()}`;
    throw new LabError('definition', `${where}: ${this.path.join('.')} ${message}.`, 'Mend compose.yaml.');
  }

  /** One-based line of the node, or of what it should stand in. */
  private line(): number {
    const range = isNode(this.node) ? this.node.range : undefined;
    if (range) return this.lines.linePos(range[0]).line;
    return this.parent?.line() ?? 1;
  }

  private lookUp(map: unknown, key: string): unknown {
    if (isAlias(map)) return this.lookUp(map.resolve(this.document), key);
    if (!isMap(map)) return undefined;
    // The merge key's value is not the text `<<`, its source is.
    const value = (name: string) =>
      map.items.find(({ key: k }) => isScalar(k) && (k.value === name || k.source === name))?.value;
    const own = value(key);
    return own ?? (key === '<<' ? undefined : this.lookUp(value('<<'), key));
  }
}

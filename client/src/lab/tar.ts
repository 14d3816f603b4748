/** A minimal ustar archive, as the engine takes for build contexts and for files to copy into a container. */

export interface TarEntry {
  /** Path in the archive, with `/`, without a leading one; at most 255 bytes. */
  readonly path: string;
  readonly data: Buffer;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
}

/** Splits a path into ustar's name (100 bytes) and prefix (155 bytes). @throws RangeError when it does not fit. */
function split(path: string): [name: string, prefix: string] {
  if (Buffer.byteLength(path) <= 100) return [path, ''];
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)];
    if (Buffer.byteLength(name) <= 100 && Buffer.byteLength(prefix) <= 155) return [name, prefix];
  }
  throw new RangeError(`The path is too long for an archive: ${path}`);
}

function header({ path, data, mode }: TarEntry): Buffer {
  const block = Buffer.alloc(512);
  const [name, prefix] = split(path);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0') + '\0';
  block.write(name, 0);
  block.write(octal(mode, 7), 100);
  block.write(octal(0, 7), 108); // owner and group: root
  block.write(octal(0, 7), 116);
  block.write(octal(data.length, 11), 124);
  block.write(octal(0, 11), 136); // no time, so that equal files make equal archives
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** @throws RangeError when a path is too long. */
export function tar(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const padding = Buffer.alloc((512 - (entry.data.length % 512)) % 512);
    return [header(entry), entry.data, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/**
 * The engine's multiplexed stream: frames of an 8-byte head (stream number, three zeros, length as big-endian 32 bit)
 * and the content. Source: Docker Engine API, "Attach to a container", stream format.
 */

export interface Frame {
  readonly stream: 'stdin' | 'stdout' | 'stderr';
  readonly data: Buffer;
}

const NAMES = ['stdin', 'stdout', 'stderr'] as const;

/** Returns a function that takes the chunks as they come and gives back the frames that they completed. */
export function demultiplexer(): (chunk: Buffer) => Frame[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    while (rest.length >= 8) {
      const end = 8 + rest.readUInt32BE(4);
      if (rest.length < end) break;
      frames.push({ stream: NAMES[rest.readUInt8(0)] ?? 'stdout', data: rest.subarray(8, end) });
      rest = rest.subarray(end);
    }
    return frames;
  };
}

/** Cuts text that comes in pieces into whole lines; a character split between pieces is put together. */
export function lineSplitter(): (chunk: Buffer) => string[] {
  const decoder = new TextDecoder();
  let rest = '';
  return (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    return lines.map((line) => line.replace(/\r$/, ''));
  };
}

/** Which version of the Docker API is spoken with an engine. */
import type { Duplex, Readable } from 'node:stream';
import { LabError } from './errors';
import type { Call, Transport } from './transport';

/** The newest that the lab was written against; engines that have given it up are spoken to in their oldest. */
const WANTED = '1.44';
/** Of Docker 19.03 (and Podman 3). */
const OLDEST = '1.40';

/** Compares `1.9` and `1.41` as versions: negative when `a` is older. */
function compare(a: string, b: string): number {
  const [[majorA = 0, minorA = 0], [majorB = 0, minorB = 0]] = [a, b].map((v) => v.split('.').map(Number)) as [
    number[],
    number[],
  ];
  return majorA - majorB || minorA - minorB;
}

/**
 * The version that both speak. Unpinned, an engine answers in its newest version, whose shapes change with every update.
 * @param newest As the engine tells it.
 * @param oldest As the engine tells it.
 * @throws LabError api-version when the engine is too old.
 */
export function agreedVersion(newest = WANTED, oldest = OLDEST): string {
  if (compare(newest, OLDEST) < 0) {
    throw new LabError(
      'api-version',
      `This engine speaks the Docker API ${newest}; the lab needs ${OLDEST}.`,
      'Update the engine to Docker 19.03, Podman 3 or newer, or select another Docker context.',
    );
  }
  if (compare(newest, WANTED) <= 0) return newest;
  return compare(oldest, WANTED) <= 0 ? WANTED : oldest;
}

/** Agrees anew when the engine refuses the version agreed on, as one that has been updated meanwhile does. */
export class Renegotiating implements Transport {
  constructor(
    private transport: Transport,
    private readonly again: () => Promise<Transport>,
  ) {}

  request(call: Call): Promise<unknown> {
    return this.attempt((transport) => transport.request(call));
  }

  stream(call: Call): Promise<Readable> {
    return this.attempt((transport) => transport.stream(call));
  }

  hijack(call: Call): Promise<Duplex> {
    return this.attempt((transport) => transport.hijack(call));
  }

  private async attempt<T>(work: (transport: Transport) => Promise<T>): Promise<T> {
    try {
      return await work(this.transport);
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'api-version') throw error;
      this.transport = await this.again();
      return work(this.transport);
    }
  }
}

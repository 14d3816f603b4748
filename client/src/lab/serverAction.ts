/**
 * What can be done to one server of a running HAProxy, in the words of its runtime API. Source: HAProxy management guide,
 * section 9.3 (`set server`).
 */
import { LabError } from './errors';

export type ServerAction =
  | { readonly kind: 'ready' | 'drain' | 'maint' }
  /** `0` to `256`, or a share of the configured weight: `50%`. */
  | { readonly kind: 'weight'; readonly weight: string };

/** Names of proxies and servers consist of these: nothing else may get into a command. */
const NAME = /^[\w.:-]+$/;
const MAX_WEIGHT = 256;

/** Why a weight is none; undefined when it is one. */
export function weightFault(text: string): string | undefined {
  const match = /^(\d{1,5})(%)?$/.exec(text.trim());
  if (!match) return `A weight is a number from 0 to ${MAX_WEIGHT}, or a percentage of the configured weight: 50%.`;
  if (match[2] === undefined && Number(match[1]) > MAX_WEIGHT) return `A weight is at most ${MAX_WEIGHT}.`;
  return undefined;
}

/** The command that does it. @throws RangeError when a name or the weight is none. */
export function commandOf(backend: string, server: string, action: ServerAction): string {
  if (!NAME.test(backend) || !NAME.test(server)) throw new RangeError(`${backend}/${server} names no server`);
  if (action.kind !== 'weight') return `set server ${backend}/${server} state ${action.kind}`;
  const fault = weightFault(action.weight);
  if (fault !== undefined) throw new RangeError(fault);
  return `set server ${backend}/${server} weight ${action.weight.trim()}`;
}

/** HAProxy says nothing when it has done it. @throws LabError node-failed with its words otherwise. */
export function mustBeSilent(answer: string, where: string): void {
  const words = answer.trim();
  if (words === '') return;
  throw new LabError('node-failed', `HAProxy on ${where} refused: ${words}`, '');
}

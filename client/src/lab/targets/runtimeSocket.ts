/** A runtime socket over TCP. Source: HAProxy management guide, section 9.3 (Unix socket commands). */
import { connect } from 'node:net';
import { cancelled } from '../errorMap';
import { LabError } from '../errors';
import { parseStats } from '../haproxyStats';
import type { BackendState } from '../state';
import { MOST, partAnswers, PACE, PATIENCE, pause, QUESTION, type Source } from './source';

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name cannot be looked up now',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ECONNRESET: 'it hung up',
  ETIMEDOUT: 'the host does not answer',
};

/** An error of a connection in words. */
export function unreachable(where: string, error: unknown): LabError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const words = WORDS[code] ?? (error instanceof Error ? error.message : String(error));
  return new LabError('target', `${where} cannot be asked: ${words}.`, 'It is tried again.', { cause: error });
}

/** One connection, one line, the whole answer. @throws LabError target, cancelled. */
function askSocket(host: string, port: number, line: string, signal?: AbortSignal): Promise<string> {
  const where = `${host}:${port}`;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const parts: Buffer[] = [];
    let size = 0;
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      socket.destroy();
      settle();
    };
    const fail = (error: LabError) => {
      end(() => {
        reject(error);
      });
    };
    const abort = () => {
      fail(cancelled());
    };
    const timer = setTimeout(() => {
      fail(new LabError('target', `${where} did not answer within ${PATIENCE / 1000} s.`, 'It is tried again.'));
    }, PATIENCE);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted === true) abort();
    socket.once('connect', () => socket.write(`${line}\n`));
    socket.on('data', (data) => {
      size += data.length;
      parts.push(data);
      if (size > MOST) fail(new LabError('target', `${where} answers without end: is it a runtime socket?`, ''));
    });
    socket.once('error', (error) => {
      fail(unreachable(where, error));
    });
    socket.once('end', () => {
      end(() => {
        resolve(Buffer.concat(parts).toString());
      });
    });
  });
}

/** What is wrong with an answer that holds no statistics. */
function notStatistics(where: string, answer: string): LabError {
  const [line = ''] = answer.trim().split('\n');
  const words = /permission denied/i.test(answer)
    ? `${where} does not let its statistics be seen.`
    : `${where} answers, but not as a runtime socket of HAProxy: ${line.slice(0, 80)}`;
  return new LabError('target', words, 'Is it a "stats socket" of HAProxy, and not its statistics page?');
}

/** @throws LabError target */
export function inSocketAnswer(where: string, answer: string, before: readonly BackendState[]) {
  const { stat, servers } = partAnswers(answer);
  if (!stat.startsWith('# pxname')) throw notStatistics(where, answer);
  return { haproxy: 'up' as const, ...parseStats(stat, { servers, before }) };
}

export function runtimeSocket(host: string, port: number): Source {
  return {
    follow: async (onTold, signal) => {
      let before: readonly BackendState[] = [];
      for (;;) {
        const inside = inSocketAnswer(`${host}:${port}`, await askSocket(host, port, QUESTION, signal), before);
        before = inside.backends;
        onTold({ inside });
        await pause(PACE, signal);
      }
    },
    command: (command, { signal }) => askSocket(host, port, command, signal),
  };
}

/** A statistics page, asked for its CSV. Source: HAProxy configuration manual, `stats uri`; management guide, section 9.1. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import { cancelled } from '../errorMap';
import { LabError } from '../errors';
import { parseStats } from '../haproxyStats';
import type { BackendState } from '../state';
import { unreachable } from './runtimeSocket';
import { MOST, PACE, PATIENCE, pause, type Source } from './source';

export interface Page {
  readonly url: string;
  readonly user: string | undefined;
  readonly certificate?: string | undefined;
  /** Asked anew for every request, so that it stays where it is kept. */
  readonly password: () => Promise<string | undefined>;
}

/** Codes of a certificate that no authority vouches for. */
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|CERT_(?:UNTRUSTED|HAS_EXPIRED)|ALTNAME_INVALID/;

/** The certificate is not trusted; `fingerprint` is what the person may trust. */
export class UntrustedCertificate extends LabError {
  constructor(
    where: string,
    why: string,
    readonly fingerprint: string,
  ) {
    super(
      'certificate',
      `The certificate of ${where} is not trusted: ${why}.`,
      `If you know it, choose "Trust Certificate". Its SHA-256 fingerprint is ${fingerprint}.`,
    );
  }
}

/** A connection to the host whose certificate has been looked at; nothing has been sent over it. */
function secure({ url, certificate }: Page, signal: AbortSignal): Promise<TLSSocket> {
  const { hostname, host, port } = new URL(url);
  const name = hostname.replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve, reject) => {
    const servername = /^[\d.]+$|:/.test(name) ? '' : name;
    const socket = connect({ host: name, port: Number(port || 443), servername, rejectUnauthorized: false });
    const abort = () => socket.destroy(cancelled());
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    socket.once('error', reject);
    socket.once('close', () => {
      signal.removeEventListener('abort', abort);
      reject(new LabError('target', `${host} hung up.`, 'It is tried again.'));
    });
    socket.once('secureConnect', () => {
      const fingerprint = socket.getPeerCertificate().fingerprint256;
      if (socket.authorized || fingerprint === certificate) {
        resolve(socket);
        return;
      }
      const error = socket.authorizationError as unknown;
      const why = error instanceof Error ? error.message : String(error);
      reject(
        UNTRUSTED.test(why) || certificate === undefined
          ? new UntrustedCertificate(host, why, fingerprint)
          : new UntrustedCertificate(host, 'it is another than the one that you trusted', fingerprint),
      );
      socket.destroy();
    });
  });
}

async function open(page: Page, signal: AbortSignal): Promise<IncomingMessage> {
  const { protocol, host } = new URL(page.url);
  // No encrypted connection is trusted with a password before its certificate is.
  const socket = protocol === 'https:' ? await secure(page, signal) : undefined;
  const password = page.user === undefined ? undefined : ((await page.password()) ?? '');
  const headers = {
    connection: 'close',
    ...(page.user !== undefined && {
      authorization: `Basic ${Buffer.from(`${page.user}:${password}`).toString('base64')}`,
    }),
  };
  const options = { headers, signal };
  return new Promise((resolve, reject) => {
    const url = `${page.url};csv`;
    // Without an agent each request has a connection of its own, which ends with it.
    // VS Code puts its own agent, with a connection of its own, into all requests but those over a socket with a path.
    const request = socket
      ? httpsRequest(url, { ...options, socketPath: host, createConnection: () => socket })
      : httpRequest(url, { ...options, agent: false });
    request.once('response', resolve);
    request.once('error', (error) => {
      reject(signal.aborted ? cancelled() : unreachable(host, error));
    });
    request.end();
  });
}

async function readAll(response: IncomingMessage, where: string): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    if (size > MOST) throw new LabError('target', `${where} answers without end.`, '');
  }
  return Buffer.concat(parts).toString();
}

function refused(where: string, status: number, user: string | undefined): LabError {
  if (status === 401) {
    const what = user === undefined ? 'asks for a user and a password' : `does not take the password of ${user}`;
    return new LabError('credentials', `${where} ${what}.`, 'Choose "Change Credentials".');
  }
  return new LabError('target', `${where} answers ${status}, not with statistics.`, 'Is it the URL of the page?');
}

/** One request for the CSV. @throws LabError target, credentials, certificate, cancelled. */
async function askPage(page: Page, signal: AbortSignal): Promise<string> {
  const where = new URL(page.url).host;
  const limit = AbortSignal.timeout(PATIENCE);
  try {
    const response = await open(page, AbortSignal.any([signal, limit]));
    const text = await readAll(response, where);
    if (response.statusCode !== 200) throw refused(where, response.statusCode ?? 0, page.user);
    if (!text.startsWith('# pxname')) {
      throw new LabError(
        'target',
        `${where} answers, but not with HAProxy’s statistics.`,
        'Is it the URL of the page?',
      );
    }
    return text;
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (limit.aborted) {
      throw new LabError('target', `${where} did not answer within ${PATIENCE / 1000} s.`, 'It is tried again.');
    }
    throw error instanceof LabError ? error : unreachable(where, error);
  }
}

export function statisticsPage(page: Page): Source {
  return {
    follow: async (onTold, signal) => {
      let before: readonly BackendState[] = [];
      for (;;) {
        const stats = parseStats(await askPage(page, signal), { before });
        before = stats.backends;
        onTold({ inside: { haproxy: 'up', ...stats } });
        await pause(PACE, signal);
      }
    },
  };
}

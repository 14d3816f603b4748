/** From an engine's error to a message that a person can act on. */
import { LabError, PortTaken, ProgramFailed, type LabErrorCode } from './errors';
import { sshError } from './sshErrors';

interface Known {
  readonly pattern: RegExp;
  readonly code: LabErrorCode;
  readonly message: (match: RegExpMatchArray) => string;
  readonly action: string;
}

/** Windows keeps ranges of ports for itself. */
const FORBIDDEN = /forbidden by its access permissions/i;
const OTHER_PORT = 'Stop what uses it, or change the port in compose.yaml and start the lab again.';

/** Somebody has a port already, in most cases with its number. Texts: moby, Docker Desktop, Podman. */
const PORT_TAKEN =
  /Bind for [\d.:[\]a-f]*:(\d+) failed|bind host port (?:for )?\S*:(\d+)\S*:? .*in use|exposing port TCP \S*:(\d+)|listen tcp\d? \S*:(\d+): bind: address already in use|port is already allocated/i;

/** Tried in order on the text of an error. Texts: moby, Docker Desktop, Podman. */
const KNOWN: readonly Known[] = [
  {
    pattern: FORBIDDEN,
    code: 'port-forbidden',
    message: () => 'Windows has reserved a port of the lab for itself.',
    action:
      'Change the port in compose.yaml, or see what is reserved: netsh interface ipv4 show excludedportrange protocol=tcp',
  },
  {
    pattern: /Pool overlaps|subnet \S+ is already used|network \S+ is being used by/i,
    code: 'subnet-taken',
    message: () => 'The subnet of the lab overlaps with another network of the engine.',
    action:
      'Choose another subnet in compose.yaml (and the addresses in the configurations), or scaffold the lab anew.',
  },
  {
    pattern: /container name "?\/?([\w.-]+)"? is already in use/i,
    code: 'name-taken',
    message: (match) => `A container named ${match[1] ?? ''} exists already, and it is not of this lab.`,
    action: 'Remove it with `docker rm`, or change container_name in compose.yaml.',
  },
  {
    pattern: /toomanyrequests|rate limit/i,
    code: 'registry',
    message: () => 'The image registry has had too many requests from here.',
    action: 'Log in with `docker login`, wait, or set haLab.baseImage to an image that is at hand.',
  },
  {
    pattern: /manifest (?:for \S+ )?(?:not found|unknown)|pull access denied|repository does not exist/i,
    code: 'image-missing',
    message: () => 'The registry does not have the base image.',
    action: 'Check the name in haLab.baseImage (BASE_IMAGE in compose.yaml).',
  },
  {
    pattern: /no such image|image not known/i,
    code: 'image-missing',
    message: () => 'An image of the lab is missing.',
    action: 'Start the lab: it builds what is missing.',
  },
  {
    pattern: /no space left on device/i,
    code: 'disk-full',
    message: () => "The engine's disk is full.",
    action: 'See what takes the space with `docker system df`, and free some with `docker system prune`.',
  },
  {
    pattern:
      /(?:dial tcp|lookup|proxyconnect|TLS handshake|registry-1|\/v2\/).*(?:refused|no such host|timeout|timed out|unreachable|misbehaving|EOF|certificate)|request canceled while waiting for connection/i,
    code: 'registry',
    message: () => 'The image registry cannot be reached.',
    action: 'Check the network and the proxy of the engine, or set haLab.baseImage to an image that is at hand.',
  },
  {
    pattern:
      /(?:self.signed|unable to (?:get|verify)|hostname\/IP does not match|has expired).*certificate|certificate.*(?:self.signed|unable to|does not match|has expired)|altnames/i,
    code: 'context',
    message: () => 'The certificate of the Docker engine is not trusted.',
    action: 'See that ca.pem in DOCKER_CERT_PATH, or in the Docker context, is that of the engine.',
  },
  {
    pattern:
      /alert (?:certificate required|bad certificate|unknown ca|number 116|number 42)|certificate required|bad certificate/i,
    code: 'context',
    message: () => 'The Docker engine does not accept your certificate.',
    action: 'See that cert.pem and key.pem in DOCKER_CERT_PATH, or in the Docker context, are those for this engine.',
  },
  {
    pattern: /client version \S+ is too (?:old|new)|maximum supported API version|Minimum supported API version/i,
    code: 'api-version',
    message: () => 'This engine speaks no version of the Docker API that the lab knows.',
    action: 'Update the engine, or unset DOCKER_API_VERSION.',
  },
  {
    pattern: /is paused/i,
    code: 'node-paused',
    message: () => 'The node is paused.',
    action: 'Unpause it first.',
  },
  {
    pattern: /no such container/i,
    code: 'node-not-running',
    message: () => 'The container of the node is gone.',
    action: 'Start the lab to make it again.',
  },
  {
    pattern: /(?:container|node) \S* ?is not running|can only create exec sessions on running/i,
    code: 'node-not-running',
    message: () => 'The node is not running.',
    action: 'Start it first.',
  },
  {
    pattern: /executable file not found|no such file or directory: unknown/i,
    code: 'executable-missing',
    message: () => "A program is missing in the node's image.",
    action: 'Remove the lab with its images and start it again, so that they are built anew.',
  },
  {
    pattern: /operation not permitted|unable to apply cgroup|cgroup|sysctl .* (?:not|permission)/i,
    code: 'capability',
    message: () => 'The engine may not give the node what it needs (NET_ADMIN, NET_RAW, a sysctl).',
    action: 'A rootless engine or a policy may forbid it: try an engine that runs as root, or Docker Desktop.',
  },
];

const BY_ERRNO: Readonly<Record<string, readonly [LabErrorCode, string, string]>> = {
  ENOENT: ['no-engine', 'No Docker engine was found.', 'Install Docker or start Docker Desktop, then try again.'],
  ECONNREFUSED: ['no-engine', 'The Docker engine is not running.', 'Start Docker Desktop or the docker service.'],
  ENOTFOUND: ['no-engine', 'The host of the Docker engine is unknown.', 'Check DOCKER_HOST or the Docker context.'],
  EHOSTUNREACH: ['no-engine', 'The host of the Docker engine cannot be reached.', 'Check the network and DOCKER_HOST.'],
  EACCES: [
    'permission-denied',
    'You may not use the Docker socket.',
    'Add yourself to the docker group (sudo usermod -aG docker $USER), log in again and restart VS Code.',
  ],
  ECONNRESET: ['engine-lost', 'The Docker engine hung up.', 'See whether it is still running, then try again.'],
  EPIPE: ['engine-lost', 'The Docker engine hung up.', 'See whether it is still running, then try again.'],
  ETIMEDOUT: ['engine-timeout', 'The Docker engine does not answer.', 'See whether it is overloaded or restart it.'],
};
const SAME_AS: Readonly<Record<string, string>> = {
  EPERM: 'EACCES',
  ENETUNREACH: 'EHOSTUNREACH',
  EAI_AGAIN: 'ENOTFOUND',
};

export function cancelled(): LabError {
  return new LabError('cancelled', 'Cancelled.', '');
}

export function timedOut(what: string, milliseconds: number): LabError {
  return new LabError(
    'engine-timeout',
    `The Docker engine did not answer within ${Math.round(milliseconds / 1000)} s (${what}).`,
    'See whether it is overloaded or hangs: `docker version` should answer at once. If it does not, restart the engine.',
  );
}

/** The engine's own words: the message of the response's body if there is one. */
function textOf(error: Error): string {
  const body = (error as { json?: unknown }).json;
  const message = typeof body === 'object' && body !== null ? (body as { message?: unknown }).message : undefined;
  return typeof message === 'string' ? message : error.message.replace(/^\(HTTP code \d+\) [\w ]+ - /, '');
}

/** @param what What was tried, for errors we have no better words for: `Starting mylb1`. */
export function mapError(error: unknown, what: string): LabError {
  if (error instanceof LabError) return error;
  if (!(error instanceof Error)) return new LabError('unknown', `${what} failed: ${String(error)}`, '');
  if (error.name === 'AbortError') return cancelled();
  if (error instanceof ProgramFailed) return sshError(error);

  const errno = (error as NodeJS.ErrnoException).code ?? '';
  const known = BY_ERRNO[SAME_AS[errno] ?? errno];
  if (known !== undefined) return new LabError(...known, { cause: error });

  const text = textOf(error).trim();
  const taken = PORT_TAKEN.exec(text);
  if (taken !== null && !FORBIDDEN.test(text)) {
    const port = taken.slice(1).find(Boolean);
    return new PortTaken(port === undefined ? undefined : Number(port), OTHER_PORT, { cause: error });
  }
  for (const { pattern, code, message, action } of KNOWN) {
    const match = pattern.exec(text);
    if (match !== null) return new LabError(code, message(match), action, { cause: error });
  }
  if (/socket hang up/i.test(text))
    return new LabError('engine-lost', ...(BY_ERRNO['ECONNRESET']!.slice(1) as [string, string]), { cause: error });
  return new LabError('unknown', `${what} failed: ${text}`, '', { cause: error });
}

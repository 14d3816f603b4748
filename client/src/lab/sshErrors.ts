/** From what ssh and the docker command say on standard error to a message that a person can act on. */
import { LabError, type ProgramFailed } from './errors';

interface Known {
  readonly pattern: RegExp;
  readonly message: string;
  readonly action: string;
}

const TRY = 'Try `ssh HOST docker version` in a terminal';

/** Tried in order. Texts: OpenSSH's client, shells, the docker command. */
const KNOWN: readonly Known[] = [
  {
    pattern: /host key verification failed|remote host identification has changed/i,
    message: 'ssh does not know the key of the Docker host, or it has changed.',
    action: 'Connect once with `ssh HOST` in a terminal and compare the key; then try again.',
  },
  {
    pattern:
      /permission denied \((?:publickey|password|keyboard|gssapi)|too many authentication failures|no supported authentication/i,
    message: 'The Docker host refuses the ssh login.',
    action: `${TRY}: it has to work without a question. Add your key to the agent (ssh-add), or name it in ~/.ssh/config.`,
  },
  {
    pattern: /could not resolve hostname|name or service not known|nodename nor servname/i,
    message: 'The name of the Docker host is unknown.',
    action: 'Check the address of the Docker context, or the Host entries of ~/.ssh/config.',
  },
  {
    pattern:
      /connection refused|no route to host|network is unreachable|(?:connection|operation) timed out|connection (?:closed|reset)/i,
    message: 'The Docker host cannot be reached over ssh.',
    action: 'See whether it is on, whether its ssh server runs, and whether the address and port are right.',
  },
  {
    pattern:
      /docker(?:\.exe)?['"]?: (?:command )?not found|not recognized as|no such file or directory.*docker|exit status 127/i,
    message: 'There is no docker command on the Docker host.',
    action: `Install Docker there, or put docker on the PATH of logins without a terminal. ${TRY}.`,
  },
  {
    pattern: /permission denied while trying to connect|dial unix .*permission denied/i,
    message: 'The login on the Docker host may not use Docker there.',
    action: 'Add that user to the group docker on the host, and connect anew.',
  },
  {
    pattern: /cannot connect to the docker daemon|dial unix .*(?:no such file|connection refused)/i,
    message: 'The ssh login works, but no Docker engine runs on the Docker host.',
    action: 'Start Docker there (sudo systemctl start docker), then try again.',
  },
  {
    pattern: /context .*(?:does not exist|not found)/i,
    message: 'The docker command does not know the Docker context.',
    action: 'Select another one, or make it with `docker context create`.',
  },
];

export function sshError(error: ProgramFailed): LabError {
  const known = KNOWN.find(({ pattern }) => pattern.test(error.said));
  if (known !== undefined) return new LabError('ssh', known.message, known.action, { cause: error });
  if (/ENOENT/.test(error.said)) {
    const action = 'Install the docker command or an ssh client, and see that it is on the PATH of VS Code.';
    return new LabError('ssh', `There is no ${error.program} command on this machine.`, action, { cause: error });
  }
  const words = error.said.trim().split('\n').at(-1) ?? '';
  const why = words === '' ? `${error.program} ended` : words;
  return new LabError('ssh', `The Docker engine cannot be reached over ssh: ${why}`, `${TRY}.`, { cause: error });
}

import { version } from '../about';

/** The command line cannot be carried out as written; the message says why. */
export class UsageError extends Error {}

export function isUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

export const USAGE = `haconf ${version}: checks and formats configurations of HAProxy and keepalived, and runs a lab

usage: haconf check [options] FILE...
       haconf format [--check | --write] [options] FILE...
       haconf lab scaffold|up|status|drill|heal|down (haconf lab --help)

FILE may be - for standard input, or a folder: then every configuration below it that goes by its name
(haproxy.cfg, keepalived-*.conf, haproxy/*.cfg ...) is meant. Each FILE is a configuration of its own.

check
  --format text|json|sarif      what is printed (default: text)
  --haproxy-version VERSION     such as 3.2; without it that of a Compose file beside FILE, else the newest LTS
  --keepalived-version VERSION  likewise
  --together                    the HAProxy FILEs are one configuration, in this order (several -f),
                                the keepalived FILEs the nodes of one cluster

format
  --check                       only say which files are not formatted
  --write                       write the files instead of printing them
  --indent NUMBER               spaces of a level (default: 4); 0: a tab

both
  --language haproxy|keepalived language of every FILE; without it their names and contents tell
  --file-list LIST              takes the lines of the file LIST as FILEs, too

Exit status: 0: nothing found; 1: an error was found (format --check: a file is not formatted);
2: wrong usage, or a file that cannot be read (the others are still checked).
`;

// The editor half's part of the command line: `haconf check` and `haconf format`.
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { version } from './about';
import { check } from './commandLine/check';
import { formatFiles } from './commandLine/format';
import { isUsage, USAGE, UsageError } from './commandLine/usage';

const common = {
  language: { type: 'string' },
  'file-list': { type: 'string' },
} as const;

/** Each command: takes its arguments and answers the exit status. */
const commands: Readonly<Record<string, (args: string[]) => number>> = {
  check(args) {
    const { values, positionals } = parse(args, {
      ...common,
      format: { type: 'string', default: 'text' },
      'haproxy-version': { type: 'string' },
      'keepalived-version': { type: 'string' },
      together: { type: 'boolean', default: false },
    });
    return check(positionals, {
      format: values.format,
      versions: { haproxy: values['haproxy-version'], keepalived: values['keepalived-version'] },
      language: values.language,
      fileList: values['file-list'],
      together: values.together,
    });
  },
  format(args) {
    const { values, positionals } = parse(args, {
      ...common,
      check: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      indent: { type: 'string', default: '4' },
    });
    return formatFiles(positionals, {
      check: values.check,
      write: values.write,
      indent: values.indent,
      language: values.language,
      fileList: values['file-list'],
    });
  },
};

function parse<const O extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: O) {
  return parseArgs({ args, options, allowPositionals: true, strict: true });
}

function main(argv: readonly string[]): number {
  const [name, ...rest] = argv;
  if (name === undefined) throw new UsageError('no command given');
  if (argv.includes('--help') || argv.includes('-h') || name === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  if (name === '--version') {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`there is no command "${name}"`);
  return command(rest);
}

/** @returns The exit status. Wrong usage is told in two lines; anything else that is thrown is a fault of ours. */
export function editorCommands(argv: readonly string[]): number {
  try {
    return main(argv);
  } catch (error) {
    if (!isUsage(error)) throw error;
    process.stderr.write(`haconf: ${error.message}\nhaconf --help says how it is used\n`);
    return 2;
  }
}

import { writeFileSync } from 'node:fs';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Engine } from '../engine';
import { fileNames, type Input, readInputs } from './inputs';
import { UsageError } from './usage';

export interface FormatOptions {
  /** Only say which files are not formatted. */
  readonly check: boolean;
  /** Write the files; otherwise they are printed. */
  readonly write: boolean;
  /** Spaces of a level; 0: a tab. */
  readonly indent: string;
  readonly language: string | undefined;
  readonly fileList: string | undefined;
}

/** `haconf format`. Answers the exit status. */
export function formatFiles(positionals: readonly string[], options: FormatOptions): number {
  if (options.check && options.write) throw new UsageError('--check and --write exclude each other');
  if (!/^\d$/.test(options.indent))
    throw new UsageError(`--indent takes a number from 0 to 9, not "${options.indent}"`);
  let status: 0 | 1 | 2 = 0;
  const refuse = (message: string): void => {
    process.stderr.write(`haconf: ${message}\n`);
    status = 2;
  };
  for (const input of readInputs(
    fileNames(positionals, options.fileList, options.language),
    options.language,
    refuse,
  )) {
    const text = formatted(input, Number(options.indent));
    if (options.check) {
      if (text === input.text) continue;
      process.stdout.write(`${input.file}\n`);
      if (status === 0) status = 1;
    } else if (!options.write || input.file === '-') process.stdout.write(text);
    else if (text !== input.text) writeFileSync(input.file, text, input.encoding);
  }
  return status;
}

/** Line ends stay as they are. */
function formatted({ uri, language, text }: Input, indent: number): string {
  const engine = new Engine();
  engine.open(uri, language.id, text);
  const edits = engine.format(uri, { tabSize: indent || 4, insertSpaces: indent > 0 });
  return TextDocument.applyEdits(TextDocument.create(uri, language.id, 0, text), edits);
}

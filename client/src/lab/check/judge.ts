/** Has a program judge a configuration: in a lab's node, in a container made for it, or on this machine. */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix, relative, sep } from 'node:path';
import type { Engine } from '../dockerApi';
import type { ExecResult } from '../dockerShapes';
import { LabError } from '../errors';
import { runProcess } from '../process';
import type { RunOptions } from '../progress';
import { tar, type TarEntry } from '../tar';
import { entriesOf, fileAt, pathAt, type Material } from './material';
import { programMessages, type ProgramMessage } from './messages';
import { checkArguments, PROGRAM_NAMES, VERSION_ARGUMENTS, versionIn, type Program } from './program';

export interface Judgement {
  /** `3.0.11`; undefined when the program does not say. */
  readonly version: string | undefined;
  readonly accepted: boolean;
  /** `file` of each is a path here, or undefined when it is about none of our files. */
  readonly messages: readonly ProgramMessage[];
}

/** Our folder in a node for texts that are to be judged. Only root writes there, as keepalived wants it of scripts. */
const STAGE = '/var/lib/haconf-check';
const MARK = '--- haconf ---';
/** Milliseconds; a configuration with many names to resolve may take a while. */
const TIMEOUT = 60_000;

/**
 * Prints the version, a mark, and what the program says of the file. What an interrupted check has left is removed.
 * $1 program, $2 working folder, $3 folder to remove afterwards, then the arguments of the version and of the check.
 */
const SCRIPT = `program=$1 folder=$2 rubbish=$3 version=$4
shift 4
command -v "$program" >/dev/null || exit 127
"$program" $version 2>&1
echo '${MARK}'
cd "$folder" && "$program" "$@" 2>&1
status=$?
rm -rf "$rubbish"
[ ! -d ${STAGE} ] || find ${STAGE} -mindepth 1 -maxdepth 1 -mmin +10 -exec rm -rf {} +
exit $status`;

interface Place {
  /** `mylb1` */
  readonly name: string;
  readonly engine: Engine;
  readonly container: string;
}

/**
 * Asks the program of a running node. What it is given lies in a folder of its own, in which the paths that the
 * configuration names are replaced, so that nothing of the node is touched.
 * @throws LabError executable-missing, and what the engine says.
 */
export async function judgeInNode(
  place: Place,
  program: Program,
  material: Material,
  { signal }: RunOptions = {},
): Promise<Judgement> {
  const { engine, container, name } = place;
  const stage = `${STAGE}/${randomBytes(6).toString('hex')}`;
  const roots = material.copies.map(({ to }) => to.replace(/\/$/, ''));
  const entries = (await entriesOf(material)).map((entry) => staged(entry, stage, roots));
  await engine.putArchive(container, tar(entries), `Copying the configuration to ${name}`, { signal });
  const path = `${stage}${pathIn(material)}`;
  const result = await engine.exec(
    container,
    ['sh', '-c', SCRIPT, 'sh', program, '/', stage, ...VERSION_ARGUMENTS[program], ...checkArguments(program, path)],
    `Checking with ${PROGRAM_NAMES[program]} on ${name}`,
    { signal, timeout: TIMEOUT },
  );
  return judgement(program, { ...result, output: result.output.replaceAll(stage, '') }, material, name);
}

function pathIn({ copies, file }: Material): string {
  const path = pathAt(copies, file);
  if (path === undefined) throw new RangeError(`${file} does not go along`);
  return path;
}

/** The entry below the stage; in texts, paths that are copied lead there, too. */
function staged(entry: TarEntry, stage: string, roots: readonly string[]): TarEntry {
  const path = `${stage.slice(1)}/${entry.path}`;
  if (entry.data.includes(0)) return { ...entry, path };
  const text = entry.data.toString('latin1');
  const paths = new RegExp(`(?<![\\w./-])(?:${roots.map(quoted).join('|')})(?![\\w.-])`, 'g');
  return { ...entry, path, data: Buffer.from(text.replace(paths, `${stage}$&`), 'latin1') };
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * Asks the program of an image, in a container that is gone afterwards. It gets an interface (keepalived looks for
 * those that it is to use) and no more than that.
 * @throws LabError executable-missing when the engine does not have the image, or that no such program.
 */
export async function judgeInImage(
  engine: Engine,
  image: string,
  program: Program,
  material: Material,
  { signal }: RunOptions = {},
): Promise<Judgement> {
  if ((await engine.image(image, { signal })) === undefined) {
    throw new LabError('executable-missing', `The engine has no image ${image}.`, `Fetch it: docker pull ${image}`);
  }
  const name = `haconf-check-${randomBytes(6).toString('hex')}`;
  const path = pathIn(material);
  const archive = tar(await entriesOf(material));
  // Not cut in the middle: we would not know what the engine made.
  const container = await engine.createContainer(name, {
    Image: image,
    Entrypoint: ['sleep'],
    Cmd: [String((2 * TIMEOUT) / 1000)],
    User: '0',
    Labels: { 'io.haconf.check': program },
    HostConfig: { CapDrop: ['ALL'], CapAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] },
  });
  try {
    await engine.putArchive(container, archive, `Copying the configuration to a container of ${image}`, { signal });
    await engine.startContainer(container, `Starting a container of ${image}`, { signal });
    const rubbish = `${STAGE}/none`;
    const result = await engine.exec(
      container,
      [
        ...['sh', '-c', SCRIPT, 'sh', program, posix.dirname(path), rubbish],
        ...VERSION_ARGUMENTS[program],
        ...checkArguments(program, path),
      ],
      `Checking with ${PROGRAM_NAMES[program]} of ${image}`,
      { signal, timeout: TIMEOUT },
    );
    return judgement(program, result, material, image);
  } finally {
    await engine.removeContainer(container);
  }
}

/**
 * Asks a program of this machine, from the folder of the file. When editors hold newer texts, it sees them in a folder
 * that mirrors this one. Not to be called in a workspace that is not trusted: a configuration can make it run code.
 * @param command Name or path of the program.
 * @param root Absolute folder above the file, from which its relative paths may lead anywhere.
 * @throws LabError executable-missing
 */
export async function judgeHere(
  command: string,
  program: Program,
  { file, texts }: Pick<Material, 'file' | 'texts'>,
  root: string,
  { signal }: RunOptions = {},
): Promise<Judgement> {
  const mirror = texts.size === 0 ? undefined : await mkdtemp(join(tmpdir(), 'haconf-check-'));
  try {
    if (mirror !== undefined) await mirrored(root, mirror, texts);
    const path = mirror === undefined ? file : join(mirror, relative(root, file));
    const run = (args: readonly string[]) =>
      runProcess(command, args, { cwd: dirname(path), signal, timeout: TIMEOUT });
    const version = await run(VERSION_ARGUMENTS[program]);
    const { exitCode, output } = await run(checkArguments(program, path));
    const material = { file, copies: [{ from: root, to: mirror ?? root }], texts };
    return judgement(program, { exitCode, output: `${version.output}\n${MARK}\n${output}` }, material, 'this machine');
  } finally {
    if (mirror !== undefined) await rm(mirror, { recursive: true });
  }
}

/** Fills `to` with links to all that is in `from`, and with the texts in the places of their files. */
async function mirrored(from: string, to: string, texts: ReadonlyMap<string, string>): Promise<void> {
  const within = [...texts.keys()].filter((file) => file.startsWith(from + sep));
  const heads = new Set(within.map((file) => relative(from, file).split(sep)[0]!));
  const entries = await readdir(from);
  await Promise.all(
    entries.filter((name) => !heads.has(name)).map((name) => symlink(join(from, name), join(to, name))),
  );
  for (const name of heads) {
    const text = texts.get(join(from, name));
    if (text !== undefined) await writeFile(join(to, name), text, { mode: 0o600 });
    else {
      await mkdir(join(to, name));
      await mirrored(join(from, name), join(to, name), texts);
    }
  }
}

function judgement(program: Program, { exitCode, output }: ExecResult, material: Material, where: string): Judgement {
  if (exitCode === 127) {
    throw new LabError(
      'executable-missing',
      `There is no ${program} on ${where}.`,
      `Choose another place to check with ${PROGRAM_NAMES[program]}.`,
    );
  }
  const [about = '', words = ''] = output.split(`${MARK}\n`);
  const messages = programMessages(program, words, exitCode).map((message): ProgramMessage => {
    const { file: path, line, text } = message;
    // keepalived names the first file only where another one follows.
    if (path === undefined) return { ...message, file: line === undefined ? undefined : material.file };
    const file = fileAt(material.copies, path) ?? (basename(material.file) === path ? material.file : undefined);
    return file === undefined
      ? { ...message, file, line: undefined, text: `${path}:${line}: ${text}` }
      : { ...message, file };
  });
  return { version: versionIn(about), accepted: exitCode === 0, messages };
}

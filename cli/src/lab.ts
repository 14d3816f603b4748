/** `haconf lab`: the lab without an editor. */
import { resolve } from 'node:path';
import { readPlan } from '../../client/src/lab/compose';
import { heal } from '../../client/src/lab/drills/steps';
import { connect } from '../../client/src/lab/engine';
import { LabError } from '../../client/src/lab/errors';
import { Lab } from '../../client/src/lab/lab';
import { scaffold } from '../../client/src/lab/scaffold';
import { LAB_TEMPLATES } from '../../client/src/lab/templates';
import { verdictText } from '../../client/src/lab/verdict';
import { watchLab } from '../../client/src/lab/watch';
import { isUsage, UsageError } from '../../server/src/commandLine/usage';
import { drillCommand } from './drill';
import { definitionOf, PRESET_FOLDER } from './folder';
import { type Option, parse, type Setting } from './setting';
import { Terminal } from './terminal';
import { LAB_USAGE } from './usage';

/** Milliseconds that `status` waits for every node to tell. */
const STATUS_LIMIT = 10_000;

/** Which options each command takes, besides those of all. */
const COMMANDS: Readonly<Record<string, readonly Option[]>> = {
  scaffold: ['template', 'base-image'],
  up: [],
  status: [],
  drill: ['target', 'rate', 'max-gap', 'max-lost', 'tries', 'save', 'list'],
  heal: [],
  down: ['images'],
};

const ACTIONS: Readonly<Record<string, (setting: Setting) => Promise<number>>> = {
  async scaffold({ values, terminal, signal }) {
    const { template, 'base-image': baseImage } = values;
    const known: readonly string[] = LAB_TEMPLATES.map(({ id }) => id);
    if (template !== undefined && !known.includes(template)) {
      throw new UsageError(`there is no template "${template}"; there are ${known.join(' and ')}`);
    }
    if (baseImage !== undefined && !/^[\w.:/@-]+$/.test(baseImage)) {
      throw new UsageError(`"${baseImage}" is no name of an image`);
    }
    const made = await scaffold({
      templates: resolve(__dirname, '../lab-templates'),
      template,
      folder: resolve(values.folder ?? PRESET_FOLDER),
      shape: baseImage === undefined ? {} : { baseImage },
      engine: await connect({ signal }),
      signal,
    });
    const lines = [made.file, ...made.notes, ...made.kept.map((file) => `${file} was there and is kept`)];
    terminal.print(made, `${lines.join('\n')}\n`);
    return 0;
  },

  async up({ plan: read, terminal, signal }) {
    const plan = await read();
    await new Lab(await connect({ signal }), plan).up({ signal, progress: terminal.progress });
    terminal.print(
      { project: plan.project, up: true },
      `${plan.project} runs: ${plan.vips[0]?.address ?? ''} answers\n`,
    );
    return 0;
  },

  async status({ plan: read, terminal, signal }) {
    const plan = await read();
    const watch = watchLab(() => connect({ signal }), plan);
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(STATUS_LIMIT)]);
      const told = watch.until(
        ({ phase, trouble, nodes }) =>
          trouble !== undefined || (phase !== 'unknown' && nodes.every((node) => node.watch !== 'connecting')),
        limit,
      );
      await told.catch((error: unknown) => {
        // What is known by then is told; a node that says nothing is a part of that.
        if (signal.aborted) throw error;
      });
      const { state } = watch;
      if (state.trouble) throw state.trouble;
      const lines = [
        `${state.project}: ${state.phase}`,
        ...state.nodes.map(({ name, role, status, address }) => `${name}  ${role}  ${address}  ${status}`),
        ...state.vips.map(({ address, verdict }) => `${address}  ${verdictText(verdict)}`),
        ...(state.fault ? [`fault: ${state.fault.title} on ${state.fault.target} (haconf lab heal)`] : []),
        ...state.problems.map(({ severity, message }) => `${severity}: ${message}`),
      ];
      terminal.print(state, `${lines.join('\n')}\n`);
      return state.phase === 'running' && state.problems.every(({ severity }) => severity !== 'error') ? 0 : 1;
    } finally {
      await watch.close();
    }
  },

  drill: drillCommand,

  async heal({ plan, terminal, signal }) {
    const lab = await plan();
    const mark = await heal(await connect({ signal }), lab, signal);
    terminal.print(
      { healed: mark?.id ?? null },
      mark ? `${mark.title} on ${mark.target} is healed\n` : 'no fault is active\n',
    );
    return 0;
  },

  async down({ values, plan: read, terminal, signal }) {
    const plan = await read();
    const { images } = values;
    await new Lab(await connect({ signal }), plan).remove({ signal, progress: terminal.progress, images });
    terminal.print({ project: plan.project, removed: true }, `${plan.project} is removed\n`);
    return 0;
  },
};

/** @returns The exit status. */
export async function lab(argv: readonly string[]): Promise<number> {
  const abort = new AbortController();
  const interrupted = (): void => {
    abort.abort();
  };
  // Everything is taken back before the process ends; a second Ctrl-C ends it at once.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, interrupted);
  const terminal = new Terminal();
  try {
    const { values, name, words, given } = parse(argv);
    if (values.help || name === 'help') {
      process.stdout.write(LAB_USAGE);
      return 0;
    }
    if (name === undefined) throw new UsageError('haconf lab: no command given');
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (!action) throw new UsageError(`haconf lab has no command "${name}"`);
    const foreign = given.find((option) => ![...COMMANDS[name]!, 'folder', 'format'].includes(option));
    if (foreign !== undefined) throw new UsageError(`haconf lab ${name} takes no --${foreign}`);
    if (words.length > 0 && name !== 'drill') throw new UsageError(`haconf lab ${name} takes no "${words[0]}"`);
    if (!/^(?:text|json)$/.test(values.format)) throw new UsageError(`there is no format "${values.format}"`);
    terminal.json = values.format === 'json';
    const plan = async () => readPlan(definitionOf(values.folder));
    return await action({ values, plan, words, terminal, signal: abort.signal });
  } catch (error) {
    terminal.clear();
    if (isUsage(error)) {
      process.stderr.write(`haconf: ${error.message}\nhaconf lab --help says how it is used\n`);
      return 2;
    }
    if (!(error instanceof LabError)) throw error;
    process.stderr.write(`haconf: ${error.message} ${error.action}`.trimEnd() + '\n');
    return abort.signal.aborted ? 130 : 1;
  } finally {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, interrupted);
  }
}

import { URI } from 'vscode-uri';
import { ComposeVersions } from '../composeVersions';
import type { Language } from '../core/language';
import { disk } from '../disk';
import { Engine } from '../engine';
import { processorsOfHaproxy } from '../machine';
import { clustersOf } from '../pairs/finding';
import { defaultSettings } from '../settings';
import { supported } from '../versions';
import { fileNames, type Input, readInputs } from './inputs';
import { jsonReport, type Report, sarifReport, textReport } from './reports';
import { UsageError } from './usage';

export interface CheckOptions {
  readonly format: string;
  /** Version by language, as asked for. */
  readonly versions: Readonly<Record<Language['id'], string | undefined>>;
  readonly language: string | undefined;
  readonly fileList: string | undefined;
  readonly together: boolean;
}

const REPORTS: Readonly<Record<string, (reports: readonly Report[], colour: boolean) => string>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
};

/** `haconf check`: prints what the rules find. Answers the exit status. */
export function check(positionals: readonly string[], options: CheckOptions): number {
  const write = REPORTS[options.format];
  if (!write) throw new UsageError(`there is no format "${options.format}"`);
  const files = fileNames(positionals, options.fileList, options.language);
  const engine = new Engine({ files: disk, autoVersion: versionFor(options), processors: () => processorsOfHaproxy() });
  engine.configure(defaultSettings, [URI.file(process.cwd())]);
  let status: 0 | 1 | 2 = 0;
  const reports: Report[] = [];
  const refuse = (message: string): void => {
    process.stderr.write(`haconf: ${message}\n`);
    status = 2;
  };
  const inputs = readInputs(files, options.language, refuse);
  for (const report of options.together ? checkTogether(engine, [...inputs]) : checkEach(engine, inputs)) {
    reports.push(report);
    if (status === 0 && report.findings.some((finding) => finding.severity === 'error')) status = 1;
  }
  process.stdout.write(write(reports, process.stdout.isTTY && process.env['NO_COLOR'] === undefined));
  return status;
}

function* checkEach(engine: Engine, inputs: Iterable<Input>): Generator<Report> {
  for (const { file, uri, language, text } of inputs) {
    engine.open(uri, language.id, text);
    yield { file, language, findings: engine.diagnose(uri) };
    engine.close(uri);
  }
}

function* checkTogether(engine: Engine, inputs: readonly Input[]): Generator<Report> {
  for (const { uri, language, text } of inputs) engine.open(uri, language.id, text);
  const uris = (id: Language['id']): string[] =>
    inputs.filter((input) => input.language.id === id).map((input) => input.uri);
  engine.group(uris('haproxy'));
  for (const nodes of clustersAmong(uris('keepalived'))) engine.cluster(nodes);
  engine.site(inputs.map((input) => input.uri));
  for (const { file, uri, language } of inputs) yield { file, language, findings: engine.diagnose(uri) };
}

/** The nodes of one cluster, unless their names tell several apart. */
function clustersAmong(uris: readonly string[]): string[][] {
  const groups = clustersOf(uris);
  if (groups.length < 2) return [[...uris]];
  const rest = uris.filter((uri) => !groups.some((group) => group.includes(uri)));
  return [...groups, rest];
}

/** As asked for; else that of a Compose file beside the file (or above it, below the current folder); else the default. */
function versionFor({ versions }: CheckOptions): (uri: string, language: Language) => string {
  const roots = [URI.file(process.cwd())];
  const compose = new ComposeVersions(disk, () => roots);
  const noted = new Set<string>();
  return (uri, language) => {
    const asked = versions[language.id];
    if (asked !== undefined && !/^\d+\.\d+(\.\d+)*$/.test(asked)) {
      throw new UsageError(`"${asked}" is not a version of ${language.label}`);
    }
    const chosen = asked === undefined ? compose.find(uri, language) : supported(language, asked, 'the command line');
    if (chosen?.found !== undefined && !noted.has(chosen.found)) {
      noted.add(chosen.found);
      process.stderr.write(`haconf: ${language.label} ${chosen.found} is not known: read as ${chosen.version}\n`);
    }
    return chosen?.version ?? language.defaultVersion;
  };
}

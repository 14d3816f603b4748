import { isAbsolute } from 'node:path';
import { URI } from 'vscode-uri';
import { version } from '../about';
import type { Language, Severity } from '../core/language';
import { languages } from '../engine';
import type { Diagnosis } from '../features/diagnostics';

/** What was found in one file. */
export interface Report {
  /** As given on the command line. */
  readonly file: string;
  readonly language: Language;
  readonly findings: readonly Diagnosis[];
}

const COLOURS: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36, hint: 90 };

/** `file:line:column: severity[rule] message`, one line each, counted from 1. */
export function textReport(reports: readonly Report[], colour: boolean): string {
  const paint = (text: string, code: number): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines: string[] = [];
  for (const { file, findings } of reports) {
    for (const { range, severity, rule, message } of findings) {
      const place = `${file}:${range.start.line + 1}:${range.start.character + 1}:`;
      lines.push(`${place} ${paint(severity, COLOURS[severity])}[${rule}] ${message}\n`);
    }
  }
  return lines.join('');
}

/** One array with an object per file; lines and columns from 0, as in the language server protocol. */
export function jsonReport(reports: readonly Report[]): string {
  const out = reports.map(({ file, language, findings }) => ({
    file,
    language: language.id,
    diagnostics: findings.map(({ severity, rule, message, range }) => ({ severity, code: rule, message, range })),
  }));
  return `${JSON.stringify(out)}\n`;
}

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

/** A relative path stays one, so that the report is of use on other machines. */
function addressOf(file: string): string {
  return isAbsolute(file) ? URI.file(file).toString() : file.split(/[\\/]/).map(encodeURIComponent).join('/');
}

/** SARIF 2.1.0. */
export function sarifReport(reports: readonly Report[]): string {
  const rules = [...new Map(languages.flatMap((language) => language.rules.map((rule) => [rule.id, rule]))).values()];
  const indexes = new Map(rules.map((rule, i) => [rule.id, i]));
  const results = reports.flatMap(({ file, findings }) =>
    findings.map(({ rule, severity, message, range: { start, end } }) => ({
      ruleId: rule,
      ruleIndex: indexes.get(rule),
      level: LEVELS[severity],
      message: { text: message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: addressOf(file) },
            region: {
              startLine: start.line + 1,
              startColumn: start.character + 1,
              endLine: end.line + 1,
              endColumn: end.character + 1,
            },
          },
        },
      ],
    })),
  );
  const driver = {
    name: 'haconf',
    version,
    rules: rules.map((rule) => ({
      id: rule.id,
      shortDescription: { text: rule.title },
      help: { text: rule.docs, markdown: rule.docs },
      defaultConfiguration: { level: LEVELS[rule.severity] },
    })),
  };
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log)}\n`;
}

import { ASKED, configuration } from './settingsCases';

/** A configuration with lines that HAProxy warns of, each marked by `#!` at its end, in all versions of `warnedBy` and in no others. */
export interface WarningCase {
  readonly text: string;
  readonly warnedBy: readonly string[];
  /** Which rule says so. */
  readonly rule: string;
}

/** Sections are divided by `;`, their lines by `|`. */
const given = (rule: string, warnedBy: readonly string[], ...texts: readonly string[]): WarningCase[] =>
  texts.map((text) => ({ text: configuration(text), warnedBy, rule }));

const backend = (lines: string): string => `backend b| ${lines}| server a 192.0.2.1:80`;
const frontend = (lines: string): string => `frontend f| bind :18080| ${lines}`;
const tcp = 'timeout client 5s| timeout connect 5s| timeout server 5s';

export const warningCases: readonly WarningCase[] = [
  ...given(
    'ignored-keyword',
    ASKED,
    ...['maxconn 10 #!', 'timeout client 5s #!', 'log-format "%ci" #!', 'max-session-srv-conns 3 #!'].map(backend),
    ...['timeout server 5s #!', 'timeout queue 5s #!', 'fullconn 10 #!'].map(frontend),
  ),
  ...given(
    'ignored-keyword',
    [],
    ...['maxconn 10', 'max-session-srv-conns 3', 'hash-balance-factor 150'].map(frontend),
  ),
  ...given('ignored-keyword', [], ...['timeout server 5s', 'fullconn 10', 'transparent'].map(backend)),
  ...given(
    'needs-http-mode',
    ASKED,
    ...['redirect location / #!', 'monitor-uri /up #!', 'option originalto #!', 'option http-no-delay #!'].map((line) =>
      frontend(`mode tcp| ${line}`),
    ),
    'backend b| mode tcp| server a 192.0.2.1:80 cookie x #!',
    `defaults| mode http| option forwardfor| stats enable| ${tcp}; backend b #!| mode tcp| server a 192.0.2.1:80`,
    `defaults| mode http| balance uri| ${tcp}; backend b #!| mode tcp| server a 192.0.2.1:80`,
    `defaults| mode http| cookie x insert| ${tcp}; backend b #!| mode tcp| server a 192.0.2.1:80`,
    `defaults| mode http| monitor-uri /up| ${tcp}; frontend f #!| mode tcp| bind :18080`,
  ),
  ...given(
    'needs-http-mode',
    [],
    `defaults| mode http| option checkcache| ${tcp}; backend b| mode tcp| no option checkcache| server a 192.0.2.1:80`,
    `defaults| mode http| balance uri| ${tcp}; backend b| mode tcp| balance roundrobin| server a 192.0.2.1:80`,
    `defaults| mode http| cookie x insert| option checkcache| ${tcp}; frontend f| mode tcp| bind :18080`,
  ),
];

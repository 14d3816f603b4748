/** LabState -> the text of the status bar item. Pure. */
import type { LabState, VipState } from '../lab/state';
import { verdictText } from '../lab/verdict';
import { adviceFor } from './advice';
import { faultText } from './drills/words';
import type { LabView } from './nodes';
import { counted, plain } from './row';

export interface StatusText {
  /** With codicons: `$(location) VIP on mylb1`. */
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly severity: 'fine' | 'warning' | 'error';
}

const mild: readonly VipState['verdict']['kind'][] = ['held', 'unknown', 'stale', 'orphan'];

function isLive(state: LabState | undefined): state is LabState {
  return state?.phase === 'running' || state?.phase === 'partial';
}

/** Undefined when there is no lab. Of several labs the one in trouble is told of, else the first that runs. */
export function statusOf(labs: readonly LabView[]): StatusText | undefined {
  if (labs.length === 0) return undefined;
  const busy = labs.find((lab) => lab.busy !== undefined);
  if (busy) return fine(`$(loading~spin) HA Lab: ${busy.busy ?? ''}`, 'Click to see its nodes.');
  const live = labs.map(({ state }) => state).filter(isLive);
  const faulty = live.find(({ fault }) => fault !== undefined);
  if (faulty?.fault) {
    return { ...liveText(faulty), text: `$(flame) Fault: ${faultText(faulty.fault)}`, severity: 'warning' };
  }
  const chosen = live.find(({ problems }) => problems.some(({ severity }) => severity === 'error')) ?? live[0];
  if (chosen) return liveText(chosen);
  const known = labs.some(({ state }) => state !== undefined && state.phase !== 'unknown');
  return fine(known ? '$(server-environment) HA Lab: not running' : '$(server-environment) HA Lab', 'Click to see it.');
}

function fine(text: string, tooltip: string): StatusText {
  return { text, tooltip, severity: 'fine' };
}

function liveText(state: LabState): StatusText {
  const bad = state.vips.find(({ verdict }) => verdict.kind !== 'held' && verdict.kind !== 'unknown');
  const problems = state.problems.map(({ message }) => `- ${plain(message)}`);
  const tooltip = [
    `**${plain(state.project)}**`,
    '',
    ...state.vips.map(({ address, verdict }) => `- ${plain(`VIP ${address}: ${verdictText(verdict)}`)}`),
    ...problems,
  ].join('\n');
  if (state.trouble)
    return { text: '$(debug-disconnect) HA Lab: Docker does not answer', tooltip, severity: 'warning' };
  if (bad) {
    const name = adviceFor(bad.verdict)?.name.toLowerCase() ?? verdictText(bad.verdict);
    const severity = mild.includes(bad.verdict.kind) ? 'warning' : 'error';
    return { text: `$(warning) VIP: ${name}`, tooltip, severity };
  }
  const holders = state.vips.flatMap(({ verdict }) => (verdict.kind === 'held' ? [verdict.holder] : []));
  const holder = holders.length > 0 ? `VIP on ${[...new Set(holders)].join(', ')}` : 'VIP: looking';
  const others = problems.length > 0 ? ` $(warning) ${counted(problems.length, 'problem')}` : '';
  return { text: `$(location) ${holder}${others}`, tooltip, severity: 'fine' };
}

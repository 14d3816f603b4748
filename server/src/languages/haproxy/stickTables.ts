import { checkTime } from './units';

/** What a stick table can keep, with what follows a name in parentheses (manual, chapter 11.1). */
const DATA: Readonly<Record<string, 'none' | 'period' | 'count' | 'count-period'>> = {
  server_id: 'none',
  server_key: 'none',
  gpt: 'count',
  gpt0: 'none',
  gpc: 'count',
  gpc_rate: 'count-period',
  gpc0: 'none',
  gpc0_rate: 'period',
  gpc1: 'none',
  gpc1_rate: 'period',
  conn_cnt: 'none',
  conn_cur: 'none',
  conn_rate: 'period',
  sess_cnt: 'none',
  sess_rate: 'period',
  http_req_cnt: 'none',
  http_req_rate: 'period',
  http_err_cnt: 'none',
  http_err_rate: 'period',
  http_fail_cnt: 'none',
  http_fail_rate: 'period',
  bytes_in_cnt: 'none',
  bytes_in_rate: 'period',
  bytes_out_cnt: 'none',
  bytes_out_rate: 'period',
  glitch_cnt: 'none',
  glitch_rate: 'period',
};

/** What is wrong with the data types behind "store". */
export function checkStore(text: string): string | undefined {
  const open = /([\w-]+)\([^()]*(\(|$)/.exec(text)?.[1];
  if (open !== undefined) return `The closing parenthesis of "${open}(" is missing.`;
  for (const [, name, , args] of text.matchAll(/([^,()]+)(\(([^()]*)\)?)?,?/g)) {
    const takes = DATA[name!.trim()];
    if (takes === undefined) return `A stick table cannot store "${name!}".`;
    if (takes === 'none') continue;
    const [first, second] = (args ?? '').split(',') as [string, string | undefined];
    if (first === '')
      return `"${name!}" needs ${takes === 'period' ? 'a period' : 'a number'} in parentheses, such as "${name!}(${EXAMPLES[takes]})".`;
    const period = takes === 'period' ? first : takes === 'count-period' ? second : undefined;
    const wrong = period === undefined ? undefined : checkTime(period, 'ms');
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

const EXAMPLES = { period: '10s', count: '2', 'count-period': '2,10s' } as const;

import { describe, expect, test } from 'vitest';
import { judges } from '../support/haproxyProgram';
import { ASKED } from '../support/settingsCases';
import { warningCases } from '../support/warningCases';

/** One-based lines that are marked in a text. */
const marked = (text: string): number[] =>
  text.split('\n').flatMap((line, index) => (line.endsWith('#!') ? [index + 1] : []));

describe.each(judges(ASKED).map((program) => [program.version, program] as const))('HAProxy %s', (version, program) => {
  const verdicts = program.judge(warningCases.map(({ text }) => text));

  test.each(warningCases.map((one, index) => [one.text, one, index] as const))('%s', (text, { warnedBy }, index) => {
    const { accepted, messages } = verdicts[index]!;
    const places = messages.map((message) =>
      Number(/\[\d+:(\d+)\]| at \d+:(\d+)/.exec(message)?.slice(1).find(Boolean)),
    );
    expect({ accepted, messages, warned: messages.length > 0 }).toEqual({
      accepted: true,
      messages,
      warned: warnedBy.includes(version),
    });
    // Some warnings tell the proxy alone.
    for (const line of places.filter((one) => !Number.isNaN(one))) expect(marked(text)).toContain(line);
  });
});

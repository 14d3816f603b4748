import { describe, expect, test } from 'vitest';
import { judges } from '../support/haproxyProgram';
import { ASKED, settingsCases } from '../support/settingsCases';

describe.each(judges(ASKED).map((program) => [program.version, program] as const))('HAProxy %s', (version, program) => {
  const verdicts = program.judge(settingsCases.map(({ text }) => text));

  test.each(settingsCases.map((one, index) => [one.text, one, index] as const))('%s', (_text, { refusedBy }, index) => {
    const { accepted, messages } = verdicts[index]!;
    expect({ accepted, messages: accepted ? [] : messages }).toEqual({
      accepted: !refusedBy.includes(version),
      messages: accepted ? [] : messages,
    });
  });
});

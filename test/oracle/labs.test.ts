/** New labs of other sizes and with other kinds of VRRP, before the real programs of three Debian generations. */
import { expect, test } from 'vitest';
import { programs as haproxies } from '../support/haproxyProgram';
import { programs as keepaliveds } from '../support/keepalivedProgram';
import { withShapedLabs } from '../support/labShapes';

test('a lab of any shape is accepted by HAProxy and keepalived', async () => {
  await withShapedLabs((labs) => {
    // More nodes only repeat what three have.
    const small = labs.filter(({ plan }) => plan.nodes.filter(({ role }) => role === 'load-balancer').length <= 3);
    const all = small.flatMap(({ configurations }) => [...configurations]);
    const texts = (program: string) => [
      ...new Set(all.filter(([path]) => path.startsWith(program)).map(([, text]) => text)),
    ];
    // The certificate is made for each lab; a lab that runs has it.
    const proxies = texts('haproxy/').map((text) => text.replace(' ssl crt /etc/ssl/lab/lab.pem alpn h2,http/1.1', ''));
    expect([haproxies().length, keepaliveds().length].every((count) => count >= 3)).toBe(true);
    for (const [programs, judged] of [
      [haproxies(), proxies],
      [keepaliveds(), texts('keepalived/')],
    ] as const) {
      for (const program of programs) {
        const verdicts = program.judge(judged);
        const refused = verdicts.flatMap(({ accepted, messages }, index) =>
          accepted && messages.length === 0 ? [] : [`${program.name}: ${messages.join('; ')}\n${judged[index]}`],
        );
        expect(refused).toEqual([]);
      }
    }
  });
});

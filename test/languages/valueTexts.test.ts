import type { MarkupContent } from 'vscode-languageserver-types';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../server/src/engine';
import { marked } from '../support/marked';

const uri = 'file:///file';

describe('values of enumerations are explained', () => {
  test.each([
    ['haproxy', 'backend x\n    balance round‸robin\n', 'Each server in turn, by weight.'],
    ['haproxy', 'backend x\n    mode ht‸tp\n', 'Requests and responses are understood'],
    ['haproxy', 'backend x\n    server a 192.0.2.1:80 ssl verify no‸ne\n', 'Any certificate is believed.'],
    ['haproxy', 'frontend x\n    bind :443 ssl crt a verify no‸ne\n', 'Clients are not asked'],
    ['keepalived', 'virtual_server 192.0.2.1 80 {\n    lb_algo wl‸c\n}\n', 'fewest connections for its weight'],
    ['keepalived', 'vrrp_instance a {\n    state MAS‸TER\n}\n', 'Starts as master'],
  ] as const)('%s: %j in a hover', (language, text, expected) => {
    const engine = new Engine();
    const { text: plain, position } = marked(text);
    engine.open(uri, language, plain);
    const { value } = engine.hover(uri, position)!.contents as MarkupContent;
    expect(value).toContain(expected);
  });

  test.each([
    ['haproxy', 'backend x\n    balance ‸\n', 'leastconn', 'fewest connections'],
    ['haproxy', 'backend x\n    server a 192.0.2.1:80 on-error ‸\n', 'mark-down', 'Takes the server out at once.'],
    ['keepalived', 'virtual_server 192.0.2.1 80 {\n    lb_kind ‸\n}\n', 'DR', 'Direct routing'],
  ] as const)('%s: %j in completion', (language, text, label, expected) => {
    const engine = new Engine();
    const { text: plain, position } = marked(text);
    engine.open(uri, language, plain);
    const items = engine.complete(uri, { position, afterSpace: false, snippets: false });
    const item = items.find((one) => one.label === label);
    expect((item?.documentation as MarkupContent | undefined)?.value).toContain(expected);
  });
});

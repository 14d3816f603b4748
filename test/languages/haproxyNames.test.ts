import { describe, expect, test } from 'vitest';
import { Engine } from '../../server/src/engine';
import { edited, editedFile } from '../support/edits';
import { marked } from '../support/marked';

const uri = 'file:///haproxy.cfg';
const config = `frontend web
    bind :80
    acl is_api path_beg /api
    acl is_api path_beg /v2
    http-request track-sc0 src table app
    use_backend app if !is_api { nbsrv(app) gt 0 }
    default_backend "app"

backend app
    stick-table type ip size 1m expire 10s store gpc0
    use-server s1 if { srv_is_up(other/s1) }
    server s1 192.0.2.1:80 track other/s1

backend other
    server s1 192.0.2.2:80 check
`;

/** The configuration after the name at the cursor, put before `anchor`, is given another. */
function renamed(anchor: string, newName: string): string {
  const { text, position } = marked(config.replace(anchor, anchor.replace(/(\S+)$/, '‸$1')));
  const engine = new Engine();
  engine.open(uri, 'haproxy', text, '3.2');
  return editedFile(uri, text, engine.rename(uri, position, newName));
}

describe('renaming', () => {
  test('a backend: its uses in rules, expressions and tables', () => {
    expect(renamed('backend app\n'.trim(), 'site')).toBe(config.replace(/\bapp\b/g, 'site'));
  });

  test('a backend that is named before a server of its own', () => {
    expect(renamed('backend other', 'spare')).toBe(config.replace(/\bother\b/g, 'spare'));
  });

  test('a server: in its backend, and behind the name of its backend elsewhere', () => {
    expect(renamed('server s1 192.0.2.2:80'.replace(' 192.0.2.2:80', ''), 'a')).toBe(
      config.replace('use-server s1', 'use-server a').replace('server s1 192.0.2.1', 'server a 192.0.2.1'),
    );
  });

  test('an ACL: every line that adds to it', () => {
    expect(renamed('acl is_api', 'api')).toBe(config.replaceAll('is_api', 'api'));
  });
});

test('a misspelt server is mended where it stands, whatever stands before it', () => {
  const text = config.replace('track other/s1', 'track other/sl').replace('use-server s1', 'use-server s2');
  const engine = new Engine();
  engine.open(uri, 'haproxy', text, '3.2');
  const edits = engine.diagnose(uri).flatMap((found) => found.fixes?.[0]?.edits ?? []);
  expect(
    edited(
      text,
      edits.map(({ range, text: newText }) => ({ range, newText })),
    ),
  ).toBe(config);
});

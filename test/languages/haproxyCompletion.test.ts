import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../server/src/engine';
import { edited } from '../support/edits';
import { marked } from '../support/marked';

const uri = 'file:///haproxy.cfg';
const head = 'listen web\n    bind :80\n    acl is_api path_beg /api\n';

function items(line: string): { text: string; found: CompletionItem[] } {
  const { text, position } = marked(`${head}    ${line}`);
  const engine = new Engine();
  engine.open(uri, 'haproxy', text, '3.2');
  return { text, found: engine.complete(uri, { position, afterSpace: false, snippets: false }) };
}

const labels = (line: string): string[] => items(line).found.map((item) => item.label);

function accepted(line: string, label: string): string {
  const { text, found } = items(line);
  const edit = found.find((item) => item.label === label)!.textEdit as TextEdit;
  return edited(text, [edit]).slice(head.length + 4);
}

describe('completion of what the schema alone does not tell', () => {
  test.each([
    ['http-request deny ‸', ['if', 'unless', 'deny_status']],
    ['http-request deny if ‸', ['is_api', 'TRUE']],
    ['http-request deny if is_api ‸', ['is_api']],
    ['balance ‸', ['roundrobin', 'leastconn', 'hash']],
    ['http-request deny if { ‸', ['path_beg', 'src', 'hdr']],
    ['http-request deny if { path -m ‸', ['beg', 'reg']],
    ['http-request deny deny_status 403 if ‸', ['is_api']],
    ['acl x ‸', ['path_beg', 'src']],
    ['acl x path,‸', ['lower', 'field']],
    ['http-request set-header X-A %[‸', ['src', 'req.hdr']],
    ['http-request set-header X-A %[src,‸', ['ipmask']],
    ['errorfile ‸', ['503']],
  ])('%s', (line, expected) => {
    expect(labels(line)).toEqual(expect.arrayContaining(expected));
  });

  test('criteria only where one may begin', () => {
    expect(labels('http-request deny if { path_beg ‸')).not.toContain('path_beg');
    expect(labels('http-request set-header X-A plain‸')).toEqual([]);
    expect(labels('http-request deny if ‸')).not.toContain('path_beg');
  });

  test('replaces the part of the word that it completes', () => {
    expect(accepted('acl x path,lo‸', 'lower')).toBe('acl x path,lower');
    expect(accepted('http-request set-header X-A %[req.hdr(host),lo‸', 'lower')).toBe(
      'http-request set-header X-A %[req.hdr(host),lower',
    );
    expect(accepted('http-request deny if !is‸', 'is_api')).toBe('http-request deny if !is_api');
  });
});

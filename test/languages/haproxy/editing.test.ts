import { describe, expect, test } from 'vitest';
import { complete } from '../../../server/src/features/completion';
import { hover } from '../../../server/src/features/hover';
import { haproxy } from '../../../server/src/languages/haproxy';
import { edited } from '../../support/edits';
import { marked } from '../../support/marked';
import { openDocument } from '../../../server/src/documents';
import type { View } from '../../../server/src/features/view';
import { viewOf } from '../../support/toy';

const HEAD = 'frontend web\n    acl is_api path_beg /api\n    acl lan src 10.0.0.0/8\n';

const view = (text: string): View => viewOf(openDocument('file:///haproxy.cfg', haproxy, text, haproxy.defaultVersion));

function items(line: string): ReturnType<typeof complete> {
  const { text, position } = marked(`${HEAD}    ${line}\n`);
  return complete(view(text), { position, afterSpace: false, snippets: false });
}

const labels = (line: string): string[] => items(line).map((item) => item.label);

/** The line after the item was chosen. */
function chosen(line: string, label: string): string {
  const { text } = marked(`${HEAD}    ${line}\n`);
  const item = items(line).find((one) => one.label === label)!;
  return edited(text, [item.textEdit as { range: never; newText: string }])
    .split('\n')[3]!
    .trim();
}

describe('completion', () => {
  test('behind if: the ACLs of the section, and the predefined ones', () => {
    expect(labels('http-request deny if ‸')).toEqual(expect.arrayContaining(['is_api', 'lan', 'TRUE', '{ }']));
    expect(chosen('http-request deny if !l‸', 'lan')).toBe('http-request deny if !lan');
    expect(chosen('use_backend b unless is_api or l‸', 'lan')).toBe('use_backend b unless is_api or lan');
  });

  test('behind what is complete: if and unless', () => {
    expect(labels('http-request set-header A b ‸')).toEqual(['if', 'unless']);
    expect(labels('http-request deny ‸')).toEqual(expect.arrayContaining(['deny_status', 'if', 'unless']));
  });

  test('in braces: fetches, then converters, flags and matching methods', () => {
    expect(labels('http-request deny if { ‸')).toEqual(expect.arrayContaining(['src', 'path', 'path_beg', 'req.hdr']));
    expect(labels('http-request deny if { path,‸')).toEqual(expect.arrayContaining(['lower', 'field']));
    expect(chosen('http-request deny if { path,lo‸ }', 'lower')).toBe('http-request deny if { path,lower }');
    expect(labels('http-request deny if { path -‸')).toContain('-m');
    expect(labels('http-request deny if { path -m ‸')).toEqual(expect.arrayContaining(['beg', 'found', 'reg']));
    expect(labels('acl x ‸')).toContain('ssl_fc');
  });

  test('in log formats: variables and expressions', () => {
    expect(labels('log-format %‸')).toEqual(expect.arrayContaining(['ci', 'ST']));
    expect(chosen('http-request set-header A %[pa‸', 'path')).toBe('http-request set-header A %[path');
    expect(chosen('http-request set-header A "a %[path,up‸]"', 'upper')).toBe(
      'http-request set-header A "a %[path,upper]"',
    );
  });

  test('in the arguments of rules: expressions', () => {
    expect(labels('http-request set-var(txn.a) ‸')).toContain('req.hdr');
    expect(labels('http-request track-sc0 src ‸')).toEqual(expect.arrayContaining(['table', 'if']));
  });
});

describe('hover', () => {
  function shown(line: string): string | undefined {
    const { text, position } = marked(`${HEAD}    ${line}\n`);
    const found = hover(view(text), position);
    return found && (found.contents as { value: string }).value;
  }

  test('fetches and converters: what they take and give', () => {
    expect(shown('acl x req.h‸dr(host),lower -m beg a')).toMatch(/req\.hdr\(\[string, integer\]\)[^]*gives text/);
    expect(shown('acl x req.hdr(host),lo‸wer -m beg a')).toMatch(/Converter: takes text and gives text/);
    expect(shown('http-request deny if { path_‸beg /a }')).toMatch(/stands for `path -m beg`/);
    expect(shown('http-request set-header A "%[sr‸c]"')).toMatch(/gives an address[^]*7\.3\.3-src/);
  });

  test('keywords: our text and the place in the manual', () => {
    const text = shown('timeout cl‸ient 30s');
    expect(text).toContain('timeout client');
    expect(text).toContain('configuration.html#4.2-timeout%20client');
  });
});

import { describe, expect, test } from 'vitest';
import { URI } from 'vscode-uri';
import { ComposeVersions, imagesOf } from '../../server/src/composeVersions';
import { detectLanguage, languageOfPath } from '../../server/src/detect';
import { languageById, languages } from '../../server/src/engine';
import { defaultSettings, settingsOf } from '../../server/src/settings';
import { supported, versionInOutput, versionOfImage } from '../../server/src/versions';

const haproxy = languageById('haproxy')!;
const keepalived = languageById('keepalived')!;

describe('which language a file is in', () => {
  test.each([
    ['/x/haproxy.cfg', 'haproxy'],
    ['/x/haproxy-prod.cfg', 'haproxy'],
    ['/x/site.haproxy', 'haproxy'],
    ['/etc/haproxy/conf.d/site.cfg', 'haproxy'],
    ['C:\\lab\\haproxy\\site.cfg', 'haproxy'],
    ['/x/keepalived.conf', 'keepalived'],
    ['/x/keepalived-master.conf', 'keepalived'],
    ['/etc/keepalived/conf.d/a.conf', 'keepalived'],
    ['/x/setup.cfg', undefined],
    ['/x/nginx.conf', undefined],
    ['/x/myhaproxy.cfg', undefined],
  ])('%s', (path, language) => {
    expect(languageOfPath(path)).toBe(language);
  });

  test.each([
    ['/x/lb.txt', '# one\nglobal\n  daemon\n', 'haproxy'],
    ['/x/lb.conf', 'frontend web\n  bind :80\n', 'haproxy'],
    ['/x/lb.txt', '! one\nvrrp_instance VI_1 {\n', 'keepalived'],
    ['/x/lb.txt', 'a global view of the cache\n', undefined],
    ['/x/lb.cfg', '', 'haproxy'],
  ])('%s holding %j', (path, text, language) => {
    expect(detectLanguage(path, text)).toBe(language);
  });
});

describe('versions', () => {
  test.each([
    ['2.6', '2.6', undefined],
    ['2.6.12', '2.6', undefined],
    ['1.8.30', '2.4', '1.8.30'],
    ['9.9', '3.4', '9.9'],
  ])('HAProxy %s is read as %s', (found, version, clamped) => {
    expect(supported(haproxy, found, 'test')).toMatchObject({ version, ...(clamped && { found: clamped }) });
  });

  test.each([
    ['haproxy', 'haproxy:2.8', '2.8'],
    ['haproxy', 'docker.io/library/haproxy:3.0.5-alpine', '3.0.5'],
    ['haproxy', 'haproxytech/haproxy-ubuntu:2.6', '2.6'],
    ['haproxy', 'haproxy:latest', undefined],
    ['keepalived', 'osixia/keepalived:2.0.20', '2.0.20'],
    ['haproxy', 'debian:trixie-slim', '3.0'],
    ['keepalived', 'mirror.example/debian:bookworm', '2.2'],
    ['haproxy', 'nginx:1.27', undefined],
  ] as const)('%s in image %s', (id, image, version) => {
    expect(versionOfImage(id, image)).toBe(version);
  });

  test('in what the programs print', () => {
    expect(versionInOutput('HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/')).toBe('2.6.12');
    expect(versionInOutput('HA-Proxy version 2.4.1 2021/06/17')).toBe('2.4.1');
    expect(versionInOutput('Keepalived v2.2.7 (01/16,2022)\n')).toBe('2.2.7');
    expect(versionInOutput('not found')).toBeUndefined();
  });

  test('of images and build arguments of a Compose file', () => {
    const text = `x-build: &build
  args: { BASE_IMAGE: 'debian:trixie-slim' }
services:
  web: { image: 'nginx:1.27' }
  lb: { build: { <<: *build, context: . } }
  old: { build: { args: ['BASE=debian:bookworm'] } }
`;
    expect(imagesOf(text)).toEqual(['nginx:1.27', 'debian:trixie-slim', 'debian:bookworm']);
    expect(imagesOf('a: [')).toEqual([]);
    expect(imagesOf('a: *nothing')).toEqual([]);
    expect(imagesOf('')).toEqual([]);
  });

  test('of the nearest Compose file, not above the workspace', () => {
    const files: Record<string, string> = {
      '/w/lab/compose.yaml': "services: { lb: { image: 'haproxy:2.8' } }",
      '/compose.yaml': "services: { lb: { image: 'haproxy:2.4' } }",
    };
    const source = {
      read: (uri: string) => files[URI.parse(uri).path],
      list: (uri: string) => {
        const folder = URI.parse(uri).path.replace(/\/?$/, '/');
        return Object.keys(files)
          .filter((path) => path.startsWith(folder))
          .map((path) => path.slice(folder.length));
      },
    };
    const compose = new ComposeVersions(source, () => [URI.file('/w')]);
    expect(compose.find('file:///w/lab/haproxy/haproxy.cfg', haproxy)?.version).toBe('2.8');
    expect(compose.find('file:///w/other/haproxy.cfg', haproxy)).toBeUndefined();
    expect(compose.find('file:///w/lab/keepalived.conf', keepalived)).toBeUndefined();
  });
});

describe('settings', () => {
  test('what cannot be used is complained of and left at its default', () => {
    const complaints: string[] = [];
    const given = [
      {
        version: 'newest',
        rules: { 'unknown-keyword': 'loud', 'no-such-rule': 'off', 'undefined-name': 'hint' },
        together: 5,
        inlayHints: 'no',
      },
      null,
    ];
    const settings = settingsOf(languages, given, (message) => complaints.push(message));
    expect(settings).toEqual({
      ...defaultSettings,
      haproxy: { ...defaultSettings.haproxy, rules: { 'undefined-name': 'hint' } },
    });
    expect(complaints).toHaveLength(5);
  });
});

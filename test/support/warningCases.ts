import { ASKED, configuration } from './settingsCases';

/** A configuration with lines that HAProxy warns of, each marked by `#!` at its end, in all versions of `warnedBy` and in no others. */
export interface WarningCase {
  readonly text: string;
  readonly warnedBy: readonly string[];
  /** Which rule says so. */
  readonly rule: string;
}

/** Sections are divided by `;`, their lines by `|`. */
const given = (rule: string, warnedBy: readonly string[], ...texts: readonly string[]): WarningCase[] =>
  texts.map((text) => ({ text: configuration(text), warnedBy, rule }));

const backend = (lines: string): string => `backend b| ${lines}| server a 192.0.2.1:80`;
const frontend = (lines: string): string => `frontend f| bind :18080| ${lines}`;
const tcp = 'timeout client 5s| timeout connect 5s| timeout server 5s';

export const warningCases: readonly WarningCase[] = [
  ...given(
    'ignored-keyword',
    ASKED,
    ...['maxconn 10 #!', 'timeout client 5s #!', 'log-format "%ci" #!', 'max-session-srv-conns 3 #!'].map(backend),
    ...['timeout server 5s #!', 'timeout queue 5s #!', 'fullconn 10 #!'].map(frontend),
  ),
  ...given(
    'ignored-keyword',
    [],
    ...['maxconn 10', 'max-session-srv-conns 3', 'hash-balance-factor 150'].map(frontend),
  ),
  ...given('ignored-keyword', [], ...['timeout server 5s', 'fullconn 10', 'transparent'].map(backend)),
  ...given(
    'needs-http-mode',
    ASKED,
    ...['redirect location / #!', 'monitor-uri /up #!', 'option originalto #!', 'option http-no-delay #!'].map((line) =>
      frontend(`mode tcp| ${line}`),
    ),
    'backend b| mode tcp| server a 192.0.2.1:80 cookie x #!',
    `defaults| mode http| option forwardfor| stats enable| ${tcp}; backend b #!| mode tcp| server a 192.0.2.1:80`,
    `defaults| mode http| balance uri| ${tcp}; backend b #!| mode tcp| server a 192.0.2.1:80`,
    `defaults| mode http| cookie x insert| ${tcp}; backend b #!| mode tcp| server a 192.0.2.1:80`,
    `defaults| mode http| monitor-uri /up| ${tcp}; frontend f #!| mode tcp| bind :18080`,
  ),
  ...given(
    'needs-http-mode',
    [],
    `defaults| mode http| option checkcache| ${tcp}; backend b| mode tcp| no option checkcache| server a 192.0.2.1:80`,
    `defaults| mode http| balance uri| ${tcp}; backend b| mode tcp| balance roundrobin| server a 192.0.2.1:80`,
    `defaults| mode http| cookie x insert| option checkcache| ${tcp}; frontend f| mode tcp| bind :18080`,
  ),
  ...given(
    'condition-out-of-place',
    ASKED,
    ...[
      'http-response set-header a b if { path /x } #!',
      'http-response deny unless HTTP_URL_STAR #!',
      'http-request deny if { status 200 } #!',
      'http-request deny if { src 192.0.2.1 } or { res.hdr(x) -m found } #!',
      'tcp-request connection reject if { path_beg /x } #!',
      'tcp-request session reject if HTTP_1.1 #!',
      'tcp-request content reject if { status 200 } #!',
      'redirect location / if { bc_http_major 1 } #!',
      'acl up always_true| acl up status 200| http-request deny if !up #!',
      'stats admin if { status 200 } #!',
      'use_backend b if { be_id 1 } #!; backend b| server a 192.0.2.1:80',
    ].map(frontend),
    ...[
      'http-response deny if { path / } #!',
      'stick-table type ip size 1k| stick on src if { status 200 } #!',
      'stick-table type ip size 1k| stick store-response src if { path / } #!',
      'use-server a if { status 200 } #!',
      'force-persist if { res.hdr(x) -m found } #!',
      'tcp-response content reject if LOCALHOST { path / } #!',
    ].map(backend),
  ),
  ...given(
    'condition-out-of-place',
    [],
    ...[
      'http-request set-var(txn.p) path| http-response deny if { var(txn.p) -m beg /x }',
      'http-response deny if { capture.req.uri /x }',
      'http-response deny if { status 200 } { src 192.0.2.1 }',
      'monitor fail if { path /x }',
      'http-request deny if { be_id 1 }',
      'tcp-request connection reject if WAIT_END',
    ].map((line) => `listen l| bind :18080| ${line}`),
    frontend('acl late status 200| http-response deny if late'),
  ),
  ...given(
    'buffer-in-http-mode',
    ASKED,
    ...[
      'tcp-request content reject if { req.ssl_sni -i a } #!',
      'tcp-request content reject if RDP_COOKIE #!',
      'http-request deny if !REQ_CONTENT #!',
      'acl long req.len gt 5| http-request deny if long #!',
      'http-request redirect location /%[req.len] #!',
      'unique-id-format %[req.len] #!',
      'use_backend b if { req_ssl_ver 3 } #!; backend b| server a 192.0.2.1:80',
    ].map(frontend),
    ...[
      'tcp-response content accept if { res.len gt 15272 } #!',
      'use-server a if { req.payload(0,1) -m found } #!',
      'stick-table type ip size 1k| stick match src if { req.len gt 3 } #!',
      'http-response set-header a b%[res.len] #!',
    ].map(backend),
  ),
  ...given('buffer-in-http-mode', ASKED, 'backend b #!| balance hash req.len| server a 192.0.2.1:80'),
  ...given(
    'buffer-in-http-mode',
    [],
    ...[
      'mode tcp| tcp-request content reject if { req.ssl_sni -i a }',
      'http-request deny if !HTTP',
      'redirect location / if { req.len gt 5 }',
      'monitor fail if { req.len gt 5 }',
      'stats admin if { req.len gt 5 }',
    ].map(frontend),
    backend('ignore-persist if { req.len gt 3 }'),
    `${frontend('tcp-request content accept if { req.len gt 3 }| disabled')}; ${frontend('mode http').replace('f|', 'g|')}`,
  ),
  ...given(
    'repeated-setting',
    ASKED,
    ...['timeout tunnel 5s| timeout tunnel 6s #!', 'tcp-request inspect-delay 5s| tcp-request inspect-delay 5s #!'].map(
      backend,
    ),
    frontend('timeout client-fin 5s| timeout client-fin 5s #!'),
    `defaults| mode http| option httplog| log-format "%ci" #!| ${tcp}; frontend f| bind :18080| log stdout format raw daemon`,
    'global| maxconn 10| maxconn 20 #!; defaults| timeout client 5s',
  ),
  ...given(
    'repeated-setting',
    [],
    'defaults| timeout client 5s| timeout client 6s',
    frontend('log stdout format raw daemon| option httplog| log-format "%ci"'),
    backend('timeout server 5s| timeout server 6s'),
    backend('retries 3| retries 4| fullconn 10| fullconn 20'),
    'global| nbthread 1| nbthread 1| log 127.0.0.1 daemon| log 127.0.0.1 daemon; defaults| timeout client 5s',
  ),
  ...given(
    'ignored-content-type',
    ASKED,
    ...[
      'http-request return status 200 content-type text/plain file /dev/null #!',
      'http-request return status 404 content-type text/plain default-errorfiles #!',
      'http-request return status 404 default-errorfiles hdr x y #!',
    ].map(frontend),
  ),
  ...given(
    'ignored-content-type',
    [],
    ...[
      'http-request return status 404 default-errorfiles',
      'http-request return status 200 content-type text/plain string x hdr x y',
    ].map(frontend),
  ),
  ...given(
    'incomplete-settings',
    ASKED,
    backend('email-alert to a@example.org #!| email-alert from b@example.org'),
    backend('external-check command /bin/true #!'),
    frontend('email-alert level info #!'),
    `defaults| mode http| email-alert to a@example.org| ${tcp}; backend b #!| server a 192.0.2.1:80`,
  ),
  ...given(
    'incomplete-settings',
    [],
    `defaults| mode http| external-check path /bin| email-alert level info| ${tcp}; backend b| disabled| server a 192.0.2.1:80`,
  ),
  ...given('deprecated-keyword', ['3.2'], frontend('option accept-invalid-http-request #!')),
  ...given('ring-size', ASKED, 'ring r| maxlen 20000 #!', 'ring r| size 18000| maxlen 20000 #!'),
  ...given('ring-size', ['3.0', '3.2'], 'ring r| maxlen 16300 #!'),
  ...given('ring-size', [], 'ring r| maxlen 16000', 'ring r| maxlen 20000| size 65536'),
  ...given('missing-bind', ASKED, 'frontend f #!| default_backend b; backend b', 'listen l #!| server a 192.0.2.1:80'),
  ...given(
    'missing-bind',
    [],
    'frontend f| disabled| default_backend b; backend b',
    'listen l| bind :18080| mode http',
  ),
  ...given(
    'missing-inspect-delay',
    ASKED,
    ...[
      'tcp-request content track-sc0 path table f #!| stick-table type string size 1k',
      'tcp-request content track-sc1 req.ver table f if HTTP #!| stick-table type string size 1k',
      'tcp-request content capture req.hdr(host) len 30 #!',
    ].map(frontend),
  ),
  ...given(
    'missing-inspect-delay',
    [],
    ...[
      'tcp-request inspect-delay 5s| tcp-request content capture req.hdr(host) len 30',
      'tcp-request content capture src len 30',
      'tcp-request content set-var(txn.x) path',
    ].map(frontend),
    backend('tcp-request content track-sc0 path table b| stick-table type string size 1k'),
    `defaults d| mode http| tcp-request inspect-delay 5s| ${tcp}; frontend f from d| bind :18080| tcp-request content capture path len 3`,
  ),
];

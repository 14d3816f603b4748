import { absolute } from '../../../core/blocks';
import type { DocumentRule } from '../../../core/language';
import type { NamedFiles, Validity } from '../../../core/namedFiles';
import { lineRange } from '../../../core/text';
import { certificatesInside, foundAt, listedIn, type Sought, soughtIn } from '../certificateFiles';
import { BUNDLE } from '../namedFiles';

const EXPIRED = `-----BEGIN CERTIFICATE-----
MIHbMIGOAgEBMAUGAytlcDAaMRgwFgYDVQQDDA93d3cuZXhhbXBsZS5jb20wHhcN
MjQwMTAxMDAwMDAwWhcNMjQwMzMxMDAwMDAwWjAaMRgwFgYDVQQDDA93d3cuZXhh
bXBsZS5jb20wKjAFBgMrZXADIQBCoeH6li8yNxNI/VB4JzUV4gsUPRdUpcW31AIW
cCkgCjAFBgMrZXADQQBGuAAbR20I0V+a2eY8uJyXcU7iE5JWsag5N8BMVoeq3Icu
QBVusbc7hXOFpysS6t62l+JO4TcGoNi3nh4lcc0C
-----END CERTIFICATE-----
`;
const VALID = `-----BEGIN CERTIFICATE-----
MIHdMIGQAgEBMAUGAytlcDAaMRgwFgYDVQQDDA93d3cuZXhhbXBsZS5jb20wIBcN
MjQwMTAxMDAwMDAwWhgPMjA5OTEyMzEwMDAwMDBaMBoxGDAWBgNVBAMMD3d3dy5l
eGFtcGxlLmNvbTAqMAUGAytlcAMhAEKh4fqWLzI3E0j9UHgnNRXiCxQ9F1SlxbfU
AhZwKSAKMAUGAytlcANBALAQOMlkLUvRBBj0kHzoDPJarqVGPOnGzyscVJrU2Nfi
aNOsyk0HcikbVINt4AFmJXnm4/5jBJSjYlMPLnLuvw0=
-----END CERTIFICATE-----
`;
const EXAMPLE = `# file: haproxy.cfg
frontend web
    bind :8443 ssl crt certs/www.pem
# file: certs/www.pem
`;

export const expiredCertificate: DocumentRule = {
  id: 'expired-certificate',
  severity: 'warning',
  title: 'A certificate that has expired, or does not count yet',
  docs: 'HAProxy loads a certificate that has expired without a word, and every client that looks at it refuses the connection. Renew it and reload HAProxy. Looked at is the file that the line names, where it lies in the workspace or in the folder of the configuration: those of "crt" (every file, if it names a folder), "crt-list" and "load"; and those of "ca-file", if all authorities in it have expired.',
  bad: `${EXAMPLE}${EXPIRED}`,
  good: `${EXAMPLE}${VALID}`,
  checkDocument(document, context, report) {
    const { files } = context;
    if (!files) return;
    const now = Date.now();
    for (const sought of soughtIn(document, context, files)) {
      const found = foundAt(sought, sought.file.endings, files);
      const message = found === undefined ? undefined : saidOf(found, sought, files, now);
      if (message === undefined) continue;
      const { line, start, end } = sought.file;
      report({ range: absolute(sought.section, lineRange(line, start, end)), message });
    }
  },
};

function saidOf(uri: string, sought: Sought, files: NamedFiles, now: number): string | undefined {
  switch (sought.file.purpose) {
    case 'certificate':
      return saidOfCertificates(uri, files, now);
    case 'list':
      for (const listed of listedIn(uri, sought, files)) {
        const found = foundAt(listed, BUNDLE, files);
        const said = found === undefined ? undefined : saidOfCertificates(found, files, now);
        if (said !== undefined) return `${listed.path}, on line ${listed.number} of the list: ${said}`;
      }
      return undefined;
    case 'authority':
      return saidOfAuthorities(files.certificates(uri), now);
    default:
      return undefined;
  }
}

/** Of a file or of those in a folder. Only the first certificate of a file is shown to be the server's own. */
function saidOfCertificates(uri: string, files: NamedFiles, now: number): string | undefined {
  for (const name of certificatesInside(uri, files) ?? ['']) {
    const first = files.certificates(name === '' ? uri : files.inside(uri, name))[0];
    const said = first && saidOfOne(first, now);
    if (said !== undefined) return name === '' ? said : `${name} in this folder: ${said}`;
  }
  return undefined;
}

function saidOfOne({ name, from, to }: Validity, now: number): string | undefined {
  const what = `The certificate${name === '' ? '' : ` of "${name}"`}`;
  if (to < now)
    return `${what} has expired on ${day(to)}: who checks it refuses the connection. Renew it and reload HAProxy.`;
  return from > now
    ? `${what} counts from ${day(from)} on: until then, who checks it refuses the connection.`
    : undefined;
}

/** One that counts is enough. */
function saidOfAuthorities(all: readonly Validity[], now: number): string | undefined {
  if (all.length === 0 || all.some(({ to }) => to >= now)) return undefined;
  const last = Math.max(...all.map(({ to }) => to));
  const what = all.length === 1 ? 'The authority in this file has' : `All ${all.length} authorities in this file have`;
  return `${what} expired, on ${day(last)}: no certificate that they signed is believed any more. Put a newer one here.`;
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

import type { Range } from 'vscode-languageserver-types';
import { absolute } from '../../../core/blocks';
import type { DocumentContext, DocumentRule, Fix } from '../../../core/language';
import type { NamedFiles } from '../../../core/namedFiles';
import { nearest } from '../../../core/spelling';
import { lineRange } from '../../../core/text';
import { isBlock } from '../../../core/tree';
import { foundAt, listedIn, type Sought, soughtIn } from '../certificateFiles';
import type { Whereabouts } from '../basePaths';
import { BUNDLE } from '../namedFiles';
import { sectionsOf } from '../proxies';

const EXAMPLE = `# file: haproxy.cfg
global
    default-path config
frontend web
    bind :8443 ssl crt certs/www.pem
`;

export const missingCertificate: DocumentRule = {
  id: 'missing-certificate',
  severity: 'info',
  title: 'A certificate that is not in its folder',
  docs: 'HAProxy does not start without a file that "crt", "crt-list", "ca-file", "crl-file" or "load" names. It is told where the folder lies in the workspace and the file is not in it, with "crt-base", "ca-base", "key-base" and "default-path" reckoned with; nothing is said of folders elsewhere. It is information only: on the machine where HAProxy runs the file may be there.',
  bad: `${EXAMPLE}# file: certs/ww.pem\n`,
  good: `${EXAMPLE}# file: certs/www.pem\n`,
  checkDocument(document, context, report) {
    const { files } = context;
    if (!files) return;
    let isMade: boolean | undefined;
    for (const sought of soughtIn(document, context, files)) {
      const said = saidOf(sought, files);
      if (!said || (isMade ??= makesCertificates(context))) continue;
      const { section, file } = sought;
      const range = absolute(section, lineRange(file.line, file.start, file.end));
      report({ range, message: said.message, ...(said.near !== undefined && { fixes: [fixFor(range, said.near)] }) });
    }
  },
};

const fixFor = (range: Range, text: string): Fix => ({ title: `Change to "${text}"`, edits: [{ range, text }] });

interface Said {
  readonly message: string;
  /** The path of a file that may be meant. */
  readonly near?: string;
}

function saidOf(sought: Sought, files: NamedFiles): Said | undefined {
  const { file, bases } = sought;
  if (!file.needed || bases.doubtful) return undefined;
  const found = foundAt(sought, file.endings, files);
  if (found !== undefined) {
    if (file.purpose !== 'list') return undefined;
    const lost = listedIn(found, sought, files).find(
      (one) => foundAt(one, BUNDLE, files) === undefined && isAbsent(one, one.path, files),
    );
    return lost && { message: `Line ${lost.number} of the list names ${lost.path}, which is not there. ${EFFECT}` };
  }
  if (!isAbsent(sought, file.path, files)) return undefined;
  const name = lastOf(file.path);
  const folder = folderOf(sought.places.find((uri) => files.has(uri) === false)!);
  const near = nearest(name, files.list(folder) ?? []);
  const instead = near === undefined ? '' : ` It holds "${near}".`;
  return {
    message: `The folder "${decodeURIComponent(lastOf(folder))}" holds no "${name}".${instead} ${EFFECT}`,
    ...(near !== undefined && { near: file.path.slice(0, -name.length) + near }),
  };
}

const EFFECT = 'HAProxy does not start without it.';

/** Whether a folder is there in which a file, which was not found, would have to be. */
function isAbsent({ places, open }: Whereabouts, path: string, files: NamedFiles): boolean {
  // Where HAProxy is started nobody knows: only the name of a folder tells which one is meant.
  if (path.endsWith('/') || (open && !places.every((uri) => isInFolder(uri, files)))) return false;
  return places.some((uri) => files.has(uri) === false);
}

const isInFolder = (uri: string, { folders }: NamedFiles): boolean => !folders.includes(folderOf(uri));

const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf('/'));
const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether HAProxy fetches or makes certificates itself. */
function makesCertificates(context: DocumentContext): boolean {
  return sectionsOf(context).others.some(({ items: [block] }) => {
    if (!block || !isBlock(block)) return false;
    if (block.type === 'acme') return true;
    return block.type === 'crt-store' && block.items.some(({ words }) => words.some(({ text }) => MADE.has(text)));
  });
}

const MADE: ReadonlySet<string> = new Set(['acme', 'generate-dummy']);

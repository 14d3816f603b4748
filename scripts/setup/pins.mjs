// Where things are kept, and every version that is pinned outside package.json. Nothing here is installed yet when it is read.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const cache = path.join(root, '.cache');
export const bin = path.join(root, 'node_modules', '.bin');

/** VS Code's server build, used where desktop VS Code is not to be had: code-server 4.139.1 carries VS Code 1.139.1. */
export const codeServer = '4.139.1';

/** The images that a lab's Dockerfiles may start from. */
export const baseImage = (suite) => `debian:${suite}-slim`;
/** What they start from unless told otherwise. */
export const baseSuite = 'trixie';
/** Debian suites on which labs are tried. */
export const baseSuites = ['bookworm', 'trixie', 'sid'];

/** Debian suites whose HAProxy and keepalived judge our diagnostics: 2.6/2.2.7, 3.0/2.3.3 and 3.2/2.3.4. */
export const oracleSuites = ['bookworm', 'trixie', 'sid'];
export const oracleImage = (suite) => `haconf-oracle:${suite}`;

// Where things are kept, and every version that is pinned outside package.json. Nothing here is installed yet when it is read.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const cache = path.join(root, '.cache');
export const bin = path.join(root, 'node_modules', '.bin');

/** VS Code's server build, used where desktop VS Code is not to be had: code-server 4.139.1 carries VS Code 1.139.1. */
export const codeServer = '4.139.1';

/** The image that the lab's Dockerfiles start from. */
export const baseImage = 'debian:trixie-slim';

/** Debian suites whose HAProxy and keepalived judge our diagnostics: 2.6/2.2.7, 3.0/2.3.3 and 3.2/2.3.4. */
export const oracleSuites = ['bookworm', 'trixie', 'sid'];
export const oracleImage = (suite) => `haconf-oracle:${suite}`;

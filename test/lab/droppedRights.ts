/**
 * Run as a process by denied.test.ts: gives up the rights of root once everything is loaded, then connects as the nobody
 * that it is now, and prints the error as JSON.
 */
import 'dockerode';
import { connect } from '../../client/src/lab/engine';
import { LabError } from '../../client/src/lab/errors';

const NOBODY = 65534;

if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
void connect().then(
  ({ info }) => {
    console.log(JSON.stringify({ connected: info }));
  },
  (error: unknown) => {
    if (!(error instanceof LabError)) throw error;
    const { code, message, action } = error;
    console.log(JSON.stringify({ code, message, action }));
  },
);

// Runs a command in a process group of its own and ends it when the parent goes, however the parent goes: our
// standard input is a pipe that the parent holds, and the kernel closes it even after SIGKILL.
//
//   node leash.mjs group|leader SECONDS COMMAND ARGS...
//
// `group` signals everything the command started; `leader` signals the command alone and lets it end its own
// children (dockerd stops containers through a containerd that must not die first). After SECONDS, SIGKILL to all.
import { spawn } from 'node:child_process';

const [mode, seconds, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });

const signalGroup = (signal) => {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: nobody is left.
  }
};

let ending = false;
function end() {
  if (ending || child.pid === undefined) return;
  ending = true;
  if (mode === 'leader') child.kill('SIGTERM');
  else signalGroup('SIGTERM');
  setTimeout(() => signalGroup('SIGKILL'), Number(seconds) * 1000).unref();
}

process.stdin.on('end', end).on('error', end).resume();
process.on('SIGTERM', end).on('SIGHUP', end);
// Ctrl-C reaches the whole foreground group; the parent decides what it means and closes the pipe.
process.on('SIGINT', () => {});

child.on('error', (error) => {
  console.error(`${command}: ${error.message}`);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  signalGroup('SIGKILL');
  process.exit(code ?? (signal ? 1 : 0));
});

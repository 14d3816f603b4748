/** Tells a person what went wrong and offers what may help. */
import * as vscode from 'vscode';
import { LabError, PortTaken, type LabErrorCode } from '../lab/errors';
import { engine } from '../labs';
import { logError } from '../log';
import { chooseOtherPorts } from './ports';

interface Help {
  readonly title: string;
  readonly run: () => unknown;
}

export interface Where {
  /** Does the failed thing again. */
  readonly retry?: (() => unknown) | undefined;
  /** compose.yaml of the lab. */
  readonly file?: string | undefined;
}

function browse(title: string, address: string): Help {
  return { title, run: () => vscode.env.openExternal(vscode.Uri.parse(address)) };
}

function setting(title: string, name: string): Help {
  return { title, run: () => vscode.commands.executeCommand('workbench.action.openSettings', name) };
}

function command(title: string, id: string): Help {
  return { title, run: () => vscode.commands.executeCommand(id) };
}

function terminal(title: string, command: string): Help {
  return {
    title,
    run: () => {
      const shown = vscode.window.createTerminal({ name: title });
      shown.show();
      shown.sendText(command);
    },
  };
}

function definition(file: string | undefined): Help[] {
  if (file === undefined) return [];
  return [{ title: 'Open compose.yaml', run: () => vscode.window.showTextDocument(vscode.Uri.file(file)) }];
}

function otherPorts({ file }: Where, error: unknown): Help[] {
  if (file === undefined) return [];
  const run = async () => {
    const notes = await chooseOtherPorts(file, await engine(), error instanceof PortTaken ? error.port : undefined);
    vscode.window.setStatusBarMessage(notes.join(' '), 10_000);
    // Not the failed action again: a container keeps its ports, starting the lab makes it anew.
    await vscode.commands.executeCommand('haLab.start');
  };
  return [{ title: 'Choose Other Ports', run }];
}

/** What helps with an error, besides trying again and the log. */
function helpFor(code: LabErrorCode, where: Where, error: unknown): Help[] {
  switch (code) {
    case 'no-engine':
      return [
        browse('How to Install Docker', 'https://docs.docker.com/get-docker/'),
        command('Select Docker Context', 'haLab.selectContext'),
      ];
    case 'permission-denied':
      return [browse('How to Give Permission', 'https://docs.docker.com/engine/install/linux-postinstall/')];
    case 'context':
    case 'ssh':
    case 'engine-timeout':
    case 'api-version':
      return [command('Select Docker Context', 'haLab.selectContext')];
    case 'image-missing':
    case 'registry':
      return [setting('Change Base Image', 'haLab.baseImage')];
    case 'disk-full':
      return [terminal('Show Disk Usage', 'docker system df')];
    case 'port-taken':
    case 'port-forbidden':
      return [...otherPorts(where, error), ...definition(where.file)];
    case 'subnet-taken':
    case 'name-taken':
    case 'definition':
      return definition(where.file);
    default:
      return [];
  }
}

/** Shows the error with buttons, and logs it. Something cancelled is not an error. */
export async function report(error: unknown, log: vscode.LogOutputChannel, where: Where = {}): Promise<void> {
  if (error instanceof LabError && error.code === 'cancelled') {
    vscode.window.setStatusBarMessage('HA Lab: cancelled', 5000);
    return;
  }
  logError(log, error);
  const { message, action, code } =
    error instanceof LabError
      ? error
      : { message: error instanceof Error ? error.message : String(error), action: '', code: 'unknown' as const };
  const { retry } = where;
  const helps: Help[] = [
    ...helpFor(code, where, error),
    ...(retry ? [{ title: 'Try Again', run: retry }] : []),
    {
      title: 'Show Log',
      run: () => {
        log.show();
      },
    },
  ];
  const text = action === '' ? message : `${message} ${action}`;
  const chosen = await vscode.window.showErrorMessage(text, ...helps.map(({ title }) => title));
  try {
    await helps.find(({ title }) => title === chosen)?.run();
  } catch (failure) {
    await report(failure, log, where);
  }
}

/** Watching a HAProxy or keepalived beside the labs: choosing it, what may be done to it, and ending it. */
import * as vscode from 'vscode';
import { LabError } from '../lab/errors';
import { UntrustedCertificate } from '../lab/targets/statisticsPage';
import { canChange, newTarget, parsePage, parseSocket, targetLabel, type Target } from '../lab/targets/target';
import { engine } from '../labs';
import { targetOf } from './ask';
import type { Parts } from './parts';

/** People look addresses and passwords up in other windows meanwhile. */
const stays = { ignoreFocusOut: true };

/** For an input box: what is wrong with the text, if anything is. */
function fault(parse: (text: string) => unknown): (text: string) => string | undefined {
  return (text) => {
    try {
      parse(text);
      return undefined;
    } catch (error) {
      if (error instanceof LabError) return error.message;
      throw error;
    }
  };
}

/** "Watch a HAProxy or keepalived..." */
export async function watchTarget(parts: Parts): Promise<void> {
  const items = [
    {
      label: '$(package) A container',
      detail: 'HAProxy, keepalived or both in a container of the Docker engine',
      take: container,
    },
    { label: '$(plug) A runtime socket over TCP', detail: 'stats socket ipv4@ADDRESS:PORT', take: socket },
    {
      label: '$(graph) A statistics page',
      detail: 'http://host:8404/stats, with user and password if it asks for them',
      take: page,
    },
  ];
  const title = 'Watch a HAProxy or keepalived';
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: 'How can it be asked?' });
  if (await chosen?.take(parts)) await vscode.commands.executeCommand('haLab.nodes.focus');
}

/** Each resolves with whether something was taken in. */
async function container({ targets }: Parts): Promise<boolean> {
  const running = (await (await engine()).containers({ status: ['running'] })).map(({ name }) => name).sort();
  if (running.length === 0) {
    void vscode.window.showInformationMessage('The Docker engine runs no container.');
    return false;
  }
  const title = 'Watch a Container';
  const name = await vscode.window.showQuickPick(running, { title, placeHolder: 'In which container does it run?' });
  if (name === undefined) return false;
  await targets.put(newTarget({ kind: 'container', container: name }));
  return true;
}

async function socket({ targets }: Parts): Promise<boolean> {
  const text = await vscode.window.showInputBox({
    ...stays,
    title: 'Watch a Runtime Socket',
    prompt: 'Host and port of a "stats socket" of HAProxy that listens on TCP',
    placeHolder: '10.0.0.5:9999',
    validateInput: fault(parseSocket),
  });
  if (text === undefined) return false;
  await targets.put(newTarget(parseSocket(text)));
  return true;
}

async function page({ targets }: Parts): Promise<boolean> {
  const text = await vscode.window.showInputBox({
    ...stays,
    title: 'Watch a Statistics Page',
    prompt: 'Its URL, as it stands in a browser',
    placeHolder: 'http://10.0.0.5:8404/stats',
    validateInput: fault(parsePage),
  });
  if (text === undefined) return false;
  const { address, password } = parsePage(text);
  const given = password === undefined ? await credentials(address.user) : { user: address.user, password };
  if (!given) return false;
  await targets.put(newTarget({ ...address, user: given.user }), given.password);
  return true;
}

interface Credentials {
  readonly user: string | undefined;
  readonly password: string | undefined;
}

async function credentials(before: string | undefined): Promise<Credentials | undefined> {
  const user = await vscode.window.showInputBox({
    ...stays,
    title: 'User of the Statistics Page',
    prompt: 'Leave it empty when the page asks for none.',
    value: before ?? '',
  });
  if (user === undefined) return undefined;
  if (user.trim() === '') return { user: undefined, password: undefined };
  const password = await vscode.window.showInputBox({
    ...stays,
    title: `Password of ${user.trim()}`,
    prompt: 'It is kept in VS Code’s secret store, and nowhere else.',
    password: true,
  });
  return password === undefined ? undefined : { user: user.trim(), password };
}

/** The target of the row, the only one, or the one chosen of those that fit. */
async function askTarget(
  parts: Parts,
  argument: unknown,
  fits: (target: Target) => boolean = () => true,
): Promise<Target | undefined> {
  const id = targetOf(parts, argument)?.watched;
  if (id !== undefined) return parts.targets.find(id).target;
  const fitting = parts.targets.all.map(({ target }) => target).filter(fits);
  if (fitting.length === 0) {
    void vscode.window.showInformationMessage('Nothing of that kind is watched in this workspace.');
    return undefined;
  }
  if (fitting.length === 1) return fitting[0];
  const items = fitting.map((target) => ({ label: targetLabel(target), description: target.address.kind, target }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which one?' }))?.target;
}

/** "Stop Watching" */
export async function unwatch(parts: Parts, argument: unknown): Promise<void> {
  const target = await askTarget(parts, argument);
  if (target) await parts.targets.remove(target);
}

const RISK = 'Its servers can then be drained, put in maintenance and weighed from here. It may serve real users.';

/** Asks before something that has consequences; only choosing the item is a yes. */
async function sure(question: string, label: string, detail: string): Promise<boolean> {
  return (await vscode.window.showQuickPick([{ label, detail }], { placeHolder: question })) !== undefined;
}

/** "Allow Changes" and "Forbid Changes" */
export function permit(changes: boolean) {
  return async (parts: Parts, argument: unknown): Promise<void> => {
    const target = await askTarget(parts, argument, (one) => canChange(one) && one.changes !== changes);
    if (!target) return;
    if (changes && !(await sure(`Allow changes to ${targetLabel(target)}?`, 'Allow Changes', RISK))) return;
    await parts.targets.put({ ...target, changes });
  };
}

/** "Change Credentials" */
export async function changeCredentials(parts: Parts, argument: unknown): Promise<void> {
  const target = await askTarget(parts, argument, ({ address }) => address.kind === 'statistics');
  if (target?.address.kind !== 'statistics') return;
  const given = await credentials(target.address.user);
  if (given) await parts.targets.put({ ...target, address: { ...target.address, user: given.user } }, given.password);
}

/** "Trust Certificate" */
export async function trustCertificate(parts: Parts, argument: unknown): Promise<void> {
  const untrusted = (id: string) => parts.targets.find(id).state.trouble instanceof UntrustedCertificate;
  const target = await askTarget(parts, argument, ({ id }) => untrusted(id));
  if (target?.address.kind !== 'statistics') return;
  const { trouble } = parts.targets.find(target.id).state;
  if (!(trouble instanceof UntrustedCertificate)) return;
  const detail = `SHA-256 fingerprint: ${trouble.fingerprint}`;
  if (!(await sure(`Trust this certificate of ${targetLabel(target)}?`, 'Trust Certificate', detail))) return;
  await parts.targets.put({ ...target, address: { ...target.address, certificate: trouble.fingerprint } });
}

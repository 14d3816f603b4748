// The engine as the docker command sees it: what a test looks at beside the extension, and cleans up after it.
import { execFileSync } from 'node:child_process';

export function engineAnswers(): boolean {
  try {
    execFileSync('docker', ['version'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

/** Runs the docker command; gives the lines it printed. */
function docker(...args: string[]): string[] {
  return execFileSync('docker', args, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

const ofProject = (project: string) => ['--filter', `label=com.docker.compose.project=${project}`];

/** What a command in a container prints. */
export function inContainer(name: string, ...command: string[]): string[] {
  return docker('exec', name, ...command);
}

/** Id of the container of a node that runs. */
export function containerOf(project: string, node: string): string {
  // By its labels: another lab on this machine may have a container of that name.
  const [id] = docker('ps', '--quiet', ...ofProject(project), '--filter', `label=com.docker.compose.service=${node}`);
  if (id === undefined) throw new Error(`${node} of ${project} does not run`);
  return id;
}

/** What a command on a node of a lab prints. */
export function onNode(project: string, node: string, ...command: string[]): string[] {
  return docker('exec', containerOf(project, node), ...command);
}

export function killContainer(id: string): void {
  docker('kill', id);
}

export function startContainer(id: string): void {
  docker('start', id);
}

/** Ids of all images that there are. */
export function images(): string[] {
  return docker('images', '--quiet');
}

/** What Docker still has of the lab's project. */
export function leftOf(project: string): string[] {
  const label = ofProject(project);
  return [
    ...docker('ps', '--all', '--quiet', ...label),
    ...docker('network', 'ls', '--quiet', ...label),
    ...docker('volume', 'ls', '--quiet', ...label),
    ...docker('images', '--quiet', ...label),
  ];
}

/** Removes containers, networks and volumes of a project that a failed test has left. */
export function removeProject(project: string): void {
  const label = ofProject(project);
  for (const id of docker('ps', '--all', '--quiet', ...label)) docker('rm', '--force', id);
  for (const id of docker('network', 'ls', '--quiet', ...label)) docker('network', 'rm', id);
  for (const name of docker('volume', 'ls', '--quiet', ...label)) docker('volume', 'rm', name);
}

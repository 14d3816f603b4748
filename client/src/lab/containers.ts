/** Containers and network of a lab in the engine: found by label, made from the plan. */
import { createHash } from 'node:crypto';
import { configuration } from './contextFiles';
import type { ContainerInfo, Engine } from './dockerApi';
import { LabError } from './errors';
import { containerLabels, folderOf, isOwn, MADE_FROM, networkLabels, ownFilter, SERVICE, type Origin } from './labels';
import { nodeOf, type LabPlan, type NodePlan } from './plan';
import { CHOICES, choicesOf } from './programs';

type Signal = AbortSignal | undefined;
type Containers = ReadonlyMap<string, ContainerInfo>;

/**
 * The lab's containers by service name.
 * @throws LabError name-taken when a project of the same name runs from another folder.
 */
export async function containersOf(engine: Engine, plan: LabPlan, signal: Signal): Promise<Map<string, ContainerInfo>> {
  const found = await engine.containers(ownFilter(plan), { signal });
  const foreign = found.find(({ labels }) => !isOwn(plan, labels));
  if (foreign !== undefined) {
    const folder = folderOf(foreign.labels) ?? 'another folder';
    throw new LabError(
      'name-taken',
      `Another lab with the project name ${plan.project} exists, made from ${folder}.`,
      'Remove that one, or change the name at the top of compose.yaml.',
    );
  }
  return new Map(found.map((container) => [container.labels[SERVICE] ?? container.name, container]));
}

/** What a container is made from, apart from the image: all that cannot change while it exists. */
function definition(plan: LabPlan, node: NodePlan): string {
  const { container, hostname, address, ports, capAdd, sysctls } = node;
  const choices: readonly string[] = Object.values(CHOICES);
  const environment = Object.fromEntries(Object.entries(node.environment).filter(([name]) => !choices.includes(name)));
  const parts = [plan.network, container, hostname, address, ports, environment, capAdd, sysctls];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Whether an existing container is what the plan asks for. One that Compose made is taken as it is. */
export function fits(plan: LabPlan, node: NodePlan, container: ContainerInfo, image: string): boolean {
  const madeFrom = container.labels[MADE_FROM];
  return madeFrom === undefined || (madeFrom === definition(plan, node) && container.imageId === image);
}

/** Creates the network unless it is there. @returns Its id if this call made it. */
export async function createNetwork(engine: Engine, plan: LabPlan, signal: Signal): Promise<string | undefined> {
  const { network } = plan;
  const own = await engine.networks(ownFilter(plan), { signal });
  const found = own.find(({ name }) => name === network.name);
  if (found?.subnets.includes(network.subnet) === true) return undefined;
  // Nothing of ours is attached any more: containers of another network do not fit and have been removed.
  if (found !== undefined) await engine.removeNetwork(found.id, { signal });
  const others = await engine.networks({ name: [network.name] }, { signal });
  if (others.some(({ id, name }) => name === network.name && id !== found?.id)) {
    throw new LabError(
      'name-taken',
      `A network named ${network.name} exists already, and it is not of this lab.`,
      'Remove it with `docker network rm`, or change the name of the network in compose.yaml.',
    );
  }
  // Not cut in the middle: we would not know what the engine made.
  return engine.createNetwork({
    Name: network.name,
    Driver: 'bridge',
    CheckDuplicate: true,
    Labels: networkLabels(plan),
    IPAM: { Driver: 'default', Config: [{ Subnet: network.subnet, AuxiliaryAddresses: network.reserved }] },
  });
}

/** @returns The new container's id. */
export async function create(
  engine: Engine,
  plan: LabPlan,
  node: NodePlan,
  from: Omit<Origin, 'madeFrom'>,
): Promise<string> {
  const bindings = node.ports.map(({ hostIp, host, container }) => [
    `${container}/tcp`,
    [{ HostIp: hostIp, HostPort: String(host) }],
  ]);
  return engine.createContainer(node.container, {
    Image: from.image,
    Hostname: node.hostname,
    Env: Object.entries(node.environment).map(([name, value]) => `${name}=${value}`),
    Labels: containerLabels(plan, node, { ...from, madeFrom: definition(plan, node) }),
    ExposedPorts: Object.fromEntries(bindings.map(([port]) => [port as string, {}])),
    StopTimeout: node.stopGraceSeconds,
    HostConfig: {
      NetworkMode: plan.network.name,
      PortBindings: Object.fromEntries(bindings) as object,
      CapAdd: node.capAdd,
      Sysctls: node.sysctls,
    },
    NetworkingConfig: {
      EndpointsConfig: {
        [plan.network.name]: { IPAMConfig: { IPv4Address: node.address }, Aliases: [node.name] },
      },
    },
  });
}

/** Puts the configuration files in place as they are now, and starts the container. */
export async function start(engine: Engine, node: NodePlan, id: string, signal: Signal): Promise<void> {
  await copyConfiguration(engine, node, id, signal);
  await engine.startContainer(id, `Starting ${node.name}`, { signal });
}

export async function copyConfiguration(engine: Engine, node: NodePlan, id: string, signal: Signal): Promise<void> {
  if (node.copy.length === 0) return;
  const archive = await configuration(node.copy, choicesOf(node));
  await engine.putArchive(id, archive, `Copying the configuration to ${node.name}`, { signal });
}

/** A paused container cannot be stopped in every engine: it is unpaused first. */
export async function stop(engine: Engine, plan: LabPlan, container: ContainerInfo, signal: Signal): Promise<void> {
  const service = container.labels[SERVICE] ?? container.name;
  const grace = plan.nodes.some(({ name }) => name === service) ? nodeOf(plan, service).stopGraceSeconds : 10;
  if (container.status === 'paused') await engine.unpauseContainer(container.id, `Unpausing ${service}`, { signal });
  await engine.stopContainer(container.id, grace, `Stopping ${service}`, { signal });
}

export async function removeContainers(engine: Engine, containers: Containers, signal: Signal): Promise<void> {
  await Promise.all([...containers.values()].map(({ id }) => engine.removeContainer(id, { signal })));
}

export async function removeNetworks(engine: Engine, plan: LabPlan, signal: Signal): Promise<void> {
  for (const { id } of await engine.networks(ownFilter(plan), { signal })) await engine.removeNetwork(id, { signal });
}

export async function removeVolumes(engine: Engine, plan: LabPlan, signal: Signal): Promise<void> {
  for (const { name } of await engine.volumes(ownFilter(plan), { signal })) await engine.removeVolume(name, { signal });
}

/** What a lab is to consist of: compose.yaml and its `x-haconf` block in the shape the rest of the lab works with. */
import type { NodeRole } from './state';

/** One published TCP port. */
export interface PortPlan {
  readonly hostIp: string;
  readonly host: number;
  readonly container: number;
}

/** A page worth opening in a browser. */
export interface PagePlan {
  readonly label: string;
  /** `http://127.0.0.1:28090/haproxy/stats`, as reachable on the machine of the engine. Never holds credentials. */
  readonly url: string;
}

/** A file or folder to copy into the container before it starts. */
export interface CopyPlan {
  /** Absolute path here. */
  readonly from: string;
  /** Absolute path in the container; a folder's content lands in this folder. */
  readonly to: string;
}

export interface BuildPlan {
  /** Absolute path of the build context. */
  readonly context: string;
  /** Relative to the context. */
  readonly dockerfile: string;
  readonly target: string | undefined;
  readonly args: Readonly<Record<string, string>>;
}

export interface NodePlan {
  /** Compose service name: `mylb1`. */
  readonly name: string;
  readonly role: NodeRole;
  /** Container name, the same as Compose would give it. */
  readonly container: string;
  readonly hostname: string;
  readonly image: string;
  readonly build: BuildPlan | undefined;
  /** Static IPv4 address on the lab's network. */
  readonly address: string;
  readonly ports: readonly PortPlan[];
  readonly pages: readonly PagePlan[];
  readonly environment: Readonly<Record<string, string>>;
  readonly capAdd: readonly string[];
  readonly sysctls: Readonly<Record<string, string>>;
  readonly stopGraceSeconds: number;
  readonly dependsOn: readonly string[];
  readonly copy: readonly CopyPlan[];
}

export interface NetworkPlan {
  /** Key in compose.yaml: `lab`. */
  readonly key: string;
  /** Name in the engine. */
  readonly name: string;
  /** `10.77.0.0/24` */
  readonly subnet: string;
  /** Addresses the engine must not hand out, by name: the virtual ones. */
  readonly reserved: Readonly<Record<string, string>>;
}

export interface VipPlan {
  readonly address: string;
  /** Where to see it in a browser: the probe's published port that relays to the address. */
  readonly pages: readonly PagePlan[];
}

export interface LabPlan {
  /** Compose project name. */
  readonly project: string;
  /** Which of the templates it was made from: `two-web-two-lb`; undefined when the definition does not say. */
  readonly template: string | undefined;
  /** Absolute folder of compose.yaml. */
  readonly folder: string;
  /** Absolute path of the file it was read from. */
  readonly file: string;
  readonly network: NetworkPlan;
  readonly vips: readonly VipPlan[];
  readonly nodes: readonly NodePlan[];
}

/** The node of that name. @throws RangeError when the plan has none. */
export function nodeOf(plan: LabPlan, name: string): NodePlan {
  const node = plan.nodes.find((candidate) => candidate.name === name);
  if (node === undefined) throw new RangeError(`The lab has no node named ${name}`);
  return node;
}

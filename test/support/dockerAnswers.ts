/**
 * Answers of Docker engines of several API versions, and a server that gives them. Those of 1.41 were recorded from
 * Docker 20.10; the newer ones have the changes of the API's version history (docs.docker.com/reference/api/engine).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

const PROJECT = 'ha-lab';
const labels = {
  'com.docker.compose.project': PROJECT,
  'com.docker.compose.service': 'probe',
  'com.docker.compose.version': '2.0.0',
};

const minor = (version: string) => Number(version.split('.')[1]);

/** What `docker ps` reads. From 1.44 on an endpoint tells its DNS names, from 1.52 on a container its health. */
function container(version: string, state: string): object {
  return {
    Id: 'ad6f566e7e43cbb71576f3661740772f1d5f20fcd7535b36a0fddd8111beb5e0',
    Names: ['/probe'],
    Image: 'ha-lab-probe',
    ImageID: 'sha256:71728cc7728ec3cc5a0ac0192ddd9735ef3dab87b511e7f8cc6b5f64e0b39b32',
    Command: '/usr/local/sbin/probe',
    Created: 1795174742,
    Ports: [{ IP: '127.0.0.1', PrivatePort: 8080, PublicPort: 20080, Type: 'tcp' }],
    Labels: labels,
    State: state,
    Status: state === 'running' ? 'Up 38 seconds' : 'Exited (137) 1 second ago',
    HostConfig: { NetworkMode: 'lab', ...(minor(version) >= 46 && { Annotations: {} }) },
    NetworkSettings: {
      Networks: {
        lab: {
          IPAMConfig: { IPv4Address: '10.77.0.31' },
          Links: null,
          Aliases: null,
          NetworkID: '418b343716b53d846c58d826e9d7aa301b1f71136bbe8ad6a234167ea8af8476',
          EndpointID: '1452acb2196d0f4c9688995ba9da25279ee87bb5593889557af3f36d743cf0ce',
          Gateway: '10.77.0.1',
          IPAddress: '10.77.0.31',
          IPPrefixLen: 24,
          IPv6Gateway: '',
          GlobalIPv6Address: '',
          GlobalIPv6PrefixLen: 0,
          MacAddress: '02:42:0A:4D:00:1F',
          DriverOpts: null,
          ...(minor(version) >= 44 && { DNSNames: null }),
          ...(minor(version) >= 48 && { GwPriority: 0 }),
        },
      },
    },
    Mounts: [],
    ...(minor(version) >= 48 && { ImageManifestDescriptor: { digest: 'sha256:0', size: 1 } }),
    ...(minor(version) >= 52 && { Health: { Status: 'none', FailingStreak: 0 } }),
  };
}

/** Up to 1.51 an event says everything twice. */
function event(version: string, action: string): object {
  const id = 'ad6f566e7e43cbb71576f3661740772f1d5f20fcd7535b36a0fddd8111beb5e0';
  return {
    ...(minor(version) < 52 && { status: action, id, from: 'ha-lab-probe' }),
    Type: 'container',
    Action: action,
    Actor: { ID: id, Attributes: { ...labels, image: 'ha-lab-probe', name: 'probe' } },
    scope: 'local',
    time: 1795174742,
    timeNano: 1795174742000000000,
  };
}

/** Fields of an image's configuration that are empty are left out from 1.52 on, and an image without labels says so. */
function image(version: string): object {
  const old = { Hostname: '', Domainname: '', AttachStdin: false, Volumes: null, OnBuild: null };
  const Config = {
    ...(minor(version) < 50 && old),
    Cmd: ['/usr/local/sbin/probe'],
    Labels: { 'io.haconf.recipe': 'r' },
  };
  return {
    Id: 'sha256:71728cc7728ec3cc5a0ac0192ddd9735ef3dab87b511e7f8cc6b5f64e0b39b32',
    RepoTags: ['ha-lab-probe:latest'],
    ...(minor(version) < 50 && { Parent: '', ContainerConfig: { Labels: null }, VirtualSize: 1 }),
    Config,
  };
}

function network(version: string): object {
  return {
    Name: 'lab',
    Id: '418b343716b53d846c58d826e9d7aa301b1f71136bbe8ad6a234167ea8af8476',
    Scope: 'local',
    Driver: 'bridge',
    ...(minor(version) >= 48 && { EnableIPv4: true }),
    IPAM: { Driver: 'default', Options: null, Config: [{ Subnet: '10.77.0.0/24', IPRange: '' }] },
    Labels: { 'com.docker.compose.project': PROJECT },
    ...(minor(version) >= 52 && { Status: { IPAM: { Subnets: {} } } }),
  };
}

/** An engine that speaks from `oldest` to `newest`; both may be changed, as an update does it. */
export class AnsweringEngine {
  readonly asked: string[] = [];
  state = 'running';
  private readonly listeners = new Map<ServerResponse, string>();

  constructor(
    public newest: string,
    public oldest: string,
  ) {}

  serve(): Server {
    return createServer((request, response) => {
      this.answer(request, response);
    });
  }

  /** The container changes its state, and everybody who listens is told. */
  change(state: string, action: string): void {
    this.state = state;
    for (const [response, version] of this.listeners) response.write(`${JSON.stringify(event(version, action))}\n`);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const [, version, path = ''] = /^(?:\/v(\d+\.\d+))?([^?]*)/.exec(request.url ?? '') ?? [];
    this.asked.push(`${version ?? 'unpinned'} ${path}`);
    const send = (body: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const spoken = version ?? this.newest;
    if (minor(spoken) < minor(this.oldest)) {
      const text = `client version ${spoken} is too old. Minimum supported API version is ${this.oldest}, please upgrade your client to a newer version`;
      send({ message: text }, 400);
    } else if (minor(spoken) > minor(this.newest)) {
      const text = `client version ${spoken} is too new. Maximum supported API version is ${this.newest}`;
      send({ message: text }, 400);
    } else if (path === '/version') {
      send({ Version: '1', ApiVersion: this.newest, MinAPIVersion: this.oldest, Os: 'linux', Arch: 'amd64' });
    } else if (path === '/containers/json') send([container(spoken, this.state)]);
    else if (path === '/networks') send([network(spoken)]);
    else if (/^\/images\/.*\/json$/.test(path)) send(image(spoken));
    else if (path === '/events') {
      const type = minor(spoken) >= 52 ? 'application/x-ndjson' : 'application/json';
      response.writeHead(200, { 'content-type': type }).flushHeaders();
      this.listeners.set(response, spoken);
      response.once('close', () => this.listeners.delete(response));
    } else send({ message: 'page not found' }, 404);
  }
}

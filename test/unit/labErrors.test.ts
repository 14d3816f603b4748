import { describe, expect, it } from 'vitest';
import { mapError } from '../../client/src/lab/errorMap';
import { LabError } from '../../client/src/lab/errors';

function errno(code: string): Error {
  return Object.assign(new Error(`connect ${code} /var/run/docker.sock`), { code });
}
function http(statusCode: number, message: string): Error {
  return Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message}`), {
    statusCode,
    json: { message },
  });
}

describe('An error of the engine becomes a message to act on', () => {
  it.each([
    [errno('ENOENT'), 'no-engine'],
    [errno('ECONNREFUSED'), 'no-engine'],
    [errno('EACCES'), 'permission-denied'],
    [errno('EPERM'), 'permission-denied'],
    [errno('ECONNRESET'), 'engine-lost'],
    [new Error('socket hang up'), 'engine-lost'],
    [http(403, 'Pool overlaps with other one on this address space'), 'subnet-taken'],
    [http(500, 'driver failed programming: Bind for 127.0.0.1:18080 failed: port is already allocated'), 'port-taken'],
    [
      http(500, 'failed to bind host port for 127.0.0.1:28080:10.77.0.21:8080/tcp: address already in use'),
      'port-taken',
    ],
    [
      http(500, 'Error starting userland proxy: listen tcp4 127.0.0.1:18080: bind: address already in use'),
      'port-taken',
    ],
    [http(500, 'ports are not available: exposing port TCP 127.0.0.1:18080 -> 0.0.0.0:0: in use'), 'port-taken'],
    [
      http(500, 'bind: An attempt was made to access a socket in a way forbidden by its access permissions.'),
      'port-forbidden',
    ],
    [http(404, 'manifest for debian:nope not found: manifest unknown'), 'image-missing'],
    [http(404, 'pull access denied for nope, repository does not exist'), 'image-missing'],
    [http(429, 'toomanyrequests: You have reached your pull rate limit'), 'registry'],
    [
      http(500, 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host'),
      'registry',
    ],
    [http(500, 'write /var/lib/docker/x: no space left on device'), 'disk-full'],
    [http(400, 'client version 1.24 is too old. Minimum supported API version is 1.44'), 'api-version'],
    [http(409, 'Conflict. The container name "/mylb1" is already in use by container "abc"'), 'name-taken'],
    [http(409, 'Container abc is paused, unpause the container before exec'), 'node-paused'],
    [http(409, 'Container abc is not running'), 'node-not-running'],
    [http(400, 'exec: "bash": executable file not found in $PATH: unknown'), 'executable-missing'],
    [http(500, 'OCI runtime create failed: operation not permitted'), 'capability'],
    [new DOMException('This operation was aborted', 'AbortError'), 'cancelled'],
    [http(500, 'something nobody has seen'), 'unknown'],
  ])('%s: %s', (error, code) => {
    const mapped = mapError(error, 'Starting mylb1');
    expect(mapped.code).toBe(code);
    expect(mapped.message).not.toBe('');
    if (code !== 'cancelled' && code !== 'unknown') expect(mapped.action).not.toBe('');
  });

  it('names the port', () => {
    expect(mapError(http(500, 'Bind for 127.0.0.1:18080 failed: port is already allocated'), '').message).toBe(
      'Port 18080 is taken.',
    );
    expect(mapError(http(500, 'listen tcp4 0.0.0.0:29443: bind: address already in use'), '').message).toBe(
      'Port 29443 is taken.',
    );
  });
  it('keeps what it does not know, with what was tried', () => {
    expect(mapError(http(500, 'strange'), 'Starting mylb1').message).toBe('Starting mylb1 failed: strange');
  });
  it('leaves its own errors alone', () => {
    const own = new LabError('cancelled', 'Cancelled.', '');
    expect(mapError(own, '')).toBe(own);
  });
});

import { describe, expect, it } from 'vitest';
import { connectionFault } from '../../../shared/client/connection-fault.ts';
import { dial, dialledSocket, socketUrl } from '../../../shared/client/dial.ts';

const SOCKET = 'unix:/home/J%C3%BCrgen%20M/a%3Ab%3F.sock';

describe('a socket that cannot be connected to', () => {
  it('is somebody else’s where the system says so, and then it is said what to do', () => {
    for (const code of ['EACCES', 'EPERM'])
      expect(connectionFault({ message: `connect ${code}`, code }, SOCKET)?.message).toBe(
        `The service at ${SOCKET} is for the user of this computer who started it, and for nobody else. Join a service that listens on a port, or on the network.`,
      );
  });

  it.each(['ENOENT', 'ECONNREFUSED', 'ECONNRESET'])(
    'is just not there for %s: nothing is said of TLS',
    (code) => expect(connectionFault({ message: `connect ${code}`, code }, SOCKET)).toBeNull(),
  );
});

describe('an address as it is opened', () => {
  it.each([
    [SOCKET, 'http://localhost', '/home/Jürgen M/a:b?.sock', 'ws://localhost/?connectionParams=1'],
    ['pipe:latchkey', 'http://localhost', '\\\\.\\pipe\\latchkey', 'ws://localhost/?connectionParams=1'],
    ['http://127.0.0.1:4460', 'http://127.0.0.1:4460', undefined, 'ws://127.0.0.1:4460?connectionParams=1'],
    ['https://a.example.com', 'https://a.example.com', undefined, 'wss://a.example.com?connectionParams=1'],
  ])('%s: by calls and by the WebSocket', (address, base, socketPath, url) => {
    expect(dial(address)).toEqual({ base, socketPath });
    expect(dialledSocket(`${socketUrl(address)}?connectionParams=1`)).toEqual({ address, url, socketPath });
  });
});

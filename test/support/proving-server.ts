import { createServer, type RequestListener, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/contract/protocol-version.ts';
import { addressText } from '../../shared/domain/address-text.ts';
import { fakeNote } from '../fakes/fake-api.ts';

/** A server that proves to have the log of `FAKE_IDENTITY`, and answers all else as `answer` does: a service that is out of its mind. */
export function provingServer(
  answer: RequestListener = (_asked, said) => void said.writeHead(404).end(),
): Server {
  return createServer((asked, said) => {
    if (asked.url !== '/session.address') return answer(asked, said);
    void text(asked).then((body) => {
      const about = JSON.parse(body) as { nonce: string; address: string };
      said.setHeader(PROTOCOL_HEADER, String(PROTOCOL_VERSION)).setHeader('content-type', 'application/json');
      said.end(JSON.stringify({ result: { data: { note: fakeNote(addressText(about)) } } }));
    });
  });
}

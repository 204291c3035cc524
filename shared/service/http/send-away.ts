import { sentRefusal } from '../../contract/refusal-error.ts';
import type { ServerResponse } from 'node:http';
import { sentenceOf, type NotNow, type TurnedAway } from './turn-away.ts';

/** Answers as a refused call is answered. What is still being sent is read and thrown away, so that the answer arrives. */
export function sendAway(response: ServerResponse, away: TurnedAway | NotNow): void {
  const data = { httpStatus: away.status, refusal: 'refusal' in away ? sentRefusal(away.refusal) : null };
  const body = { error: { code: -32600, message: sentenceOf(away), data } };
  response.writeHead(away.status, { 'content-type': 'application/json', connection: 'close' });
  const end = (): void => void response.end(JSON.stringify(body));
  if (response.req.complete) return end();
  response.flushHeaders();
  response.write(JSON.stringify(body));
  response.req
    .once('end', () => response.end())
    .once('error', () => response.destroy())
    .resume();
}

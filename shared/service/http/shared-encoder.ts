import { isParsable } from './json-shape.ts';

interface DataMessage {
  readonly id: unknown;
  readonly jsonrpc?: string;
  readonly result?: {
    readonly type?: string;
    readonly id?: string;
    readonly data?: { readonly data?: unknown };
  };
}

/**
 * tRPC's JSON, but one change is written once however many subscribers it goes to: what differs between two of them is only
 * the id of their subscription. That works because `Api.changes` hands the same object to all.
 */
export function sharedEncoder(): { encode(data: unknown): string; decode(data: unknown): unknown } {
  const written = new WeakMap<object, { readonly eventId: string; readonly text: string }>();

  function resultText(eventId: string, change: object): string {
    const known = written.get(change);
    if (known?.eventId === eventId) return known.text;
    const id = JSON.stringify(eventId);
    const text = `"result":{"type":"data","data":{"id":${id},"data":${JSON.stringify(change)}},"id":${id}}}`;
    written.set(change, { eventId, text });
    return text;
  }

  return {
    encode(data) {
      const { id, jsonrpc, result } = data as DataMessage;
      const change = result?.data?.data;
      if (result?.type !== 'data' || result.id === undefined || typeof change !== 'object' || change === null)
        return JSON.stringify(data);
      const version = jsonrpc === undefined ? '' : `"jsonrpc":${JSON.stringify(jsonrpc)},`;
      return `{"id":${JSON.stringify(id)},${version}${resultText(result.id, change)}`;
    },
    decode(data) {
      if (typeof data !== 'string') throw new Error('Calls are JSON in text frames.');
      if (!isParsable(Buffer.from(data)))
        throw new Error('A call has too much in it, or is nested too deeply.');
      return JSON.parse(data);
    },
  };
}

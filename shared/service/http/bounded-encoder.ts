import { isParsable } from './json-shape.ts';

/** tRPC's messages as JSON. What was made to keep a parser busy is refused before it is parsed. */
export const boundedEncoder = {
  encode: (data: unknown): string => JSON.stringify(data),
  decode(data: unknown): unknown {
    if (typeof data !== 'string') throw new Error('Calls are JSON in text frames.');
    if (!isParsable(Buffer.from(data)))
      throw new Error('A call has too much in it, or is nested too deeply.');
    return JSON.parse(data);
  },
};

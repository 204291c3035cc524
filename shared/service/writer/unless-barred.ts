import { StoreAway } from '../../contract/store-away.ts';
import type { LogWriter } from './log-writer.ts';

/** This service may not write now, and has not tried: who calls is better off with another one. */
export class Barred extends StoreAway {}

/** The writer, which begins nothing and throws `Barred` while `problem` says why nothing may be written. What has begun is written. */
export function unlessBarred(writer: LogWriter, problem: () => string | null): LogWriter {
  const guard = (append: LogWriter['append']): LogWriter['append'] =>
    async function appendUnlessBarred(batch, expected) {
      const why = problem();
      if (why !== null) throw new Barred(why);
      return append(batch, expected);
    };
  const { inTurn } = writer;
  return {
    append: guard((batch, expected) => writer.append(batch, expected)),
    ...(inTurn && { inTurn: (work) => inTurn((append) => work(guard(append))) }),
  };
}

import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { inputProblem } from '../../shared/contract/input-problem.ts';
import { ipcInputs, type IpcChannel, type IpcOutputs } from '../../shared/contract/ipc.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { Handlers } from './handlers.ts';
import { ToldFault } from './told-fault.ts';
import { told } from '../../shared/words/told.ts';
import type { Words } from '../../shared/words/words.ts';

/** The channels of which the contract says that they answer with a `Result`. */
type Answering = {
  [C in IpcChannel]: IpcOutputs[C] extends Result<unknown, Refusal> ? C : never;
}[IpcChannel];

/** All of these, which the compiler checks: bad input is a refusal there, like any other. */
const ANSWERS: Readonly<Record<Answering, true>> = {
  'org.create': true,
  'org.join': true,
  'org.leave': true,
  'org.invite': true,
  'org.publish': true,
  'org.proposed': true,
  'org.publishProposed': true,
  'recovery.words': true,
  'recovery.copy': true,
  'recovery.written': true,
  'devices.list': true,
  'devices.rename': true,
  'devices.remove': true,
  'keys.unlock': true,
  'keys.protect': true,
  'policy.preview': true,
  'requests.submit': true,
  'requests.withdraw': true,
  'requests.comment': true,
  'reviews.give': true,
  'grants.end': true,
  'grants.credential': true,
  'grants.copy': true,
  'history.export': true,
  'history.verify': true,
};

/**
 * The only door for what a page sends. Sender first, then the channel, then the payload; a fault leaves as one plain
 * sentence, since its own message might hold what the page should not see, unless it was made for people (`ToldFault`).
 */
export function registerIpc(parts: {
  readonly ipcMain: IpcMain;
  readonly handlers: Handlers;
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean;
  readonly logger: Logger;
  readonly words: () => Words;
}): () => void {
  const { ipcMain, handlers, isTrusted, logger } = parts;
  ipcMain.handle('latchkey:invoke', async (event, channel: unknown, payload: unknown) => {
    if (!isTrusted(event)) {
      logger.warn({}, 'a message from an unknown sender was refused');
      throw new Error('This sender is not known.');
    }
    if (!isChannel(channel)) throw new Error('There is no such channel.');
    const parsed = ipcInputs[channel].safeParse(payload);
    if (!parsed.success) {
      const told = inputProblem(parsed.error.issues);
      if (Object.hasOwn(ANSWERS, channel)) return err({ code: 'badInput', told });
      throw new Error(parts.words().tell(told));
    }
    try {
      return await (handlers[channel] as (input: unknown) => Promise<unknown>)(parsed.data);
    } catch (fault) {
      logger.error({ channel, error: String(fault) }, 'a message of a window could not be answered');
      throw new Error(parts.words().tell(fault instanceof ToldFault ? fault.told : told('couldNotDo')), {
        cause: fault,
      });
    }
  });
  return () => ipcMain.removeHandler('latchkey:invoke');
}

const isChannel = (value: unknown): value is IpcChannel =>
  typeof value === 'string' && Object.hasOwn(ipcInputs, value);

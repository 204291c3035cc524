import type { IpcChannel, IpcOutputs, IpcParsed } from '../../shared/contract/ipc.ts';

/** One function a channel: gets what was parsed, returns what the contract promises. */
export type Handlers = {
  readonly [C in IpcChannel]: (input: IpcParsed<C>) => Promise<IpcOutputs[C]>;
};

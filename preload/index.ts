import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, IpcChannel, IpcEvents } from '../shared/contract/ipc.ts';

/** Main's events, as they are called between the processes. */
const EVENTS = { snapshot: 'latchkey:snapshot', navigate: 'latchkey:navigate' } as const;

/**
 * The one bridge between the windows and main: calls and events of the IPC contract, nothing else. What is sent is
 * checked in main, against the schema of its channel; here only that neither `ipcRenderer` nor an event object leaks out.
 */
const bridge: Bridge = {
  invoke: (channel, input) => ipcRenderer.invoke('latchkey:invoke', channel satisfies IpcChannel, input),
  on: <E extends keyof IpcEvents>(event: E, listener: (value: IpcEvents[E]) => void) => {
    const name = Object.hasOwn(EVENTS, event) ? EVENTS[event] : undefined;
    if (name === undefined) throw new Error(`There is no event ${String(event)}.`);
    const forward = (_event: unknown, value: IpcEvents[E]): void => listener(value);
    ipcRenderer.on(name, forward);
    return () => {
      ipcRenderer.removeListener(name, forward);
    };
  },
};

contextBridge.exposeInMainWorld('latchkey', bridge);

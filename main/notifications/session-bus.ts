import dbus from '@homebridge/dbus-native';

/** The part of the library that is used here; its own types leave it out. */
export interface SessionBus {
  readonly connection: {
    on(event: 'error' | 'end', listener: (error?: Error) => void): void;
    end(): void;
  };
  readonly signals: { on(name: string, listener: (body: unknown[]) => void): void };
  mangle(path: string, iface: string, member: string): string;
  invoke(
    message: object,
    callback: (error: { message?: unknown } | null, ...values: unknown[]) => void,
  ): void;
  addMatch(rule: string, callback: (error: { message?: unknown } | null) => void): void;
}

/** Connects to the bus of the person's session, or to another one. Throws when there is none. */
export function openSessionBus(options: { readonly busAddress?: string } = {}): SessionBus {
  return (dbus as unknown as { sessionBus(options: object): SessionBus }).sessionBus(options);
}

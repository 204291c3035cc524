import { told, type Told } from '../../words/told.ts';
import { err, ok, type Result } from '../../lib/result.ts';

/** A port of this computer. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** A socket of this computer, which only the user of the service can open. */
export interface ListenSocket {
  /** Its address: `unix:/PATH` or `pipe:NAME`. */
  readonly socket: string;
}

export type ListenPlace = ListenAddress | ListenSocket;

/** `HOST:PORT` or `[V6]:PORT`. Port 0 takes any that is free. */
export function parseListenAddress(text: string): Result<ListenAddress, Told> {
  const [, v6, name, portText = ''] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = v6 ?? name;
  const port = Number(portText);
  if (host === undefined || port > 65_535) return err(told('listenForm'));
  return ok({ host, port });
}

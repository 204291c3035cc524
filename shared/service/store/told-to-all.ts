import { TOLD_TO_ALL } from '../../domain/streams.ts';
import type { EntryRow } from './rows.ts';

/** In canonical JSON, where no text of anybody has it: its quotation marks are escaped. */
export const RECOVERED = '"recovered":true';

/** Also who came back with the recovery key: by what they signed, not only by what the service says of it. */
export const isToldToAll = ({ type, text }: EntryRow): boolean =>
  TOLD_TO_ALL.includes(type) || (type === 'deviceRegistered' && text.includes(RECOVERED));

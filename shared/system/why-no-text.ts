import type { NoText } from '../lib/utf8-text.ts';
import { told, type Told } from '../words/told.ts';

const CODES = { utf16: 'fileUtf16', nul: 'fileWithNul', notUtf8: 'fileNotUtf8' } as const;

/** What is wrong with the bytes of a file that is to be text. */
export const whyNoText = (path: string, fault: NoText): Told => told(CODES[fault], { path });

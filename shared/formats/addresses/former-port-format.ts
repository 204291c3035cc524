import { z } from 'zod';
import { defineFormat } from '../format.ts';

const formerPortSchema = z.object({ port: z.number().int().min(1).max(65_535) });

/** The port of 127.0.0.1 at which the service of a computer was joined, before it listened on a socket. */
export type FormerPort = z.output<typeof formerPortSchema>;

export const formerPortFormat = defineFormat<FormerPort>('formerPort', [], formerPortSchema);

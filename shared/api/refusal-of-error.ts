import type { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { Told } from '../words/told.ts';
import { inputProblem } from '../contract/input-problem.ts';
import { RefusalError } from '../contract/refusal-error.ts';

/** Why a call was not carried out, for who made it; null where the service failed. */
export function refusalOfError(error: TRPCError): Refusal | null {
  if (error.cause instanceof RefusalError) return error.cause.refusal;
  if (error.code === 'BAD_REQUEST' || error.code === 'PARSE_ERROR')
    return { code: 'badInput', told: whatIsBad(error) };
  if (error.code === 'NOT_FOUND' || error.code === 'METHOD_NOT_SUPPORTED')
    return refuse('notSupported', 'callUnknown');
  if (error.code === 'PAYLOAD_TOO_LARGE') return refuse('badInput', 'callTooLarge');
  if (error.code === 'UNSUPPORTED_MEDIA_TYPE') return refuse('badInput', 'callNotJson');
  return null;
}

const whatIsBad = ({ cause }: TRPCError): Told =>
  inputProblem(cause instanceof z.core.$ZodError ? cause.issues : []);

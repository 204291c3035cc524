import { refuse, type Refusal } from '../../domain/refusal.ts';

/** Why nothing is granted or widened: `problem` of the organisation in force. */
export const unreadableOrganisation = (problem: string): Refusal =>
  refuse('badOrganisation', 'asWritten', { text: problem });

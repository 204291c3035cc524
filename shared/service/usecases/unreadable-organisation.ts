import type { Refusal } from '../../domain/refusal.ts';
import type { Told } from '../../words/told.ts';

/** Why nothing is granted or widened: `problem` of the organisation in force. */
export const unreadableOrganisation = (problem: Told): Refusal => ({
  code: 'badOrganisation',
  told: problem,
});

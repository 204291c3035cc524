import { refuse } from '../../domain/refusal.ts';

export const CLOCK_WENT_BACK = refuse(
  'clockWentBack',
  'The clock of the service shows an earlier time than before, so nothing new is granted until it has caught up. If it is right now, an owner says so: latchkey service --accept-clock.',
);

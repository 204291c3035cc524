import { refuse } from '../../domain/refusal.ts';

export const CLOCK_WENT_BACK = refuse(
  'clockWentBack',
  'The clock of the service went back, so nothing new is granted until it is right again. Tell an owner.',
);

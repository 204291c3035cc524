import { refuse } from '../../domain/refusal.ts';

export const CLOCK_WENT_BACK = refuse('clockWentBack', 'clockWentBack');

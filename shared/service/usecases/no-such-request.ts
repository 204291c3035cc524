import { refuse } from '../../domain/refusal.ts';

/** Said of what does not exist and of what the caller may not see alike. */
export const NO_SUCH_REQUEST = refuse('notFound', 'noSuchRequest');

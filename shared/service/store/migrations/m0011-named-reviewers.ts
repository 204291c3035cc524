/** It put kept states of requests in another shape. What has any is refused now (0013), so there is nothing to do. */
export const m0011NamedReviewers = { up: (): Promise<void> => Promise.resolve() };

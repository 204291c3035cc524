/** As much of an id as people need to tell requests apart and to write it themselves. */
export const shortId = (id: string): string => id.slice(0, 8);

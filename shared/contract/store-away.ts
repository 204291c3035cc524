/** What who calls is told then: by a service that is there, and better asked elsewhere. */
// not for people: by this a client knows it, and says storeAway.
export const STORE_AWAY = 'The service cannot reach its database.';

/** The database is not to be reached, or does not answer. Whether what it was asked was done is not known. */
export class StoreAway extends Error {}

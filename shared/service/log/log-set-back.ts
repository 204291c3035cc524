/**
 * The log of the database does not go on from what this service knows of it, as after a failover to a copy that lagged behind:
 * going on would make a second history. It stays so until a restart, also where the log has grown to the same size again.
 */
export class LogSetBack extends Error {
  constructor() {
    super(
      'The log of the database is not the one that this service knows: it was set back to an earlier state. Nothing is written or signed any more; restart the service once the database is whole.',
    );
  }
}

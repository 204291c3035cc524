/** Bounds of the organisation's files, beside their size (`LIMITS.organisationFileBytes`). Counts. */
export const FILE_LIMITS = {
  people: 10_000,
  services: 1_000,
  owners: 100,
  groupsPerMember: 100,
  providers: 500,
  entitlements: 10_000,
  tagsPerEntitlement: 30,
  rules: 1_000,
  holidays: 1_000,
  globsPerRule: 100,
  /** Over all rules: each is compared with each entitlement. */
  globs: 2_000,
  matchersPerRule: 100,
  stepsPerRule: 10,
  /** YAML values of one file after aliases are replaced by what they stand for: what makes a small file large in memory. */
  values: 300_000,
  depth: 20,
  aliases: 100,
  /** More mistakes than that are counted, not listed. */
  mistakes: 200,
} as const;

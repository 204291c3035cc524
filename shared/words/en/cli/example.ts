/** Comments in the files that `latchkey init` writes. Lines of a few words, as they stand there. */
export const example = {
  whoCan: 'Who can ask, who can approve, and who owns all this.',
  checkThem: 'Check and publish the three files with:',
  ownersDo: 'Owners publish these files, invite people, and may end any access.',
  morePerson: 'More that a person may have:',
  poolsOfPerson: 'whose providers the runners of this person may serve',
  sshKeyOfPerson: 'SSH certificates are made for this key instead of a fresh one',
  robots: 'CI jobs and agents. They can ask, and never approve.',
  moreService: 'More that a service may have:',
  operatorsOfService: 'who acts as it, and so approves nothing that it asks for',
  whatCanBeAsked:
    'What can be asked for. An entitlement is one permission on one thing, offered by a provider.',
  exampleProvider:
    '"example" comes with Latchkey: it writes a token to a file on the runner\'s computer, and takes it away at the end.',
  useProvider: 'a provider that comes with Latchkey, or a folder: ./providers/my-own',
  ownRunner: "the service's own runner",
  belowDataFolder: "below the runner's data folder",
  realProvider:
    'A real one. The password is not here: the runner finds it in its secrets.yaml, which says that it is for this config.',
  whoGets:
    'Who gets what, for how long, and who must approve. The first rule that matches decides; what matches nothing is refused.',
  ofEntitlement:
    'one pattern or a list; * is any text without /, ** any text at all; or { tags: { env: staging } }',
  ofRequester: 'group:NAME, person:ID, service:ID or anyone',
  ofWhen:
    'a condition in CEL that has to hold besides; one that cannot be evaluated blocks, and never lets the next rule decide',
  ofLocal:
    'it asks for requester, entitlement, request and now: request.durationMinutes <= 60 && request.local.hour >= 8',
  ofTimezone: 'whose clock request.local is: requester (if not said), or a name such as Europe/Berlin',
  ofHolidays: 'The time zone of who has none in people.yaml (else UTC), and days for request.local.holiday:',
  atNight: 'A rule with a condition, above the one that it makes an exception of:',
  ofRequire: 'reason: least number of characters; ticket: a regular expression (RE2) for the whole ticket',
  ofApprove: 'auto, or steps of reviewers; or instead of it  refuse: "a sentence that says why"',
  ofReviewers:
    'reviewers: group:NAME, person:ID, manager (of who asks), ownerOf:TAG (the group that a tag of the entitlement names)',
  ofRemindEvery:
    "a step's remindEvery (5m, 1h) tells those whose answer is missing again, until it is there or the request lapses",
  ofDistinct: 'nobody counts in two steps; distinct: false beside approve lets one person answer several',
  ofMaxDuration: 'the longest time that can be asked for: 45m, 2h, 1d',
  ofLapseAfter: 'how long a request waits for an answer (24h if not said)',
  ofRisk:
    'high: never approved in a notification or by one press; who approves confirms what, for whom and how long',
  oneMore: 'Nobody approves for themselves, so the group should have one more person than "need" says.',
  /** What the window shows of them: titles, descriptions, names of rules and steps. */
  values: {
    staging: 'Token for the staging sandbox',
    stagingText: 'A token in a file, to see how everything works',
    production: 'Token for the production sandbox',
    productionText: 'The same, but somebody else has to approve it',
    payments: 'Write to the payments database',
    paymentsText: 'Insert, update and delete in every table of the payments schema',
    productionRule: 'production needs a second person',
    step: 'owner',
    robotsRule: 'robots stay out of production',
    robotsText: 'Pipelines have no access to production from here. Ask a person of the platform group.',
    nightRule: 'staging at night is for the platform group',
    nightText: 'Staging sleeps until six. Ask a person of the platform group.',
    stagingRule: 'staging is self-service',
  },
};

export const example = {
  whoCan: 'Wer anfragen kann, wer genehmigen kann, und wer für das Ganze verantwortlich ist.',
  checkThem: 'Prüfen und veröffentlichen Sie die drei Dateien mit:',
  ownersDo:
    'Verantwortliche veröffentlichen diese Dateien, laden Personen ein und können jeden Zugriff beenden.',
  morePerson: 'Was eine Person noch haben kann:',
  poolsOfPerson: 'deren Provider die Runner dieser Person bedienen dürfen',
  sshKeyOfPerson: 'SSH-Zertifikate werden für diesen Schlüssel gemacht statt für einen neuen',
  robots: 'CI-Jobs und Agenten. Sie können anfragen, und genehmigen nie.',
  moreService: 'Was ein Dienstkonto noch haben kann:',
  operatorsOfService: 'wer als dieses handelt, und deshalb nichts genehmigt, was es anfragt',
  whatCanBeAsked:
    'Was angefragt werden kann. Eine Berechtigung ist eine Erlaubnis für eine Sache, die ein Provider anbietet.',
  exampleProvider:
    '"example" kommt mit Latchkey: Er schreibt ein Token in eine Datei auf dem Rechner des Runners, und nimmt es am Ende weg.',
  useProvider: 'ein Provider, der mit Latchkey kommt, oder ein Ordner: ./providers/my-own',
  ownRunner: 'der eigene Runner des Dienstes',
  belowDataFolder: 'unter dem Datenordner des Runners',
  realProvider:
    'Ein echter. Das Passwort steht nicht hier: Der Runner findet es in seinem secrets.yaml, das sagt, dass es für diese config ist.',
  whoGets:
    'Wer was bekommt, wie lange, und wer genehmigen muss. Die erste Regel, die passt, entscheidet; was zu keiner passt, wird abgelehnt.',
  ofEntitlement:
    'ein Muster oder eine Liste; * ist jeder Text ohne /, ** jeder Text überhaupt; oder { tags: { env: staging } }',
  ofRequester: 'group:NAME, person:ID, service:ID oder anyone (alle)',
  ofWhen:
    'eine Bedingung in CEL, die außerdem gelten muss; lässt sie sich nicht auswerten, so sperrt sie, und keine Regel danach entscheidet',
  ofLocal:
    'sie fragt nach requester, entitlement, request und now: request.durationMinutes <= 60 && request.local.hour >= 8',
  ofTimezone:
    'wessen Uhr request.local ist: requester (wenn nichts gesagt ist), oder ein Name wie Europe/Berlin',
  ofHolidays:
    'Die Zeitzone derer, für die people.yaml keine nennt (sonst UTC), und Tage für request.local.holiday:',
  atNight: 'Eine Regel mit einer Bedingung, über der, von der sie eine Ausnahme macht:',
  ofRequire: 'reason: Mindestzahl von Zeichen; ticket: ein regulärer Ausdruck (RE2) für das ganze Ticket',
  ofApprove: 'auto, oder Schritte mit reviewers; oder statt dessen  refuse: "ein Satz, der sagt, warum"',
  ofReviewers:
    'reviewers: group:NAME, person:ID, manager (die vorgesetzte Person), ownerOf:TAG (die Gruppe, die ein Tag der Berechtigung nennt)',
  ofRemindEvery:
    'remindEvery eines Schritts (5m, 1h) erinnert die, deren Antwort fehlt, bis sie da ist oder die Anfrage verfällt',
  ofDistinct:
    'niemand zählt in zwei Schritten; mit distinct: false neben approve darf eine Person in mehreren antworten',
  ofMaxDuration: 'die längste Zeit, die angefragt werden kann: 45m, 2h, 1d',
  ofLapseAfter: 'wie lange eine Anfrage auf eine Antwort wartet (24h, wenn nichts gesagt ist)',
  ofRisk:
    'high: nie in einer Benachrichtigung oder mit einem Druck genehmigt; wer genehmigt, bestätigt was, für wen und wie lange',
  oneMore:
    'Niemand genehmigt für sich selbst, deshalb sollte die Gruppe eine Person mehr haben, als "need" sagt.',
  values: {
    staging: 'Token für die Sandbox in Staging',
    stagingText: 'Ein Token in einer Datei, um zu sehen, wie alles geht',
    production: 'Token für die Sandbox in Produktion',
    productionText: 'Dasselbe, aber jemand anderes muss es genehmigen',
    payments: 'In die Zahlungsdatenbank schreiben',
    paymentsText: 'Einfügen, ändern und löschen in jeder Tabelle des Schemas payments',
    productionRule: 'Produktion braucht eine zweite Person',
    step: 'Verantwortliche',
    robotsRule: 'Roboter bleiben der Produktion fern',
    robotsText:
      'Pipelines haben von hier keinen Zugriff auf die Produktion. Fragen Sie jemanden aus der Gruppe platform.',
    nightRule: 'Staging bei Nacht ist für die Gruppe platform',
    nightText: 'Staging schläft bis sechs. Fragen Sie jemanden aus der Gruppe platform.',
    stagingRule: 'Staging ist Selbstbedienung',
  },
};

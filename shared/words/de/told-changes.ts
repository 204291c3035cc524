import type { CHANGES } from '../codes/changes.ts';
import { everyName, partsTeller, unlessEmpty, type TextsBy } from '../changed-parts.ts';
import { formatsOf } from '../formats.ts';
import type { ParamsOf, Told } from '../told.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('de');

const STANDINGS = { owner: 'verantwortlich', person: 'Person', service: 'Dienstkonto' };
const NEW = { provider: 'Neuer Provider', entitlement: 'Neue Berechtigung' };
const NAMED = { provider: 'Der Provider', entitlement: 'Die Berechtigung' };

/** As policy.yaml names those whom a rule is about. */
const matchers = (list: readonly string[]): string => list.map(matcher).join(' oder ');

function matcher(text: string): string {
  if (text === 'anyone') return 'allen';
  if (text === 'manager') return 'der vorgesetzten Person';
  return text.replace(/^group:/u, 'Gruppe ').replace(/^ownerOf:/u, 'der Gruppe im Tag ');
}

const memberParts = ({
  standing,
  groups,
  pools,
  operators,
  manager,
  timezone,
  sshKey,
}: ParamsOf<'memberIs'>): TextsBy => ({
  standing: STANDINGS[standing],
  groups: groups.length > 0 ? `Gruppen ${groups.join(', ')}` : 'in keiner Gruppe',
  pools: everyName('betreibt', pools),
  operators: everyName('betrieben von', operators),
  manager: unlessEmpty('Vorgesetzte Person ', manager),
  timezone: unlessEmpty('Zeitzone ', timezone),
  sshKey: unlessEmpty('SSH-Schlüssel …', sshKey),
});

const ruleParts = (
  { entitlements, requesters, answer, mostMs, lapseMs, reason, ticket, risk }: ParamsOf<'ruleIs'>,
  tell: (told: Told) => string,
): TextsBy => ({
  entitlements: entitlements.join(', '),
  requesters: `angefragt von ${matchers(requesters)}`,
  answer: tell(answer),
  most: `höchstens ${f.exactDuration(mostMs)}`,
  lapse: `wartet ${f.exactDuration(lapseMs)}`,
  reason: reason > 0 ? `Begründung mit mindestens ${f.count(reason)} Zeichen` : '',
  ticket: unlessEmpty('Ticket wie ', ticket),
  risk: risk === 'high' ? 'hohes Risiko' : '',
});

const parts = partsTeller({
  member: memberParts,
  rule: ruleParts,
  when: (when) => `nur wenn ${when}`,
  zone: (zone) => `nach der Zeit von ${zone}`,
  ruleBegins: (about, forWhom, answer) => `${about}, ${forWhom}: ${answer}`,
  changed: (is, then) => `${is} (vorher: ${then})`,
  added: (is) => `jetzt auch: ${is}`,
  gone: (then) => `nicht mehr: ${then}`,
});

/** As parts of a list: no full stops. */
export const changes: BookOf<keyof typeof CHANGES> = {
  memberAdded: ({ name, id, now }, tell) => `${name} (${id}) ist jetzt dabei: ${tell(now)}`,
  memberGone: ({ name, id }) =>
    `${name} (${id}) ist nicht mehr dabei: Alle Geräte werden abgemeldet, aller Zugriff endet`,
  memberOtherwise: ({ name, id, was, now }, tell) =>
    parts.differences({ was, now }, tell, `${name} (${id})`) ??
    `${name} (${id}) war bisher: ${tell(was)}, und ist jetzt: ${tell(now)}`,
  memberRenamed: ({ name, id, was, now, to }, tell) =>
    parts.differences(
      { was, now },
      tell,
      `${name} (${id}) heißt nun ${to}`,
      `${name} (${id}) heißt nun ${to}`,
    ) ?? `${name} (${id}) war bisher: ${tell(was)}, ist jetzt: ${tell(now)}, und heißt nun ${to}`,
  memberIs: parts.member,
  namedNew: ({ what, id }) => `${NEW[what]}: ${id}`,
  namedGone: ({ what, id }) => `${NAMED[what]} ${id} ist weg`,
  namedOtherwise: ({ what, id }) => `${NAMED[what]} ${id} ist anders als zuvor`,
  namedFields: ({ what, id, fields }, tell) => `${NAMED[what]} ${id}: ${fields.map(tell).join('; ')}`,
  fieldOtherwise: ({ field, was, now }) => {
    if (was === '') return `${field} „${now}“ (neu)`;
    return now === '' ? `kein ${field} mehr (vorher „${was}“)` : `${field} „${now}“ (vorher „${was}“)`;
  },
  ruleNew: ({ rule, now }, tell) => `Die Regel „${rule}“ ist neu: ${tell(now)}`,
  ruleGone: ({ rule }) => `Die Regel „${rule}“ ist weg`,
  ruleOtherwise: ({ rule, was, now }, tell) =>
    parts.differences({ was, now }, tell, `Die Regel „${rule}“`) ??
    `Die Regel „${rule}“ lautete: ${tell(was)}. Sie lautet nun: ${tell(now)}`,
  ruleDistinct: ({ rule, now }) =>
    now === 'no'
      ? `In den Schritten der Regel „${rule}“ zählt niemand mehr zweimal`
      : `In den Schritten der Regel „${rule}“ darf eine Person mehrmals zählen`,
  ruleElse: ({ rule }) => `Die Regel „${rule}“ sagt etwas anderes als zuvor`,
  rulesReordered: 'Die Regeln stehen in anderer Reihenfolge',
  ruleIs: parts.rule,
  ruleIsWhen: parts.conditionalRule,
  zoneOtherwise: ({ was, now }) =>
    `Die Zeit derer, die keine eigene Zeitzone haben, ist die von ${now === '' ? 'UTC' : now} (vorher ${was === '' ? 'UTC' : was})`,
  holidaysOtherwise: ({ added, gone }) =>
    [everyName('Feiertage sind jetzt auch', added), everyName('Keine Feiertage mehr:', gone)]
      .filter((text) => text !== '')
      .join('. '),
  grantedAtOnce: 'sofort gegeben',
  refusedAlways: 'abgewiesen',
  approvedBy: ({ steps }, tell) => `zu genehmigen von ${steps.map(tell).join(', danach von ')}`,
  stepIs: ({ need, reviewers, remindMs }) =>
    `${f.count(need)} von ${matchers(reviewers)}${remindMs > 0 ? `, erinnert alle ${f.exactDuration(remindMs)}` : ''}`,
};

import type { CHANGES } from '../codes/changes.ts';
import { changedParts, type TextsBy } from '../changed-parts.ts';
import { formatsOf } from '../formats.ts';
import { isCode, type ParamsOf, type Told } from '../told.ts';
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

/** All of them: who is told what changes must see each. */
const all = (word: string, names: readonly string[]): string =>
  names.length > 0 ? `${word} ${names.join(', ')}` : '';
const one = (word: string, text: string): string => (text === '' ? '' : `${word}${text}`);

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
  pools: all('betreibt', pools),
  operators: all('betrieben von', operators),
  manager: one('Vorgesetzte Person ', manager),
  timezone: one('Zeitzone ', timezone),
  sshKey: one('SSH-Schlüssel …', sshKey),
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
  ticket: one('Ticket wie ', ticket),
  risk: risk === 'high' ? 'hohes Risiko' : '',
});

const conditionalParts = (
  { is, when, zone }: ParamsOf<'ruleIsWhen'>,
  tell: (told: Told) => string,
): TextsBy => ({
  ...(isCode(is, 'ruleIs') ? ruleParts(is.params, tell) : { answer: tell(is) }),
  when: `nur wenn ${when}`,
  zone: zone === 'requester' ? '' : `nach der Zeit von ${zone}`,
});

const partsOf = (texts: TextsBy): string =>
  Object.values(texts)
    .filter((text) => text !== '')
    .join(', ');

const ruleIn = ({ entitlements = '', requesters = '', answer = '', ...rest }: TextsBy): string =>
  entitlements === ''
    ? partsOf({ answer, ...rest })
    : partsOf({ answer: `${entitlements}, ${requesters}: ${answer}`, ...rest });

const textsOf = (told: Told, tell: (told: Told) => string): TextsBy | null => {
  if (isCode(told, 'memberIs')) return memberParts(told.params);
  if (isCode(told, 'ruleIs')) return ruleParts(told.params, tell);
  return isCode(told, 'ruleIsWhen') ? conditionalParts(told.params, tell) : null;
};

/** Null for what has no parts that are known, or that differ; `alone`: what else is told then. */
function differences(
  was: Told,
  now: Told,
  tell: (told: Told) => string,
  of: string,
  alone: string | null = null,
): string | null {
  const [before, after] = [textsOf(was, tell), textsOf(now, tell)];
  if (!before || !after) return null;
  const parts = changedParts(before, after, {
    changed: (is, then) => `${is} (vorher: ${then})`,
    added: (is) => `jetzt auch: ${is}`,
    gone: (then) => `nicht mehr: ${then}`,
  });
  return parts.length > 0 ? `${of}: ${parts.join('; ')}` : alone;
}

/** As parts of a list: no full stops. */
export const changes: BookOf<keyof typeof CHANGES> = {
  memberAdded: ({ name, id, now }, tell) => `${name} (${id}) ist jetzt dabei: ${tell(now)}`,
  memberGone: ({ name, id }) =>
    `${name} (${id}) ist nicht mehr dabei: Alle Geräte werden abgemeldet, aller Zugriff endet`,
  memberOtherwise: ({ name, id, was, now }, tell) =>
    differences(was, now, tell, `${name} (${id})`) ??
    `${name} (${id}) war bisher: ${tell(was)}, und ist jetzt: ${tell(now)}`,
  memberRenamed: ({ name, id, was, now, to }, tell) =>
    differences(was, now, tell, `${name} (${id}) heißt nun ${to}`, `${name} (${id}) heißt nun ${to}`) ??
    `${name} (${id}) war bisher: ${tell(was)}, ist jetzt: ${tell(now)}, und heißt nun ${to}`,
  memberIs: (member) => partsOf(memberParts(member)),
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
    differences(was, now, tell, `Die Regel „${rule}“`) ??
    `Die Regel „${rule}“ lautete: ${tell(was)}. Sie lautet nun: ${tell(now)}`,
  ruleDistinct: ({ rule, now }) =>
    now === 'no'
      ? `In den Schritten der Regel „${rule}“ zählt niemand mehr zweimal`
      : `In den Schritten der Regel „${rule}“ darf eine Person mehrmals zählen`,
  ruleElse: ({ rule }) => `Die Regel „${rule}“ sagt etwas anderes als zuvor`,
  rulesReordered: 'Die Regeln stehen in anderer Reihenfolge',
  ruleIs: (rule, tell) => ruleIn(ruleParts(rule, tell)),
  ruleIsWhen: (rule, tell) => ruleIn(conditionalParts(rule, tell)),
  zoneOtherwise: ({ was, now }) =>
    `Die Zeit derer, die keine eigene Zeitzone haben, ist die von ${now === '' ? 'UTC' : now} (vorher ${was === '' ? 'UTC' : was})`,
  holidaysOtherwise: ({ added, gone }) =>
    [all('Feiertage sind jetzt auch', added), all('Keine Feiertage mehr:', gone)]
      .filter((text) => text !== '')
      .join('. '),
  grantedAtOnce: 'sofort gegeben',
  refusedAlways: 'abgewiesen',
  approvedBy: ({ steps }, tell) => `zu genehmigen von ${steps.map(tell).join(', danach von ')}`,
  stepIs: ({ need, reviewers, remindMs }) =>
    `${f.count(need)} von ${matchers(reviewers)}${remindMs > 0 ? `, erinnert alle ${f.exactDuration(remindMs)}` : ''}`,
};

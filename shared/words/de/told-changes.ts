import type { CHANGES } from '../codes/changes.ts';
import { formatsOf, type Place } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('de');

const STANDINGS = { owner: 'verantwortlich', person: 'Person', service: 'Dienstkonto' };
const NEW = { provider: 'Neuer Provider', entitlement: 'Neue Berechtigung' };
const NAMED = { provider: 'Der Provider', entitlement: 'Die Berechtigung' };

/** As policy.yaml names those whom a rule is about. */
const matchers = (list: readonly string[]): string =>
  list.map((each) => (each === 'anyone' ? 'allen' : each.replace(/^group:/u, 'Gruppe '))).join(' oder ');

const all = (word: string, names: readonly string[], place: Place = 'direct'): string[] =>
  names.length > 0 ? [`${word} ${f.all(names, place)}`] : [];
const one = (word: string, text: string): string[] => (text === '' ? [] : [`${word}${text}`]);

/** As parts of a list: no full stops. */
export const changes: BookOf<keyof typeof CHANGES> = {
  memberAdded: ({ name, id, now }, tell) => `${name} (${id}) ist jetzt dabei: ${tell(now)}`,
  memberGone: ({ name, id }) =>
    `${name} (${id}) ist nicht mehr dabei: Alle Geräte werden abgemeldet, aller Zugriff endet`,
  memberOtherwise: ({ name, id, was, now }, tell) =>
    `${name} (${id}) war bisher: ${tell(was)}, und ist jetzt: ${tell(now)}`,
  memberRenamed: ({ name, id, was, now, to }, tell) =>
    `${name} (${id}) war bisher: ${tell(was)}, ist jetzt: ${tell(now)}, und heißt nun ${to}`,
  memberIs: ({ standing, groups, pools, operators, manager, timezone, sshKey }) =>
    [
      STANDINGS[standing],
      groups.length > 0 ? `Gruppen ${f.all(groups)}` : 'in keiner Gruppe',
      ...all('betreibt', pools),
      ...all('betrieben von', operators, 'dative'),
      ...one('Vorgesetzte Person ', manager),
      ...one('Zeitzone ', timezone),
      ...one('SSH-Schlüssel …', sshKey),
    ].join(', '),
  namedNew: ({ what, id }) => `${NEW[what]}: ${id}`,
  namedGone: ({ what, id }) => `${NAMED[what]} ${id} ist weg`,
  namedOtherwise: ({ what, id }) => `${NAMED[what]} ${id} ist anders als zuvor`,
  ruleNew: ({ rule, now }, tell) => `Die Regel „${rule}“ ist neu: ${tell(now)}`,
  ruleGone: ({ rule }) => `Die Regel „${rule}“ ist weg`,
  ruleOtherwise: ({ rule, was, now }, tell) =>
    `Die Regel „${rule}“ lautete: ${tell(was)}. Sie lautet nun: ${tell(now)}`,
  ruleElse: ({ rule }) => `Die Regel „${rule}“ sagt etwas anderes als zuvor`,
  rulesReordered: 'Die Regeln stehen in anderer Reihenfolge',
  ruleIs: ({ entitlements, requesters, answer, mostMs, lapseMs, reason, ticket, risk }, tell) =>
    [
      `${entitlements.join(', ')}, angefragt von ${matchers(requesters)}: ${tell(answer)}`,
      `höchstens ${f.duration(mostMs)}`,
      `wartet ${f.duration(lapseMs)}`,
      ...(reason > 0 ? [`Begründung mit mindestens ${f.count(reason)} Zeichen`] : []),
      ...one('Ticket wie ', ticket),
      ...(risk === 'high' ? ['hohes Risiko'] : []),
    ].join(', '),
  grantedAtOnce: 'sofort gegeben',
  refusedAlways: 'abgewiesen',
  approvedBy: ({ steps }, tell) => `zu genehmigen von ${steps.map(tell).join(', danach von ')}`,
  stepIs: ({ need, reviewers, remindMs }) =>
    `${f.count(need)} von ${matchers(reviewers)}${remindMs > 0 ? `, erinnert alle ${f.duration(remindMs)}` : ''}`,
};

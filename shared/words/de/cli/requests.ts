import type { requests as en } from '../../en/cli/requests.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const requests: WordsOf<typeof en> = {
  what: 'was Sie angefragt haben',
  all: 'auch was andere angefragt haben, soweit Sie es sehen dürfen',
  open: 'nur was nicht zu Ende ist',
  none: 'Es gibt keine Anfragen. Fragen Sie an mit: latchkey request ENTITLEMENT --for 30m --reason TEXT',
  inbox: 'was auf Ihre Antwort wartet',
  nothingWaits: 'Nichts wartet auf Sie.',
  notSeen: ({ id }) =>
    `Sie sehen keine Anfrage und keinen Zugriff, deren ID mit ${id} anfängt. Suchen Sie mit: latchkey requests`,
  several: ({ count, id, which }) =>
    `${f.count(count)} Ids fangen mit ${id} an. Schreiben Sie mehr von der, die Sie meinen: ${which}.`,
  severalAndMore: ({ count, id, which }) =>
    `${f.count(count)} Ids fangen mit ${id} an. Schreiben Sie mehr von der, die Sie meinen: ${which} und weitere.`,
  askedBy: ({ what, who }) => `${what}, angefragt von ${who}`,
};

import type { review as en } from '../../en/cli/review.ts';
import type { WordsOf } from '../../words-of.ts';

export const review: WordsOf<typeof en> = {
  approve: 'eine Anfrage genehmigen',
  deny: 'eine Anfrage ablehnen',
  commentApprove: 'was alle wissen sollen, die die Anfrage und den Verlauf lesen',
  commentDeny: 'warum: Wer angefragt hat, liest es',
  highRisk: 'ohne noch einmal gefragt zu werden, wo die Anfrage ein hohes Risiko hat',
  othersToo: 'Andere müssen auch noch antworten.',
  isNow: ({ state }) => `Ihr Stand ist jetzt: ${state}.`,
  approved: ({ id, who, outcome }) => `Genehmigt: Anfrage ${id} von ${who}. ${outcome}`,
  denied: ({ id, who, outcome }) => `Abgelehnt: Anfrage ${id} von ${who}. ${outcome}`,
  notConfirmed: ({ what }) =>
    `Das hat ein hohes Risiko, und nichts wurde gesendet: ${what}. Um es zu genehmigen, fügen Sie --high-risk hinzu.`,
  nothingSent: 'Nichts wurde gesendet: Die Anfrage wartet wie zuvor.',
};

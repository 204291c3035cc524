/** All that somebody needs to join, as it was given to them. */
export interface GivenInvite {
  /** The address of the service. */
  readonly service: string;
  readonly code: string;
  /** Hash of the founding statement of the organisation that is meant, in lower case hex; null where that is not told. */
  readonly founding: string | null;
}

/** Longer than any link, with what a mail program puts around it. */
export const LONGEST_INVITE = 1_000;

const START = 'latchkey://join?';
const SERVICE = /^https?:\/\/[A-Za-z0-9._:[\]-]{1,300}\/?$/i;
/** Of this computer alone: a path may have spaces, and no line breaks or other controls. */
const SOCKET = /^(?:unix:\/|pipe:)[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,300}$/u;
const CODE = /^[A-Za-z0-9_.-]{8,100}$/;
const FOUNDING = /^[0-9a-f]{64}$/;
/** As the settings showed an invite before there were links, each on its line or on the next one. */
const LINES = /^Address:?\s+(\S+)\s+Code:?\s+(\S+)$/i;
/** What people, mails and chats put around a link or a code, and what nobody sees in it. */
const AROUND = /^[\s<"'“„‚‘`»«›‹([*]+|[\s>"'”“’‘`»«›‹)\]*.,;!]+$/g;
const UNSEEN = /\p{Cf}/gu;
const LINK = /latchkey:\/\/[^\s<>"”“»«]*/i;

/** One line that says all of it: whoever pastes it joins. */
export function joinLink({ service, code, founding }: GivenInvite): string {
  // What is legal there is left as it is: people read to where they are invited.
  const address = encodeURIComponent(service).replaceAll('%3A', ':').replaceAll('%2F', '/');
  return `${START}service=${address}${founding === null ? '' : `&org=${founding}`}&code=${encodeURIComponent(code)}`;
}

/** Whether somebody means a link, be it whole or not. */
export const isMeantAsLink = (text: string): boolean => LINK.test(text);

/** A code as it was pasted, without what is around it and what nobody sees. */
export const pastedCode = (text: string): string => text.replace(UNSEEN, '').replace(AROUND, '');

/** Whether it can be a code at all: who mistyped hears it before anybody is asked. */
export const isCode = (code: string): boolean => CODE.test(code);

/** What such a line says; null when it is none, or not whole, or says something twice. What a later one adds is passed over. */
export function readJoinLink(text: string): GivenInvite | null {
  if (text.length > LONGEST_INVITE) return null;
  const [found = ''] = LINK.exec(text.replace(UNSEEN, '')) ?? [];
  const line = found.replace(AROUND, '').replaceAll('&amp;', '&');
  if (line.slice(0, START.length).toLowerCase() !== START) return null;
  const fields = line
    .slice(START.length)
    .split('&')
    .map((field) => field.split('='));
  const valueOf = (name: string): string | null | undefined => {
    const found = fields.filter(([key]) => key === name);
    if (found.length === 0) return null;
    const [, value, ...more] = found[0] ?? [];
    return found.length === 1 && value !== undefined && more.length === 0 ? decoded(value) : undefined;
  };
  return checked({ service: valueOf('service'), code: valueOf('code'), founding: valueOf('org') });
}

/** The invite in what somebody pasted: a link, or an address and a code with their names. Null when it is something else. */
export function readPastedInvite(text: string): GivenInvite | null {
  if (text.length > LONGEST_INVITE) return null;
  const lines = LINES.exec(text.trim());
  return lines ? checked({ service: lines[1], code: lines[2], founding: null }) : readJoinLink(text);
}

function checked({
  service,
  code,
  founding,
}: {
  readonly [Key in keyof GivenInvite]: string | null | undefined;
}): GivenInvite | null {
  if (!service || !code || founding === undefined) return null;
  const isPlace = SERVICE.test(service) || SOCKET.test(service);
  const isGood = isPlace && CODE.test(code) && (founding === null || FOUNDING.test(founding));
  return isGood ? { service, code, founding } : null;
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

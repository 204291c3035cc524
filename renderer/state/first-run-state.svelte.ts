import { words } from '../words/words.ts';
import { LIMITS } from '../../shared/contract/limits.ts';
import { isMeantAsLink, readPastedInvite, type GivenInvite } from '../../shared/lib/join-link.ts';
import { passphraseProblem } from '../../shared/contract/passphrase.ts';
import { tooLong } from '../../shared/lib/too-long.ts';
import type { AppState } from './app-state.svelte.ts';

type Path = 'create' | 'join';
type FieldName = 'organisationName' | 'yourName' | 'yourId' | 'url' | 'code' | 'deviceName' | SecretName;
type SecretName = 'passphrase' | 'passphraseAgain';

const FIELDS: Readonly<Record<Path, readonly FieldName[]>> = {
  create: ['organisationName', 'yourName', 'yourId'],
  join: ['url', 'code', 'deviceName'],
};

const SECRETS: readonly SecretName[] = ['passphrase', 'passphraseAgain'];
const isSecret = (field: FieldName): field is SecretName => SECRETS.some((secret) => secret === field);

/** So many characters of each can be sent. */
export const MOST: Readonly<Record<FieldName, number>> = {
  organisationName: LIMITS.nameLength,
  yourName: LIMITS.nameLength,
  // As people.yaml takes it.
  yourId: 100,
  url: 500,
  code: 100,
  deviceName: LIMITS.nameLength,
  passphrase: LIMITS.passphraseLength,
  passphraseAgain: LIMITS.passphraseLength,
};

/** Codes that are shorter are cut off: the service's are longer. */
const SHORTEST_CODE = 8;

/** What is typed in the first window, and what is wrong with it once a field was left or sent. */
export class FirstRunState {
  path = $state<Path>('create');
  values = $state<Record<FieldName, string>>({
    organisationName: '',
    yourName: '',
    yourId: '',
    url: '',
    code: '',
    deviceName: '',
    passphrase: '',
    passphraseAgain: '',
  });
  /** Where no keyring encrypts: whether a passphrase is to. */
  isProtected = $state(true);
  isSending = $state(false);
  /** What main answered, for the whole form that is shown. */
  #failure = $state<string | null>(null);
  /** What main said of its start that is told no more: a form was sent since, or another chosen. */
  #told = $state<string | null>(null);
  #touched = $state<Partial<Record<FieldName, boolean>>>({});
  #idIsOwn = false;
  /** What was pasted: it says more than its two fields show, as long as they show it. */
  #pasted: GivenInvite | null = null;
  #unsayFilledIn: () => void = () => undefined;
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
    this.values.deviceName = app.snapshot.device.name;
  }

  touch(field: FieldName): void {
    this.#touched[field] = true;
  }

  /** Until somebody writes their own, the id follows the name: `Robin Example` is `robin.example`. */
  followName(): void {
    if (!this.#idIsOwn) this.values.yourId = idFromName(this.values.yourName);
  }

  ownId(): void {
    this.#idIsOwn = this.values.yourId !== '';
  }

  /** Why a field cannot be sent as it is; null while nobody has been there yet. */
  problemOf(field: FieldName): string | null {
    if (!this.#touched[field]) return null;
    return isSecret(field) ? secretProblem(field, this.values) : problem(field, this.values[field].trim());
  }

  /** Why the form could not be sent; until then, what came of the start. */
  get error(): string | null {
    return this.#failure ?? (this.#atStart === this.#told ? null : this.#atStart);
  }

  /** What main answered is not said of what was written since. */
  edited(): void {
    this.#failure = null;
    this.#unsayFilledIn();
  }

  /** No keyring encrypts here, so that the person says how the keys are kept. */
  get asksHowKept(): boolean {
    return this.#app.snapshot.device.secretStorage !== 'encrypted';
  }

  /** Fills both fields from a whole invite. Whether it was one; anything else is left to the field. */
  take(text: string): boolean {
    const invite = readPastedInvite(text);
    if (!invite) return false;
    this.#pasted = invite;
    this.values.url = invite.service;
    this.values.code = invite.code;
    this.edited();
    this.#unsayFilledIn = this.#app.announcer.say(words().window.joining.filledIn, 'good');
    return true;
  }

  choose(path: Path): void {
    this.path = path;
    this.edited();
    this.#told = this.#atStart;
  }

  /** Returns the first field that must be mended, or null when it was sent. */
  async send(): Promise<FieldName | null> {
    const isProtected = this.asksHowKept && this.isProtected;
    const fields = [...FIELDS[this.path], ...(isProtected ? SECRETS : [])];
    for (const field of fields) this.touch(field);
    const values = this.#trimmed();
    const wrong = fields.find(
      (field) => this.problemOf(field) !== null || tooLong(values[field], MOST[field]) !== null,
    );
    if (wrong !== undefined) return wrong;
    this.isSending = true;
    this.edited();
    this.#told = this.#atStart;
    const { organisationName, yourName, yourId, url, code, deviceName } = values;
    const secret = isProtected ? { passphrase: values.passphrase } : {};
    const outcome =
      this.path === 'create'
        ? await this.#app.ask('org.create', { organisationName, yourName, yourId, ...secret })
        : await this.#app.ask('org.join', {
            ...{ url, code, deviceName, ...secret },
            founding: this.#foundingMeant(values),
          });
    this.isSending = false;
    if (outcome.ok) this.values.passphrase = this.values.passphraseAgain = '';
    // Main says the same of its state.
    else this.#failure = this.#told = outcome.message;
    return null;
  }

  get #atStart(): string | null {
    const { setup } = this.#app.snapshot;
    return setup.kind === 'firstRun' && setup.error !== null ? words().spoken(setup.error) : null;
  }

  #foundingMeant({ url, code }: Pick<Record<FieldName, string>, 'url' | 'code'>): string | null {
    const pasted = this.#pasted;
    return pasted?.service === url && pasted.code === code ? pasted.founding : null;
  }

  #trimmed(): Record<FieldName, string> {
    const entries = Object.entries(this.values).map(([name, value]) => [
      name,
      isSecret(name as FieldName) ? value : value.trim(),
    ]);
    return Object.fromEntries(entries) as Record<FieldName, string>;
  }
}

function secretProblem(field: SecretName, values: Readonly<Record<SecretName, string>>): string | null {
  if (field === 'passphrase') {
    const weak = passphraseProblem(values.passphrase);
    return weak && words().tell(weak);
  }
  return values.passphraseAgain === values.passphrase ? null : words().window.joining.keys.notTheSame;
}

function problem(field: Exclude<FieldName, SecretName>, value: string): string | null {
  const say = words().window.joining.problems;
  switch (field) {
    case 'organisationName':
      return value === '' ? say.organisationName : null;
    case 'yourName':
      return value === '' ? say.yourName : null;
    case 'yourId':
      return /^[A-Za-z0-9][A-Za-z0-9._@+-]*$/.test(value) ? null : say.yourId;
    case 'url':
      return /^(https?:\/\/|unix:\/|pipe:)\S+$/i.test(value)
        ? null
        : isMeantAsLink(value)
          ? say.notWhole
          : say.url;
    case 'code':
      if (isMeantAsLink(value)) return say.notWhole;
      return value.length >= SHORTEST_CODE ? null : say.code;
    case 'deviceName':
      return value === '' ? say.deviceName : null;
  }
}

/** Letters and digits of a name, as an organisation's files write ids. */
function idFromName(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '.').replace(/^\.|\.$/g, '');
}

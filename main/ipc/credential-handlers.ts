import { refuse } from '../../shared/domain/refusal.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { CredentialDesk } from '../credentials/credential-desk.ts';
import type { SecretClipboard } from '../credentials/secret-clipboard.ts';
import type { Handlers } from './handlers.ts';

/** Showing and copying credentials. */
export function credentialHandlers(parts: {
  readonly desk: CredentialDesk;
  readonly clipboard: SecretClipboard;
}): Pick<Handlers, 'grants.credential' | 'grants.copy'> {
  const { desk, clipboard } = parts;
  return {
    'grants.credential': ({ grantId }) => desk.view(grantId),
    'grants.copy': async ({ grantId, field }) => {
      const view = await desk.view(grantId);
      if (!view.ok) return view;
      const { fields, command } = view.value;
      const text = field === null ? command : (fields.find(({ name }) => name === field)?.value ?? null);
      if (text === null) return err(refuse('notFound', 'nothingToCopy'));
      return ok({ clearsAt: await clipboard.copy(text) });
    },
  };
}

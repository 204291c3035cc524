/** Providers that come with Latchkey, by the names that `use:` in catalog.yaml gives them. */
export const SHIPPED_PROVIDERS: readonly string[] = ['example', 'postgres', 'ssh-certificate'];

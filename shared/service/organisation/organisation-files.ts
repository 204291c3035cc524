/** What `org.publish` takes, without a key: the three files as text, and the digests of provider folders. */
export interface OrganisationFiles {
  readonly files: { readonly people: string; readonly catalog: string; readonly policy: string };
  readonly providerDigests: Readonly<Record<string, string>>;
}

export const provider = {
  what: 'for who writes providers',
  test: 'put a provider to the test at the target that its conformance.yaml names',
  dir: "the provider's folder",
  failed: ({ failed, of }: { readonly failed: number; readonly of: number }) =>
    `${failed} of ${of} checks failed.`,
};

export const program = {
  what: 'Just-in-time access: ask, approve, and it is gone on time.',
  version: 'which version this is',
  lang: 'the language of what is said, en or de; otherwise that of LC_ALL, LC_MESSAGES or LANG',
  after: ({ version }: { readonly version: string }) =>
    `Version ${version}. Exit status: 0 done, 1 fault, 2 wrong usage, 3 refused or denied, 4 timed out waiting, 5 the service cannot be reached, 6 only a part of it works.\nEverything of one identity lives in LATCHKEY_HOME.`,
  unspoken: ({ named }: { readonly named: string }) =>
    `Latchkey does not speak “${named}”. Choose with --lang one that it speaks: en, de.`,
  noLanguage: 'Say which language after --lang: en or de.',
};

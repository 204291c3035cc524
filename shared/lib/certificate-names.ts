/**
 * The names and addresses that a certificate is for, of what Node says of it: `DNS:a.example.com, IP Address:192.0.2.1`.
 * https://nodejs.org/api/crypto.html#x509subjectaltname
 */
export const certificateNames = (subjectAltName: string | undefined): string[] =>
  (subjectAltName ?? '').split(', ').flatMap((each) => /^(?:DNS|IP Address):(.+)$/.exec(each)?.[1] ?? []);

import { inEnglish } from '../../../shared/words/words.ts';
import { describe, expect, it } from 'vitest';
import { readServiceOptions } from '../../../shared/service/service-options.ts';

const advertise = async (...addresses: string[]) => {
  const options = await readServiceOptions({ advertise: addresses }, { LATCHKEY_HOME: '/nowhere' });
  return options.ok ? options.value.advertise : inEnglish(options.error);
};

describe('--advertise', () => {
  it('takes the addresses of all services, each once', async () => {
    const both = ['https://a.example.com', 'https://b.example.com:8443'];
    expect(await advertise(...both, 'https://A.example.com:443/')).toEqual(both);
    expect(await advertise()).toEqual([]);
  });

  it('says what is wrong with one to which no client may send a token', async () => {
    expect(await advertise('http://a.example.com')).toContain('Use https.');
    expect(await advertise('a.example.com')).toContain('reads like https://');
  });

  it('takes as many as clients take', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => `https://s${at}.example.com`);
    expect(await advertise(...many(16))).toHaveLength(16);
    expect(await advertise(...many(17))).toBe('At most 16 addresses can be advertised; these are 17.');
  });
});

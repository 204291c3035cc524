export const invite = {
  what: 'an invite for a person of people.yaml, or for another device of yours: used once, within 24 hours',
  replace:
    'as an owner, for who lost all devices: whoever joins with it takes the place of these. All owners are told',
  json: 'it is one JSON document anyway',
  told: ({ person }: { readonly person: string }) =>
    `All owners and ${person} are told. Once somebody joins with it, all devices that they have now are signed out, and for a day they approve nothing of yours, unless another owner says: latchkey confirm ${person}`,
  give: ({ link }: { readonly link: string }) =>
    `Give this line to the person, on a way that you trust. They paste it into the first window of Latchkey, or where latchkey join asks for it:\n${link}`,
};

/** Letters first, and none of the signs that mean something to YAML. */
const PLAIN = /^\p{L}[\p{L}\p{N} .'()–-]*$/u;

/** A text as a person would write it in YAML: in quotes where it needs them. */
export const yamlText = (text: string): string =>
  // A JSON string is a YAML string.
  PLAIN.test(text) && !/^(?:true|false|yes|no|on|off|null)$|\s$/iu.test(text) ? text : JSON.stringify(text);

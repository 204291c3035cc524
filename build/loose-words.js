// What people read is in shared/words. This lint rule finds what looks like a sentence, or a label, anywhere else: two words and
// more in a literal, or any letters in the markup of a component. Not what is for operators and developers: logs, faults.

/** A word of two letters and more, then another one. */
const SENTENCE = /\p{L}{2,}[,:;.!?’”]*\s+[“‘(]?\p{L}{2,}/u;
const LETTERS = /\p{L}{2,}/u;
/** Attributes of markup that are read, or read out. */
const READ_ATTRIBUTES = new Set([
  'title',
  'placeholder',
  'alt',
  'label',
  'note',
  'aria-label',
  'aria-description',
  'aria-roledescription',
]);
/** An address, as an example of one. */
const EXAMPLE = /^\S+[@:]\S+$/;
const LOG_METHODS = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);
/** Where a text is no value. */
const IN_TYPES = new Set(['TSLiteralType', 'TSTemplateLiteralType', 'TSPropertySignature', 'TSEnumMember']);
/** SQL, CSS selectors, shell and the like have no sentences, whatever they look like. */
const NO_PROSE =
  /^[\s⟨⟩]*(ON CONFLICT|ORDER BY|EXISTS|FROM|CROSS JOIN|WHERE|SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA|BEGIN|WITH|SET|COMMIT|ROLLBACK|LISTEN|NOTIFY|VACUUM|REVOKE|GRANT|LOCK|SHOW)\b/;

/** @type {import('eslint').Rule.RuleModule} */
export const looseWords = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      loose:
        'What people read is in shared/words, once a language: {{text}}. Is it for nobody to read, say so: // not for people: …',
    },
  },
  create(context) {
    const { sourceCode } = context;
    /** @param {import('eslint').Rule.Node} node @param {string} text */
    const report = (node, text) =>
      context.report({ node, messageId: 'loose', data: { text: JSON.stringify(text.trim().slice(0, 60)) } });
    /** @param {any} node @param {string} text */
    const check = (node, text) => {
      if (!SENTENCE.test(text) || NO_PROSE.test(text) || isForNobody(node, sourceCode)) return;
      report(node, text);
    };
    return {
      Literal(node) {
        if (typeof node.value === 'string') check(node, node.value);
      },
      TemplateLiteral(node) {
        check(node, node.quasis.map(({ value }) => value.cooked ?? '').join(' ⟨⟩ '));
      },
      /** @param {any} node */
      SvelteText(node) {
        if (LETTERS.test(node.value) && !isInStyleOrCode(node)) report(node, node.value);
      },
      /** @param {any} node */
      SvelteAttribute(node) {
        if (!READ_ATTRIBUTES.has(node.key.name)) return;
        const text = node.value.map((/** @type {any} */ each) => each.value ?? '').join('');
        if (LETTERS.test(text) && !EXAMPLE.test(text)) report(node, text);
      },
    };
  },
};

/** What is set like code: a command, a file. @param {any} element */
const isMono = (element) =>
  element.startTag.attributes.some(
    (/** @type {any} */ each) =>
      each.key?.name === 'class' &&
      each.value?.some((/** @type {any} */ part) => /\bmono\b/.test(part.value ?? '')),
  );

/** @param {any} node */
function isInStyleOrCode(node) {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'SvelteStyleElement' || at.type === 'SvelteScriptElement') return true;
    if (at.type === 'SvelteElement' && (['code', 'kbd', 'samp'].includes(at.name?.name) || isMono(at)))
      return true;
  }
  return false;
}

/**
 * A fault, a line of a log, the name of a type or a module, or said to be nothing for people.
 * @param {any} node @param {import('eslint').SourceCode} sourceCode
 */
function isForNobody(node, sourceCode) {
  for (let at = node, up = node.parent; up; at = up, up = up.parent) {
    if (sourceCode.getCommentsBefore(at).some(({ value }) => value.includes('not for people:'))) return true;
    if (up.type === 'ImportDeclaration' || up.type === 'SvelteAttribute' || IN_TYPES.has(up.type))
      return true;
    if (up.type === 'ThrowStatement') return true;
    if (up.type === 'NewExpression' && /(Error|Fault|Failed)$/.test(up.callee.name ?? '')) return true;
    if (up.type === 'TaggedTemplateExpression') return true;
    if (up.type === 'Property' && up.key === at) return true;
    if (up.type === 'CallExpression' && up.callee !== at && isLogged(up.callee, sourceCode)) return true;
    if (/^(Program|BlockStatement|ClassBody|SvelteScriptElement)$/.test(up.type)) return false;
  }
  return false;
}

/**
 * A line of a log: a method of a logger, or a function that is called for what it reports.
 * @param {any} callee @param {import('eslint').SourceCode} sourceCode
 */
function isLogged(callee, sourceCode) {
  const isMethod = LOG_METHODS.has(callee.property?.name) && /log/i.test(sourceCode.getText(callee.object));
  return isMethod || /^(report\w*|onFault|logged)$/.test(callee.name ?? callee.property?.name ?? '');
}

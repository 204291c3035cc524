import { told, type Told } from '../../words/told.ts';
import { CEL_LIMITS, type CelFault } from './cel.ts';
import { DURATION, TIMESTAMP } from './condition-schema.ts';

/** So much of a condition is shown where it cannot be read. */
const NEAR = 20;

/** A key may come from what somebody wrote. */
const LONGEST_KEY = 100;

/** What the engine objects to in a condition. Its codes: `lib/*.js` of its package. */
export function tellCelFault({ code, summary, start, end }: CelFault, text: string): Told {
  const from = start ?? 0;
  const part = text.slice(from, end ?? text.length);
  switch (code) {
    case 'limit_exceeded':
      return tellLimit(summary);
    case 'reserved_identifier':
      return told('conditionReserved', { name: part });
    case 'unterminated_string':
    case 'unterminated_triple_quoted_string':
    case 'newline_in_string':
      return told('conditionOpenQuote');
    case 'invalid_macro_argument':
      return told('conditionLoop', { name: summary.replace(/\(.*$/s, '') });
    case 'no_such_overload':
    case 'no_matching_overload':
      return told('conditionKinds', { part, kinds: kindsIn(summary) });
    case 'no_such_key':
    case 'cannot_index_type':
    case 'invalid_index_type':
    case 'invalid_logical_operand':
    case 'invalid_condition_type':
    case 'invalid_comprehension_range':
    case 'incompatible_ternary_branches':
    case 'heterogeneous_list_element':
    case 'heterogeneous_map_key':
    case 'heterogeneous_map_value':
    case 'unknown_variable':
    case 'type_error':
      return told('conditionMixed', { part });
    default:
      return text.slice(from).trim() === ''
        ? told('conditionUnfinished')
        : told('conditionUnreadable', { at: from + 1, near: [...text.slice(from)].slice(0, NEAR).join('') });
  }
}

function tellLimit(summary: string): Told {
  if (summary.includes('maxDepth')) return told('conditionDeep', { most: CEL_LIMITS.maxDepth });
  if (summary.includes('maxAstNodes')) return told('conditionLarge', { most: CEL_LIMITS.maxAstNodes });
  return told('conditionManyItems', { most: CEL_LIMITS.maxListElements });
}

/** `int in list<string>` of `no such overload: int in list<string>`: the same in all languages. */
const kindsIn = (summary: string): string => kindText(/(?:: |')(.*?)'?$/.exec(summary)?.[1] ?? '');

/** Names of types without those of the engine's own making. */
export const kindText = (kinds: string): string =>
  kinds.replaceAll(TIMESTAMP, 'timestamp').replaceAll(DURATION, 'duration').replaceAll('$', '');

/** What went wrong while a condition was evaluated. */
export function tellEvaluation({ code, summary }: CelFault): Told {
  switch (code) {
    case 'no_such_key':
      return told('conditionNoKey', { key: summary.replace(/^No such key: /, '').slice(0, LONGEST_KEY) });
    case 'index_out_of_bounds':
      return told('conditionNoItem');
    case 'division_by_zero':
    case 'modulo_by_zero':
      return told('conditionByZero');
    case 'numeric_overflow':
      return told('conditionOverflow');
    default:
      return told('conditionFailed', { why: code });
  }
}

/** Function words: articles, prepositions, pronouns, auxiliaries and question words. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  [
    'a an the this that these those',
    'and or but nor so if then than as',
    'of in on at to from by for with about into over under between through during before after above below up down out off',
    'i me my we us our you your he him his she her it its they them their',
    'is am are was were be been being do does did doing have has had having will would shall should can could may might must',
    'what which who whom whose when where why how',
    'not no nor only own same such too very just also there here all any both each few more most other some',
    'something anything everything nothing someone somebody anyone anybody everyone everybody thing things',
    'want wants wanted need needs get gets getting got go goes going make makes keep keeps let',
    'im ive id ill youre youve youll hes shes were weve theyre theyve thats theres whats lets',
    'cant dont wont isnt arent wasnt werent doesnt didnt havent hasnt hadnt wouldnt shouldnt couldnt',
  ]
    .join(' ')
    .split(' '),
)

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word)
}

const VOWEL = /[aeiouy]/

/**
 * A light stemmer for English (docs/measurements.md#stemming). Removes plurals by the three rules of Harman's S-stemmer ("How
 * effective is suffixing?", JASIS 42(1), 1991), then `-ing` and `-ed` if three letters with a vowel remain, and undoubles the last
 * consonant (`running`, `runs`: `run`). Removes a final `e`. Leaves words of up to three letters, and words with letters beyond a to z.
 */
export function stem(word: string): string {
  if (word.length <= 3 || !/^[a-z]+$/.test(word)) return word
  return withoutSuffix(singular(word))
}

function singular(word: string): string {
  if (!word.endsWith('s')) return word
  if (word.endsWith('ies')) return /[ae]ies$/.test(word) ? word.slice(0, -1) : `${word.slice(0, -3)}y`
  if (word.endsWith('es')) return /(?:ss|sh|ch|x|zz)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1)
  return /[us]s$/.test(word) ? word : word.slice(0, -1)
}

function withoutSuffix(word: string): string {
  const cut = word.endsWith('ing') ? 3 : word.endsWith('ed') && !word.endsWith('eed') ? 2 : 0
  const base = word.slice(0, word.length - cut)
  if (cut === 0 || base.length < 3 || !VOWEL.test(base)) return withoutE(word)
  const last = base.at(-1)
  const doubled = base.length > 3 && last === base.at(-2) && last !== undefined && !'aeiouylsz'.includes(last)
  if (doubled) return base.slice(0, -1)
  return SHORT.test(base) ? `${base}e` : withoutE(base)
}

/** What `making` and `hiked` leave: a consonant, a vowel, a consonant. The `e` they lost comes back, as in Porter's stemmer. */
const SHORT = /^[^aeiou][aeiouy][^aeiouwxy]$/

/** Removes a final `e`, so that `surface` matches `surfaced`. Short words keep it: `cape` is not `cap`. */
function withoutE(word: string): string {
  return word.length > 4 && word.endsWith('e') ? word.slice(0, -1) : word
}

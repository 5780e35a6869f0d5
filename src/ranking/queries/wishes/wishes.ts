import { pricesIn } from './prices.js'
import { phraseAt, phrases, type Token, tokensOf, wordSet } from './tokens.js'

/** Where a reading stands in the text: `text` is what was typed from `start` to before `end`. */
interface Place {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** As `Wish`, with every currency that a price may mean. */
export type ReadWish =
  | (Place & { readonly kind: 'price'; readonly min?: number; readonly max?: number; readonly currencies?: readonly string[] })
  | (Place & { readonly kind: 'without'; readonly of: string })
  | (Place & { readonly kind: 'anyOf'; readonly of: readonly string[] })

export interface Wishes {
  /** What is left to search for: the text without its prices and without what is not wanted. */
  readonly text: string
  /** The parts of a list ("lamp, wool"); one part for any other text. */
  readonly clauses: readonly string[]
  /** The text with each of its first alternatives; empty where it has none, and for a list. */
  readonly alternatives: readonly string[]
  /** In the order of the text. */
  readonly wishes: readonly ReadWish[]
}

export interface WishOptions {
  /** The currencies of the catalog. */
  readonly currencies?: ReadonlySet<string>
  /** Wishes, as typed, that are to be left in the text as words. */
  readonly literal?: readonly string[]
}

/** A longer text is searched for as it is. */
export const LONGEST_TEXT = 1_000
export const MOST_WISHES = 16
/** Each is a search of its own. */
const MOST_ALTERNATIVES = 4
/** A list of more, or of longer parts, is a sentence. */
const MOST_CLAUSES = 16
const CLAUSE_WORDS = 4
/** So many words are not wanted together ("language models"). */
const WITHOUT_WORDS = 3

type Negation = 'not' | 'no' | 'without' | 'verb'

/** `not` reads nothing in a question, `verb` needs one behind it, `without` goes on over "and". English, German, French, Spanish. */
const NEGATIONS = phrases<Negation>(
  [
    'not',
    "not|isn't|is not|isnt|aren't|are not|arent|wasn't|nicht|n'est pas|ne sont pas|pas en|pas trop|que no sea|que no sean|no es|no sea",
  ],
  ['no', 'no|kein|keine|keinen|keiner|keinem|keins|pas de|ni|nor'],
  [
    'without',
    'without|with no|with out|w/o|except|except for|excluding|other than|free of|free from|nothing with|ohne|ausser|sans|sauf|hormis|excepte|sin|salvo|excepto|nada de',
  ],
  ['verb', "doesn't|does not|doesnt|don't|do not|dont"],
)
/** Read as English words where nothing stands before them ("sin city"). */
const NOT_FIRST = wordSet('sin sans ni salvo')
/** Part of the wish where they stand before a negation. */
const LEADS = wordSet("but and that which who are is it they that's und aber et mais qui que y pero with thats it's")
/** Between a negation and what it is of. */
const FILLERS = wordSet(
  'a an any the of like want need have having has contain contains containing include includes including use uses using made make look be too so very that really as go come in for from with extra added ' +
    'ein eine einen der die das zu aus mit un une des du de le la les en el los las una uno con para',
)
const VERBS = wordSet('like want need have contain include use go come require eat do mind look')
/** No negation of what follows: "not just", "no idea", "or not". */
const NOT_NEGATED = wordSet(
  'just only necessarily sure yet more less longer idea matter problem doubt one way time room later than solo nur pas',
)
/** Before "is not" they tell of something else than what is looked for: "the water isn't too hot". */
const TELLS = wordSet('the when if so my our your because')
/** Trailing words that name nothing. */
const NAMES_NOTHING = wordSet('one ones stuff things thing please at all either s')
/** Where what is not wanted ends. */
const BOUNDARIES = wordSet(
  'and but with without or nor not no for that which who plus in on to from under over between because is are ' +
    'und aber mit oder ohne fur auf zu et mais avec ou pour dans sur y pero con o para en sobre',
)
const OR = wordSet('or oder ou o u')
const AND = wordSet('and or nor und oder et ou ni y o')
const NOT_ALTERNATIVES = wordSet(
  'less more under over below above so not better other others anything something similar else both whether either later earlier',
)
/** "free" is no wish: "free shipping", "free range". */
const NOT_FREE_AFTER = wordSet('of from shipping delivery range time standing return returns gift trial spirit size style motion')
const NOT_FREE_BEFORE = wordSet('the a an for is are get my with and or of to buy feel set in it all be one')
const QUESTION = /^(?:why|when|does|do|did|is|are|was|were|my|warum|wieso|wann|pourquoi|quand)$/

/**
 * What a search asks beside its words: prices, what it is to be without, alternatives, and the parts of a list. "desk lamp, wool, not black,
 * under 50 euro" is a list of two, without black, at most 50. Nothing is read in a text longer than `LONGEST_TEXT`; the first
 * `MOST_WISHES` count. Time and memory are linear in the text.
 *
 * Source: the deconstruction of a query in chain-of-thought re-ranking (CoTRR, Wu et al., 2025, arXiv:2509.14746) by rule; its judge is a
 * language model, which is not in a page.
 */
export function wishesOf(text: string, { currencies = new Set(), literal = [] }: WishOptions = {}): Wishes {
  const plain: Wishes = { text, clauses: [text], alternatives: [], wishes: [] }
  if (text.length > LONGEST_TEXT) return plain
  const tokens = tokensOf(text)
  const place = (from: number, to: number): Place => {
    const start = tokens[from]!.start
    const end = tokens[to - 1]!.end
    return { text: text.slice(start, end), start, end }
  }
  const taken = new Uint8Array(tokens.length)
  const wishes: (ReadWish & { readonly keepsWords?: boolean | undefined; readonly commas?: readonly Place[] })[] = pricesIn({
    text,
    tokens,
    own: currencies,
  }).map(({ from, to, ...price }) => {
    taken.fill(1, from, to)
    return { kind: 'price', ...price, ...place(from, to) }
  })
  for (const { from, to, of, keepsWords } of exclusionsIn(tokens, taken)) {
    taken.fill(keepsWords ? 2 : 1, from, to)
    wishes.push({ kind: 'without', of: place(...of).text, ...place(from, to), keepsWords })
  }
  for (const { from, to, of } of alternativesIn(tokens, taken)) {
    const commas = of.slice(0, -1).flatMap((one) => (tokens[one.to]?.key === ',' ? [place(one.to, one.to + 1)] : []))
    wishes.push({ kind: 'anyOf', of: of.map((one) => place(one.from, one.to).text), ...place(from, to), keepsWords: true, commas })
  }
  const read = wishes
    .filter((wish) => !literal.includes(wish.text))
    .sort((left, right) => left.start - right.start)
    .slice(0, MOST_WISHES)
  const cut = read.filter(({ keepsWords }) => !keepsWords)
  const commasOf = (some: typeof read) => some.flatMap(({ commas = [] }) => commas)
  const rest = replaced(text, [...cut, ...commasOf(read)])
  // with nothing left to look for only a price can be a wish
  if (!NAMES_SOMETHING.test(rest)) return { ...plain, wishes: read.filter(({ kind }) => kind === 'price') }
  const clauses = clausesOf(rest)
  const either = clauses.length === 1 ? read.find((wish) => wish.kind === 'anyOf') : undefined
  const alternatives = (either?.of ?? []).slice(0, MOST_ALTERNATIVES).map((one) => {
    const others = commasOf(read.filter((wish) => wish !== either))
    return clausesOf(replaced(text, [...cut, ...others, { ...either!, by: one }])).join(', ')
  })
  return { text: clauses.join(', '), clauses, alternatives, wishes: read.map(({ keepsWords: _, commas: __, ...wish }) => wish) }
}

/** Tokens from `from` to before `to`. */
interface Span {
  readonly from: number
  readonly to: number
}

interface Exclusion extends Span {
  readonly of: readonly [from: number, to: number]
  /** A feature by its name ("nut-free", "non-stick"): catalogs write it so, too. */
  readonly keepsWords?: boolean | undefined
}

function exclusionsIn(tokens: readonly Token[], taken: Uint8Array): Exclusion[] {
  const found: Exclusion[] = []
  const isQuestion = QUESTION.test(tokens[0]?.key ?? '')
  for (let at = 0; at < tokens.length; at++) {
    if (taken[at]) continue
    const feature = featureAt(tokens, taken, at)
    if (feature) {
      found.push(feature)
      at = feature.to - 1
      continue
    }
    const negation = phraseAt(tokens, at, (phrase) => NEGATIONS.get(phrase))
    if (!negation || isNoNegation(tokens, at, negation.value, negation.end, isQuestion)) continue
    let of = excludedAt(tokens, taken, negation.end)
    if (!of) continue
    // "not leather wallet": the last words are what is looked for, else nothing is left; "no bake cake" is a feature
    const leavesWords = at > 0 || tokens.some(({ kind }, i) => i >= of![1] && kind === 'word' && !taken[i])
    const [, end] = of
    if (!leavesWords) of = firstOf(tokens, of)
    const keepsWords = negation.value === 'no' && of[1] < end
    let from = at
    while (from > 0 && at - from < 3 && !taken[from - 1] && LEADS.has(tokens[from - 1]!.key)) from--
    found.push({ from, to: of[1], of: named(tokens, of), keepsWords })
    // "without nuts or eggs"
    let last = of[1]
    while (isJoined(tokens, last, negation.value) && !phraseAt(tokens, last + 1, (phrase) => NEGATIONS.get(phrase))) {
      of = excludedAt(tokens, taken, last + 1)
      if (!of || (tokens[last]!.key === 'and' && !endsAt(tokens, of[1]))) break
      found.push({ from: last, to: of[1], of: named(tokens, of) })
      last = of[1]
    }
    at = last - 1
  }
  return found
}

function isJoined(tokens: readonly Token[], at: number, negation: Negation): boolean {
  const { key } = tokens[at] ?? { key: '' }
  return negation === 'without' ? AND.has(key) : OR.has(key) || key === 'nor'
}

function endsAt(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at]
  return !next || next.kind === 'mark' || BOUNDARIES.has(next.key)
}

/** "nut-free", "gluten free", "non-stick", "no-bake", "zuckerfrei". */
function featureAt(tokens: readonly Token[], taken: Uint8Array, at: number): Exclusion | undefined {
  const [one, two, three] = [tokens[at]!, tokens[at + 1], tokens[at + 2]]
  if (one.kind !== 'word') return undefined
  if (two?.key === '-' && two.glued && three?.glued && three.kind === 'word') {
    if (three.key === 'free') return { from: at, to: at + 3, of: [at, at + 1], keepsWords: true }
    if (one.key === 'non' || one.key === 'no') return { from: at, to: at + 3, of: [at + 2, at + 3], keepsWords: true }
  }
  if (two?.kind !== 'word' || taken[at + 1]) return undefined
  const isFree = two.key === 'free' && !NOT_FREE_BEFORE.has(one.key) && !NOT_FREE_AFTER.has(three?.key ?? '')
  if (isFree) return { from: at, to: at + 2, of: [at, at + 1], keepsWords: true }
  return one.key === 'non' ? { from: at, to: at + 2, of: [at + 1, at + 2], keepsWords: true } : undefined
}

function isNoNegation(tokens: readonly Token[], at: number, negation: Negation, end: number, isQuestion: boolean): boolean {
  const next = tokens[end]
  if (!next || next.kind === 'mark' || next.kind === 'number' || NOT_NEGATED.has(next.key)) return true
  if (at === 0 && NOT_FIRST.has(tokens[0]!.key)) return true
  const before = tokens[at - 1]?.key ?? ''
  if (OR.has(before)) return true
  if (
    /^(?:is|are|was)/.test(tokens[at]!.key) &&
    before !== ',' &&
    !LEADS.has(before) &&
    tokens.slice(0, at).some(({ key }) => TELLS.has(key))
  )
    return true
  if (negation === 'verb') return isQuestion || !VERBS.has(next.key)
  const isAct = next.key.endsWith('ing') && (negation === 'not' || /^(?:the|an?|my|your|it)$/.test(tokens[end + 1]?.key ?? ''))
  return isAct || (negation === 'not' && isQuestion)
}

/** The words from `at` on that are not wanted, articles and the like before them included. */
function excludedAt(tokens: readonly Token[], taken: Uint8Array, at: number): readonly [from: number, to: number] | undefined {
  let from = at
  while (from < tokens.length && !taken[from] && FILLERS.has(tokens[from]!.key)) from++
  let to = from
  for (let words = 0; to < tokens.length && !taken[to] && words < WITHOUT_WORDS; to++) {
    const { kind, key, glued } = tokens[to]!
    if (kind === 'mark' && !(key === '-' && glued && tokens[to + 1]?.glued)) break
    if (kind !== 'mark' && to > from && !glued && BOUNDARIES.has(key)) break
    if (kind === 'word') words++
  }
  return to > from && tokens[from]!.kind !== 'mark' && !BOUNDARIES.has(tokens[from]!.key) ? [from, to] : undefined
}

/** The first of the words, with those that hyphens join to it. */
function firstOf(tokens: readonly Token[], [from, end]: readonly [number, number]): readonly [from: number, to: number] {
  let to = from + 1
  while (to < end && tokens[to]!.glued) to++
  return [from, to]
}

function named(tokens: readonly Token[], [from, to]: readonly [number, number]): readonly [from: number, to: number] {
  let last = to
  while (last > from + 1 && NAMES_NOTHING.has(tokens[last - 1]!.key)) last--
  return [from, last]
}

/** Before the first of alternatives that commas part, where no head noun follows them: "sofa in red, blue or green". */
const BEFORE_ALTERNATIVES = wordSet('in of from with for as in en de aus mit fur con para avec pour')

/**
 * "red or blue". What hyphens join is one: "red or off-white". Commas part alternatives where the head noun follows ("red, blue or green
 * sofa") or a preposition leads ("sofa in red, blue or green"); else they part a list ("rug, wool or cotton").
 */
function alternativesIn(tokens: readonly Token[], taken: Uint8Array): readonly (Span & { readonly of: readonly Span[] })[] {
  const found: { from: number; to: number; of: Span[] }[] = []
  const isOption = (at: number) => isWord(at) && !BOUNDARIES.has(tokens[at]!.key) && !NOT_ALTERNATIVES.has(tokens[at]!.key)
  const isHyphen = (at: number) => tokens[at]?.key === '-' && tokens[at]!.glued && tokens[at + 1]?.glued && !taken[at - 1] && !taken[at + 1]
  const isWord = (at: number) => tokens[at]?.kind === 'word' && !taken[at]
  /** Where the option begins that ends before `to`. */
  const startOf = (to: number) => {
    let from = to - 1
    while (from > 1 && isHyphen(from - 1)) from -= 2
    return from
  }
  for (let at = 1; at < tokens.length - 1; at++) {
    if (!OR.has(tokens[at]!.key) || taken[at] || !isOption(at - 1) || !isOption(at + 1)) continue
    let to = at + 2
    while (isHyphen(to)) to += 2
    const next = { from: at + 1, to }
    const last = found.at(-1)
    if (last?.to === at) {
      last.of.push(next)
      last.to = to
    } else {
      const from = startOf(at)
      found.push({ from, to, of: [{ from, to: at }, next] })
    }
  }
  return found.map((one) => {
    const parted = [...one.of]
    let { from } = one
    while (tokens[from - 1]?.key === ',' && isOption(from - 2)) {
      parted.unshift({ from: startOf(from - 1), to: from - 1 })
      from = parted[0]!.from
    }
    const isLed = from === 0 ? isWord(one.to) : BEFORE_ALTERNATIVES.has(tokens[from - 1]!.key)
    return isLed ? { ...one, from, of: parted } : one
  })
}

/** The text with `by`, or nothing, in each of these places. Where something was, a blank joins what is left. */
function replaced(text: string, edits: readonly (Place & { readonly by?: string })[]): string {
  if (edits.length === 0) return text
  const places = [...edits].sort((left, right) => left.start - right.start)
  const pieces = places.flatMap(({ start, by = '' }, i) => [text.slice(places[i - 1]?.end ?? 0, start), by])
  return [...pieces, text.slice(places.at(-1)!.end)]
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .join(' ')
}

const NAMES_SOMETHING = /[\p{L}\p{N}]/u
const SENTENCE = /[.!?]\s*$/u
/** A part that begins so is a sentence. */
const SUBJECT = /^(?:i|he|she|it|we|you|they|ich|er|sie|wir)\s/i

/** The parts of a list, else the whole: what stood around a wish is joined again. */
function clausesOf(rest: string): readonly string[] {
  const parts = rest
    .split(/[,;]/)
    .map((part) =>
      part
        .trim()
        .replace(/^(?:and|but|und|aber|et|mais|y|pero)\s+/i, '')
        .replace(/\s+(?:and|but|und|et|y)$/i, ''),
    )
    .filter((part) => NAMES_SOMETHING.test(part))
  const isList =
    parts.length > 1 &&
    parts.length <= MOST_CLAUSES &&
    !SENTENCE.test(rest) &&
    parts.every((part) => part.split(/\s+/).length <= CLAUSE_WORDS && !SUBJECT.test(part))
  return isList ? parts : [parts.join(', ')]
}

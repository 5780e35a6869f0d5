export interface Token {
  /** Lower case, without accents, with a straight apostrophe: what tables are asked by. */
  readonly key: string
  readonly kind: 'number' | 'word' | 'mark'
  readonly start: number
  readonly end: number
  /** Whether it follows the token before it without a blank. */
  readonly glued: boolean
}

/** Numbers with their separators and a closing `,-`; words with inner apostrophes; comparisons; any other character by itself. */
const TOKEN = /(\d+(?:[.,'’]\d+)*(?:[.,][-–—](?!\d))?)|([\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*)|[<>]=?|\S/gu

export function tokensOf(text: string): Token[] {
  let end = -1
  return [...text.matchAll(TOKEN)].map((match) => {
    const [whole, number, word] = match
    const start = match.index
    const token: Token = {
      key: word === undefined ? whole : whole.normalize('NFD').replace(/\p{M}/gu, '').replace('’', "'").toLowerCase(),
      kind: number !== undefined ? 'number' : word === undefined ? 'mark' : 'word',
      start,
      end: start + whole.length,
      glued: start === end,
    }
    end = token.end
    return token
  })
}

/** "St.-Helena-Pfund": the longest phrase there is, in tokens. Those of most tables are shorter. */
export const LONGEST_NAME = 8
const LONGEST = 5

/**
 * The longest phrase of tokens from `from` on that `read` knows, with the index behind it. Tokens are joined as they were written:
 * by a blank, or by nothing where they are glued.
 */
export function phraseAt<T>(
  tokens: readonly Token[],
  from: number,
  read: (phrase: string, end: number) => T | undefined,
  longest: number = LONGEST,
): { readonly value: T; readonly end: number } | undefined {
  let phrase = ''
  let found: { value: T; end: number } | undefined
  for (let at = from; at < Math.min(tokens.length, from + longest); at++) {
    const { key, glued } = tokens[at]!
    phrase += at === from || glued ? key : ` ${key}`
    const value = read(phrase, at + 1)
    if (value !== undefined) found = { value, end: at + 1 }
  }
  return found
}

/** `a|b` lists of phrases as one table. */
export function phrases<T>(...lists: readonly (readonly [T, string])[]): ReadonlyMap<string, T> {
  return new Map(lists.flatMap(([value, list]) => list.split('|').map((phrase) => [phrase, value] as const)))
}

export function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}

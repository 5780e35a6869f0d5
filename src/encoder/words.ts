/** The words whose rows `words-multilingual.bin` has: a list of texts. */
export const WORD_LIST = 'words-multilingual.json'

/** What `tokenizer.json` holds of a WordPiece tokenizer. */
interface WordPieceJson {
  readonly model: { readonly vocab: Readonly<Record<string, number>> }
  readonly normalizer: object
}

/** A tokenizer that reads more words, and what has to be done to a text before. */
export interface MoreWords {
  readonly json: unknown
  clean(text: string): string
}

/**
 * Adds the words of `words-multilingual.json` to a parsed `tokenizer.json`: docs/model-format.md#more-words. The accents of a text stay, and a
 * run of Chinese or Japanese is cut into the longest words that are known.
 */
export function withWords(json: unknown, list: readonly string[]): MoreWords {
  const { model, normalizer, ...rest } = json as WordPieceJson
  // without a prototype: constructor is a Spanish word
  const vocab: Record<string, number> = Object.assign(Object.create(null), model.vocab)
  const first = Object.keys(vocab).length
  const words = list.map((line) => /^([+-]?)(=?)(.*)$/su.exec(line)!)
  // inside a word a piece is written with ##
  const forms = (sign: string) => ['', '##'].filter((before) => sign !== (before ? '+' : '-'))
  words.forEach(([, sign, , word], index) => {
    for (const before of forms(sign!)) vocab[before + word] ??= first + index
  })
  const alias = (word: string, before: string) => {
    const id = vocab[before + word]
    if (id !== undefined) vocab[before + withoutMarks(word)] ??= id
  }
  for (const [, sign, isExact, word] of words) if (!isExact && LETTERS.test(word!)) for (const before of forms(sign!)) alias(word!, before)
  for (const letter of ACCENTED) {
    for (const before of ['', '##']) {
      const id = vocab[before + withoutMarks(letter)]
      if (id !== undefined) vocab[before + letter] ??= id
    }
  }
  const han = new Set(words.map(([, , , word]) => word!).filter((word) => /^[\u3400-\u9fff]$/.test(word)))
  return {
    json: {
      ...rest,
      model: { ...model, vocab, max_input_chars_per_word: 200 },
      normalizer: { ...normalizer, strip_accents: false, handle_chinese_chars: false },
    },
    clean: (text) =>
      text
        .normalize('NFC')
        .replace(MARKS, '')
        // one unknown character would make its whole run unknown
        .replace(/[\u3400-\u9fff]/g, (character) => (han.has(character) ? character : ' ')),
  }
}

/** Marks that Arabic is written without, its lengthening, and accents that have no letter of their own. */
const MARKS = /\u0640|[\u0300-\u036f\u064b-\u0652]/g

/** Words that may be typed without their accents. */
const LETTERS = /^[^\u3040-\u30ff\u3400-\u9fff]{3,}$/u

const ACCENTED = [...range(0xdf, 0x180), ...range(0x1e00, 0x1f00)].map((code) => String.fromCodePoint(code).toLowerCase())

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index)
}

function withoutMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{Mn}/gu, '')
}

import { AutoTokenizer, type PreTrainedTokenizer } from '@xenova/transformers/src/tokenizers.js'
import { PagekinError } from '../errors.js'

export interface Tokenizer {
  /**
   * Token ids with the special tokens of the model. What does not fit into `maxTokens` is cut from the end of the text, so
   * that the final special token ([SEP]) stays. Reads at most 64 characters a token of `text`.
   */
  encode(text: string, maxTokens: number): number[]
}

/** Bounds the work on one hostile text; the longest wordpieces are far shorter. */
const CHARACTERS_PER_TOKEN = 64

/**
 * Builds a tokenizer from the parsed `tokenizer.json` and `tokenizer_config.json` of a Hugging Face export. Without a
 * `tokenizer_class` the generic class is taken, as the field's own loaders do. `clean` changes a text before.
 *
 * Throws `model-unavailable` for a class that @xenova/transformers does not know, `model-corrupt` where the files make no tokenizer.
 */
export function createTokenizer(tokenizerJson: unknown, tokenizerConfig: unknown, clean?: (text: string) => string): Tokenizer {
  const { tokenizer, before, after } = construct(tokenizerJson, tokenizerConfig)
  const change = clean ?? (stripsAccents(tokenizerJson) ? withoutMarks : (text: string) => text)
  return {
    encode(text, maxTokens) {
      const room = maxTokens - before.length - after.length
      if (room < 0) throw new PagekinError('usage', `tokenizer: received maxTokens = ${maxTokens}, expected room for the special tokens`)
      const read = text.slice(0, maxTokens * CHARACTERS_PER_TOKEN)
      const content = tokenizer.encode(change(read), null, { add_special_tokens: false })
      return [...before, ...content.slice(0, room), ...after]
    },
  }
}

interface SpecialTokens {
  readonly before: number[]
  readonly after: number[]
}

interface Constructed extends SpecialTokens {
  readonly tokenizer: PreTrainedTokenizer
}

function construct(tokenizerJson: unknown, tokenizerConfig: unknown): Constructed {
  const name = tokenizerClass(tokenizerConfig)
  const known = AutoTokenizer.TOKENIZER_CLASS_MAPPING
  const TokenizerClass = Object.hasOwn(known, name) ? known[name] : undefined
  if (!TokenizerClass) {
    throw new PagekinError(
      'model-unavailable',
      `tokenizer_config.json: received tokenizer_class "${name}", expected a class that is known here`,
    )
  }
  try {
    const tokenizer = new TokenizerClass(tokenizerJson, tokenizerConfig)
    return { tokenizer, ...specialTokens(tokenizer) }
  } catch (cause) {
    if (cause instanceof PagekinError) throw cause
    throw new PagekinError('model-corrupt', `tokenizer.json: makes no ${name}`, { cause })
  }
}

function tokenizerClass(tokenizerConfig: unknown): string {
  const named = typeof tokenizerConfig === 'object' && tokenizerConfig !== null && 'tokenizer_class' in tokenizerConfig
  // some exports name the Rust-backed twin of the class
  return named ? String(tokenizerConfig.tokenizer_class).replace(/Fast$/, '') : 'PreTrainedTokenizer'
}

/** Whether the normaliser is BERT's with accents stripped, which is also its default for lower-cased models. */
function stripsAccents(tokenizerJson: unknown): boolean {
  const { normalizer } = tokenizerJson as { normalizer?: { type?: string; strip_accents?: boolean | null; lowercase?: boolean } | null }
  return normalizer?.type === 'BertNormalizer' && (normalizer.strip_accents ?? normalizer.lowercase ?? false)
}

/**
 * BERT strips every nonspacing mark; @xenova/transformers 2.17.2 only those of one block, so that Japanese, Arabic and
 * Hebrew texts would get other tokens than the model was trained on.
 */
function withoutMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{Mn}/gu, '')
}

/** The special tokens around a text, found by encoding a probe with and without them. */
function specialTokens(tokenizer: PreTrainedTokenizer): SpecialTokens {
  const probe = 'a'
  const bare = tokenizer.encode(probe, null, { add_special_tokens: false })
  const whole = tokenizer.encode(probe, null, { add_special_tokens: true })
  const start = whole.findIndex((_, offset) => bare.every((id, index) => whole[offset + index] === id))
  if (start < 0) throw new PagekinError('model-corrupt', 'tokenizer.json: special tokens change the tokens of the text')
  return { before: whole.slice(0, start), after: whole.slice(start + bare.length) }
}

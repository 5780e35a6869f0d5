import { type FileSource, parseJson, readJson, readRequired } from '../encoder/model-files.js'
import { createTokenizer } from '../encoder/tokenizer.js'
import type { Reading } from '../evaluate/autoeval/facts.js'

/** As long as any encoder reads. */
const MAX_TOKENS = 512

/** Tells how a model's tokenizer takes a text: in how many pieces, and how many of them it does not know. */
export async function openReader(model: FileSource): Promise<(text: string) => Reading> {
  const json = parseJson('tokenizer.json', await readRequired(model, 'tokenizer.json'))
  const tokenizer = createTokenizer(json, (await readJson(model, 'tokenizer_config.json')) ?? {})
  const unknownId = unknownIdOf(json)
  const around = tokenizer.encode('', MAX_TOKENS).length
  return (text) => {
    const ids = tokenizer.encode(text, MAX_TOKENS)
    return { pieces: ids.length - around, unknown: ids.filter((id) => id === unknownId).length }
  }
}

/** WordPiece and BPE name the piece, Unigram gives its number; byte-level BPE has none and knows every text. */
function unknownIdOf(json: unknown): number | undefined {
  const { model } = json as { model?: { unk_token?: string | null; unk_id?: number | null; vocab?: Record<string, number> | unknown[] } }
  if (typeof model?.unk_id === 'number') return model.unk_id
  const { unk_token: token, vocab } = model ?? {}
  return typeof token === 'string' && vocab && !Array.isArray(vocab) ? vocab[token] : undefined
}

import { readFileSync } from 'node:fs'
import { createTokenizer, type Tokenizer } from '../src/encoder/tokenizer.js'
import { createKernel } from '../src/encoder/transformer/kernel.js'
import type { LayerAt } from '../src/encoder/transformer/model-file.js'
import { BATCH_TOKENS, exitFile, Transformer } from '../src/encoder/transformer/transformer.js'
import { normalize } from '../src/vectors/normalize.js'

const MODEL = 'public/models/pagekin-mini-v2/'

/** Unit vectors of texts, a row each. */
export type Embed = (texts: readonly string[]) => readonly Float32Array[]

/** The built-in model with its tokenizer: whole, or ending at the exit after so many layers. */
export async function builtInModel(layers?: number): Promise<{ readonly transformer: Transformer; readonly tokenizer: Tokenizer }> {
  const readJson = (name: string): unknown => JSON.parse(readFileSync(MODEL + name, 'utf8'))
  const tokenizer = createTokenizer(readJson('tokenizer.json'), readJson('tokenizer_config.json'))
  const read = (name: string) => new Uint8Array(readFileSync(MODEL + name))
  const exit = layers === undefined ? undefined : { layers, file: read(exitFile(layers)) }
  return { tokenizer, transformer: await Transformer.read(read('encoder.bin'), createKernel(), { exit }) }
}

/** The model's first layers with its own head: no training made the head of the whole model for fewer. */
export function withLayers({ transformer, tokenizer }: Awaited<ReturnType<typeof builtInModel>>, count: number): Embed {
  const { layout } = transformer
  return (texts) => {
    const { layer } = layout
    ;(layout as { layer: readonly LayerAt[] }).layer = layer.slice(0, count)
    const ids = texts.map((text) => tokenizer.encode(text, BATCH_TOKENS))
    const order = ids.map((_, at) => at).sort((a, b) => ids[a]!.length - ids[b]!.length)
    const vectors: Float32Array[] = []
    for (let start = 0; start < order.length; ) {
      let end = start
      for (let tokens = 0; end < order.length; end++) {
        tokens += ids[order[end]!]!.length
        if (end > start && tokens > BATCH_TOKENS) break
      }
      const batch = order.slice(start, end)
      const made = normalize(transformer.vectors(batch.map((at) => ids[at]!)), layout.outputs)
      batch.forEach((at, row) => {
        vectors[at] = made.subarray(row * layout.outputs, (row + 1) * layout.outputs)
      })
      start = end
    }
    ;(layout as { layer: readonly LayerAt[] }).layer = layer
    return vectors
  }
}

import { writeFile } from 'node:fs/promises'
import { mulberry32 } from '../../src/vectors/random.js'
import { hasSharedData } from '../shared-data.js'
import { embedTexts } from '../text-vectors.js'
import { realTexts } from './real-texts.js'

/**
 * Writes real embeddings for the bench in the browser, as float32, row-major: the item sentences of the real sets, each text
 * once, in a seeded order. `node real-vectors.js FILE`; no file where there are no sets.
 */
const [file] = process.argv.slice(2)
if (file && hasSharedData('real embeddings')) {
  const texts = realTexts()
  const { vectors, dimensions } = await embedTexts(texts)
  const random = mulberry32(1)
  for (let row = texts.length - 1; row > 0; row--) swap(vectors, dimensions, row, Math.floor(random() * (row + 1)))
  await writeFile(file, new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength))
}

function swap(vectors: Float32Array, dimensions: number, a: number, b: number): void {
  const row = vectors.slice(a * dimensions, (a + 1) * dimensions)
  vectors.copyWithin(a * dimensions, b * dimensions, (b + 1) * dimensions)
  vectors.set(row, b * dimensions)
}

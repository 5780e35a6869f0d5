import { existsSync } from 'node:fs'
import { Tokenizer as TwinTokenizer } from '@huggingface/tokenizers'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { BUILTIN_MODEL, readJsonFile, SHARED_MODELS } from './fixtures.test-helper.js'
import { createTokenizer, type Tokenizer } from './tokenizer.js'

let json: Record<string, unknown>
let config: Record<string, unknown>
let tokenizer: Tokenizer

beforeAll(async () => {
  json = await readJsonFile(`${BUILTIN_MODEL}tokenizer.json`)
  config = await readJsonFile(`${BUILTIN_MODEL}tokenizer_config.json`)
  tokenizer = createTokenizer(json, config)
})

test('all canary texts get the ids that the reference tokenizer gave them', async () => {
  const canary = (await readJsonFile(`${BUILTIN_MODEL}canary.json`)) as { texts: string[]; ids: number[][] }
  canary.texts.forEach((text, row) => {
    expect(tokenizer.encode(text, 256), text).toEqual(canary.ids[row])
  })
})

describe('against @huggingface/tokenizers', () => {
  // code points from the blocks that catalogs are written in, and from those that break tokenizers
  const blocks: [number, number][] = [
    [0x20, 0x7e],
    [0xa0, 0x24f],
    [0x300, 0x36f],
    [0x370, 0x5ff],
    [0x600, 0x6ff],
    [0x2000, 0x206f],
    [0x20a0, 0x20bf],
    [0x3040, 0x30ff],
    [0x4e00, 0x4eff],
    [0xac00, 0xacff],
    [0x1f600, 0x1f64f],
  ]
  const character = fc.oneof(...blocks.map(([min, max]) => fc.integer({ min, max }).map((code) => String.fromCodePoint(code))))
  const text = fc.array(character, { maxLength: 60 }).map((characters) => characters.join(''))

  test('random unicode gets the same ids', () => {
    const twin = new TwinTokenizer(json, config)
    fc.assert(
      fc.property(text, (sample) => {
        expect(tokenizer.encode(sample, 4096)).toEqual(twin.encode(sample).ids)
      }),
      { numRuns: 1000 },
    )
  })
})

test('a text that is too long keeps its start and the final special token', () => {
  const words = Array.from({ length: 400 }, (_, index) => ['jacket', 'bottle', 'red'][index % 3]).join(' ')
  const whole = tokenizer.encode(words, 4096)
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), (maxTokens) => {
      const cut = tokenizer.encode(words, maxTokens)
      expect(cut).toHaveLength(maxTokens)
      expect(cut.slice(0, -1)).toEqual(whole.slice(0, maxTokens - 1))
      expect(cut.at(-1)).toBe(whole.at(-1))
    }),
  )
})

test('a text of a million characters is cut before it is tokenised', () => {
  expect(tokenizer.encode('kettle '.repeat(150_000), 256)).toEqual(tokenizer.encode('kettle '.repeat(300), 256))
})

test('the rust-backed name of a class is understood, and an unknown class is refused with its name', () => {
  const fast = createTokenizer(json, { ...config, tokenizer_class: 'BertTokenizerFast' })
  expect(fast.encode('red', 8)).toEqual(tokenizer.encode('red', 8))
  expect(() => createTokenizer(json, { tokenizer_class: 'constructor' })).toThrow(/model-unavailable.*"constructor"/)
})

test('a json whose special tokens cannot be put around a text is refused as corrupt', async () => {
  const json = await readJsonFile(`${BUILTIN_MODEL}tokenizer.json`)
  for (const post_processor of [
    { type: 'TemplateProcessing', single: [{ SpecialToken: null }], pair: [], special_tokens: {} },
    { type: 'BertProcessing' },
  ]) {
    expect(() => createTokenizer({ ...json, post_processor }, config), post_processor.type).toThrow(/model-corrupt/)
  }
})

test('a json that makes no tokenizer is refused as corrupt', () => {
  for (const broken of [null, {}, { model: { type: 'WordPiece' } }, [], 'text']) {
    expect(() => createTokenizer(broken, config), JSON.stringify(broken)).toThrow(/model-corrupt/)
  }
})

const miniLm = `${SHARED_MODELS}all-MiniLM-L6-v2/`
if (!existsSync(miniLm)) console.warn(`skipped: ${miniLm} is absent`)
test.skipIf(!existsSync(miniLm))('on the vocabulary of MiniLM all canary texts get the reference ids', async () => {
  const other = createTokenizer(await readJsonFile(`${miniLm}tokenizer.json`), await readJsonFile(`${miniLm}tokenizer_config.json`))
  const canary = (await readJsonFile(`${miniLm}canary.json`)) as { texts: string[]; ids: number[][] }
  const differing = canary.texts.filter((text, row) => other.encode(text, 256).join() !== canary.ids[row]!.join())
  expect(differing).toEqual([])
})

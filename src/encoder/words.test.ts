import { expect, test } from 'vitest'
import { BUILTIN_MODEL, readJsonFile } from './fixtures.test-helper.js'
import { createTokenizer } from './tokenizer.js'
import { withWords } from './words.js'

const BASE = ['[UNK]', '[CLS]', '[SEP]', 'a', 'e', '##a', '##e', 'cup', 'bar', '##bar']

/** The tokens of a text, with a small vocabulary and more words. */
function tokens(list: string, text: string): string[] {
  const json = {
    added_tokens: [],
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      vocab: Object.fromEntries(BASE.map((token, id) => [token, id])),
    },
  }
  const names = [...BASE, ...list.split('\n').map((line) => line.replace(/^[+-]?=?/, ''))]
  const more = withWords(json, list.split('\n'))
  return createTokenizer(more.json, { unk_token: '[UNK]' }, more.clean)
    .encode(text, 20)
    .map((id) => names[id]!)
}

test('a word and the same letters inside a longer word are one token, unless a sign leaves one of them out', () => {
  expect(tokens('tasse', 'Tasse cuptasse')).toEqual(['tasse', 'cup', 'tasse'])
  expect(tokens('+tasse', 'tasse cuptasse')).toEqual(['tasse', '[UNK]'])
  expect(tokens('-tasse', 'tasse cuptasse')).toEqual(['[UNK]', 'cup', 'tasse'])
  expect(tokens('constructor', 'constructor')).toEqual(['constructor'])
})

test('an accent makes another word; one typed without it is found, but for a word that has no such form', () => {
  expect(tokens('für\nfur', 'für fur')).toEqual(['für', 'fur'])
  expect(tokens('jabón', 'jabon JABÓN')).toEqual(['jabón', 'jabón'])
  expect(tokens('=jabón', 'jabon')).toEqual(['[UNK]'])
  // decomposed
  expect(tokens('jabón', 'jabo\u0301n')).toEqual(['jabón'])
  // a letter that no word has
  expect(tokens('x', 'cupé')).toEqual(['cup', '##e'])
})

test('chinese and japanese are cut into the longest words, around a character that is unknown', () => {
  expect(tokens('雨\n衣\n雨衣\n双\n人', '双人雨衣')).toEqual(['双', '人', '雨衣'])
  expect(tokens('雨\n衣', '雨龘衣')).toEqual(['雨', '衣'])
})

test('the words that are shipped give the tokens that they were trained as', async () => {
  const list = (await readJsonFile(`${BUILTIN_MODEL}words-multilingual.json`)) as unknown as string[]
  const { json, clean } = withWords(await readJsonFile(`${BUILTIN_MODEL}tokenizer.json`), list)
  const tokenizer = createTokenizer(json, await readJsonFile(`${BUILTIN_MODEL}tokenizer_config.json`), clean)
  const { texts, ids } = (await readJsonFile(`${BUILTIN_MODEL}canary-multilingual.json`)) as unknown as { texts: string[]; ids: number[][] }
  expect(texts.map((text) => tokenizer.encode(text, 256))).toEqual(ids)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isStopWord, stem } from './english.js'
import { segmentRun, tokenize, wordsByTerm } from './tokens.js'

describe('tokenize', () => {
  test.each([
    ['The Red KETTLES of the shop', ['red', 'kettl', 'shop']],
    ["women's boots, don't l’eau", ['women', 'boot', 'leau']],
    ['iPhone 15 Pro (6.1-inch), 1,299', ['iphon', '15', 'pro', '6.1', 'inch', '1,299']],
    ['ｆｕｌｌ　ｗｉｄｔｈ ①', ['full', 'width', '1']],
    ['Größe café naïve', ['größe', 'café', 'naïve']],
    ['cafe\u0301', ['café']],
    ['водонепроницаемая куртка', ['водонепроницаемая', 'куртка']],
    ['हिन्दी किताब', ['हिन्दी', 'किताब']],
    ['', []],
    ['!?<> \u0000', []],
    [`x${'y'.repeat(100)} ok`, ['ok']],
  ])('reads %j as %j', (text, terms) => {
    expect(tokenize(text)).toEqual(terms)
  })

  test('finds words in scripts without blanks, also beside latin ones', () => {
    expect(tokenize('东京大学iPhone手机')).toEqual(expect.arrayContaining(['iphon', '手机']))
    expect(tokenize('ภาษาไทยง่าย').length).toBeGreaterThan(1)
    expect(tokenize('東京都の天気').join('')).toBe('東京都の天気')
  })

  test('makes pairs of characters where the browser has no segmenter', () => {
    expect(segmentRun('東京都', false)).toEqual(['東京', '京都'])
    expect(segmentRun('東', false)).toEqual(['東'])
    expect(segmentRun('𠮷野家', false)).toEqual(['𠮷野', '野家'])
  })

  test('gives terms that are not blank, not upper case, at most 64 long, and no matter how blanks are written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 })), (words) => {
        const terms = tokenize(words.join(' '))
        for (const term of terms) {
          expect(term).toMatch(/^\S+$/)
          expect(term.length).toBeLessThanOrEqual(64)
          expect(term.toLowerCase()).toBe(term)
        }
        expect(tokenize(words.join(' \n '))).toEqual(terms)
      }),
    )
  })

  test('reads a megabyte of marks, letters and apostrophes without quadratic work', () => {
    expect(tokenize('\u0301'.repeat(1_000_000))).toEqual([])
    expect(tokenize("a'".repeat(500_000))).toEqual([])
    expect(tokenize('1.'.repeat(500_000))).toEqual([])
  })
})

describe('wordsByTerm', () => {
  test('has the first word as it was written for every term, and no other', () => {
    expect([...wordsByTerm('Kettles and a KETTLE for women’s Tents')]).toEqual([
      ['kettl', 'Kettles'],
      ['women', 'women’s'],
      ['tent', 'Tents'],
    ])
  })

  test('has the terms that tokenize gives', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect([...wordsByTerm(text).keys()]).toEqual([...new Set(tokenize(text))])
      }),
    )
  })
})

describe('stem', () => {
  test.each([
    ['kettles', 'kettle'],
    ['boxes', 'box'],
    ['dresses', 'dress'],
    ['watches', 'watch'],
    ['batteries', 'battery'],
    ['running', 'runs'],
    ['heated', 'heating'],
    ['hiked', 'hiking'],
    ['surfaced', 'surfaces'],
    ['adding', 'adds'],
    ['boxing', 'boxes'],
    ['making', 'makes'],
    ['stopped', 'stops'],
    ['sprayed', 'spraying'],
  ])('%s meets %s', (left, right) => {
    expect(stem(left)).toBe(stem(right))
  })

  test.each(['glass', 'bus', 'gas', 'ring', 'red', 'king', 'feed', 'größen', '1990s', 'string'])('leaves %s alone', (word) => {
    expect(stem(word)).toBe(word)
  })

  test('tells wings from wines, caps from capes and cars from cares', () => {
    expect(stem('wings')).not.toBe(stem('wines'))
    expect(stem('caps')).not.toBe(stem('capes'))
    expect(stem('cars')).not.toBe(stem('cares'))
  })

  test('leaves at least three characters of a longer word', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,12}$/), (word) => {
        expect(stem(word).length).toBeGreaterThanOrEqual(3)
      }),
    )
  })

  test('words that carry meaning are no stop words', () => {
    for (const word of ['waterproof', 'under100', 'new', 'free', 'large', 'usb', '100']) expect(isStopWord(word)).toBe(false)
  })
})

test('plain text has the terms that it has beside a letter outside ASCII', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary-ascii', maxLength: 20 }), { maxLength: 12 }), (words) => {
      const text = `${words.join(' ')} Kettles' 1.5 don't `

      expect(tokenize(`${text}é`)).toEqual([...tokenize(text), 'é'])
    }),
  )
})

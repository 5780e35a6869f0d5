import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bm25Index, queryTerms } from './bm25.js'
import { itemFields } from './item-fields.js'
import { itemsIn, kindsIn, LANGUAGES } from './languages.test-helper.js'
import { nearTerms } from './near-terms.js'
import { tokenize } from './tokens.js'

describe('nearTerms', () => {
  const vocabulary = ['kettl', 'küchenmesser', 'zelt', 'чайник', 'غلاية', 'café', 'redis', 'wasserkocher', '自転車']

  test.each([
    ['ketl', 'kettl'],
    ['messer', 'küchenmesser'],
    ['zelte', 'zelt'],
    ['чайника', 'чайник'],
    ['الغلاية', 'غلاية'],
    ['cafe', 'café'],
    ['wasserkochers', 'wasserkocher'],
    ['転車', '自転車'],
  ])('takes %s for %s', (word, term) => {
    expect(nearTerms(word, vocabulary)[0]?.term).toBe(term)
  })

  test.each(['red', 'cat', '15', '1999', 'x', '', 'violin'])('takes %j for nothing', (word) => {
    expect(nearTerms(word, vocabulary)).toEqual([])
  })

  test.each([
    ['violin', 'violet'],
    ['button', 'butter'],
    ['bottle', 'bottom'],
    ['candle', 'candid'],
    ['planet', 'plants'],
  ])('two words that begin alike are two: %s, %s', (word, term) => {
    expect(nearTerms(word, [term])).toEqual([])
    expect(nearTerms(term, [word])).toEqual([])
  })

  test.each([
    ['красная', 'красный'],
    ['чайником', 'чайника'],
    ['czerwonym', 'czerwonej'],
    ['vioiln', 'violin'],
  ])('other endings of a long stem and neighbours swapped are one word: %s, %s', (word, term) => {
    expect(nearTerms(word, [term]).map((near) => near.term)).toEqual([term])
  })

  test.each([
    ['gemaelde', 'gemälde'],
    ['türen', 'tuer'],
    ['strasse', 'straße'],
    ['fußball', 'fussball'],
    ['bücherregal', 'buecherregal'],
    ['schluesselbunde', 'schlüsselbund'],
  ])('an umlaut may be written as two letters: %s, %s', (word, term) => {
    for (const [asked, has] of [
      [word, term],
      [term, word],
    ] as const) {
      const [near] = nearTerms(tokenize(asked)[0]!, [tokenize(has)[0]!])
      expect(near?.similarity, `${asked} ${has}`).toBeGreaterThan(0.6)
    }
  })

  test('of four letters two neighbours may be swapped, and say less; no other letter may differ', () => {
    expect(nearTerms('sheo', ['shoe', 'show', 'sheet'])).toEqual([{ term: 'shoe', similarity: expect.closeTo(0.55) }])
    expect(nearTerms('botl', ['bolt', 'bottl']).map(({ term }) => term)).toEqual(['bottl'])
    expect(nearTerms('meat', ['meal', 'neat', 'mat'])).toEqual([])
    expect(nearTerms('自転', ['転自'])).toEqual([])
  })

  test('the head of a compound is no swap, be it as near as one: it stands beside what is nearer', () => {
    expect(nearTerms('ahornholzgartentisch', ['ahornholzgartentische', 'gartentisch']).map(({ term }) => term)).toContain('gartentisch')
  })

  test('is as near one way as the other, nearest to itself, and never above 1', () => {
    const word = fc.stringMatching(/^[a-zäéж]{1,12}$/)
    fc.assert(
      fc.property(word, word, (a, b) => {
        const similarity = (from: string, to: string) => nearTerms(from, [to])[0]?.similarity ?? 0
        if (Math.min(a.length, b.length) >= 4) expect(similarity(a, b)).toBe(similarity(b, a))
        expect(similarity(a, b)).toBeLessThanOrEqual(1)
        if (a.length >= 4) expect(similarity(a, a)).toBe(1)
      }),
      // written out, an umlaut makes a word longer
      {
        examples: [
          ['öfen', 'kacheoefen'],
          ['ääää', 'wwwwwwwwaeaeaeae'],
        ],
      },
    )
  })
})

describe.each(LANGUAGES)('in %s', (language) => {
  const items = itemsIn(language)
  const index = Bm25Index.build(items.map(itemFields))
  const top = (text: string) => {
    const scores = new Float32Array(items.length)
    index.scoresInto(index.withNearTerms(queryTerms(text)), scores)
    return items.map((_, row) => row).sort((a, b) => scores[b]! - scores[a]! || a - b)
  }

  test('the name of a thing finds its items before all others', () => {
    // which words a dictionary finds in a script without blanks depends on what stands beside them: not all twelve are found everywhere
    const sure = language === 'th' ? 6 : 12
    kindsIn(language).forEach((kind, k) => {
      const found = top(kind).slice(0, sure)
      expect(
        found.map((row) => items[row]!.id.split('-')[1]),
        kind,
      ).toEqual(Array(sure).fill(String(k)))
    })
  })

  test('a title finds its own item, or the one that is told alike', () => {
    for (const { title } of items) expect(items[top(title)[0]!]!.title).toBe(title)
  })
})

test('terms that are known are left as they are, and those of rows that are gone are unknown again', () => {
  const index = Bm25Index.build([[{ text: 'kettles', weight: 1 }], [{ text: 'kettle settle', weight: 1 }]])
  const query = queryTerms('settles keftl')

  expect(index.withNearTerms(query)).toEqual([
    { term: 'settl', weight: 1 },
    { term: 'kettl', weight: 0.8 },
  ])
  const left = index.rearranged(Int32Array.of(0), () => [])
  expect(left.withNearTerms(queryTerms('settle'))[0]!.term).toBe('kettl')
})

test('a part number finds the items that write it with a hyphen or a blank, and nothing where no item has all of it', () => {
  const titles = ['Toner TN-201 black', 'Toner for TN 201', 'Toner TN-210', 'Case 22 inch', 'Phone S series', 'Drill DCB118 charger']
  const index = Bm25Index.build(titles.map((title) => itemFields({ id: title, title })))
  const found = (text: string) => {
    const scores = new Float32Array(titles.length)
    index.scoresInto(index.withNearTerms(queryTerms(text)), scores)
    return titles.filter((_, row) => scores[row]! > 0).sort((a, b) => scores[titles.indexOf(b)]! - scores[titles.indexOf(a)]!)
  }
  expect(found('tn201').slice(0, 2).sort()).toEqual(['Toner TN-201 black', 'Toner for TN 201'])
  expect(found('TN201')).toEqual(found('tn201'))
  // 22 and s are there, and never together
  expect(found('s22')).toEqual([])
  expect(found('dcb118')).toEqual(['Drill DCB118 charger'])
  // others have a part of it: no evidence of the whole
  for (const { weight } of index.withNearTerms([{ term: 'tn201', weight: 1 }])) expect(weight * 2).toBeLessThan(0.6)
})

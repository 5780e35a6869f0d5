import { describe, expect, test } from 'vitest'
import { audienceAsked, audienceNamed, audienceTerm } from './audience.js'

const ROWS = [
  "Clothing > Women's Clothing > Pants",
  'Clothing > Men > Pants',
  'Kids > Boys > Pants',
  'Kids > Shorts',
  'Unisex cap',
  'Rope',
  'Baby body',
  'Men, Women: socks',
]
const losing = (text: string) => {
  const term = audienceTerm(text, ROWS.length, (row) => audienceNamed(ROWS[row]!))
  return term ? ROWS.filter((_, row) => term.scores[row]! < 0) : undefined
}

describe('a search that says whom it is for', () => {
  test.each([
    ['loose fit pants for women', [1, 2, 3, 6]],
    ["men's socks", [0, 2, 3, 6]],
    ['womens pants', [1, 2, 3, 6]],
    ['girls shorts', [0, 1, 2, 6, 7]],
    ['shorts for a boy', [0, 1, 6, 7]],
    ['something for the kids', [0, 1, 7]],
    ['for my dad, he loves camping', [0, 2, 3, 6]],
    ['hose für damen', [1, 2, 3, 6]],
    ['pantalon pour homme', [0, 2, 3, 6]],
    ['pantalones para hombres', [0, 2, 3, 6]],
  ] as const)('%j sets back what is for others alone', (text, others) => {
    expect(losing(text)).toEqual(others.map((row) => ROWS[row]))
  })

  test.each(['loose fit pants', 'x-men figure', "for my son's match", 'a mother board', 'manchester cap', 'so that my dad can sleep'])(
    '%j says nobody',
    (text) => {
      expect(audienceAsked(text).audience).toBe(0)
      expect(losing(text)).toBeUndefined()
    },
  )

  test('means nothing where no item is for them', () => {
    expect(audienceTerm('pants for women', 2, (row) => audienceNamed(['Boys', 'Rope'][row]!))).toBeUndefined()
  })

  test('the narrower audience of an item counts, and of two that exclude each other both', () => {
    expect(audienceNamed('Kids > Boys')).toBe(audienceNamed('boys'))
    expect(audienceNamed('Unisex, for men')).toBe(audienceNamed('men'))
    expect(audienceNamed('men women')).toBe(audienceNamed('adults'))
  })

  test('the reason says what a row misses', () => {
    const term = audienceTerm('Pants for Women', ROWS.length, (row) => audienceNamed(ROWS[row]!))!
    expect(term.reason(1, -3)).toEqual({ kind: 'clauses', met: [], missed: ['women'], weight: -3 })
  })
})

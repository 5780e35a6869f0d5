import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sentences } from '../../lexical/sentences.js'
import { inverseCloze, parsePapers } from './papers.js'
import { splitPapers } from './splits.js'

describe('sentences', () => {
  test('end at a mark before a capital, not at short forms, numbers or initials', () => {
    expect(sentences('We score 0.5 on it. Models, e.g. BERT, help! Do they? "Yes." (See Fig. 2.) As J. Smith et al. Found, so.')).toEqual([
      'We score 0.5 on it.',
      'Models, e.g. BERT, help!',
      'Do they?',
      '"Yes."',
      '(See Fig. 2.)',
      'As J. Smith et al. Found, so.',
    ])
    expect(sentences('  ')).toEqual([])
    expect(sentences('no mark')).toEqual(['no mark'])
  })

  test('joined by a blank are the text again', () => {
    const word = fc.constantFrom('A', 'b', '3', 'e.g.', 'end.', 'What?', '"Q"', '(x)', 'C.')
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(sentences(words.join(' ')).join(' ')).toBe(words.join(' '))
      }),
    )
  })
})

describe('inverse cloze', () => {
  const papers = parsePapers(
    '{"id":"p1","title":"T","abstract":"One is. Two is. Three is."}\n{"id":"p2","title":"U","abstract":"Only one."}\n',
  )

  test('takes one sentence out of each text that has two, and asks with it', () => {
    const seen = new Set<string>()
    for (let seed = 0; seed < 30; seed++) {
      const { documents, queries } = inverseCloze(papers, seed)
      expect(queries).toHaveLength(1)
      expect(documents[1]).toEqual({ id: 'p2', title: 'U', text: 'Only one.' })
      const all = ['One is.', 'Two is.', 'Three is.']
      expect(documents[0]!.text).toBe(all.filter((sentence) => sentence !== queries[0]!.text).join(' '))
      seen.add(queries[0]!.text)
      expect(inverseCloze(papers, seed)).toEqual({ documents, queries })
    }
    expect(seen.size).toBe(3)
  })

  test('papers without a field are errors; all of them are split', () => {
    expect(() => parsePapers('{"id":"p1","title":"T"}\n')).toThrow(/row 0: received/)
    expect(Object.values(splitPapers(papers)).flat().sort()).toEqual(['p1', 'p2'])
  })
})

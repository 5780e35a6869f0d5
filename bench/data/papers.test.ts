import { describe, expect, test } from 'vitest'
import { inverseCloze, parsePapers } from './papers.js'
import { splitPapers } from './splits.js'

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

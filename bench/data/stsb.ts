import { PagekinError } from '../../src/errors.js'
import { lines, numberField } from './csv.js'

export interface SentencePair {
  readonly genre: string
  /** 0 (unrelated) to 5 (the same). */
  readonly score: number
  readonly first: string
  readonly second: string
}

/**
 * STS Benchmark (Cer et al., 2017), one of its files: tab-separated though named csv, no header, quotes are text. Columns genre,
 * file, year, id, score, sentence 1, sentence 2; some rows have two more, which name sources. Tune on dev, report Spearman on test.
 */
export function parseStsb(text: string): SentencePair[] {
  return lines(text).map((line, row) => {
    const cells = line.split('\t')
    if (cells.length !== 7 && cells.length !== 9) {
      throw new PagekinError('usage', `stsb, row ${row}: received ${cells.length} columns, expected 7, or 9 with sources`)
    }
    const score = numberField(`stsb, row ${row}`, cells[4])
    if (score < 0 || score > 5) throw new PagekinError('usage', `stsb, row ${row}: received score ${score}, expected 0 to 5`)
    return { genre: cells[0]!, score, first: cells[5]!, second: cells[6]! }
  })
}

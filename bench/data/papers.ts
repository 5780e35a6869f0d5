import { PagekinError } from '../../src/errors.js'
import { draws } from '../../src/evaluate/draw.js'
import { sentences } from '../../src/lexical/sentences.js'
import { lines } from './csv.js'
import type { Document, Query } from './retrieval-set.js'

export interface Paper {
  readonly id: string
  readonly title: string
  readonly abstract: string
}

/** Papers from JSON lines with `id`, `title` and `abstract`. */
export function parsePapers(text: string): Paper[] {
  return lines(text).map((line, row) => {
    const { id, title, abstract } = JSON.parse(line) as Partial<Record<keyof Paper, unknown>>
    if (typeof id !== 'string' || typeof title !== 'string' || typeof abstract !== 'string') {
      throw new PagekinError('usage', `papers, row ${row}: received ${line.slice(0, 60)}, expected strings id, title and abstract`)
    }
    return { id, title, abstract }
  })
}

export interface InverseCloze {
  /** Every paper, its abstract without the sentence that is its query. */
  readonly documents: readonly Document[]
  /** One a paper that has two sentences or more; the id is the paper's, which is the one relevant document. */
  readonly queries: readonly Query[]
}

/**
 * Inverse cloze task (Lee, Chang and Toutanova, 2019): one random sentence of each text is taken out and must find what is left.
 * A seed is one draw of sentences; average over several.
 */
export function inverseCloze(papers: readonly Paper[], seed: number): InverseCloze {
  const draw = draws(seed)
  const documents: Document[] = []
  const queries: Query[] = []
  for (const { id, title, abstract } of papers) {
    const all = sentences(abstract)
    const taken = all.length < 2 ? -1 : draw.integer(0, all.length - 1)
    documents.push({ id, title, text: all.filter((_, place) => place !== taken).join(' ') })
    if (taken >= 0) queries.push({ id, text: all[taken]! })
  }
  return { documents, queries }
}

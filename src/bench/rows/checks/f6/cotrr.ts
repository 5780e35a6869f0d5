import { itemSentence } from '../../../../catalog/item-sentence.js'
import { catalogContext, indexOf } from '../../../../cli/answer-context.js'
import { DenseText } from '../../../../evaluate/baselines/dense-text.js'
import { type Draw, draws } from '../../../../evaluate/draw.js'
import type { Shop } from '../../../../evaluate/t1/shop.js'
import { CATEGORIES, COLOURS, MATERIALS, STYLES } from '../../../../evaluate/t1/vocabulary.js'
import { type Clauses, clausesOf } from '../../../../ranking/queries/clauses.js'
import { topK } from '../../../../vectors/top-k.js'
import { search } from '../../../../worker/answers/search.js'
import { defineCheck } from '../../check.js'
import { compare, mean } from '../compare.js'

type Read = (text: string) => Clauses | undefined

interface Asked {
  readonly text: string
  /** Rows that meet every clause; two or more. */
  readonly right: ReadonlySet<number>
}

const QUESTIONS = 200
const K = 10

export const cotrr = defineCheck<Read>({
  what: 'T1, 200 requests of three clauses by any of their names (kind, material, style or not a colour, or a highest price), as the page searches: share of the ten first that meet all above that of one vector',
  quick: false,
  needs: [],
  capability: clausesOf,
  controls: {
    // the text as one: what is found is what one vector finds
    identity: () => undefined,
    shuffled: (text) => {
      const read = clausesOf(text)
      return read && { ...read, clauses: read.clauses.map(({ text: part, negated }) => ({ text: part, negated: !negated })) }
    },
  },
  async measure(read, context) {
    const shop = context.shop()
    const { items } = shop
    const { vectors, dimensions } = await context.embed(items.map(itemSentence))
    const catalog = { ...(await catalogContext(items, indexOf(new DenseText(vectors, dimensions)))), interactions: [], now: 0 }
    const draw = draws(context.seed)
    const asked: Asked[] = []
    while (asked.length < QUESTIONS) {
      const one = request(draw, shop)
      if (one.right.size > 1) asked.push(one)
    }
    const parts = asked.map(({ text }) => read(text))
    const texts = asked.flatMap(({ text }, i) => [text, wholeOf(parts[i], text), ...(parts[i]?.clauses.map((clause) => clause.text) ?? [])])
    const { vectors: encoded } = await context.embed(texts, { kind: 'query' })
    const vectorOf = new Map(texts.map((text, i) => [text, encoded.slice(i * dimensions, (i + 1) * dimensions)]))
    const precision = (rows: readonly number[], { right }: Asked) => rows.filter((row) => right.has(row)).length / Math.min(K, right.size)
    const all = Uint32Array.from(items.keys())
    const single = asked.map((one) => [...topK(catalog.vectors!.index.scores(vectorOf.get(one.text)!, all), K).rows])
    const found = asked.map(({ text }, i) => {
      const own = parts[i]
      if (!own) return single[i]!
      const whole = wholeOf(own, text)
      const clauses = own.clauses.map((clause) => ({ ...clause, vector: vectorOf.get(clause.text)! }))
      const where = own.price && { where: { price: own.price } }
      const answer = search(whole, vectorOf.get(whole)!, { limit: K, complete: true, ...where }, catalog, clauses)
      return answer.map(({ item }) => catalog.rows.rowOf(item.id)!)
    })
    const asOne = asked.map(({ text }) =>
      search(text, vectorOf.get(text)!, { limit: K, complete: true }, catalog).map(({ item }) => catalog.rows.rowOf(item.id)!),
    )
    const of = (rankings: readonly (readonly number[])[]) => rankings.map((rows, i) => precision(rows, asked[i]!))
    const { figure, baseline, ci } = compare('', of(found), of(single))
    return { figure, baseline, ci, detail: `words and meaning of the text as one ${mean(of(asOne)).toFixed(3)}` }
  },
  passes: ({ ci }) => ci![0] > 0,
})

function wholeOf(read: Clauses | undefined, text: string): string {
  if (!read) return text
  return read.clauses.flatMap((clause) => (clause.negated ? [] : [clause.text])).join(', ')
}

function request(draw: Draw, { items, truth }: Shop): Asked {
  const category = draw.one(CATEGORIES)
  const material = draw.one(MATERIALS)
  const style = draw.one(STYLES)
  const colour = draw.one(COLOURS)
  const most = Math.round(category.medianPrice * (0.8 + draw.fraction()))
  const kinds = [
    {
      text: `${draw.one(material.forms)}, not ${draw.one(colour.forms)}`,
      fits: (row: number) => truth[row]!.facts.material === material.name && truth[row]!.facts.colour !== colour.name,
    },
    {
      text: `${draw.one(style.forms)}, under ${most} euro`,
      fits: (row: number) => truth[row]!.facts.style === style.name && items[row]!.price!.value <= most,
    },
    {
      text: `${draw.one(material.forms)}, ${draw.one(style.forms)}`,
      fits: (row: number) => truth[row]!.facts.material === material.name && truth[row]!.facts.style === style.name,
    },
  ]
  const { text, fits } = draw.one(kinds)
  const right = [...items.keys()].filter((row) => truth[row]!.facts.category === category.name && fits(row))
  return { text: `${draw.one(category.forms)}, ${text}`, right: new Set(right) }
}

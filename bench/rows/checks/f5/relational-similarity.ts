import type { AnswerContext } from '../../../../src/engine/answers/context.js'
import { similar } from '../../../../src/engine/answers/similar.js'
import { draws } from '../../../../src/evaluate/draw.js'
import type { ItemId } from '../../../../src/types.js'
import type { CatalogRow } from '../../../data/catalog-rows.js'
import { parseCsv } from '../../../data/csv.js'
import { untouched } from '../../../data/labelled.js'
import { sharedText } from '../../../shared-data.js'
import { splitByHash } from '../../../split.js'
import { NOTHING, TOP } from '../../../steer.js'
import { defineCheck } from '../../check.js'
import { type Comparison, compare, weakest } from '../compare.js'
import { openCatalog } from '../open-catalog.js'

/** Two facts of an item that its catalog does not tell the engine: what it is, and which of several such things. */
interface Facts {
  readonly kind: string
  readonly side: string
}

/** `b` is of the kind of `a` and of another side. Right: of the kind of `c`, and of the side of `b`. */
interface Analogy {
  readonly a: ItemId
  readonly b: ItemId
  readonly c: ItemId
  readonly right: ReadonlySet<ItemId>
}

type Answer = (analogy: Analogy, context: AnswerContext) => readonly ItemId[]

const MOST = 300
/** Of one kind and side. */
const LEAST = 2

const byAnalogy: Answer = ({ a, b, c }, context) =>
  similar([c], { limit: TOP }, context, { ...NOTHING, as: [a, b] }).map(({ item }) => item.id)
const nearTo = (ids: readonly ItemId[], { a, b, c }: Analogy, context: AnswerContext) =>
  similar(ids, { limit: TOP, exclude: [a, b, c] }, context).map(({ item }) => item.id)

export const relationalSimilarity = defineCheck<Answer>({
  what: `phone accessories by the phone that they fit and by brand (questions that chose nothing), toys by maker (a set that chose nothing): a and b are of one kind (cases) for two phones, c is of another kind (a screen protector for the first phone): share of the first ${TOP} of \`similar(c, { as: [a, b] })\` that are of the kind of c and the side of b, above that of the nearest to c on each; the nearest to b and to both are told`,
  quick: false,
  needs: ['data/bestbuy-sample', 'data/amazon-toys-10k'],
  reachable: '`similar` with `as`, `pagekin similar --as`',
  product: true,
  capability: byAnalogy,
  controls: {
    identity: (asked, context) => nearTo([asked.c], asked, context),
    shuffled: ({ a, b, ...rest }, context) => byAnalogy({ ...rest, a: b, b: a }, context),
  },
  async measure(answer) {
    const [besideC, besideOthers]: [Comparison[], Comparison[]] = [[], []]
    for (const { name, rows, factsOf } of [...phones(), toysByMaker()]) {
      const context = (await openCatalog(name, rows)).answering()
      const facts = new Map(context.rows.items.flatMap(({ id }) => (factsOf.has(id) ? [[id, factsOf.get(id)!]] : [])))
      const asked = analogiesOf(name, facts)
      const precision = (how: Answer) =>
        asked.map((one) => {
          const most = Math.min(TOP, one.right.size - Number(one.right.has(one.b)))
          return how(one, context).filter((id) => one.right.has(id)).length / most
        })
      const ours = precision(answer)
      const beside = (what: string, ids: (one: Analogy) => readonly ItemId[]) =>
        compare(
          `${name} (${asked.length}), near ${what}`,
          ours,
          precision((one, there) => nearTo(ids(one), one, there)),
        )
      besideC.push(beside('c', ({ c }) => [c]))
      besideOthers.push(
        beside('b', ({ b }) => [b]),
        beside('both', ({ b, c }) => [b, c]),
      )
    }
    const measured = weakest(besideC)
    return { ...measured, detail: `${measured.detail}; ${weakest(besideOthers).detail}` }
  },
  passes: ({ ci }) => ci![0] > 0,
})

interface Kinds {
  readonly name: string
  readonly rows: readonly CatalogRow[]
  readonly factsOf: ReadonlyMap<ItemId, Facts>
}

interface Phone {
  readonly name: string
  readonly description?: string
  readonly brand?: string
  readonly categories?: readonly string[]
}

const MODEL = /iPhone \d+[sc]?(?: Plus)?|iPhone SE|Galaxy (?:S|Note) ?\d(?: edge)?|Moto [GXZ]|LG [GV]\d+/i

function phones(): Kinds[] {
  const all: Phone[] = JSON.parse(sharedText('bestbuy-sample/ecommerce.json.gz'))
  const rows = all.map(({ name, description }, at): CatalogRow => ({ id: `p${at}`, title: name, ...(description && { description }) }))
  const by = (name: string, sideOf: (phone: Phone) => string | undefined): Kinds => {
    const told = all.map((phone, at) => [`p${at}`, phone.categories?.at(-1), sideOf(phone)] as const)
    return { name, rows, factsOf: new Map(told.flatMap(([id, kind, side]) => (kind && side ? [[id, { kind, side }]] : []))) }
  }
  return [by('phones by model', ({ name }) => MODEL.exec(name)?.[0].toLowerCase()), by('phones by brand', ({ brand }) => brand)]
}

function toysByMaker(): Kinds {
  const file = `id,title,tree,maker,b,c,d,e,f\n${sharedText('amazon-toys-10k/amazon_co-ecommerce_sample.csv.gz')}`
  const known = new Map(parseCsv('toys', file, { columns: ['title', 'tree', 'maker'] }).map((cells) => [cells.title!, cells]))
  const { items } = untouched().find(({ name }) => name === 'Amazon toys')!
  const told = items.map(({ id, title }): [ItemId, Facts] => {
    const { tree = '', maker = '' } = known.get(title)!
    return [id, { kind: tree.split(' > ').slice(0, 2).join(' > '), side: maker }]
  })
  return {
    name: 'toys by maker',
    rows: items.map(({ id, title }) => ({ id, title })),
    factsOf: new Map(told.filter(([, { side }]) => side !== '')),
  }
}

/** One for each item for which there is one, drawn by chance. */
function analogiesOf(name: string, facts: ReadonlyMap<ItemId, Facts>): Analogy[] {
  const cells = new Map<string, Map<string, ItemId[]>>()
  for (const [id, { kind, side }] of facts) {
    const sides = cells.get(kind) ?? new Map<string, ItemId[]>()
    cells.set(kind, sides.set(side, [...(sides.get(side) ?? []), id]))
  }
  const { one } = draws(1)
  const isFilled = (kind: string, side: string) => (cells.get(kind)?.get(side)?.length ?? 0) >= LEAST
  const analogies = splitByHash(`analogies ${name}`, [...facts.keys()]).test.flatMap((c): Analogy[] => {
    const { kind, side } = facts.get(c)!
    const pairs = [...cells.keys()].flatMap((other) =>
      [...cells.get(kind)!.keys()].flatMap((to) => {
        const isOne = other !== kind && to !== side && [side, to].every((each) => isFilled(other, each)) && isFilled(kind, to)
        return isOne ? [{ other, to }] : []
      }),
    )
    if (pairs.length === 0) return []
    const { other, to } = one(pairs)
    const at = (sideOf: string) => one(cells.get(other)!.get(sideOf)!)
    return [{ a: at(side), b: at(to), c, right: new Set(cells.get(kind)!.get(to)!) }]
  })
  return draws(2).shuffled(analogies).slice(0, MOST)
}

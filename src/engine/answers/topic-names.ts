import { tokenize } from '../../lexical/tokens.js'
import type { Breathe } from '../../pieces.js'
import type { Item } from '../../types.js'

/** What an item can be named by: a value of the catalog's own, or a phrase of its texts. */
interface Label {
  readonly text: string
  /** The terms of its words. */
  readonly terms: readonly string[]
  readonly weight: number
  /** Of a description: its words count where titles or values of others have them, too. */
  readonly isText: boolean
}

/** What counts how much beside the others: docs/measurements.md#topics. */
const WEIGHTS = { value: 1.6, title: 1, text: 0.6 } as const
/** By words. */
const LENGTHS = [0, 1, 1.35, 1.45]
const LEAST_ITEMS = 3
const LONGEST_VALUE = 40
/** Characters of a description that are read: what it is comes first. */
const TEXT = 240
/** A label that fewer of a topic's items have does not tell it. */
const LEAST_SHARE = 0.06
/** What a title is about stands last in a run of its words, often or now and then; what a word only says of another does not. */
const LEAST_HEADS = 0.3
/** With fewer, a topic is named by two. */
const ENOUGH_SHARE = 0.5
/** Such a topic may hold what is like nothing else. */
const SMALL = 30
const ROUNDING = 0.01

/** What stands in a field that has no value. */
const NO_VALUE = /^(?:\(.*\)|none|unknown|other|misc|miscellaneous|uncategori[sz]ed)$/i

/** Words that are no name of anything, where a title is a sentence. */
const VAGUE = new Set(
  'how why what when where who can could should would will may might must do does did make makes made making get gets go let lets need needs want use using used your you our we us my me i new best better good great top more most less few many much one two three first last next every all any some only just not no yes very really always never ever now then here there way ways thing things other another inside without within about after before between into onto over under out up down off set pack pcs piece pieces item items product products includes including included'.split(
    ' ',
  ),
)

/** The labels of every item of a catalog, from which topics are named. */
export class TopicNames {
  readonly #labels: Label[] = []
  /** By row. */
  readonly #own: Uint32Array[] = []

  static async of(items: readonly Item[], breathe: Breathe): Promise<TopicNames> {
    const names = new TopicNames()
    const ids = new Map<string, number>()
    const heads = await headsOf(items, breathe)
    const forms: Map<string, number>[] = []
    const counts: number[] = []
    for (const [row, item] of items.entries()) {
      if (row % 32 === 0) await breathe()
      const found = labelsOf(item, heads)
      names.#own.push(
        Uint32Array.from(found, ([key, label]) => {
          let id = ids.get(key)
          if (id === undefined) {
            id = names.#labels.length
            ids.set(key, id)
            names.#labels.push(label)
            counts.push(0)
            forms.push(new Map())
          }
          counts[id]!++
          forms[id]!.set(label.text, (forms[id]!.get(label.text) ?? 0) + 1)
          return id
        }),
      )
    }
    const inNames = new Set(names.#labels.flatMap(({ terms, isText }) => (isText ? [] : terms)))
    const isKept = (id: number) => {
      const { terms, isText } = names.#labels[id]!
      return counts[id]! >= LEAST_ITEMS && (!isText || terms.every((term) => inNames.has(term)))
    }
    for (const [row, own] of names.#own.entries()) {
      await breathe()
      names.#own[row] = own.filter(isKept)
    }
    for (const [id, label] of names.#labels.entries()) {
      await breathe()
      const [[text]] = [...forms[id]!].sort((a, b) => b[1] - a[1]) as [[string, number]]
      names.#labels[id] = { ...label, text }
    }
    return names
  }

  /**
   * A name for each of some groups that share a parent: what many of the group have and few of the others, no two alike, and no words of
   * the parents' names.
   *
   *     score(l) = weight  p ln((p + e) / (q + e)),  p, q: shares of the group and of the other groups that have l
   *
   * Source: Grootendorst, BERTopic (2022), class-based TF-IDF, on phrases as they stand in titles.
   */
  name(groups: readonly Uint32Array[], parents: readonly string[]): string[] {
    const inAll = new Map<number, number>()
    const inEach = groups.map((rows) => this.#count(rows))
    for (const own of inEach) for (const [id, count] of own) inAll.set(id, (inAll.get(id) ?? 0) + count)
    const total = groups.reduce((sum, { length }) => sum + length, 0)
    const above = new Set(parents.flatMap(tokenize))
    const scored = groups.map((rows, at) =>
      this.#scored(inEach[at]!, rows.length, (id, count) => (inAll.get(id)! - count) / Math.max(1, total - rows.length), above),
    )
    const taken: string[][] = []
    const names: string[] = []
    // who has the clearest name gets it first
    const order = [...groups.keys()].sort((a, b) => (scored[b]![0]?.score ?? 0) - (scored[a]![0]?.score ?? 0) || a - b)
    for (const at of order) {
      const rows = groups[at]!
      const first = scored[at]!.find(({ id }) => !taken.some((terms) => areAlike(terms, this.#labels[id]!.terms)))
      if (!first) {
        names[at] = parents.length === 0 ? this.#told(this.#commonest(inEach[at]!), rows, parents) : ''
        continue
      }
      const best = scored[at]![0]!
      // a sibling has the best name, and more of the group have it than the first that is left
      const isLeft = best !== first && best.share > first.share && first.share < ENOUGH_SHARE
      const chosen = isLeft ? [best.id, first.id] : [first.id]
      if (!isLeft && first.share < ENOUGH_SHARE) {
        const left = rows.filter((row) => !this.#own[row]!.includes(first.id))
        const rest = this.#scored(
          this.#count(left),
          rows.length,
          (id) => (inAll.get(id)! - inEach[at]!.get(id)!) / Math.max(1, total - rows.length),
          above,
        )
        const second = rest.find(
          ({ id }) => ![...taken, this.#labels[first.id]!.terms].some((terms) => areAlike(terms, this.#labels[id]!.terms)),
        )
        if (second && second.score > first.score / 3) chosen.push(second.id)
      }
      for (const id of isLeft ? [first.id] : chosen) taken.push([...this.#labels[id]!.terms])
      names[at] = this.#told(chosen, rows, parents)
    }
    return names
  }

  /** Of what is like nothing in particular: what most of it has, even where others have it, too. */
  #commonest(counts: ReadonlyMap<number, number>): readonly number[] {
    const worth = (id: number) => counts.get(id)! * this.#labels[id]!.weight
    return [...counts.keys()].sort((a, b) => worth(b) - worth(a) || a - b).slice(0, 2)
  }

  /** The labels in words. At the top every item is in a topic: where few of a small one have a label, the name says that there is more. */
  #told(ids: readonly number[], rows: Uint32Array, parents: readonly string[]): string {
    const texts = ids.map((id) => capital(this.#labels[id]!.text))
    if (parents.length === 0 && rows.length < SMALL) {
      const named = rows.filter((row) => ids.some((id) => this.#own[row]!.includes(id))).length
      if (named > 0 && named < ENOUGH_SHARE * rows.length) texts.push('…')
    }
    return texts.join(', ')
  }

  #count(rows: Uint32Array): Map<number, number> {
    const counts = new Map<number, number>()
    for (const row of rows) for (const id of this.#own[row]!) counts.set(id, (counts.get(id) ?? 0) + 1)
    return counts
  }

  #scored(counts: ReadonlyMap<number, number>, rows: number, outside: (id: number, count: number) => number, above: ReadonlySet<string>) {
    return Array.from(counts, ([id, count]) => {
      const { terms, weight } = this.#labels[id]!
      const share = count / rows
      const isNew = !terms.some((term) => above.has(term))
      const score =
        isNew && count >= 2 && share >= LEAST_SHARE ? weight * share * Math.log((share + ROUNDING) / (outside(id, count) + ROUNDING)) : 0
      return { id, share, score }
    })
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.id - b.id)
  }
}

/** Words of titles that stand last often enough. */
async function headsOf(items: readonly Item[], breathe: Breathe): Promise<Set<string>> {
  const counts = new Map<string, { all: number; last: number }>()
  for (const { title } of items) {
    await breathe()
    for (const words of runsOf(title)) {
      for (const [at, { term }] of words.entries()) {
        const count = counts.get(term) ?? { all: 0, last: 0 }
        count.all++
        if (at === words.length - 1) count.last++
        counts.set(term, count)
      }
    }
  }
  return new Set([...counts].flatMap(([term, { all, last }]) => (last >= LEAST_HEADS * all ? term : [])))
}

function labelsOf(item: Item, heads: ReadonlySet<string>): Map<string, Label> {
  const found = new Map<string, Label>()
  for (const value of [...(item.category ?? []), ...(item.tags ?? []), ...(item.brand ? [item.brand] : [])].flatMap(valuesIn)) {
    const terms = tokenize(value)
    if (terms.length === 0 || value.length > LONGEST_VALUE || !/\p{L}{3}/u.test(value) || NO_VALUE.test(value.trim())) continue
    found.set(`= ${terms.join(' ')}`, { text: value.trim(), terms, weight: WEIGHTS.value, isText: false })
  }
  addPhrases(found, item.title, 3, WEIGHTS.title, heads)
  addPhrases(found, (item.description ?? '').slice(0, TEXT), 2, WEIGHTS.text, heads)
  return found
}

function addPhrases(found: Map<string, Label>, text: string, longest: number, weight: number, heads: ReadonlySet<string>): void {
  for (const run of runsOf(text)) {
    for (let end = 1; end <= run.length; end++) {
      if (!heads.has(run[end - 1]!.term) || /['’]s?$/.test(run[end - 1]!.word)) continue
      for (let length = 1; length <= Math.min(longest, end); length++) {
        const words = run.slice(end - length, end)
        // a number says what kind of a thing it is, and is none
        if (!words.some(({ term }) => term.length > 2 && /\p{L}{2}/u.test(term))) continue
        const terms = words.map(({ term }) => term)
        const key = terms.join(' ')
        if (found.has(key)) continue
        const told = { terms, weight: weight * LENGTHS[length]!, isText: weight === WEIGHTS.text }
        found.set(key, { text: words.map(({ word }) => word).join(' '), ...told })
      }
    }
  }
}

/** Some exports have a list in brackets in one value. */
function valuesIn(value: string): readonly string[] {
  if (!/^\[.*\]$/.test(value)) return [value]
  return value
    .slice(1, -1)
    .split(',')
    .map((one) => one.replace(/^\s*['"(]?|[)'"]?\s*$/g, ''))
}

/** Words that follow each other with nothing between them, and no word among them that names nothing. */
function runsOf(text: string): { readonly word: string; readonly term: string }[][] {
  const runs: { readonly word: string; readonly term: string }[][] = []
  for (const part of text.split(/[^\p{L}\p{N}\p{M}'’ -]+|\s-+\s/u)) {
    let run: { readonly word: string; readonly term: string }[] = []
    for (const word of part.split(' ')) {
      const terms = VAGUE.has(word.toLowerCase()) ? [] : tokenize(word)
      if (terms.length === 1 && terms[0]!.length > 1) {
        if (run.length === 0) runs.push(run)
        run.push({ word, term: terms[0]! })
      } else run = []
    }
  }
  return runs
}

function areAlike(one: readonly string[], other: readonly string[]): boolean {
  return one.every((term) => other.includes(term)) || other.every((term) => one.includes(term))
}

/** A name such as iPhone begins as it is written. */
function capital(text: string): string {
  return text !== text.toLocaleLowerCase() ? text : text.charAt(0).toLocaleUpperCase() + text.slice(1)
}

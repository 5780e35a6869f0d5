import { itemSentence } from '../../catalog/item-sentence.js'
import type { Item, RejectedRow } from '../../types.js'
import { centredRows } from '../../vectors/mean.js'
import { sampleRows } from '../../vectors/statistics.js'
import type { CatalogFacts } from './facts.js'
import { fieldReports } from './fields.js'
import { catalogFindings } from './findings/all.js'
import { DUPLICATE_NEIGHBOURS } from './findings/duplicates.js'
import { type Funnel, lossFunnel } from './funnel.js'
import { linkedTask } from './linked-task.js'
import { metersOf } from './meters.js'
import { randomPairQuantile, vectorNeighbours, wordNeighbours } from './neighbours.js'
import type { TaskVectors } from './rankers.js'
import type { AutoevalReport, EvaluatedEncoder } from './report.js'
import { type QueryScores, scoreSettings, type TaskScore } from './score.js'
import { type PageAnswers, settingsOf } from './settings.js'
import { storageReport } from './storage.js'
import type { Task } from './task.js'
import { textTasks } from './text-tasks.js'
import { vectorAblation } from './vector-ablation.js'

export interface AutoevalParts {
  readonly items: readonly Item[]
  readonly rejected: readonly RejectedRow[]
  /** Size of the catalog's file. */
  readonly catalogBytes: number
  /** Absent: measures words alone. */
  readonly encoder?: EvaluatedEncoder
  /** Opens the page's engine over these items. */
  readonly openPage: (items: readonly Item[]) => Promise<PageAnswers>
  /** Milliseconds since any moment. */
  readonly now: () => number
  /** The most items to embed and search. Findings about texts cover all items. Default 1,000. */
  readonly maxItems?: number
  /** The most free pairs of a task. Default 200. */
  readonly maxQueries?: number
  /** Whether to measure each field's worth to the encoder, which takes up to 500 embeddings. Default true. */
  readonly ablateVectors?: boolean
  readonly seed?: number
  /** Called when a part begins. */
  readonly onStep?: (what: string) => void
}

/**
 * Measures a catalog by itself. Free pairs (Chang et al., 2020) score each way to answer, the funnel shows where answers get lost, and
 * the findings say what is wrong with the texts. Seeded: the same catalog gives the same report, except for times.
 */
export async function autoeval(parts: AutoevalParts): Promise<AutoevalReport> {
  const { items, rejected, encoder, now, maxItems = 1_000, maxQueries = 200, seed = 1, onStep = () => {} } = parts
  const begun = now()
  const timed = encoder && timedEncoder(encoder, now)
  const sample = [...sampleRows(items.length, { size: maxItems, seed })]
  const sampled = sample.map((row) => items[row]!)
  onStep('embedding the items')
  const vectors = timed && (await timed.encode(sampled.map(itemSentence), 'item'))
  const texts = textTasks(sampled, { queries: maxQueries, seed })
  const linked = linkedTask(sampled, { queries: maxQueries, seed })
  const scored: { readonly score: TaskScore; readonly asked: readonly QueryScores[] }[] = []
  let funnel: Funnel | undefined
  for (const task of [...texts, ...(linked ? [linked] : [])]) {
    onStep(`asking: ${task.name}`)
    const ofTask = timed && (await taskVectors(task, timed))
    const page = await parts.openPage(task.items)
    scored.push(await scoreSettings(task, settingsOf(task, page, parts.catalogBytes, timed, ofTask), now))
    page.dispose()
    if (ofTask && !funnel) funnel = await lossFunnel(task, ofTask, shorter(ofTask.dimensions))
  }
  onStep('drawing up shelves')
  const shelves = await shelvesOf(sampled, parts)
  onStep('weighing fields')
  const ablation = timed && parts.ablateVectors !== false ? vectorAblation(timed) : undefined
  const fields = await fieldReports(sampled, texts[0] ?? null, ablation)
  const centred = vectors && encoder && { matrix: centredRows(vectors, encoder.dimensions), dimensions: encoder.dimensions }
  const facts: CatalogFacts = {
    items,
    rejected,
    fields,
    sample,
    shelves: shelves.map((shelf) => shelf.map((place) => sample[place]!)),
    nearByWords: wordNeighbours(sampled, DUPLICATE_NEIGHBOURS),
    selfRetrieval: selfRetrieval(texts[0], scored[0]?.asked, sample),
    ...(centred &&
      encoder && {
        nearByVectors: vectorNeighbours(centred.matrix, centred.dimensions, DUPLICATE_NEIGHBOURS),
        chanceCosine: randomPairQuantile(centred.matrix, centred.dimensions, 0.99),
        readings: sampled.map((item) => encoder.read(`${item.title} ${item.description ?? ''}`)),
      }),
  }
  const storage = vectors && encoder && storageReport(vectors, encoder.dimensions)
  return {
    catalog: { items: items.length, rejected: rejected.length, sampled: sample.length, bytes: parts.catalogBytes },
    ...(encoder && { encoder: describe(encoder) }),
    findings: catalogFindings(facts),
    tasks: scored.map(({ score }) => score),
    ...(funnel && { funnel }),
    fields,
    meters: metersOf(facts, centred),
    ...(storage && { storage }),
    seconds: { embedding: (timed?.spentMs() ?? 0) / 1000, total: (now() - begun) / 1000 },
  }
}

function describe({ name, dimensions, downloadBytes, encodeMs }: EvaluatedEncoder): NonNullable<AutoevalReport['encoder']> {
  return { name, dimensions, downloadBytes, encodeMs }
}

function timedEncoder(encoder: EvaluatedEncoder, now: () => number): EvaluatedEncoder & { spentMs(): number } {
  let spent = 0
  return {
    ...encoder,
    async encode(texts, kind) {
      const begun = now()
      const vectors = await encoder.encode(texts, kind)
      spent += now() - begun
      return vectors
    },
    spentMs: () => spent,
  }
}

/** @returns Vectors of the task's items and of its queries. A query that is an item has zeros. */
async function taskVectors({ items, queries }: Task, encoder: EvaluatedEncoder): Promise<TaskVectors> {
  const ofTexts = queries.every(({ text }) => text === null)
    ? new Float32Array(queries.length * encoder.dimensions)
    : await encoder.encode(
        queries.map(({ text }) => text ?? ''),
        'query',
      )
  return { items: await encoder.encode(items.map(itemSentence), 'item'), queries: ofTexts, dimensions: encoder.dimensions }
}

function shorter(dimensions: number): number[] {
  return [256, 128, 64].filter((cut) => cut < dimensions)
}

/** The page's shelf of ten for every item. */
async function shelvesOf(items: readonly Item[], { openPage }: AutoevalParts): Promise<number[][]> {
  const page = await openPage(items)
  const shelves: number[][] = []
  for (const row of items.keys()) shelves.push(Array.from(await page.shelf(row)))
  page.dispose()
  return shelves
}

/** The first setting is words. With an encoder, the second is its vectors (`settingsOf`). */
function selfRetrieval(
  task: Task | undefined,
  asked: readonly QueryScores[] | undefined,
  sample: readonly number[],
): CatalogFacts['selfRetrieval'] {
  if (!task || !asked) return []
  const [words, vectors] = asked
  const isEncoder = asked.length > 2
  return task.queries.map(({ row }, position) => ({
    row: sample[row]!,
    byWords: words!.hit10[position] === 1,
    ...(isEncoder && { byVectors: vectors!.hit10[position] === 1 }),
  }))
}

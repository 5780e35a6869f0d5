import { draws } from '../../../../src/evaluate/draw.js'
import { summarize } from '../../../../src/ranking/scorers/interaction-summary.js'
import { sequenceAt, sequenceCount, toSequences } from '../../../../src/ranking/sequences.js'
import { type Neighbours, reconstruction } from '../../../metrics/restore.js'
import { defineCheck, round } from '../../check.js'
import { compare, mean } from '../compare.js'
import { ALL, CONTROLS, type ForYouSet, forYouOf, openForYou, type Told } from '../f2/for-you.js'

const NODES = 200
const HOPS = 2
/** Films that the same user liked within so many steps are linked, */
const GAP = 3
/** if so many users did. */
const TOGETHER = 2

export const restore = defineCheck<Told>({
  what: `MovieLens, two halves of the users; films that ${TOGETHER} users of a half liked within ${GAP} steps are linked: mAP at 1 hop of the other half's graph by forYou after one film, told the interactions of the first half, above texts alone (${HOPS} hops told)`,
  reachable: '`forYou` with a pack made with `--interactions`',
  product: true,
  data: 'MovieLens',
  quick: false,
  needs: ['data/movielens-small'],
  capability: ALL,
  controls: CONTROLS,
  async measure(told, context) {
    const films = await openForYou('movielens-small')
    const [known, held] = [0, 1].map((half) => pathsOf(films, half))
    const graph = links(held!, films.task.ids.length)
    const summary = told(summarize(toSequences(known!, films.task.ids.length)))
    const linked = draws(context.seed).shuffled(graph.flatMap((neighbours, row) => (neighbours.size > 0 ? [row] : [])))
    const keeps = (method: ReturnType<typeof forYouOf>) =>
      reconstruction(
        (node) => Array.from(method.top({ user: '', history: Uint32Array.of(node), target: -1 }, graph.length)),
        graph,
        linked.slice(0, NODES),
        HOPS,
      )
    const [ours, texts] = [keeps(forYouOf(films.context, summary)), keeps(forYouOf(films.context, null))]
    const { figure, baseline, ci } = compare('', ours[0]!, texts[0]!)
    const detail = `${NODES} of ${linked.length} films with a link; ${HOPS} hops ${round(mean(ours[1]!))} against ${round(mean(texts[1]!))}`
    return { figure, baseline, ci, detail }
  },
  passes: ({ ci }) => ci![0] > 0,
})

function pathsOf({ task: { train } }: ForYouSet, half: number): Uint32Array[] {
  return Array.from({ length: sequenceCount(train) }, (_, user) => sequenceAt(train, user)).filter((_, user) => user % 2 === half)
}

function links(paths: readonly Uint32Array[], size: number): Neighbours {
  const together = new Map<number, number>()
  for (const path of paths) {
    const pairs = new Set<number>()
    for (let from = 0; from < path.length; from++) {
      for (let to = from + 1; to < path.length && to <= from + GAP; to++) {
        const [a, b] = [Math.min(path[from]!, path[to]!), Math.max(path[from]!, path[to]!)]
        if (a !== b) pairs.add(a * size + b)
      }
    }
    for (const pair of pairs) together.set(pair, (together.get(pair) ?? 0) + 1)
  }
  const graph = Array.from({ length: size }, () => new Set<number>())
  for (const [pair, count] of together) {
    if (count < TOGETHER) continue
    const [a, b] = [Math.floor(pair / size), pair % size]
    graph[a]!.add(b)
    graph[b]!.add(a)
  }
  return graph
}

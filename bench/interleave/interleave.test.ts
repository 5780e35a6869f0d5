import { expect, test } from 'vitest'
import { itemKnn } from '../../src/evaluate/baselines/contenders.js'
import { UNTUNED } from '../../src/evaluate/baselines/parameters.js'
import { ndcgAt } from '../../src/evaluate/metrics/ndcg.js'
import { scorerMethods } from '../../src/evaluate/next-item/method.js'
import { nextItemTask } from '../../src/evaluate/next-item/task.js'
import { interleave } from '../../src/page/interleave.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { leaveLastOut } from '../data/movielens.js'
import { hasSharedData, sharedSets } from '../shared-data.js'

const LIMIT = 10
const VISITS = 100
const EXPERIMENTS = 300
/** The chances that a visitor looks at the next card, and that they click what they look at. */
const EXACT = { next: 1, liked: 1, other: 0 }
const NOISY = { next: 0.9, liked: 0.7, other: 0.05 }
/** Share of experiments that are to find the better ranking. */
const POWER = 0.8

/** Ten films by ItemKNN (a) and the most popular ones (b), for each user of MovieLens, and the last fifth of what they liked. */
function rankedUsers() {
  const { ratings, movies } = sharedSets.movieLens()
  const parted = leaveLastOut(ratings).users.map(({ user, train, valid, test }) => {
    const films = [...train, valid, test]
    const known = Math.floor(0.8 * films.length)
    return { user, history: films.slice(0, known), target: films[known]!, liked: new Set(films.slice(known)) }
  })
  const ids = movies.map(({ id }) => id)
  const task = nextItemTask({ name: 'movielens', ids, train: parted.map(({ history }) => history), queries: parted })
  const knn = itemKnn(task, UNTUNED).make()
  const popular = scorerMethods(task)(0, (_, out) => out.set(task.met))
  return task.queries.map((query, at) => {
    const [a, b] = [knn, popular].map((method) => Array.from(method.top(query, LIMIT), (row) => ({ item: { id: ids[row]! } })))
    return { liked: parted[at]!.liked, a: a!, b: b! }
  })
}

const users = hasSharedData('interleaving') ? rankedUsers() : []

test.skipIf(users.length === 0).each([
  ['click what they like', EXACT, { interleaved: 270, split: 570 }],
  ['also click other items, and do not see all', NOISY, { interleaved: 2060, split: 3340 }],
])('of visitors who %s, interleaving needs fewer than a split to find the better ranking', (_, chances, expected) => {
  const random = mulberry32(1)
  const clicked = <E extends { item: { id: string } }>(list: readonly E[], liked: ReadonlySet<string>) => {
    const seen = list.findIndex(() => random() > chances.next)
    return list
      .slice(0, seen < 0 ? undefined : seen + 1)
      .filter(({ item }) => random() < (liked.has(item.id) ? chances.liked : chances.other))
  }
  // of each visit: who wins an interleaved list, and whether each ranking by itself gets a click
  const visits = Array.from({ length: VISITS }, (_, visit) =>
    users.map(({ liked, a, b }, at) => {
      const teams = clicked(interleave(a, b, { seed: `${visit} ${at}` }), liked).map(({ team }) => (team === 'a' ? 1 : -1))
      const lead = teams.reduce((sum: number, one) => sum + one, 0)
      return { winner: Math.sign(lead), a: clicked(a, liked).length > 0, b: clicked(b, liked).length > 0 }
    }),
  ).flat()
  const drawn = () => visits[Math.floor(random() * visits.length)]!

  /** The rules of docs/measure.md. */
  const byInterleaving = (visitors: number): boolean => {
    const wins = [0, 0, 0]
    for (let n = 0; n < visitors; n++) wins[drawn().winner + 1]!++
    return wins[2]! - wins[0]! > 2 * Math.sqrt(wins[2]! + wins[0]!)
  }
  const bySplit = (visitors: number): boolean => {
    const n = visitors / 2
    let [a, b] = [0, 0]
    for (let visit = 0; visit < n; visit++) {
      if (drawn().a) a++
      if (drawn().b) b++
    }
    const share = (a + b) / visitors
    return (a - b) / n > 2 * Math.sqrt((2 * share * (1 - share)) / n)
  }
  const needed = (finds: (visitors: number) => boolean): number => {
    for (let visitors = 20; ; visitors += Math.ceil(visitors / 100) * 10) {
      let found = 0
      for (let at = 0; at < EXPERIMENTS; at++) if (finds(visitors)) found++
      if (found >= POWER * EXPERIMENTS) return visitors
    }
  }
  const ndcg = (ranking: 'a' | 'b') => {
    const values = users.map(({ liked, ...lists }) => {
      const grades = new Map([...liked].map((id) => [id, 1]))
      return ndcgAt(
        lists[ranking].map(({ item }) => item.id),
        grades,
        LIMIT,
      )
    })
    return (values.reduce((sum, one) => sum + one) / values.length).toFixed(3)
  }

  expect([ndcg('a'), ndcg('b')]).toEqual(['0.093', '0.068'])
  expect({ interleaved: needed(byInterleaving), split: needed(bySplit) }).toEqual(expected)
})

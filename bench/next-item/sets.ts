import { type NextItemTask, nextItemTask } from '../../src/evaluate/next-item/task.js'
import type { AmazonIndustrial, NextItem } from '../data/amazon-industrial.js'
import type { BundleSet } from '../data/bundles.js'
import { leaveLastOut, type MovieLens } from '../data/movielens.js'

/** What is tuned on, and what is reported. */
export type Half = 'valid' | 'test'

/**
 * MovieLens: who liked these (rating >= 4), likes what next? Leave-last-one-out by time of every user. valid learns from `train`
 * and asks for the second last, test learns from both and asks for the last.
 */
export function movieLensTask(set: MovieLens, half: Half): NextItemTask {
  const { users } = leaveLastOut(set.ratings)
  const known = users.map(({ user, train, valid, test }) =>
    half === 'valid' ? { user, history: train, target: valid } : { user, history: [...train, valid], target: test },
  )
  return nextItemTask({
    name: `movielens-small ${half}`,
    ids: set.movies.map(({ id }) => id),
    train: known.map(({ history }) => history),
    queries: known,
  })
}

/**
 * Amazon Industrial, parted by time as given; the part to learn from is not in the set. test learns from the histories of
 * valid, joined to one sequence a user; valid from what stands before each user's first row of valid, so that no answer of valid
 * is in it.
 */
export function industrialTask(set: AmazonIndustrial, half: Half): NextItemTask {
  const byUser = new Map<string, NextItem[]>()
  for (const row of set.valid) byUser.set(row.user, [...(byUser.get(row.user) ?? []), row])
  return nextItemTask({
    name: `amazon-industrial ${half}`,
    ids: set.items.map(({ id }) => id),
    train: [...byUser.values()].map((rows) => (half === 'valid' ? rows[0]!.history : joined(rows))),
    queries: set[half],
  })
}

/**
 * Sessions of a shop for clothes, their items that have a title: what comes last? valid learns from all but the last two of each session
 * and asks for the second last, test for the last. Nearly every item is in one session.
 */
export function sessionTask(set: BundleSet, half: Half): NextItemTask {
  const ids = set.items.map(({ id }) => id)
  const known = new Set(ids)
  const hidden = half === 'valid' ? 2 : 1
  const sessions = [...set.sessions].map(([user, items]) => ({ user, items: [...new Set(items)].filter((id) => known.has(id)) }))
  return nextItemTask({
    name: `bundle-sessions ${half}`,
    ids,
    train: sessions.map(({ items }) => items.slice(0, -hidden)),
    queries: sessions
      .filter(({ items }) => items.length > hidden)
      .map(({ user, items }) => ({ user, history: items.slice(0, -hidden), target: items.at(-hidden)! })),
  })
}

/** Histories hold the latest ten: of later rows what they end with is new. */
function joined([first, ...later]: readonly NextItem[]): string[] {
  return [...first!.history, ...later.map(({ history }) => history.at(-1)!)]
}

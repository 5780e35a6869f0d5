import type { NextItemQuery, NextItemTask } from './task.js'

/** A part of the queries that is looked at by itself. */
export interface Slice {
  readonly name: string
  has(query: NextItemQuery): boolean
}

const FEW_EVENTS = 3
const MANY_EVENTS = 20
const COLD_EVENTS = 3

/** All, beginners, regulars, and items that have few or no users: there interactions have nothing to say. */
export function slicesOf({ met }: NextItemTask): readonly Slice[] {
  return [
    { name: 'all users', has: () => true },
    { name: 'users with at most 3 events', has: ({ history }) => history.length <= FEW_EVENTS },
    { name: 'users with 20 events or more', has: ({ history }) => history.length >= MANY_EVENTS },
    { name: 'items met by at most 3 users', has: ({ target }) => met[target]! <= COLD_EVENTS },
    { name: 'items that nobody met', has: ({ target }) => met[target] === 0 },
    { name: 'without repeats', has: ({ history, target }) => !history.includes(target) },
  ]
}

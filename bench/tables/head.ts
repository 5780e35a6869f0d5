import { judgeHead, toldOfHead } from '../../src/cli/trained-head.js'
import { valuesOfItems } from '../../src/cli/values-of-items.js'
import type { InteractionLog } from '../../src/log/read-log.js'
import { sequenceAt, sequenceCount } from '../../src/ranking/sequences.js'
import { NEXT_ITEM_SETS, openNextItemSet } from '../next-item-sets.js'
import { hasSharedData } from '../shared-data.js'

/**
 * `npm run bench -- head [--valid] [SET ...]`: what `pack --train` says of the logs of `next-item`, in one line each, and the seconds of
 * processor time that it took.
 */
const args = process.argv.slice(2)

if (hasSharedData('head')) {
  for (const name of NEXT_ITEM_SETS.filter((set) => args.includes(set) || !args.some((arg) => !arg.startsWith('--')))) {
    const { task, context } = await openNextItemSet(name)
    const { train } = task(args.includes('--valid') ? 'valid' : 'test')
    const interactions = Array.from({ length: sequenceCount(train) }, (_, user) =>
      Array.from(sequenceAt(train, user), (row, at) => ({ user: `${user}`, id: context.rows.items[row]!.id, type: 'view' as const, at })),
    ).flat()
    const log: InteractionLog = { interactions, isTimed: false, hasBaskets: false, rejected: [], rows: interactions.length }
    const begun = process.cpuUsage()
    const asked = { ...context, interactions: [], now: 0 }
    const judged = judgeHead(asked, log, { values: await valuesOfItems(asked) })
    console.log(`${name}: ${toldOfHead(judged).trimEnd()}; ${(process.cpuUsage(begun).user / 1e6).toFixed(0)} s`)
  }
}

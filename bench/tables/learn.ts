import type { AnswerContext } from '../../src/engine/answers/context.js'
import { bootstrapMean, type Interval, pairedBootstrap } from '../../src/evaluate/metrics/bootstrap.js'
import { type Asked, gainOf, learntAt, openLearnSet, pairsOf } from '../learn.js'
import { NEXT_ITEM_SETS } from '../next-item-sets.js'
import { hasSharedData } from '../shared-data.js'

/**
 * `npm run bench -- learn [set ...] [--dev]`: what `forYou` gains by what it learns of one visitor, after 10, 30 and 100 events, without what others
 * did (cold) and with it (warm). nDCG@10 of the next five items, and pairs: how often one that is taken later stands above one that is
 * dismissed later. Test users, or with `--dev` those that constants are chosen on.
 */
const given = process.argv.slice(2)
const FEWEST_USERS = 20
/** What the engine knows of a visitor at a moment, beside their history. */
const LEARNERS: Readonly<Record<string, (at: AnswerContext) => Partial<AnswerContext>>> = {
  unlike: () => ({ learns: true }),
  weights: learntAt,
  both: (at) => ({ learns: true, ...learntAt(at) }),
}
const half = given.includes('--dev') ? 'dev' : 'test'

if (hasSharedData('learn')) {
  for (const name of NEXT_ITEM_SETS.filter((name) => given.includes(name) || !NEXT_ITEM_SETS.some((other) => given.includes(other)))) {
    const open = await openLearnSet(name)
    for (const warm of [false, true])
      for (const after of [10, 30, 100]) report(`${name} ${warm ? 'warm' : 'cold'}, ${after} events`, open({ half, after, warm }))
  }
}

function report(name: string, asked: readonly Asked[]): void {
  if (asked.length < FEWEST_USERS) return
  const dismissals = asked.some(({ at }) => at.interactions.some(({ type }) => type === 'dismiss'))
  const others = asked.some(({ at }) => at.interactionSummary)
  const measures = Object.values({ 'nDCG@10': gainOf, ...(dismissals && { pairs: pairsOf }) })
  const without = measures.map((of) => asked.map((one) => of(one, {})))
  for (const [variant, learn] of Object.entries(LEARNERS)) {
    if ((variant !== 'weights' && !dismissals) || (variant !== 'unlike' && !others)) continue
    const changes = asked.map(({ at }) => learn(at))
    const share = changes.filter(({ visitorWeights }) => visitorWeights).length / asked.length
    const told = measures.map((of, m) => {
      const learnt = asked.map((one, u) => of(one, changes[u]!))
      return `${shown(bootstrapMean(without[m]!).mean)} ${interval(pairedBootstrap(learnt, without[m]!))}`
    })
    const used = variant === 'unlike' ? '' : `   weights used by ${Math.round(100 * share)} %`
    console.log(`${name.padEnd(36)} ${String(asked.length).padStart(4)} users   ${variant.padEnd(8)} ${told.join('   pairs ')}${used}`)
  }
}

function interval({ mean, lo, hi }: Interval): string {
  return `${mean < 0 ? '-' : '+'}${shown(Math.abs(mean))} [${shown(lo)}, ${shown(hi)}]`
}

function shown(value: number): string {
  return value.toFixed(4)
}

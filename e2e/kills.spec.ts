import { expect, test } from '@playwright/test'
import { kills, VICTIMS, type Victim } from '../bench/kills/kills.js'

/** `npm run bench -- kills` sets it: how many, with which seed, of what, and with how many items. */
const asked = JSON.parse(process.env.PAGEKIN_KILLS ?? 'null') as {
  runs: number
  seed: number
  of?: readonly Victim[]
  items: number
} | null
const { seed, of = VICTIMS } = asked ?? { seed: 1 }
/** From 80 items on there are drafts. */
const sets = asked
  ? [asked]
  : [
      { runs: 40, items: 24 },
      { runs: 10, items: 96 },
    ]

test('workers, renderers and browsers killed at random moments leave a whole store and the answers of an undisturbed device', {
  tag: '@long',
}, async ({ launchOptions }) => {
  for (const { runs, items } of sets) {
    test.setTimeout(test.info().timeout + 60_000 + runs * 20_000)
    const begun = Date.now()
    const { killed, partial, drafted, failure } = await kills({ victims: of, runs, seed, items, launchOptions })
    const counts = Object.entries(killed).sort(([a], [b]) => (a < b ? -1 : 1))
    const count = counts.reduce((sum, [, one]) => sum + one, 0)
    const seconds = Math.round((Date.now() - begun) / 1000)
    console.log(`seed ${seed}, ${items} items: ${count} kills, ${partial} in the middle of embedding, ${drafted} left drafts, ${seconds} s`)
    console.log(counts.map(([name, one]) => `  ${name}: ${one}`).join('\n'))
    expect(failure).toBeUndefined()
  }
})

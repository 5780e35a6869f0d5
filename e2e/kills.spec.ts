import { expect, test } from '@playwright/test'
import { kills, VICTIMS, type Victim } from '../bench/kills/kills.js'

/** `npm run bench -- kills` sets it: how many, with which seed, of what. */
const {
  runs = 50,
  seed = 1,
  of = VICTIMS,
} = JSON.parse(process.env.PAGEKIN_KILLS ?? '{}') as {
  runs?: number
  seed?: number
  of?: readonly Victim[]
}

test('workers, renderers and browsers killed at random moments leave a whole store and the answers of an undisturbed device', {
  tag: '@long',
}, async ({ launchOptions }) => {
  test.setTimeout(60_000 + runs * 20_000)
  const begun = Date.now()
  const { killed, partial, failure } = await kills(of, runs, seed, launchOptions)
  const counts = Object.entries(killed)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `  ${name}: ${count}`)
  const count = Object.values(killed).reduce((sum, one) => sum + one, 0)
  console.log(`seed ${seed}: ${count} kills, ${partial} in the middle of embedding, ${Math.round((Date.now() - begun) / 1000)} s`)
  console.log(counts.join('\n'))
  expect(failure).toBeUndefined()
})

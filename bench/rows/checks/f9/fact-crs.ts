import { draws } from '../../../../src/evaluate/draw.js'
import { type AskedShop, type Asker, askedShop, atRandom, byGain, inFixedOrder, MOST_TURNS, REPORTING, turnsOf } from '../../../ask.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean } from '../compare.js'

interface Turns extends Measured {
  /** Share of the turns of random questions that are not needed. */
  readonly fewer: number
}

const MIN_FEWER = 0.25
/** One order of fields a visitor says little of all orders. */
const ORDERS = 8

export const factCrs = defineCheck<Asker, Turns>({
  what: `simulated visitors of two real catalogs that chose nothing, one answer in ten wrong: of ${MOST_TURNS + 1} turns, those not needed until the item is among the first eight, above a fixed order of fields, and ${MIN_FEWER} fewer turns than random fields`,
  quick: false,
  needs: ['data/flipkart-catalog', 'data/magento-luma'],
  reachable: '`ask`, `<page-kin-guide>`',
  product: true,
  capability: byGain,
  controls: { identity: inFixedOrder, shuffled: atRandom },
  async measure(asker) {
    const shops = await Promise.all(Object.entries(REPORTING).map(async ([name, path]) => ({ name, shop: await askedShop(path) })))
    const found = await Promise.all(
      shops.map(async ({ name, shop }) => {
        const [ours, fixed] = [await turnsOf(shop, asker), await turnsOf(shop, inFixedOrder)]
        return { name, ours, fixed, random: await randomTurns(shop) }
      }),
    )
    const spared = (turns: readonly number[]) => turns.map((turn) => MOST_TURNS + 1 - turn)
    const ours = found.flatMap((one) => one.ours)
    const { figure, baseline, ci } = compare('spared', spared(ours), spared(found.flatMap(({ fixed }) => fixed)))
    const told = found.map(({ name, ours, fixed, random }) => {
      return `${name} (${ours.length}) ${round(mean(ours))} turns, fixed ${round(mean(fixed))}, random ${round(mean(random))}`
    })
    return { figure, baseline, ci, fewer: 1 - mean(ours) / mean(found.flatMap(({ random }) => random)), detail: told.join('; ') }
  },
  passes: ({ fewer, ci }) => fewer >= MIN_FEWER && ci![0] > 0,
})

async function randomTurns(shop: AskedShop): Promise<number[]> {
  const turns: number[] = []
  for (let order = 1; order <= ORDERS; order++) {
    const random = draws(order)
    turns.push(...(await turnsOf(shop, (told) => atRandom(told, shop, random))))
  }
  return turns
}

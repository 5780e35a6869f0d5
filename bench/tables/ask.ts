import { ask } from '../../src/engine/answers/ask.js'
import {
  type AskedShop,
  askedShop,
  atRandom,
  byGain,
  CHOOSING,
  inFixedOrder,
  inWords,
  inWordsAlone,
  MOST_TURNS,
  REPORTING,
  REQUEST,
  turnsOf,
} from '../ask.js'
import { compare } from '../rows/checks/compare.js'

/**
 * `npm run bench -- ask [--dev]`: turns until the item that a simulated visitor wants is among the first eight, one answer in ten wrong: by
 * the question of most gain, by a fixed order of fields (that of the first turn's gain) and by a random field each turn. Films and phones
 * choose, the others report. With `--said` visitors begin in words.
 */
const TURNS = 5
const shops = Object.entries(process.argv.includes('--dev') ? CHOOSING : { ...CHOOSING, ...REPORTING })
for (const [name, path] of shops) {
  const shop = await askedShop(path)
  const begun = performance.now()
  for (let n = 0; n < TURNS; n++) ask(REQUEST, shop.context)
  const turn = ((performance.now() - begun) / TURNS).toFixed(0)
  console.log(
    `${name}: ${shop.context.rows.size} items, ${shop.fields.length} fields, ${shop.wanted.length} visitors, ${turn} ms for the first question`,
  )
  if (process.argv.includes('--said')) {
    await tellSaid(shop)
    continue
  }
  const ours = await turnsOf(shop, byGain)
  for (const [order, asker] of Object.entries({ gain: byGain, fixed: inFixedOrder, random: atRandom })) {
    const turns = asker === byGain ? ours : await turnsOf(shop, asker)
    const { figure, baseline, ci } = compare(order, turns, ours)
    const found = turns.filter((turn) => turn <= MOST_TURNS).length
    console.log(
      `  ${order}: ${figure.toFixed(2)} turns, ${found} of ${turns.length} found, by gain ${((1 - baseline / figure) * 100).toFixed(0)} % fewer [${ci.map((bound) => bound.toFixed(2)).join(', ')}]`,
    )
  }
}

/** The first turn in words: nothing said, and words that leave only what they find, against words as evidence. */
async function tellSaid(shop: AskedShop): Promise<void> {
  const ours = await turnsOf(shop, byGain, inWords)
  for (const [opening, turns] of Object.entries({
    'words as evidence': ours,
    'nothing said': await turnsOf(shop, byGain),
    'words as a filter': await turnsOf(shop, byGain, inWordsAlone),
  })) {
    const { figure, ci } = compare(opening, turns, ours)
    const found = turns.filter((turn) => turn <= MOST_TURNS).length
    console.log(
      `  ${opening}: ${figure.toFixed(2)} turns, ${found} of ${turns.length} found, more than as evidence [${ci.map((bound) => bound.toFixed(2)).join(', ')}]`,
    )
  }
}

import type { Item } from '../../src/types.js'
import type { NaturalQuery, QueryGroup } from './natural-queries.js'

/** Searches of the demo's shop as people type them: group (as in natural-queries.ts), text, and a pattern of the titles that answer it. */
const SEARCHES = `
  a|kettle|kettle$|kettle\b
  a|board games|Keepers of the Light|Tile-Laying|Snail Race|Magpie Inn|Ladder of Words|Chess
  a|bike lock|D-lock|U-lock|chain lock|combination chain|cable lock
  a|sleeping bag|mummy bag|sleeping bag|blanket bag
  a|wall paint|wall paint
  a|fountain pen|Fountain Pen
  a|teddy bear|Teddy Bear|Pocket Bear
  a|desk lamp|Desk Lamp|LED Lamp|Craft Lamp|desk lamp|clamp light
  a|bath towel|bath towel|Hammam|towel bundle
  a|head torch|head torch|[Hh]eadlamp|Helmet torch
  a|rain jacket|rain jacket|raincoat|rainproof|hiking shell
  a|basil seeds|basil seeds|herb seeds
  b|keeps my coffee hot on the train|Insulated flask|Insulated steel
  b|so my bike isn't stolen outside the station|D-lock|U-lock|chain lock|combination chain|cable lock
  b|hang a picture on a plaster wall|plasterboard anchors|wall plugs|wall hooks
  b|something warm for cold evenings|throw|blanket|fleece|jumper|cardigan|bed socks|crew neck|roll-neck
  b|make fresh espresso on a camping trip|moka pot|pour-over
  b|my screws keep coming out of the wall|plasterboard anchors|wall plugs
  b|sleep outside between two trees|hammock|tarp
  b|drink from a stream safely|water filter
  b|keep birds fed through winter|seed feeder|Peanut feeder|feeder
  b|read in bed without waking my partner|bedside lamp|clamp light|Clamp-On|mushroom|Firefly
  b|get a flat tyre going again on the road|Puncture|Tyre levers|pump|multi-tool
  b|make the flat smell nice|candle|diffuser|fragrance|incense
  b|carry a laptop to work by bicycle|annier|roll-top backpack
  b|store flour and pasta|Glass jar|preserving jars|stoneware jar|canister
  c|present for a four year old|Train Set|Stacking|Peg Puzzle|Floor Jigsaw|Number Board|Snuggle Whale|First Bricks|Blocks|Pull-Along|Child's hiking|ladybird
  c|gift for someone who loves writing letters|Writing Set|Writing Paper|Fountain Pen|Ink|Thank-You Cards|Blank Cotton
  c|housewarming present|candle|vase|throw|board|Vase|teapot|casserole
  c|birthday gift for a gardener|trowel|secateurs|gloves|watering can|snips|hand fork|seeds|bulbs
  c|for my dad who loves barbecues|barbecue|fire pan
  c|new baby gift|Comfort Blanket|Stacking Rings|Long-Eared Rabbit|Little Whale|Pocket Bear|Tower
  c|for a couple who like hiking|poles|rucksack|daypack|map|Compass|compass|flask
  c|something for a student's first flat|saucepan|knife|bowls|towel|duvet|lamp
  d|red torch|torch, red|red
  d|navy jumper|jumper, navy
  d|tent for a family of five|Five-berth
  d|wooden toy without batteries|Wooden|Wood|wood|Blocks|Cubes|Peg|Number Board|Pull-Along
  e|rucksack for a kid|Child's hiking rucksack
  e|sofa pillow|cushion|bolster
  e|flashlight|torch|[Hh]eadlamp
  e|sneekers|sneakers
  e|sweater|jumper|crew neck|roll-neck
  e|tumbler glases|tumblers|glasses
  e|pruning shears|secateurs|snips
  e|water botle|bottle|flask
  e|rubix cube|Speed Cube|Burr Cube
  e|bbq|barbecue
  e|quilt cover|duvet
  e|wrench|spanner|wrench
  f|trombone|
  f|washing machine|
  f|dog food|
  f|trumpet|
  f|laptop|
  f|running shoes for women|
  f|violin strings|
  f|microwave oven|
  f|football boots|
  f|car tyres|
  f|iphone charger|
  f|wedding dress|
  f|lipstick|
  f|hamster cage|
  f|printer ink cartridges|
  f|garden shed|
  f|sofa bed|
  f|baby car seat|
  f|swimming goggles|
  f|electric guitar|
  f|protein powder|
  f|tax return form|
  f|snowboard|
  f|concert tickets|
`

export function demoSearches(items: readonly Item[]): NaturalQuery[] {
  return SEARCHES.trim()
    .split('\n')
    .map((line, row) => {
      const [group, text, ...pattern] = line.trim().split('|')
      const answers = new RegExp(pattern.join('|') || '(?!)')
      const grades = new Map(items.filter(({ title }) => answers.test(title)).map(({ id }) => [id, 1]))
      return { id: `demo-${row}`, group: group as QueryGroup, text: text!, grades }
    })
}

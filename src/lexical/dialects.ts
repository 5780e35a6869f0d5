import { tokenize } from './tokens.js'

/** One thing a line: its names in British, American and Australian English, and everyday short forms. A name is one to three words. */
const NAMES = `
aubergine|eggplant|brinjal
courgette|zucchini
rocket|arugula
coriander|cilantro
prawn|shrimp
spring onion|scallion|green onion
swede|rutabaga
beetroot|beet
mangetout|snow pea|sugar pea
chickpea|garbanzo
broad bean|fava bean
butter bean|lima bean
haricot bean|navy bean
bell pepper|capsicum
gherkin|pickle
sultana|golden raisin|raisin
icing sugar|powdered sugar|confectioners sugar
caster sugar|superfine sugar
cornflour|cornstarch
plain flour|all purpose flour
wholemeal|whole wheat|wholewheat
bicarbonate of soda|bicarb|baking soda
treacle|molasses
double cream|heavy cream|whipping cream
single cream|light cream
minced beef|minced meat|ground beef|hamburger meat
potato crisp|potato chip
biscuit|cookie
ice lolly|popsicle|ice pop
candyfloss|candy floss|cotton candy|fairy floss
boiled sweet|hard candy
fizzy drink|soft drink
porridge|oatmeal
fairy cake|cupcake
appetiser|appetizer
takeaway|takeout
polenta|cornmeal
clingfilm|cling film|plastic wrap
greaseproof paper|baking parchment|parchment paper|baking paper
kitchen roll|paper towel
tin foil|aluminium foil|aluminum foil
hob|cooktop|stovetop
fridge|refrigerator
freezer|deep freeze
tea towel|dish towel|dishcloth
washing up liquid|dish soap
jug|pitcher
cutlery|flatware|silverware
crockery|dinnerware|tableware
baking tray|baking sheet|cookie sheet
cake tin|cake pan
frying pan|skillet
bbq|barbecue|barbeque|barbie
jumper|sweater|pullover
trainers|sneakers
trousers|pants|slacks
joggers|sweatpants|jogging bottoms|tracksuit bottoms|track pants
underpants|underwear
singlet|tank top
waistcoat|vest
dressing gown|bathrobe|robe
tights|pantyhose|hosiery
wellies|wellington boot|wellington|rain boot|rubber boot|gumboot
bum bag|fanny pack|waist pack|hip pack|belt bag
rucksack|backpack|knapsack
handbag|purse
bobble hat|woolly hat|beanie
polo neck|roll neck|turtleneck
anorak|parka|windbreaker|cagoule
mackintosh|raincoat|rain jacket
swimming costume|swimsuit|bathing suit
swimming trunks|swim trunks|swim shorts
nightdress|nightgown
pyjamas|pajamas|pjs
dungarees|overalls
boiler suit|coveralls
hoodie|hoody|hooded sweatshirt
tshirt|t shirt|tee
specs|spectacles|eyeglasses
hair slide|barrette|hair clip
hair grip|bobby pin
nail varnish|nail polish
cot|crib
nappy|diaper
pacifier|soother|baby dummy
pram|stroller|pushchair|buggy|baby carriage
babygrow|sleepsuit|onesie
changing mat|changing pad
cuddly toy|soft toy|stuffed animal|plush toy|plush|teddy
draughts|checkers
noughts and crosses|tic tac toe
snakes and ladders|chutes and ladders
jigsaw|puzzle
skipping rope|jump rope
modelling clay|modeling clay|plasticine|play dough
felt tip|marker
biro|ballpoint|ballpoint pen
drawing pin|thumbtack|push pin
sellotape|sticky tape|scotch tape|adhesive tape
sticking plaster|band aid|bandage
exercise book|notebook
diary|planner|journal
football|soccer
table football|foosball
table tennis|ping pong
swiss ball|exercise ball|stability ball|gym ball|yoga ball
resistance band|exercise band|fitness band
exercise bike|stationary bike
push bike|bike|bicycle
motorbike|motorcycle
torch|flashlight
kitchen tap|faucet
spanner|wrench
secateurs|pruning shears|pruner
hosepipe|garden hose
lawnmower|lawn mower|mower
spade|shovel
dustbin|rubbish bin|trash can|garbage can|wastebasket
hoover|vacuum cleaner|vacuum
tumble dryer|clothes dryer
clothes peg|clothespin
washing line|clothesline
duvet|comforter|quilt|doona
pillowcase|pillow case|pillowslip
cushion|throw pillow
settee|couch|sofa
wardrobe|armoire|closet
chest of drawers|dresser
bedside table|nightstand|night stand
sideboard|credenza
standard lamp|floor lamp
curtain|drape
rug|carpet
face flannel|washcloth|face cloth
extension lead|extension cord
aerial|antenna
mobile phone|cell phone|cellphone|smartphone|phone
telly|tv|television
earphones|headphones|earbuds
memory stick|usb stick|flash drive|thumb drive
petrol|gasoline
lorry|truck
windscreen|windshield
number plate|license plate
mudguard|fender
puncture repair|puncture kit|patch kit
autumn|fall
xmas|christmas
maths|mathematics|math
chemist|pharmacy|drugstore
parcel|package
voucher|coupon
thermos|thermos flask|vacuum flask|insulated bottle
lunchbox|lunch box|bento
cool box|ice chest|esky|cooler
sleeping mat|sleeping pad
tent peg|tent stake
penknife|pocket knife|jackknife
fairy lights|string lights
wrapping paper|gift wrap
photo frame|picture frame
greetings card|greeting card
colour|color
grey|gray
aluminium|aluminum
tyre|tire
jewellery|jewelry
cosy|cozy
mould|mold
fibre|fiber
organiser|organizer
moisturiser|moisturizer
yoghurt|yogurt
doughnut|donut
moustache|mustache
catalogue|catalog
programme|program
behaviour|behavior
neighbour|neighbor
`

/** By each name, as terms: the other names of the same thing. */
let others: ReadonlyMap<string, readonly string[]> | undefined
const LONGEST = 3

function otherNames(): ReadonlyMap<string, readonly string[]> {
  if (others) return others
  const made = new Map<string, string[]>()
  for (const line of NAMES.trim().split('\n')) {
    const names = line.split('|')
    for (const name of names) made.set(keyOf(name), [...(made.get(keyOf(name)) ?? []), ...names.filter((other) => other !== name)])
  }
  others = made
  return others
}

/** Forms of a word are one; small words count: "for her cot" is no name. */
function keyOf(name: string): string {
  return name
    .split(' ')
    .map((word) => tokenize(word)[0] ?? word)
    .join(' ')
    .toLowerCase()
}

/**
 * A search in the catalog's own English: "courgette loaf" where only zucchini is sold is "zucchini loaf". A name stays where the catalog
 * has all its words, or no other name of the thing; so does everything that is no such name.
 *
 * @param has Whether the catalog has a term.
 */
export function inWordsOf(text: string, has: (term: string) => boolean): string {
  const known = (name: string) => tokenize(name).every(has)
  const words = [...text.matchAll(/[\p{L}\p{N}'’]+/gu)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
  let told = ''
  let from = 0
  for (let at = 0; at < words.length; at++) {
    const { start } = words[at]!
    for (let count = Math.min(LONGEST, words.length - at); count > 0; count--) {
      const { end } = words[at + count - 1]!
      const name = text.slice(start, end)
      const other = otherNames().get(keyOf(name))?.find(known)
      if (other === undefined || known(name)) continue
      told += text.slice(from, start) + other
      from = end
      at += count - 1
      break
    }
  }
  return told + text.slice(from)
}

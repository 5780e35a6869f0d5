/** Families of colour names as shoppers filter by them, in the order in which they are tried. */
const FAMILIES: readonly (readonly [family: string, names: RegExp])[] = [
  ['Mixed', /mix|rainbow|pastels|colours|, .*and|primary/],
  ['Clear', /^clear/],
  ['Black & charcoal', /^(?:matt )?black|charcoal|graphite|gunmetal/],
  ['White & cream', /white|cream|ivory|ecru|oat|pearl|opal/],
  ['Grey & silver', /gr[ae]y|silver|zinc|steel|chrome|titanium|slate$/],
  [
    'Wood & brown',
    /wood|oak|beech|ash|walnut|maple|birch|bamboo|acacia|willow|brown|chestnut|cocoa|kraft|cork|caramel|cognac|natural|straw|\btan$/,
  ],
  ['Copper & brass', /copper|brass|bronze|gold|amber|honey$/],
  ['Pink & purple', /pink|rose|lilac|plum|purple|violet|berry|blush|coral|peach/],
  ['Orange & rust', /orange|rust|terracotta|brick|clay|ochre/],
  ['Red', /red|oxblood|burgundy/],
  ['Yellow & sand', /yellow|mustard|lemon|sand|stone/],
  ['Blue & navy', /blue|navy|indigo|petrol/],
  ['Green & teal', /green|sage|moss|olive|mint|teal|turquoise|aqua|fern|spruce/],
]

export const COLOUR_FAMILIES: readonly string[] = FAMILIES.map(([family]) => family)

/** The family of a name such as `blue and cream`, which begins with the main colour. Undefined for one that no family knows. */
export function colourFamily(colour: string): string | undefined {
  const [mixed, ...families] = FAMILIES
  if (mixed?.[1].test(colour)) return mixed[0]
  const main = colour.split(/ and | with /)[0] ?? ''
  return families.find(([, names]) => names.test(main))?.[0]
}

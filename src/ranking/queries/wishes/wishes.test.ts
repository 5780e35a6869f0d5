import { describe, expect, test } from 'vitest'
import { wishesOf } from './wishes.js'

const read = (text: string) => {
  const { clauses, wishes } = wishesOf(text)
  return [
    clauses.join(' + '),
    ...wishes.map((wish) =>
      wish.kind === 'price' ? `price ${wish.min ?? ''}-${wish.max ?? ''}` : `${wish.kind} ${[wish.of].flat().join('|')}`,
    ),
  ].join('; ')
}

describe('wishesOf', () => {
  test.each([
    ['desk lamp, wool, not black, under 50 euro', 'desk lamp + wool; without black; price -50'],
    ['jacket under 100 with hood', 'jacket with hood; price -100'],
    ['I want a warm jumper, not itchy, below 60 pounds.', 'I want a warm jumper; without itchy; price -60'],
    ['hoodie but not black', 'hoodie; without black'],
    ["women's full zip jacket without a hood", "women's full zip jacket; without hood"],
    ['hoodie, no zip', 'hoodie; without zip'],
    ["running shorts for women that aren't black", 'running shorts for women; without black'],
    ['shirt that is not leather', 'shirt; without leather'],
    ['waterproof laptop bag, not leather', 'waterproof laptop bag; without leather'],
    ['mens digital watch, not analogue, up to 60 dollars', 'mens digital watch; without analogue; price -60'],
    ['recommender with an LLM but no images', 'recommender with an LLM; without images'],
    ['contrastive learning for recommendation but not language models', 'contrastive learning for recommendation; without language models'],
    [
      'cross-modal retrieval with audio or video, not just pictures',
      'cross-modal retrieval with audio or video, not just pictures; anyOf audio|video',
    ],
    ['training-free, uses vision-language models', 'training-free + uses vision-language models; without training'],
    ["princess costume that isn't disney", 'princess costume; without disney'],
    ['electric scooter for a teenager, not a toddler one', 'electric scooter for a teenager; without toddler'],
    ["coconut shrimp that isn't deep fried", 'coconut shrimp; without deep fried'],
    ["pie that doesn't go in the oven", 'pie; without oven'],
    ['smoothie with no banana and no dairy', 'smoothie; without banana; without dairy'],
    ['cookies with no added sugar', 'cookies; without sugar'],
    ['cake without nuts or eggs', 'cake; without nuts; without eggs'],
    ['jacket except leather', 'jacket; without leather'],
    ['non-leather belt', 'non-leather belt; without leather'],
    ['nut-free cookies', 'nut-free cookies; without nut'],
    ['gluten free bread', 'gluten free bread; without gluten'],
    ['red or blue dress', 'red or blue dress; anyOf red|blue'],
    ['tea or coffee or cocoa', 'tea or coffee or cocoa; anyOf tea|coffee|cocoa'],
    ['red, blue or green sofa', 'red blue or green sofa; anyOf red|blue|green'],
    ['red, off-white or green sofa', 'red off-white or green sofa; anyOf red|off-white|green'],
    ['sofa in red, blue or green', 'sofa in red blue or green; anyOf red|blue|green'],
    ['sofa in red, blue or green, no leather', 'sofa in red blue or green; anyOf red|blue|green; without leather'],
    ['rug, wool or cotton', 'rug + wool or cotton; anyOf wool|cotton'],
    ['red or off-white dress', 'red or off-white dress; anyOf red|off-white'],
    ['V-neck or T-shirt or polo - navy', 'V-neck or T-shirt or polo - navy; anyOf V-neck|T-shirt|polo'],
    ['non-stick or steel pan', 'non-stick or steel pan; without stick'],
    ['Jacke ohne Kapuze', 'Jacke; without Kapuze'],
    ['Jacke, kein Leder', 'Jacke; without Leder'],
    ['Jacke, nicht schwarz', 'Jacke; without schwarz'],
    ['veste sans capuche', 'veste; without capuche'],
    ['veste mais pas de cuir', 'veste; without cuir'],
    ['chaqueta sin capucha', 'chaqueta; without capucha'],
    ['chaqueta que no sea negra', 'chaqueta; without negra'],
    ['rotes oder blaues Kleid', 'rotes oder blaues Kleid; anyOf rotes|blaues'],
    ['something warm but not itchy', 'something warm; without itchy'],
    ['salt and pepper mill', 'salt and pepper mill'],
    ['why does water not boil', 'why does water not boil'],
    ['my card is not accepted', 'my card is not accepted'],
    ['card is lost, what now?', 'card is lost, what now?'],
    ['chicken dinner in 30 minutes or less', 'chicken dinner in 30 minutes or less'],
    ['chanel no 5', 'chanel no 5'],
    ['sin city', 'sin city'],
    ['free shipping', 'free shipping'],
    ['not black', 'not black'],
    ['not leather wallet', 'wallet; without leather'],
    ['not leather wallet under 50', 'wallet; without leather; price -50'],
    ['no bake cheesecake', 'no bake cheesecake; without bake'],
    ['no black', 'no black'],
    ['without sugar cookies', 'cookies; without sugar'],
    ['not deep-fried shrimp', 'shrimp; without deep-fried'],
    ['under 50', 'under 50; price -50'],
    ['nicht aus Holz, Skulptur', 'Skulptur; without Holz'],
    ['nicht schwarze Jacke', 'Jacke; without schwarze'],
    ["check the water isn't too hot for the little one", "check the water isn't too hot for the little one"],
    ["labelling images when the names aren't known", "labelling images when the names aren't known"],
    ['gift for the friend who is not a runner', 'gift for the friend; without runner'],
    ["hoodie for my son, isn't black", 'hoodie for my son; without black'],
    ["the lamp that isn't black", 'the lamp; without black'],
    ["wool jumper isn't itchy", 'wool jumper; without itchy'],
    ['upgrade the encoder without rebuilding the index', 'upgrade the encoder without rebuilding the index'],
    ['bracelet without a ring', 'bracelet; without ring'],
    ['cake without icing', 'cake; without icing'],
    ['train at home, no room for big machines', 'train at home, no room for big machines'],
    ['something for my dad, he loves camping', 'something for my dad, he loves camping'],
    ['', ''],
  ])('%s: %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })
})

test('each alternative is put in whole, with the words that hyphens join to it', () => {
  expect(wishesOf('red or off-white dress').alternatives).toEqual(['red dress', 'off-white dress'])
  expect(wishesOf('red, blue or green sofa').alternatives).toEqual(['red sofa', 'blue sofa', 'green sofa'])
  expect(wishesOf('usb-c or lightning cable').alternatives).toEqual(['usb-c cable', 'lightning cable'])
})

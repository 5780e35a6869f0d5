import { describe, expect, test } from 'vitest'
import { pricesIn } from './prices.js'
import { tokensOf } from './tokens.js'

const read = (text: string, own: string[] = []) => {
  const tokens = tokensOf(text)
  return pricesIn({ text, tokens, own: new Set(own) }).map(({ min, max, currencies, from, to }) =>
    [
      min === undefined ? '' : `${min}<=`,
      max === undefined ? '' : `<=${max}`,
      currencies?.[0] ?? '',
      text.slice(tokens[from]!.start, tokens[to - 1]!.end),
    ]
      .join(' ')
      .trim(),
  )
}

describe('a price in a search', () => {
  test.each([
    ['jacket under 100 with hood', '<=100  under 100'],
    ['under $200 waterproof', '<=200 USD under $200'],
    ['watch under $200 waterproof', '<=200 USD under $200'],
    ['desk under 1,200 euro', '<=1200 EUR under 1,200 euro'],
    ['watch for men under 1000 rupees', '<=1000 INR under 1000 rupees'],
    ['under rs 1000', '<=1000 INR under rs 1000'],
    ['under Rs. 1,00,000', '<=100000 INR under Rs. 1,00,000'],
    ['phone under rs.1000', '<=1000 INR under rs.1000'],
    ['phone under Rs1000', '<=1000 INR under Rs1000'],
    ['under ₹1000', '<=1000 INR under ₹1000'],
    ['shoes < 100', '<=100  < 100'],
    ['shoes <100', '<=100  <100'],
    ['a card < 3', '<=3  < 3'],
    ['shoes <= 99.95', '<=99.95  <= 99.95'],
    ['shoes >=20€', '20<=  EUR >=20€'],
    ['lamp cheaper than 30', '<=30  cheaper than 30'],
    ['shoes under 80 for men', '<=80  under 80'],
    ['bag between 20 and 50', '20<= <=50  between 20 and 50'],
    ['bag 20-50 euro', '20<= <=50 EUR 20-50 euro'],
    ['bag €20 – €50', '20<= <=50 EUR €20 – €50'],
    ['bag $20 to $50', '20<= <=50 USD $20 to $50'],
    ['bag from 10 to 20', '10<= <=20  from 10 to 20'],
    ['bag from 20 dollars', '20<=  USD from 20 dollars'],
    ['I want a warm jumper, not itchy, below 60 pounds.', '<=60 GBP below 60 pounds'],
    ['a mug over 9,50', '9.5<=   over 9,50'],
    ['a mug for under .99', '<=0.99  for under .99'],
    ['sofa under 1.200,50 €', '<=1200.5 EUR under 1.200,50 €'],
    ["sofa under CHF 1'200.-", "<=1200 CHF under CHF 1'200.-"],
    ['sofa under 1 200 euro', '<=1200 EUR under 1 200 euro'],
    ['sofa under 1 200', '<=1200  under 1 200'],
    ['laptop under 2k dollars', '<=2000 USD under 2k dollars'],
    ['laptop that costs less than 500 australian dollars', '<=500 AUD that costs less than 500 australian dollars'],
    ['gift 20 bucks or less', '<=20 USD 20 bucks or less'],
    ['gift $50+', '50<=  USD $50+'],
    ['tent max 100', '<=100  max 100'],
    ['tent, max. 100', '<=100  max. 100'],
    ['Zelt unter 100 Euro', '<=100 EUR unter 100 Euro'],
    ['Zelt zwischen 50 und 100 €', '50<= <=100 EUR zwischen 50 und 100 €'],
    ['Zelt ab 50 Euro', '50<=  EUR ab 50 Euro'],
    ['tente moins de 100 euros', '<=100 EUR moins de 100 euros'],
    ['tente entre 50 et 100 euros', '50<= <=100 EUR entre 50 et 100 euros'],
    ['tente jusqu’à 80 €', '<=80 EUR jusqu’à 80 €'],
    ['tienda por menos de 100 euros', '<=100 EUR menos de 100 euros'],
    ['tienda de 50 a 100 dólares', '50<= <=100 USD de 50 a 100 dólares'],
    ['tienda entre 50 y 100 pesos', '50<= <=100 MXN entre 50 y 100 pesos'],
    ['shoes under 60 quid', '<=60 GBP under 60 quid'],
    ['shirt under 500 kr', '<=500 SEK under 500 kr'],
    ['shirt under R500', '<=500 ZAR under R500'],
    ['shirt under US$50', '<=50 USD under US$50'],
    ['game for six people under 20 dollars', '<=20 USD under 20 dollars'],
    ['leggings with a pocket, less than $60', '<=60 USD less than $60'],
    ['leggings under 50 top quality', '<=50  under 50'],
    ['dress under 50 in black', '<=50  under 50'],
  ])('%s: %s', (text, expected) => {
    expect(read(text)).toEqual([expected])
  })

  test.each([
    'at least 16 gb ram',
    'laptop with at least 16gb ram',
    'bag under 5 kg',
    'tablet over 10 inch',
    'desk under 60 in wide',
    'game for more than 2 people',
    'chicken dinner in 30 minutes or less',
    'dinner under 30 minutes',
    'recipe under 5 ingredients',
    'toys for kids under 5',
    'toys for ages 3 to 5',
    'toys for kids between 3 and 5',
    'nike air max 90',
    'films from 1990 to 2000',
    'films from 1990',
    'tv up to 4k',
    'table 20-50 cm',
    'rug under 20x30 cm',
    'battery under 20%',
    'version under 1.2.3',
    'i <3 cats',
    'jacket <3',
    'up to 6 players',
    'jigsaw about 300 pieces',
    'iphone 12',
    'jeans under 50 501 original',
    'nothing here',
    'under',
    '',
  ])('%s: none', (text) => {
    expect(read(text)).toEqual([])
  })
})

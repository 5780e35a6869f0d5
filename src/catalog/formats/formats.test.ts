import { describe, expect, test } from 'vitest'
import { readCatalog } from '../read-catalog.js'
import type { ParseOptions } from '../read-rows.js'
import { NOT_SHOWN } from '../rows.js'

const read = (input: unknown, options: ParseOptions = {}) => readCatalog(input, () => import('./read-format.js'), options)
const items = async (input: unknown, options: ParseOptions = {}) =>
  (await read(typeof input === 'string' ? input : JSON.stringify(input), options)).items

/** As shops give them out, with other words. */
const SHOPIFY = {
  products: [
    {
      id: 7001,
      title: 'Wool &amp; cotton throw',
      handle: 'wool-throw',
      body_html: '<p>Warm.</p><p>140&nbsp;cm</p>',
      published_at: '2024-05-01T10:00:00+02:00',
      vendor: 'Fernway',
      product_type: 'Blankets',
      tags: ['Winter', 'Home'],
      variants: [
        { id: 1, option1: 'Red', price: '59.00', compare_at_price: '79.00', available: false, sku: 'WT-R' },
        { id: 2, option1: 'Blue', price: '65.00', compare_at_price: '80.00', available: true, sku: 'WT-B' },
      ],
      images: [{ src: 'https://cdn.example/throw.jpg' }, { src: 'https://cdn.example/back.jpg' }],
      options: [{ name: 'Colour', position: 1, values: ['Red', 'Blue'] }],
    },
    {
      id: 7002,
      title: 'Gift card',
      handle: 'gift-card',
      tags: 'Gift, Card',
      variants: [{ option1: 'Default Title', price: '0.00', available: true }],
      options: [{ name: 'Title' }],
      images: [],
    },
  ],
}

test.each([
  ['German', 'Artikelnummer;Titel;Beschreibung;Preis;Bild;Kategorie;Marke;Farbe'],
  ['French', 'Référence;Nom;Description;Prix;Image;Catégorie;Marque;Couleur'],
  ['Spanish', 'Referencia;Nombre;Descripción;Precio;Imagen;Categoría;Marca;Farbe'],
])('a table whose columns have %s names', async (_, names) => {
  const [first] = await items(
    `${names}\nA1;Kupferkessel;Aus Kupfer;49,90 €;/a1.jpg;Küche;Altmann;rot\nA2;Decke;Aus Wolle;29,00 €;/a2.jpg;Bad;Weich;grau\n`,
  )
  expect(first).toMatchObject({
    id: 'A1',
    title: 'Kupferkessel',
    description: 'Aus Kupfer',
    price: { value: 49.9, currency: 'EUR' },
    image: '/a1.jpg',
    category: ['Küche'],
    brand: 'Altmann',
  })
})

test.each([
  ['Nombre;Titre', '12;Kupferkessel'],
  ['Titre;Nombre', 'Kupferkessel;12'],
  ['Bezeichnung 2;Titel', 'mit Deckel;Kupferkessel'],
  ['Bezeichnung 2;Bezeichnung', 'mit Deckel;Kupferkessel'],
])('of the columns %s the one that is a title beyond doubt is the title', async (names, values) => {
  const [first] = await items(`Artikelnummer;${names};Preis\nA1;${values};49,90 €\nA2;${values};29,00 €\n`)
  expect(first).toMatchObject({ id: 'A1', title: 'Kupferkessel' })
})

test.each([
  ['verfügbar', 'ja', 'nein'],
  ['Verfügbarkeit', 'auf Lager', 'ausverkauft'],
  ['Disponible', 'oui', 'non'],
  ['Disponibilité', 'en stock', 'épuisé'],
  ['Disponible', 'Sí', 'No'],
  ['Disponibilidad', 'disponible', 'agotado'],
])('a column "%s" says with "%s" and "%s" what can be had', async (name, yes, no) => {
  const found = await items(`Referencia;Titel;${name}\nA1;Kupferkessel;${yes}\nA2;Decke;${no}\n`)
  expect(found.map(({ available }) => available)).toEqual([true, false])
})

describe('Shopify', () => {
  test('products.json: the cheapest variant that is sold, its old price, the first picture, the link by the handle', async () => {
    const [throw_, card] = await items(SHOPIFY, {
      source: 'https://shop.example/de/collections/all/products.json?limit=250',
      currency: 'EUR',
    })

    expect(throw_).toEqual({
      id: '7001',
      title: 'Wool & cotton throw',
      url: 'https://shop.example/de/products/wool-throw',
      image: 'https://cdn.example/throw.jpg',
      description: 'Warm. 140 cm',
      price: { value: 65, currency: 'EUR' },
      listPrice: { value: 80, currency: 'EUR' },
      available: true,
      brand: 'Fernway',
      category: ['Blankets'],
      tags: ['Winter', 'Home'],
      published: '2024-05-01T10:00:00+02:00',
      attributes: { handle: 'wool-throw', sku: 'WT-R', Colour: ['Red', 'Blue'] },
    })
    expect(card).toMatchObject({ price: { value: 0, currency: 'EUR' }, tags: ['Gift', 'Card'] })
    expect(card).not.toHaveProperty('listPrice')
  })

  test('a file of it has links from the root, and paths of fields read the row as it was written', async () => {
    const paths = { price: 'variants.0.price', image: 'images[1].src' }

    const [item] = await items(SHOPIFY, { fields: paths })

    expect(item).toMatchObject({ url: '/products/wool-throw', price: { value: 59 }, image: 'https://cdn.example/back.jpg' })
  })

  test('links stand below the folder of a market, and from the root where a site keeps a copy of products.json', async () => {
    const urlAt = async (path: string) => (await items(SHOPIFY, { source: `https://shop.example${path}` }))[0]!.url

    expect(await urlAt('/en-ca/products.json')).toBe('https://shop.example/en-ca/products/wool-throw')
    expect(await urlAt('/products.json')).toBe('https://shop.example/products/wool-throw')
    expect(await urlAt('/feeds/products.json')).toBe('https://shop.example/products/wool-throw')
    expect(await urlAt('/assets/js/products.json')).toBe('https://shop.example/products/wool-throw')
  })

  test('the CSV that it exports: lines of one handle are one product', async () => {
    const csv = [
      'Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src',
      'mug,Mug,<b>Tin.</b>,Own,Cups,"a, b",Size,S,M-S,shopify,0,deny,9.50,12,https://x.example/1.jpg',
      'mug,,,,,,,L,M-L,shopify,3,deny,11,12,https://x.example/2.jpg',
      'bowl,Bowl,Deep.,Own,Bowls,,Title,Default Title,B,,,deny,7,,',
    ].join('\n')

    const { items: read_, format } = await read(csv)

    expect(format).toBe('table')
    expect(read_).toEqual([
      {
        id: 'mug',
        title: 'Mug',
        url: '/products/mug',
        image: 'https://x.example/1.jpg',
        description: 'Tin.',
        price: { value: 11 },
        listPrice: { value: 12 },
        available: true,
        brand: 'Own',
        category: ['Cups'],
        tags: ['a', 'b'],
        attributes: { handle: 'mug', sku: 'M-S', Size: ['S', 'L'] },
      },
      {
        id: 'bowl',
        title: 'Bowl',
        url: '/products/bowl',
        description: 'Deep.',
        price: { value: 7 },
        brand: 'Own',
        category: ['Bowls'],
        attributes: { handle: 'bowl', sku: 'B' },
      },
    ])
  })

  test('drafts, archived products and those that the shop does not show are left out of the CSV, and told', async () => {
    const csv = [
      'Handle,Title,Published,Variant Price,Status',
      'a,Mug,true,9,active',
      'b,Bowl,true,9,draft',
      'b,,,11,',
      'c,Plate,true,9,archived',
      'd,Cup,false,9,active',
      'e,Jug,true,9,',
    ].join('\n')

    const { items, rejected } = await read(csv)
    expect(items.map(({ id }) => id)).toEqual(['a', 'e'])
    expect(rejected.map(({ row, why }) => [row, why])).toEqual([1, 3, 4].map((row) => [row, NOT_SHOWN]))
  })
})

describe('WordPress and WooCommerce', () => {
  test('posts: rendered texts, link, date and embedded names; numbers of categories are nothing', async () => {
    const post = {
      id: 12,
      date: '2024-03-02T08:00:00',
      date_gmt: '2024-03-02T07:00:00',
      slug: 'bread',
      link: 'https://blog.example/bread/',
      title: { rendered: 'Bread &#8211; <em>slow</em>' },
      content: { rendered: '<p>Flour &amp; water.</p>', protected: false },
      excerpt: { rendered: '<p>Flour [&hellip;]</p>' },
      author: 3,
      featured_media: 44,
      categories: [1],
      tags: [],
    }
    const embedded = {
      ...post,
      id: 13,
      _embedded: {
        author: [{ name: 'Ada' }],
        'wp:featuredmedia': [{ source_url: 'https://blog.example/bread.jpg' }],
        'wp:term': [[{ taxonomy: 'category', name: 'Baking' }], [{ taxonomy: 'post_tag', name: 'Slow' }]],
      },
    }

    const [plain, whole] = await items([post, embedded])

    expect(plain).toEqual({
      id: '12',
      title: 'Bread – slow',
      url: 'https://blog.example/bread/',
      description: 'Flour & water.',
      published: '2024-03-02T07:00:00Z',
      attributes: { excerpt: 'Flour […]', slug: 'bread' },
    })
    expect(whole).toMatchObject({
      image: 'https://blog.example/bread.jpg',
      category: ['Baking'],
      tags: ['Slow'],
      attributes: { author: 'Ada' },
    })
  })

  test('products of the Store API have prices in minor units, those of REST as text', async () => {
    const common = {
      name: 'Cap',
      permalink: 'https://shop.example/cap',
      images: [{ src: '/cap.jpg' }],
      categories: [
        { id: 4, name: 'Hats' },
        { id: 5, name: 'Sale' },
      ],
    }
    const store = {
      ...common,
      id: 1,
      is_in_stock: false,
      prices: { price: '1800', regular_price: '2000', sale_price: '1800', currency_code: 'USD', currency_minor_unit: 2 },
      attributes: [{ name: 'Colour', terms: [{ name: 'Red' }] }],
    }
    const rest = {
      ...common,
      id: 2,
      price: '18',
      regular_price: '20',
      sale_price: '18',
      stock_status: 'instock',
      attributes: [{ name: 'Colour', options: ['Red'] }],
    }

    const [first] = await items([store])
    const [second] = await items([rest])

    expect(first).toMatchObject({
      price: { value: 18, currency: 'USD' },
      listPrice: { value: 20, currency: 'USD' },
      available: false,
      category: ['Hats'],
      image: '/cap.jpg',
    })
    expect(second).toMatchObject({
      price: { value: 18 },
      listPrice: { value: 20 },
      available: true,
      url: 'https://shop.example/cap',
      attributes: { Colour: ['Red'] },
    })
  })
})

describe('schema.org JSON-LD', () => {
  const product = {
    '@type': 'Product',
    '@id': 'https://shop.example/#mug',
    sku: 'M1',
    name: 'Mug',
    image: ['/mug.jpg', '/mug2.jpg'],
    brand: { '@type': 'Brand', name: 'Own' },
    offers: [
      { '@type': 'Offer', price: 12, priceCurrency: 'EUR', availability: 'https://schema.org/OutOfStock', url: '/mug?v=2' },
      { '@type': 'Offer', price: '9.50', priceCurrency: 'EUR', availability: 'https://schema.org/InStock', url: '/mug' },
    ],
    aggregateRating: { ratingValue: 4.5, reviewCount: 8 },
  }

  test('a product has its cheapest offer, a graph its items without the site, a list its entries', async () => {
    const graph = {
      '@context': 'https://schema.org',
      '@graph': [
        { '@type': 'WebSite', name: 'Shop' },
        { '@type': 'BreadcrumbList', itemListElement: [{ '@type': 'ListItem', name: 'Home', item: '/' }] },
        product,
      ],
    }
    const list = {
      '@context': 'https://schema.org',
      '@type': 'ItemList',
      itemListElement: [
        { '@type': 'ListItem', position: 1, item: product },
        { '@type': 'ListItem', position: 2, url: '/p/tin-plate', name: 'Tin plate' },
      ],
    }

    expect(await items(graph)).toEqual([
      expect.objectContaining({
        id: 'M1',
        title: 'Mug',
        url: '/mug',
        image: '/mug.jpg',
        price: { value: 9.5, currency: 'EUR' },
        available: true,
        brand: 'Own',
      }),
    ])
    expect((await items(list)).map(({ id, title, url }) => [id, title, url])).toEqual([
      ['M1', 'Mug', '/mug'],
      ['/p/tin-plate', 'Tin plate', '/p/tin-plate'],
    ])
  })

  test('articles and recipes', async () => {
    const rows = [
      {
        '@context': 'https://schema.org',
        '@type': ['Article', 'NewsArticle'],
        headline: 'Rain',
        url: '/rain',
        datePublished: '2024-01-02',
        author: [{ name: 'Ada' }, { name: 'Bo' }],
        image: { url: '/rain.jpg' },
        articleSection: 'Weather',
      },
      {
        '@context': 'https://schema.org',
        '@type': 'Recipe',
        name: 'Soup',
        mainEntityOfPage: { '@id': '/soup' },
        recipeCategory: 'Starter',
        recipeIngredient: ['water', 'salt'],
        keywords: 'warm, quick',
      },
    ]

    const [article, recipe] = await items(rows)

    expect(article).toMatchObject({
      title: 'Rain',
      image: '/rain.jpg',
      published: '2024-01-02',
      category: ['Weather'],
      attributes: { author: 'Ada, Bo', type: 'Article' },
    })
    expect(recipe).toMatchObject({
      id: '/soup',
      url: '/soup',
      category: ['Starter'],
      tags: ['warm', 'quick'],
      attributes: { recipeIngredient: ['water', 'salt'] },
    })
  })

  test('a list price beside the price is the old price', async () => {
    const offers = {
      price: 8,
      priceCurrency: 'EUR',
      priceSpecification: { priceType: 'https://schema.org/ListPrice', price: 10, priceCurrency: 'EUR' },
    }

    expect((await items([{ ...product, '@context': 'https://schema.org', offers }]))[0]).toMatchObject({
      price: { value: 8, currency: 'EUR' },
      listPrice: { value: 10, currency: 'EUR' },
    })
  })
})

describe('tables', () => {
  test('CSV and TSV with usual names; the byte order mark and the address do not matter', async () => {
    const rows = [
      ['id', 'title', 'link', 'image_link', 'price', 'sale_price', 'availability', 'product_type'],
      ['1', 'Kettle', '/kettle', '/k.jpg', '30.00 EUR', '24.00 EUR', 'in_stock', 'Kitchen > Kettles'],
    ]
    const expected = {
      id: '1',
      title: 'Kettle',
      url: '/kettle',
      image: '/k.jpg',
      price: { value: 24, currency: 'EUR' },
      listPrice: { value: 30, currency: 'EUR' },
      available: true,
      category: ['Kitchen', 'Kettles'],
    }

    for (const delimiter of [',', '\t', ';']) {
      const text = rows.map((line) => line.join(delimiter)).join('\r\n')
      expect(await items(`\ufeff${text}`, { source: '/catalog.json' })).toEqual([expected])
    }
  })

  test('Magento: the products that the shop shows, with their deepest category, stock and further attributes', async () => {
    const names =
      'sku,attribute_set_code,product_type,categories,name,description,visibility,price,special_price,url_key,base_image,is_in_stock,qty,additional_attributes,configurable_variations'
    const variant =
      'A-1,Top,simple,"Default Category/Men,Default Category/Men/Tops",Top,<p>Soft.</p>,Not Visible Individually,20,,top-s,/t/o/top.jpg,1,5,size=S,'
    const product =
      'A,Top,configurable,"Default Category/Men,Default Category/Men/Tops",Top,<p>Soft.</p>,"Catalog, Search",20,15,top,/t/o/top.jpg,1,0,"has_options=1,material=Wool|Silk,new=No","sku=A-1,size=S,color=Red|sku=A-2,size=M,color=Red"'

    const { items: read_, rejected, variants } = await read([names, variant, product].join('\n'))

    expect(read_).toEqual([
      {
        id: 'A',
        title: 'Top',
        url: '/top.html',
        image: '/media/catalog/product/t/o/top.jpg',
        description: 'Soft.',
        price: { value: 15 },
        listPrice: { value: 20 },
        available: true,
        category: ['Men', 'Tops'],
        attributes: { material: ['Wool', 'Silk'], new: 'No', size: ['S', 'M'], color: ['Red'] },
      },
    ])
    expect([rejected, variants]).toEqual([[], 1])

    const alone = await read([names, variant].join('\n'))
    expect([alone.items.map(({ id }) => id), alone.variants], 'an export of variants alone has them as its items').toEqual([['A-1'], 0])
  })

  test('WooCommerce: published products with the choices, price and stock of their variations', async () => {
    const csv = [
      'ID,Type,SKU,Name,Published,Short description,Description,In stock?,Sale price,Regular price,Categories,Tags,Images,Parent,Cross-sells,Brands,Attribute 1 name,Attribute 1 value(s)',
      '7,variable,TENT,Tent,1,,<p>Light.</p>,1,,,"Camp, Camp > Tents","dry, two",https://x.example/1.jpg,,"POLE, id:12",Fjell,Colour,"Red, Sand"',
      '8,variation,TENT-R,Tent - Red,1,,,0,80,100,,,,TENT,,,Colour,Red',
      '9,variation,TENT-S,Tent - Sand,1,,,1,90,110,,,,TENT,,,Colour,Sand',
      '10,simple,DRAFT,Stove,-1,,,1,,30,,,,,,,,',
      '11,simple,POLE,Pole,1,Of steel.,,backorder,,"9,50",,,,,,,,',
      '12,simple,,Peg,1,,,1,,2,,,,,,,,',
      '13,variation,,Peg - Long,1,,,1,,3,,,,id:12,,,Length,20 cm',
    ].join('\n')

    const { items: read_, rejected, variants } = await read(csv)

    expect(read_[0]).toEqual({
      id: '7',
      title: 'Tent',
      image: 'https://x.example/1.jpg',
      description: 'Light.',
      price: { value: 90 },
      listPrice: { value: 110 },
      available: true,
      brand: 'Fjell',
      category: ['Camp', 'Tents'],
      tags: ['dry', 'two'],
      attributes: { sku: 'TENT', Colour: ['Red', 'Sand'], 'Cross-sells': ['11', '12'] },
    })
    expect(read_.slice(1).map(({ id, price, available }) => [id, price?.value, available])).toEqual([
      ['11', 9.5, true],
      ['12', 3, true],
    ])
    expect(read_[1]!.description).toBe('Of steel.')
    expect([rejected, variants]).toEqual([[{ row: 3, field: '', why: NOT_SHOWN }], 3])
  })

  test('without names in the first line are no catalog, and say so', async () => {
    await expect(read('c2d7,Shorts,Clothing\n7f70,Sofa,Furniture\n')).rejects.toMatchObject({
      code: 'catalog-invalid',
      message: expect.stringMatching(
        /the first line names no column that is known, received "c2d7.*expected CSV whose first line names the columns/,
      ),
    })
    await expect(read('{"id": 1, "title": "a"\n"b", 2')).rejects.toMatchObject({ message: expect.stringContaining('JSON at line') })
  })
})

describe('prices', () => {
  const only = async (row: object, options?: ParseOptions) => (await items([{ id: 1, title: 'a', ...row }], options))[0]

  test('a sale counts while it lasts', async () => {
    const row = { price: '30 EUR', sale_price: '24 EUR', sale_price_effective_date: '2026-11-20T00:00+01:00/2026-11-30T23:59+01:00' }

    expect(await only(row, { now: Date.parse('2026-11-22') })).toMatchObject({ price: { value: 24 }, listPrice: { value: 30 } })
    for (const day of ['2026-11-01', '2026-12-24']) {
      const item = await only(row, { now: Date.parse(day) })
      expect(item).toMatchObject({ price: { value: 30, currency: 'EUR' } })
      expect(item).not.toHaveProperty('listPrice')
    }
  })

  test('the currency of the row wins over the default, and a text wins over both', async () => {
    const eur = { currency: 'EUR' }
    expect(await only({ price: 5 }, eur)).toMatchObject({ price: { value: 5, currency: 'EUR' } })
    expect(await only({ price: 5, currency: 'CHF' }, eur)).toMatchObject({ price: { value: 5, currency: 'CHF' } })
    expect(await only({ price: '£5', currency: '' }, eur)).toMatchObject({ price: { value: 5, currency: 'GBP' } })
  })

  test('0 is a price; a sale price of 0 or above the price is none', async () => {
    expect(await only({ price: 0 })).toMatchObject({ price: { value: 0 } })
    expect(await only({ price: 9, sale_price: 0 })).toMatchObject({ price: { value: 9 } })
    expect(await only({ price: 9, sale_price: 12 })).toMatchObject({ price: { value: 9 } })
    expect(await only({ list_price: 9 })).toEqual({ id: '1', title: 'a', price: { value: 9 } })
  })

  test('a negative price is no attribute, whatever its column is called', async () => {
    for (const row of [{ price: '-5 EUR' }, { 'Variant Price': -5 }, { sale_price: '-5' }, { regular_price: '- 5' }]) {
      expect(await only(row)).toEqual({ id: '1', title: 'a' })
    }
  })
})

describe('what the owner is told', () => {
  const notes = async (rows: unknown, options?: ParseOptions) => (await read(JSON.stringify(rows), options)).notes

  test('a path of fields that no row has', async () => {
    const rows = [{ id: 1, title: 'a', url: '/a', currency: 'EUR', cost: [{ net: 5 }] }]

    expect(await notes(rows, { fields: { price: 'cost[0].net' } })).toEqual([])
    expect(await notes(rows, { fields: { price: 'cost.1.net' } })).toEqual([expect.stringContaining('no row has "cost.1.net" for price')])
  })

  test('that no item has a link, an id, or (in a shop) a price', async () => {
    expect(await notes([{ id: 1, title: 'a', url: '/a' }])).toEqual([])
    expect(await notes([{ id: 1, title: 'a', url: '/a', brand: 'B', cost_centre: 4 }])).toEqual([
      expect.stringMatching(/^no item has a price/),
    ])
    expect(await notes([{ title: 'a' }])).toEqual([
      expect.stringContaining('1 items have neither id nor url'),
      expect.stringContaining('no item has a link'),
    ])
  })

  test('that no price has a currency, unless an option or one of them names it', async () => {
    const rows = [
      { id: 1, title: 'a', url: '/a', price: 5 },
      { id: 2, title: 'b', url: '/b', price: 7 },
    ]

    expect(await notes(rows)).toEqual([expect.stringMatching(/^no price has a currency/)])
    expect(await notes(rows, { currency: 'EUR' })).toEqual([])
    expect(await notes([...rows, { id: 3, title: 'c', url: '/c', price: '7 €' }])).toEqual([])
  })

  test('that pictures in their own address are of no use to a card', async () => {
    const row = (id: number, image: string) => ({ id, title: 'a', url: '/a', image })
    const long = `data:image/png;base64,${'A'.repeat(50_000)}`
    const rows = [row(1, long), row(2, long + long), row(3, 'data:image/svg+xml,<svg/>')]

    const { items: read_, notes: told } = await read(JSON.stringify(rows))

    expect(read_.map(({ image }) => image)).toEqual([long, undefined, undefined])
    expect(told).toEqual([expect.stringMatching(/^2 pictures are data addresses that no card shows: expected PNG/)])
  })
})

describe('a pattern in `fields`', () => {
  test('makes addresses of what the row has, encoded, with the id whatever its column is called', async () => {
    const rows = [{ sku: 'a b/c?d', name: 'One', slug: 'one' }]
    const only = async (url: string) => (await items(rows, { fields: { url } }))[0]?.url

    expect(await only('/p/{id}.html')).toBe('/p/a%20b/c%3Fd.html')
    expect(await only('/{slug}/{sku}')).toBe('/one/a%20b/c%3Fd')
    expect((await items([{ id: 'a\ud800', title: 'One' }], { fields: { url: '/{id}' } }))[0]?.url).toBe('/a%EF%BF%BD')
  })

  test('is no value where the row lacks a part of it', async () => {
    const rows = [
      { id: 1, title: 'One', slug: '' },
      { id: 2, title: 'Two', slug: 'two' },
    ]
    const { items: read_, notes } = await read(JSON.stringify(rows), { fields: { url: '/{slug}' } })

    expect(read_.map(({ url }) => url)).toEqual([undefined, '/two'])
    expect(notes).toEqual([])
    expect((await read(JSON.stringify(rows), { fields: { url: '/{handle}' } })).notes[0]).toBe('fields: no row has "/{handle}" for url')
  })

  test('joins texts as they are', async () => {
    expect(await items([{ id: 1, title: 'Mug', colour: 'red & blue' }], { fields: { title: '{title}, {colour}' } })).toMatchObject([
      { title: 'Mug, red & blue', attributes: { colour: 'red & blue' } },
    ])
  })
})

test('a format is told by its content: rows stay rows, whatever they are called', async () => {
  const found = await Promise.all(
    [
      '[]',
      '{"items":[{"id":1,"title":"a"}]}',
      '{"id":1,"title":"a"}\n{"id":2,"title":"b"}',
      'id,title\n1,a',
      '<rss><channel><item><guid>1</guid><title>a</title></item></channel></rss>',
    ].map(async (text) => (await read(text, { source: '/feed.php' })).format),
  )

  expect(found).toEqual(['json', 'json', 'json-lines', 'table', 'xml'])
})

import { readCatalog } from '../../src/catalog/read-catalog.js'
import { readLog } from '../../src/log/read-log.js'
import { summaryOfLog } from '../../src/log/summary-of-log.js'
import { mutated } from './strings.js'
import { json, type Target } from './target.js'

const CSV = `id,title,price,category,tags,description
1,"Brass ""oil"" lamp",12.50,Home > Lamps,"['red', 'small']","Made by hand,
in two lines"
2;Kettle;9,50;;`
const SHOPIFY_CSV = `Handle,Title,Body (HTML),Vendor,Tags,Option1 Name,Option1 Value,Variant Price,Image Src
mug,Mug,<b>Tin.</b>,Own,"a, b",Size,S,9.50,https://x.example/1.jpg
mug,,,,,,L,11,https://x.example/2.jpg`
const MAGENTO_CSV = `sku,attribute_set_code,product_type,name,visibility,additional_attributes,configurable_variations
A-1,Top,simple,Top,Not Visible Individually,"size=M,color=Red",
A,Top,configurable,Top,"Catalog, Search",,"sku=A-1,size=M|sku=A-2,size=L"`
const RSS = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>S1</g:id>
<title><![CDATA[Mug & "bowl"]]></title><description>&lt;p&gt;Tin&#x2e;&lt;/p&gt;</description><link>https://shop.example/mug?a=1&amp;b=2</link><g:price>12.00 EUR</g:price>
<media:content url="/1.jpg" type="image/jpeg"/><pubDate>Sat, 02 Mar 2024 07:00:00 GMT</pubDate></item></channel></rss>`
const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><title type="html">A &lt;b&gt;lamp&lt;/b&gt;</title><link rel="alternate" href="/a"/><content type="html">Text</content></entry></feed>`
const SITEMAP = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://shop.example/red-lamp</loc><lastmod>2024-03-02</lastmod></url></urlset>`
const SHOPIFY = {
  products: [
    {
      id: 7001,
      title: 'Wool &amp; cotton throw',
      handle: 'wool-throw',
      body_html: '<p>Warm.</p>',
      tags: ['Winter'],
      variants: [{ id: 1, option1: 'Red', price: '59.00', compare_at_price: '79.00', available: false, sku: 'WT-R' }],
      images: [{ src: 'https://cdn.example/throw.jpg' }],
      options: [{ name: 'Colour', position: 1, values: ['Red'] }],
    },
  ],
}
const WOOCOMMERCE = [
  {
    id: 5,
    name: 'Kettle',
    slug: 'kettle',
    permalink: 'https://shop.example/product/kettle/',
    prices: { price: '1950', regular_price: '2500', currency_code: 'EUR', currency_minor_unit: 2 },
    images: [{ src: '/k.jpg' }],
    categories: [{ id: 1, name: 'Home' }],
    attributes: [{ name: 'Colour', terms: [{ name: 'Red' }] }],
    is_in_stock: true,
  },
]
const WORDPRESS = [
  {
    id: 9,
    link: 'https://blog.example/bread',
    title: { rendered: 'Bread' },
    excerpt: { rendered: '<p>Baked.</p>' },
    content: { rendered: '<p>Baked at home.</p>' },
    _embedded: { 'wp:term': [[{ taxonomy: 'category', name: 'Baking' }]], 'wp:featuredmedia': [{ source_url: '/b.jpg' }] },
  },
]
const JSON_LD = {
  '@context': 'https://schema.org',
  '@graph': [
    {
      '@type': 'ItemList',
      itemListElement: [
        {
          '@type': 'ListItem',
          item: {
            '@type': ['Product'],
            '@id': '#p',
            name: 'Lamp',
            sku: 'L1',
            image: { '@type': 'ImageObject', url: '/l.jpg' },
            brand: { name: 'Own' },
            offers: { '@type': 'AggregateOffer', lowPrice: 5, priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
            additionalProperty: [{ '@type': 'PropertyValue', name: 'Colour', value: 'red' }],
          },
        },
      ],
    },
  ],
}
const LOG_CSV = `user,item,type,time
u1,sku-1,view,2024-03-02T07:00:00Z
u1,sku-2,purchase,1709362800
u2,sku-1,add to cart,3`
const LOG = [
  { user: 'u1', item: 'sku-1', type: 'view', at: 1 },
  { user_id: 2, product_id: 'sku-2', event: 'purchase', timestamp: '2024-03-02' },
]

/** Catalogs in the formats of shops and feeds, and logs of interactions. */
export function feedTargets(): readonly Target[] {
  const read = (text: string) => readCatalog(text, () => import('../../src/engine/formats.js'), { source: 'https://shop.test/feed' })
  const catalog = (name: string, make: Target['make']): Target => ({ name, make, read })
  const text =
    (whole: string): Target['make'] =>
    (random) =>
      mutated(whole, random)
  return [
    catalog('CSV', text(CSV)),
    catalog('CSV of Shopify', text(SHOPIFY_CSV)),
    catalog('CSV of Magento', text(MAGENTO_CSV)),
    catalog('RSS', text(RSS)),
    catalog('Atom', text(ATOM)),
    catalog('sitemap', text(SITEMAP)),
    catalog('products of Shopify', json(SHOPIFY)),
    catalog('products of WooCommerce', json(WOOCOMMERCE)),
    catalog('posts of WordPress', json(WORDPRESS)),
    catalog('JSON-LD', json(JSON_LD)),
    ...[text(LOG_CSV), json(LOG)].map((make, i): Target => {
      return { name: i === 0 ? 'log as CSV' : 'log as JSON', make, read: (log) => summaryOfLog(readLog(log, (id) => id.startsWith('sku'))) }
    }),
  ]
}

import { describe, expect, test } from 'vitest'
import { readCatalog } from '../read-catalog.js'

const read = (text: string) => readCatalog(text, () => import('./read-format.js'), { source: '/feed' })
const rss = (items: string, head = '') =>
  `<?xml version="1.0"?>${head}<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title><link>https://shop.example</link>${items}</channel></rss>`

describe('feeds', () => {
  test('Google Merchant', async () => {
    const item = `<item><g:id>S1</g:id><g:title><![CDATA[Mug & "bowl"]]></g:title><g:description>&lt;p&gt;Tin.&lt;/p&gt;</g:description>
      <g:link>https://shop.example/mug?a=1&b=2</g:link><g:image_link>https://shop.example/mug.jpg</g:image_link><g:availability>in_stock</g:availability>
      <g:price>12.00 EUR</g:price><g:sale_price>9.50 EUR</g:sale_price><g:product_type>Kitchen &gt; Cups</g:product_type><g:brand>Own</g:brand>
      <g:additional_image_link>https://shop.example/1.jpg</g:additional_image_link><g:additional_image_link>https://shop.example/2.jpg</g:additional_image_link></item>`

    const { items, rejected } = await read(rss(item))

    expect(rejected).toEqual([])
    expect(items).toEqual([
      {
        id: 'S1',
        title: 'Mug & "bowl"',
        url: 'https://shop.example/mug?a=1&b=2',
        image: 'https://shop.example/mug.jpg',
        description: 'Tin.',
        price: { value: 9.5, currency: 'EUR' },
        listPrice: { value: 12, currency: 'EUR' },
        available: true,
        brand: 'Own',
        category: ['Kitchen', 'Cups'],
        attributes: { additional_image_link: ['https://shop.example/1.jpg', 'https://shop.example/2.jpg'] },
      },
    ])
  })

  test('RSS: the whole text, date, categories, a picture from enclosure, media or text', async () => {
    const item = (inside: string, id: number) =>
      `<item><title>Post ${id}</title><link>https://blog.example/${id}</link><guid isPermaLink="false">g${id}</guid><pubDate>Sat, 02 Mar 2024 07:00:00 GMT</pubDate><category>Baking</category><category>Bread</category>${inside}</item>`

    const { items } = await read(
      rss(
        item(
          '<enclosure url="/a.jpg" type="image/jpeg" length="1"/><description>Short</description><content:encoded><![CDATA[<p>Long &amp; slow</p>]]></content:encoded>',
          1,
        ) +
          item('<media:group><media:content url="/b.jpg" medium="image"/></media:group>', 2) +
          item('<description><![CDATA[<img alt="" src="/c.jpg?a&amp;b"> Text]]></description>', 3),
      ),
    )

    expect(items[0]).toMatchObject({
      id: 'g1',
      title: 'Post 1',
      url: 'https://blog.example/1',
      description: 'Long & slow',
      published: '2024-03-02T07:00:00.000Z',
      category: ['Baking'],
      tags: ['Baking', 'Bread'],
    })
    expect(items.map(({ image }) => image)).toEqual(['/a.jpg', '/b.jpg', '/c.jpg?a&b'])
  })

  test('Atom: the alternate link, the term of categories, the author', async () => {
    const { items } = await read(
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><entry><id>tag:1</id><title type="html">One &amp;amp; two</title><link rel="self" href="/1.xml"/><link href="/1"/><published>2024-03-02T07:00:00Z</published><summary>Short</summary><category term="x"/><author><name>Ada</name></author></entry></feed>`,
    )

    expect(items).toEqual([
      {
        id: 'tag:1',
        title: 'One & two',
        url: '/1',
        description: 'Short',
        category: ['x'],
        published: '2024-03-02T07:00:00Z',
        attributes: { author: 'Ada' },
      },
    ])
  })

  test('sitemaps: addresses with titles of their words; other XML by its repeated element', async () => {
    const site = await read(
      '<urlset><url><loc>https://x.example/tin-mug.html</loc><lastmod>2024-01-01</lastmod></url><url><loc>https://x.example/</loc></url></urlset>',
    )
    const shop = await read('<catalog><thing><sku>1</sku><name>Mug</name></thing><thing><sku>2</sku><name>Bowl</name></thing></catalog>')

    expect(site.items).toEqual([
      { id: 'https://x.example/tin-mug.html', title: 'Tin mug', url: 'https://x.example/tin-mug.html', published: '2024-01-01' },
    ])
    expect(site.rejected).toEqual([{ row: 1, field: 'title', why: expect.any(String) }])
    expect(shop.items.map(({ id, title }) => [id, title])).toEqual([
      ['1', 'Mug'],
      ['2', 'Bowl'],
    ])
  })
})

describe('hostile XML', () => {
  const good = '<item><guid>1</guid><title>Good</title></item>'

  test('one item that is not well formed is one rejected row', async () => {
    const bad = [
      '<item><guid>2</guid><title>Bad</item>',
      '<item><guid>3</guid><title>a</b></title></item>',
      '<item><guid>4</guid><title>Cut',
      `<item>${'<a>'.repeat(100_000)}</item>`,
    ]

    const { items, rejected } = await read(rss(bad[0] + good + bad[1] + bad[3] + good.replace('1', '5') + bad[2]))

    expect(items.map(({ id }) => id)).toEqual(['1', '5'])
    expect(rejected).toHaveLength(4)
  })

  test('entities of the file are never expanded, in inner and outer form', async () => {
    const levels = Array.from({ length: 10 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('')
    const head = `<!DOCTYPE rss [<!ENTITY e0 "lol"><!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY item "<item><guid>9</guid></item>">${levels}]>`

    const { items } = await read(rss('<item><guid>1</guid><title>&e10; &file;</title></item>', head))

    expect(items).toEqual([{ id: '1', title: '&e10; &file;' }])
  })

  test('tags in comments, CDATA and values are no items', async () => {
    const { items } = await read(
      rss(`<!-- ${good} --><item><guid>2</guid><title><![CDATA[</item><item>]]></title><a b="> /item"/></item>${good}`),
    )

    expect(items.map(({ id }) => id)).toEqual(['2', '1'])
  })

  test('an element called __proto__ is an attribute and changes nothing else', async () => {
    const { items } = await read(
      rss('<item><guid>1</guid><title>a</title><__proto__>evil</__proto__><constructor><prototype>x</prototype></constructor></item>'),
    )

    expect(items[0]).toMatchObject({ id: '1', title: 'a' })
    expect(({} as { evil?: unknown }).evil).toBeUndefined()
    expect(Object.getPrototypeOf(items[0])).toBe(Object.prototype)
  })

  test('what never ends is read in time', async () => {
    for (const open of ['<!--', '<![CDATA[', '<?', '<item>', '<!DOCTYPE [', '<a b="', '<item x="']) {
      await read(rss(good + open.repeat(200_000))).catch(() => undefined)
    }
  })

  test('without items it is no catalog; a list of sitemaps says so', async () => {
    await expect(read('<rss><channel></channel></rss>')).rejects.toMatchObject({
      code: 'catalog-invalid',
      message: expect.stringContaining('XML without items'),
    })
    await expect(read('<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>')).rejects.toThrow('list of sitemaps')
    await expect(read('<!doctype html><html><body><item>x</item></body></html>')).rejects.toThrow('received HTML')
  })
})

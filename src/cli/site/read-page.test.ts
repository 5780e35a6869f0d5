import { describe, expect, test } from 'vitest'
import { readPage } from './read-page.js'

const at = (html: string) => {
  const { place } = readPage(html)
  return `${html.slice(0, place.start)}HERE${html.slice(place.end)}`
}

describe('links go', () => {
  test.each([
    ['<!doctype html><main><p>a</p></main><footer></footer>', '<!doctype html><main><p>a</p>HERE</main><footer></footer>'],
    ['<!doctype html><article><p>a</p></article>', '<!doctype html><article><p>a</p>HERE</article>'],
    [
      '<!doctype html><article>a</article><article>b</article></body>',
      '<!doctype html><article>a</article><article>b</article>HERE</body>',
    ],
    ['<!doctype html>\r\n<body>\r\n<p>a\r\n</body>\r\n</html>', '<!doctype html>\r\n<body>\r\n<p>a\r\nHERE</body>\r\n</html>'],
    ['<!doctype html><p>no end', '<!doctype html><p>no endHERE'],
    ['<!doctype html><body><main><p>no end</body></html>', '<!doctype html><body><main><p>no endHERE</body></html>'],
    [
      '<!doctype html><main>a</main></body></html><!-- pagekin: links --><page-kin></page-kin><!-- pagekin: end of links -->',
      '<!doctype html><main>a</main></body></html>HERE',
    ],
    ['<!doctype html><main>a<!-- pagekin: links -->b</main>', '<!doctype html><main>a<!-- pagekin: links -->bHERE</main>'],
    ['<!doctype html><main>a<!-- pagekin: end of links -->b</main>', '<!doctype html><main>a<!-- pagekin: end of links -->bHERE</main>'],
    [
      '<!doctype html><main><!-- pagekin: links -->a<!-- pagekin: links -->old<!-- pagekin: end of links --></main>',
      '<!doctype html><main><!-- pagekin: links -->aHERE</main>',
    ],
    ['\ufeff<!doctype html><main>é</main>', '\ufeff<!doctype html><main>éHERE</main>'],
    [
      '<!doctype html><body><div id="__next"><main>a</main></div><script></script></body>',
      '<!doctype html><body><div id="__next"><main>a</main></div>HERE<script></script></body>',
    ],
    ['<!doctype html><main><page-kin item="a"></page-kin></main>', '<!doctype html><main><page-kin item="a">HERE</page-kin></main>'],
    ['<!doctype html><main><page-kin query="a"></page-kin></main>', '<!doctype html><main><page-kin query="a"></page-kin>HERE</main>'],
    ['<!doctype html><main>a<!-- pagekin: links -->old<!-- pagekin: end of links --> b</main>', '<!doctype html><main>aHERE b</main>'],
  ])('%j', (html, expected) => {
    expect(at(html)).toBe(expected)
  })
})

test('text is the body without what stands on the side, a block a line', () => {
  const { blocks } = readPage(
    '<!doctype html><header>Top</header><main><h1>Bread</h1><nav>Menu</nav><p>Flour, <b>water</b><br>and&nbsp;salt.<p hidden>no<p aria-hidden=true>no<aside>no</aside>' +
      '<ul><li>one<li>two</ul><pre>code</pre><script>no</script><template><p>no</template><div role=navigation>no</div></main><footer>Foot</footer>',
  )
  expect(blocks).toEqual(['Bread', 'Flour, water and salt.', 'one', 'two'])
})

test('what a page is about comes from its JSON-LD, wherever it is in a graph; what is no JSON is nothing', () => {
  const ld = (json: string) => `<script type="application/ld+json">${json}</script>`
  const { thing } = readPage(`<!doctype html>${ld('{no')}${ld('{"@graph":[{"@type":"WebSite"},{"@type":"Recipe","name":"Bread"}]}')}`)
  expect(thing).toMatchObject({ '@type': 'Recipe', name: 'Bread' })
})

test('a page that nests 10,000 deep, or never closes anything, is read', () => {
  const { blocks } = readPage(`<!doctype html><main>${'<div><b>'.repeat(5_000)}deep`)
  expect(blocks).toEqual(['deep'])
})

import { expect, type Page, test } from '@playwright/test'
import { siteFiles } from './fixtures/assets.js'
import { startServer, type TestServer } from './serve.js'

const CATALOG = JSON.stringify(['tin mug', 'tin plate', 'tin kettle'].map((title, i) => ({ id: `${i}`, title, url: `/${i}` })))
const LANGUAGES = '/kin/languages.js'

let server: TestServer

test.beforeAll(async () => {
  server = await startServer({ files: { ...(await siteFiles()), '/c.json': CATALOG } })
})
test.afterAll(() => server.close())

/** A page in this language with a search, which has a text of every kind. */
async function open(page: Page, lang: string, attributes = ''): Promise<void> {
  await page.route('**/page/', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="${lang}"${lang === 'ar' ? ' dir="rtl"' : ''}><title>x</title><link rel="icon" href="data:,"><body>
        <page-kin catalog="/c.json" query="tin" layout="carousel" device="off" ${attributes}></page-kin><script src="/kin/embed.js"></script>`,
    }),
  )
  server.requests.length = 0
  await page.goto(`${server.url}/page/`)
  await expect(page.locator('page-kin li[part=item]')).toHaveCount(3)
}

const asked = () => server.requests.filter(({ path }) => path === LANGUAGES).length
const heading = (page: Page) => page.locator('page-kin [part=heading]')

for (const [lang, title, next, status] of [
  ['fi', 'Hakutulokset', 'Seuraava', 'Tuloksia: 3'],
  ['ar-EG', 'نتائج البحث', 'التالي', 'النتائج: 3'],
  ['no', 'Søkeresultater', 'Neste', 'Resultater: 3'],
  ['ru', 'Результаты поиска', 'Вперёд', 'Результаты: 3'],
] as const) {
  test(`a page in ${lang} loads its texts, and is in that language throughout`, async ({ page }) => {
    await open(page, lang)

    await expect(heading(page)).toHaveText(title)
    await expect(page.locator('page-kin [part~=nav-next]')).toHaveAttribute('aria-label', next)
    await expect(page.locator('page-kin [part=status]')).toHaveText(status)
    expect(asked()).toBe(1)
  })
}

test('a page in English or German loads no texts, nor one in a language that nobody translated', async ({ page }) => {
  for (const [lang, title] of [
    ['en', 'Search results'],
    ['de', 'Suchergebnisse'],
    ['eu', 'Search results'],
  ] as const) {
    await open(page, lang)
    await expect(heading(page)).toHaveText(title)
    expect(asked()).toBe(0)
  }
})

test('while its texts are on their way a heading keeps its line, and English stands in for texts that do not come', async ({ page }) => {
  server.fault(LANGUAGES, { held: true })
  await open(page, 'fi')
  await expect(heading(page)).toHaveText('')
  const height = () => heading(page).evaluate((line) => line.getBoundingClientRect().height)
  const before = await height()
  server.fault(LANGUAGES)
  await expect(heading(page)).toHaveText('Hakutulokset')
  expect(await height()).toBe(before)

  server.fault(LANGUAGES, { status: 500 })
  await page.reload()
  await expect(heading(page)).toHaveText('Search results')
  server.fault(LANGUAGES)
})

test('the site’s own texts replace those of the language, with its plural forms; an unknown one is a warning', async ({ page }) => {
  const warnings: string[] = []
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
  const messages = { searchHeading: 'Found', results: { one: '{0} thing', other: '{0} things' }, nexxt: 'x' }
  await open(page, 'en', `messages='${JSON.stringify(messages)}'`)

  await expect(heading(page)).toHaveText('Found')
  await expect(page.locator('page-kin [part=status]')).toHaveText('3 things')
  expect(warnings).toEqual([expect.stringContaining('messages: there is no text "nexxt", expected one of similarHeading')])
})

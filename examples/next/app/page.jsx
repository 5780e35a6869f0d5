import { readFile } from 'node:fs/promises'
import { Recommendations } from 'pagekin/react'

/** The server writes these cards, for crawlers too. Those that a visitor sees stay; others give way to the browser's own. */
export default async function Page() {
  const catalog = JSON.parse(await readFile('public/catalog.json', 'utf8'))
  return (
    <Recommendations
      catalog="/catalog.json"
      assets="/kin/"
      item="mug"
      limit={4}
      heading="You may also like"
      initialItems={catalog.slice(1, 5)}
    />
  )
}

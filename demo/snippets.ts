/** The lines that put a shelf of this catalog into a page, by the way a site takes. */
export function snippets(file: string, item: string): Readonly<Record<string, string>> {
  const catalog = `/${encodeURIComponent(file)}`
  const attribute = item.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  const text = JSON.stringify(item)
  return {
    'a script tag': `<script async src="/kin/embed.js" data-catalog="${catalog}" data-item="${attribute}"></script>`,
    'an element': `<script async src="/kin/embed.js"></script>
<page-kin catalog="${catalog}" item="${attribute}" with-reason steer></page-kin>`,
    'a React component': `import { Recommendations } from 'pagekin/react'
import 'pagekin/react/styles.css'

<Recommendations catalog="${catalog}" assets="/kin/" item={${text}} withReason />`,
    'a function': `import { createRecommender } from 'pagekin'

const kin = await createRecommender({ catalog: '${catalog}', assets: '/kin/' })
const alike = await kin.similar(${text}, { limit: 8 })`,
    'files made beforehand': `npx pagekin pack --catalog ${file.replaceAll(/[^\w.-]/g, '_')} --out public/pack
npx pagekin assets copy public/kin

<script async src="/kin/embed.js" data-pack="/pack/" data-item="${attribute}"></script>`,
  }
}

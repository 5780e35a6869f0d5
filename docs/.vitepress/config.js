import { writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Pages outside docs that the docs lead to, with their addresses. Other links to files of the repository are plain text in the site. */
const BESIDE = {
  'README.md': 'overview.md',
  'CHANGELOG.md': 'changelog.md',
  'CONTRIBUTING.md': 'contributing.md',
  'ROWS.md': 'rows.md',
  'examples/README.md': 'examples.md',
}

const TITLE = 'pagekin'
const DESCRIPTION = 'Recommendations and search inside the page.'
const SIDEBAR = [
  {
    text: 'Start',
    items: [
      { text: 'One tag', link: '/start/tag' },
      { text: 'React', link: '/start/react' },
      { text: 'JavaScript', link: '/start/javascript' },
      { text: 'Command line', link: '/start/command-line' },
      { text: 'Examples', link: '/examples' },
    ],
  },
  {
    text: 'Use',
    items: [
      { text: 'Overview', link: '/overview' },
      { text: 'Reference', link: '/reference' },
      { text: 'Troubleshooting', link: '/troubleshooting' },
      { text: 'Privacy', link: '/privacy' },
      { text: 'A built site', link: '/built-site' },
      { text: 'Large catalogs', link: '/large-catalogs' },
      { text: 'Measure', link: '/measure' },
    ],
  },
  {
    text: 'How it works',
    collapsed: true,
    items: [
      { text: 'Design', link: '/design' },
      { text: 'Pack format', link: '/pack-format' },
      { text: 'Model format', link: '/model-format' },
      { text: 'Measurements', link: '/measurements' },
      { text: 'Reliability', link: '/reliability' },
      { text: 'Conventions', link: '/conventions' },
      { text: 'Testing', link: '/testing' },
      { text: 'Changelog', link: '/changelog' },
    ],
  },
]

/** The documentation as a site: `npm run docs:site`. No page loads anything from elsewhere. */
export default defineConfig({
  title: TITLE,
  description: DESCRIPTION,
  lang: 'en',
  srcDir: '..',
  srcExclude: ['!(docs|examples)/**/*', 'examples/kin/**', 'NOTICE.md'],
  rewrites: { ...BESIDE, 'docs/:path*': ':path*' },
  head: [
    ['link', { rel: 'icon', href: 'data:,' }],
    ['link', { rel: 'stylesheet', href: '/kin/links.css' }],
    ['script', { async: '', src: '/kin/embed.js' }],
  ],
  markdown: {
    // texts such as `Partial<T>` are no elements
    html: false,
    config: (markdown) => {
      markdown.core.ruler.before('normalize', 'comments', (state) => {
        state.src = state.src.replace(/<!--.*?-->/gs, '')
      })
      markdown.core.ruler.after('inline', 'links-of-the-site', (state) => {
        for (const { children } of state.tokens) if (children) linkPages(children, state.env.realPath ?? state.env.path)
      })
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/start/tag' },
      { text: 'Reference', link: '/reference' },
      { text: 'Troubleshooting', link: '/troubleshooting' },
      { text: 'Privacy', link: '/privacy' },
      { text: 'Playground', link: '/demo/?playground', target: '_self' },
    ],
    sidebar: SIDEBAR,
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('page-kin') } } },
  buildEnd: ({ outDir }) => writeFile(join(outDir, 'llms.txt'), listOfPages()),
  vite: { publicDir: false, build: { chunkSizeWarningLimit: 2000 } },
})

/** What language models read first (llmstxt.org): the pages of the sidebar. */
function listOfPages() {
  const sections = SIDEBAR.map(({ text, items }) => `## ${text}\n\n${items.map(({ text, link }) => `- [${text}](${link}.html)`).join('\n')}`)
  return `${[`# ${TITLE}`, `> ${DESCRIPTION}`, ...sections].join('\n\n')}\n`
}

/**
 * Gives links the addresses that pages have in the site, and leaves the text of links to files that are no page of it.
 * @param {import('markdown-it').Token[]} tokens @param {string} page Absolute.
 */
function linkPages(tokens, page) {
  for (let at = tokens.length - 1; at >= 0; at--) {
    const href = tokens[at].type === 'link_open' ? tokens[at].attrGet('href') : null
    if (!href || /^(?:[a-z]+:|#|\/)/.test(href)) continue
    const [file, anchor] = href.split('#')
    const path = relative(root, join(dirname(page), file))
    const name = BESIDE[path] ?? /^docs\/(.*\.md)$/.exec(path)?.[1]
    if (name) {
      tokens[at].attrSet('href', `/${name}${anchor ? `#${anchor}` : ''}`)
      continue
    }
    const end = tokens.findIndex(({ type }, i) => i > at && type === 'link_close')
    tokens.splice(end, 1)
    tokens.splice(at, 1)
  }
}

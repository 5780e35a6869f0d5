import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A page before a generator has put its frame around it. */
export interface Draft {
  readonly slug: string
  readonly title: string
  readonly summary: string
  readonly paragraphs: readonly string[]
  readonly section: string
}

interface Row {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly category?: readonly string[]
  readonly available?: boolean
}

/** Pages about things of the demo's shop. */
export function drafts(count: number): Draft[] {
  const rows = readFileSync(new URL('../../../demo/catalog/shop.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  const items = rows.map((line) => JSON.parse(line) as Row).filter(({ available }) => available !== false)
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!).map(
    ({ id, title, description, category }) => ({
      slug: id,
      title,
      summary: `${description.split(/(?<=[.!?]) /)[0]}`,
      paragraphs: description.split(/(?<=[.!?]) /),
      section: category?.[0] ?? 'Things',
    }),
  )
}

const menu = (hrefs: readonly (readonly [href: string, title: string])[]) =>
  `<nav><ul>${hrefs.map(([href, title]) => `<li><a href="${href}">${title}</a></li>`).join('')}</ul></nav>`
const text = ({ paragraphs }: Draft) => paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n')

/** By file name, each generator with what is usual for it. */
export const GENERATED: Readonly<Record<'plain HTML' | 'VitePress' | 'Eleventy', (pages: readonly Draft[]) => Record<string, string>>> = {
  'plain HTML': (pages) =>
    Object.fromEntries(
      pages.map((page) => [
        `${page.slug}.html`,
        `<!DOCTYPE html>\r\n<html lang=en>\r\n<head><meta charset=utf-8><title>${page.title} - The Old Workshop</title></head>\r\n<body>\r\n` +
          `<div class=top>The Old Workshop, since 1921 <a href="index.html">Home</a></div>\r\n<h1>${page.title}</h1>\r\n${text(page)}\r\n` +
          '<p>Ask us by telephone, or come and see it in the shop.</p>\r\n<div class=foot>Opening hours: nine to five. All rights reserved.</div>\r\n',
      ]),
    ),
  VitePress: (pages) => {
    const links = pages.map(({ slug, title }) => [`/docs/guide/${slug}`, title] as const)
    return Object.fromEntries(
      pages.map((page) => [
        `guide/${page.slug}.html`,
        `<!DOCTYPE html>
<html lang="en-US" dir="ltr"><head><meta charset="utf-8"><title>${page.title} | The Handbook</title>
<meta name="description" content="All about the things of the handbook"><script type="module" src="/docs/assets/app.js"></script></head>
<body><div id="app"><div class="Layout"><header class="VPNav"><a href="/docs/">The Handbook</a></header>
<aside class="VPSidebar">${menu(links)}</aside><div class="VPContent"><main class="main"><div class="vp-doc"><h1 id="top">${page.title} <a class="header-anchor" href="#top">&ZeroWidthSpace;</a></h1>
${text(page)}<div class="language-js"><pre><code>import { all } from 'handbook'</code></pre></div></div></main>
<footer class="VPDocFooter"><a href="/docs/guide/${pages[0]!.slug}">Edit this page</a></footer></div></div></div></body></html>
`,
      ]),
    )
  },
  Eleventy: (pages) => ({
    'index.html': listing('Notes', pages),
    '404.html': '<!doctype html><html lang="en"><title>Not found</title><main><h1>Not found</h1></main></html>',
    'old/index.html': '<!doctype html><html><meta http-equiv="refresh" content="0; url=/"><title>Moved</title></html>',
    'draft/index.html':
      '<!doctype html><html lang="en"><meta name="robots" content="noindex"><title>Draft</title><main><h1>Draft</h1><p>Not ready.</p></main></html>',
    'tags/index.html': listing('All tags', pages),
    ...Object.fromEntries(
      pages.map((page) => [
        `posts/${page.slug}/index.html`,
        `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${page.title} · Notes</title><link rel="canonical" href="https://notes.example/posts/${page.slug}/">
<meta name="description" content="${page.summary}"><meta property="article:section" content="${page.section}"><meta property="og:image" content="https://notes.example/logo.png"></head>
<body><header>${menu([
          ['/', 'Home'],
          ['/tags/', 'Tags'],
        ])}</header>
<main><article><h1>${page.title}</h1><time datetime="2026-03-04">4 March 2026</time>${text(page)}<p data-kin-ignore>Cookies, newsletter, hot-air balloons.</p></article></main>
<footer>Thank you for reading.</footer></body></html>
`,
      ]),
    ),
  }),
}

const listing = (title: string, pages: readonly Draft[]) =>
  `<!doctype html><html lang="en"><title>${title} · Notes</title><main><h1>${title}</h1><ul>${pages
    .map(({ slug, title }) => `<li><a href="/posts/${slug}/">${title}</a></li>`)
    .join('')}</ul></main></html>`

/** Writes files by their names below a folder. */
export function writeSite(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}

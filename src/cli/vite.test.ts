import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { scratchFolder } from './cli.test-helper.js'
import { writeSite } from './site/generated-site.test-helper.js'
import pagekin from './vite.js'

test('a Vite build ends with links in its pages, below the base of the site', async () => {
  const root = scratchFolder()
  const page = (title: string) =>
    `<!doctype html><html lang="en"><title>${title}</title><main><h1>${title}</h1><p>Wood for ${title}.</p></main></html>`
  writeSite(root, { 'index.html': page('tables'), 'chairs.html': page('chairs'), 'beds/index.html': page('beds') })

  await build({
    root,
    base: '/shop/',
    configFile: false,
    logLevel: 'silent',
    plugins: [pagekin({ device: 'off', links: 2 })],
    build: { rollupOptions: { input: ['index.html', 'chairs.html', 'beds/index.html'].map((name) => join(root, name)) } },
  })

  const text = readFileSync(join(root, 'dist/chairs.html'), 'utf8')
  expect([...text.matchAll(/<li><a href="([^"]+)"/g)].map((match) => match[1]).sort()).toEqual(['/shop/', '/shop/beds/'])
  expect(text).toContain('pack="/shop/kin/pack/"')
})

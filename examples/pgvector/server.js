/** Gives pages rows near a question, from Postgres with pgvector: `DATABASE_URL=... PORT=8080 node server.js`. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import pgvector from 'pgvector/pg'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' }
const ROW = "select data || jsonb_build_object('id', id, 'vector', embedding::text) as row from items"
const WORDS = "to_tsvector('simple', data::text)"
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.CONNECTIONS ?? 10) })

/** What `source.candidates` of a page asks for: rows near items, near a vector, with words of a text, or popular ones. */
async function candidates({ ids, vector, text, k, where }) {
  const values = []
  const value = (given) => `$${values.push(given)}`
  const limit = `limit ${Math.max(1, Math.min(500, Math.trunc(k) || 500))}`
  // the page filters, too: what is not a plain value is left to it
  const plain = Object.entries(where ?? {}).filter(([, wanted]) => ['string', 'boolean'].includes(typeof wanted))
  const allowed = plain.map(([field, wanted]) => `(data @> ${value({ [field]: wanted })} or data @> ${value({ [field]: [wanted] })})`)
  const filter = ['true', ...allowed].join(' and ')
  const near = (middle) => `${ROW} where ${filter} order by embedding <=> ${middle} ${limit}`
  const { rows } = await pool.query(sql(), values)
  return rows.map(({ row }) => row)

  function sql() {
    if (vector) return near(`${value(pgvector.toSql(vector))}::vector`)
    if (ids) {
      const asked = `id = any(${value(ids)}::text[])`
      return `(${ROW} where ${asked}) union all (${near(`(select avg(embedding) from items where ${asked})`)})`
    }
    if (text === undefined) return `${ROW} where ${filter} order by (data->>'popularity')::float desc nulls last, id ${limit}`
    const words = `replace(plainto_tsquery('simple', ${value(text)})::text, '&', '|')::tsquery`
    return `${ROW} where ${filter} and ${WORDS} @@ ${words} order by ts_rank(${WORDS}, ${words}) desc, id ${limit}`
  }
}

async function answer(request) {
  if (request.method === 'POST' && request.url === '/candidates') {
    let body = ''
    for await (const chunk of request) body += chunk
    return { type: TYPES['.json'], content: JSON.stringify(await candidates(JSON.parse(body))) }
  }
  const { pathname } = new URL(request.url, 'http://localhost')
  const path = join(ROOT, normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname))
  return { type: TYPES[extname(path)] ?? 'application/octet-stream', content: await readFile(path) }
}

const server = createServer((request, response) => {
  answer(request).then(
    ({ type, content }) => response.writeHead(200, { 'content-type': type }).end(content),
    (error) => {
      if (error.code !== 'ENOENT') console.error(error)
      response.writeHead(error.code === 'ENOENT' ? 404 : 500).end()
    },
  )
})
server.listen(Number(process.env.PORT ?? 8080), () => console.log(`${server.address().port}`))

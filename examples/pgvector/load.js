/** Fills the table: `DATABASE_URL=... node load.js items.jsonl vectors.jsonl`, with what `pagekin embed --stream` wrote of these items. */
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import pgvector from 'pgvector/pg'

const [items, vectors] = await Promise.all(
  process.argv.slice(2, 4).map(async (path) => (await readFile(path, 'utf8')).trim().split('\n').map((line) => JSON.parse(line))),
)
const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
await client.query(await readFile(new URL('schema.sql', import.meta.url), 'utf8'))
for (const [row, { id, vector }] of vectors.entries()) {
  // a row that is no item has no vector
  if (!vector) continue
  await client.query(
    'insert into items values ($1, $2, $3) on conflict (id) do update set data = excluded.data, embedding = excluded.embedding',
    [id, items[row], pgvector.toSql(vector)],
  )
}
await client.end()

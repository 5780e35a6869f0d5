import { PagekinError } from '../../src/errors.js'
import { findingWords } from '../../src/lexical/finding-terms.js'
import { jsonHash } from '../../src/pack/file-hash.js'
import { Lists } from '../../src/pack/lists/lists.js'
import { listsFiles } from '../../src/pack/lists/write-lists.js'
import { MANIFEST_NAME, type PartName, readManifest } from '../../src/pack/manifest.js'
import { neighboursOf } from '../../src/pack/neighbours.js'
import { Pack, type ReadFile } from '../../src/pack/open-pack.js'
import type { Item } from '../../src/types.js'
import { mutated } from './strings.js'
import { bytesOf, json, parsedOr, type Target } from './target.js'

const DIMENSIONS = 8

/** A pack in which every file of one part has the same text, and is believed to be the one that was named. */
class ForgedPack extends Pack {
  readonly #part: PartName
  readonly #bytes: Uint8Array<ArrayBuffer>

  constructor(manifest: Pack['manifest'], read: ReadFile, part: PartName, text: string) {
    super(manifest, read)
    this.#part = part
    this.#bytes = bytesOf(text)
  }

  override async bytes(part: PartName, hash: string): Promise<Uint8Array<ArrayBuffer>> {
    return part === this.#part ? this.#bytes : super.bytes(part, hash)
  }
}

/** A pack in lists, part by part. */
export async function listsTargets(items: readonly Item[]): Promise<readonly Target[]> {
  const files = new Map<string, { readonly part: string; readonly bytes: Uint8Array<ArrayBuffer> }>()
  const content = {
    items,
    encoder: { id: 'test', fingerprint: 'f', dimensions: DIMENSIONS, dtype: 'int8' },
    codes: Int8Array.from({ length: items.length * DIMENSIONS }, (_, i) => ((i * 37) % 255) - 127),
    scales: new Float32Array(items.length).fill(0.01),
    wordsOf: findingWords,
    addressOf: ({ url }: Item) => url,
    likeOf: (_: Uint32Array, asked: Uint32Array) => Array.from(asked, () => Uint32Array.from(items.keys())),
  }
  for await (const { part, name, bytes } of listsFiles(content)) files.set(name, { part, bytes })
  const read: ReadFile = async (name) => files.get(name)!.bytes
  const manifest = await readManifest(new TextDecoder().decode(await read(MANIFEST_NAME, false)))
  const textOf = (part: string) => Buffer.from([...files.values()].find((file) => file.part === part)!.bytes).toString('latin1')

  const ask = (part: PartName) => async (text: string) => {
    // as an engine takes them: the state says what failed, and the question goes on
    let failed: PagekinError | undefined
    const onFail = (thrown: unknown) => {
      failed ??= PagekinError.from(thrown, 'pack-invalid', 'pack')
    }
    const pack = new ForgedPack(manifest, read, part, text)
    const lists = await Lists.open(pack, { padding: 1, kept: async () => new Set(), onFail, random: () => 0.5 }).catch(onFail)
    const vector = new Float32Array(DIMENSIONS).fill(0.3)
    await lists?.ofIds([items[0]!.id, items[1]!.url!])
    await lists?.ofTerms(['lamp', 'kettle'], 8)
    for (const centred of [false, true]) await lists?.near({ vector, centred, count: 8, files: 8 })
    await lists?.varied(4)
    if (failed) throw failed
  }
  return [
    ...(['index', 'cards', 'ids', 'terms'] as const).map((part): Target => {
      return { name: `${part} of a pack in lists`, make: json(parsedOr(textOf(part))), read: ask(part) }
    }),
    ...(['lists', 'heads'] as const).map((part): Target => {
      return { name: `${part} of a pack in lists`, make: (random) => mutated(textOf(part), random), read: ask(part) }
    }),
    {
      name: 'neighbours of a pack in lists',
      make: json((parsedOr(textOf('neighbours')) as { body: unknown }).body),
      read: async (text) => {
        const body = parsedOr(text)
        const pack = new Pack(manifest, async (name) => {
          const place = Number.parseInt(name.split('.')[1]!, 16)
          return new TextEncoder().encode(JSON.stringify({ checksum: await jsonHash([place, body]), body }))
        })
        await neighboursOf(pack, items[0]!.id)
      },
    },
  ]
}

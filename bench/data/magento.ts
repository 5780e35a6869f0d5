import { PagekinError } from '../../src/errors.js'
import { numberField, parseCsv } from './csv.js'

export interface MagentoProduct {
  readonly sku: string
  readonly name: string
  /** HTML. */
  readonly description: string
  /** Paths from the general to the special. */
  readonly categories: readonly (readonly string[])[]
  readonly price: number | undefined
}

export const LINK_KINDS = ['related', 'upsell', 'crosssell'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

export interface MagentoLinks {
  /** Linked skus by sku, in the order of the shop. Related = similar, upsell = a better alternative, crosssell = goes with. */
  readonly links: ReadonlyMap<string, readonly string[]>
  /** Linked skus of bundle and grouped products, which are not in the set. */
  readonly absent: readonly string[]
  /** Skus that have links but are no product of the set; their links are left out. */
  readonly absentSources: readonly string[]
}

export interface Magento {
  /** What a visitor finds: parents and products without variants. */
  readonly products: readonly MagentoProduct[]
  /** Variants of parents; they carry no links. */
  readonly variants: readonly MagentoProduct[]
  readonly links: Readonly<Record<LinkKind, MagentoLinks>>
}

export interface MagentoFiles {
  readonly configurable: string
  /** The files of simple and downloadable products. */
  readonly others: readonly string[]
  /** The link files of each kind. */
  readonly links: Readonly<Record<LinkKind, readonly string[]>>
}

/** Magento's Luma sample shop: products and the links that its merchant made. Lists within a cell are parted by line breaks. */
export function parseMagento(files: MagentoFiles): Magento {
  const configurable = parseCsv('magento configurable', files.configurable, {
    columns: ['sku', 'product_type', 'name', 'description', 'categories', 'price'],
  })
  const parents = configurable.filter((cells) => cells.product_type === 'configurable')
  const others = files.others.flatMap((text, file) =>
    parseCsv(`magento products ${file}`, text, { columns: ['sku', 'name', 'description', 'category', 'price'] }),
  )
  const products = [...parents, ...others].map(product)
  const skus = new Set(products.map(({ sku }) => sku))
  if (skus.size !== products.length)
    throw new PagekinError('usage', `magento: received ${products.length} products with ${skus.size} skus, expected distinct skus`)
  return {
    products,
    variants: configurable.filter((cells) => cells.product_type === 'simple').map(product),
    links: {
      related: parseLinks('related', files.links.related, skus),
      upsell: parseLinks('upsell', files.links.upsell, skus),
      crosssell: parseLinks('crosssell', files.links.crosssell, skus),
    },
  }
}

function product(cells: Record<string, string>): MagentoProduct {
  // one file writes paths with commas between them, the others the names of one path, a line each
  const categories =
    cells.categories === undefined
      ? [cells.category!.split('\n').filter(Boolean)]
      : cells.categories.split(',').map((path) => path.split('/').filter((name) => name !== 'Default Category'))
  return {
    sku: cells.sku!,
    name: cells.name!.trim(),
    description: cells.description!,
    categories,
    price: cells.price!.trim() === '' ? undefined : numberField(`magento product ${cells.sku}`, cells.price),
  }
}

function parseLinks(kind: LinkKind, texts: readonly string[], skus: ReadonlySet<string>): MagentoLinks {
  const links = new Map<string, readonly string[]>()
  const absent = new Set<string>()
  const absentSources: string[] = []
  for (const text of texts) {
    for (const { sku, linked_sku } of parseCsv(`magento ${kind}`, text, { columns: ['sku', 'linked_sku'] })) {
      if (!skus.has(sku!)) {
        absentSources.push(sku!)
        continue
      }
      if (links.has(sku!)) throw new PagekinError('usage', `magento ${kind}: received links of ${sku} twice, expected once`)
      const linked = [...new Set(linked_sku!.split('\n').map((other) => other.trim()))].filter(Boolean)
      for (const other of linked) if (!skus.has(other)) absent.add(other)
      links.set(
        sku!,
        linked.filter((other) => skus.has(other)),
      )
    }
  }
  return { links, absent: [...absent], absentSources }
}

/** Fabrics of the configurable products, by sku; their catalog names them in its prose at most. */
export function parseMaterials(configurable: string): Map<string, readonly string[]> {
  const rows = parseCsv('magento configurable', configurable, { columns: ['sku', 'product_type', 'additional_attributes'] })
  return new Map(
    rows.flatMap(({ sku, product_type, additional_attributes }): [string, readonly string[]][] => {
      const listed = /(?:^|,)material=([^,]*)/.exec(additional_attributes!)?.[1]
      const isParent = product_type === 'configurable' && listed !== undefined
      return isParent ? [[sku!, listed.split('|').map((name) => name.replace('&reg;', '').trim())]] : []
    }),
  )
}

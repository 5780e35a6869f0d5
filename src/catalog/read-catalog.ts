import { type Breathe, inPieces } from '../pieces.js'
import type { DecodedText } from './decode-text.js'
import { type CatalogFormat, type ConvertedFormat, formatOf } from './formats/format.js'
import { type ParsedCatalog, type ParseOptions, parsingRows } from './read-rows.js'
import { assertLength, type CatalogRow, jsonLines, valueRows } from './rows.js'

/** What formats.js offers. */
export interface FormatReader {
  /** The text of bytes that are not UTF-8. */
  decodeText(bytes: Uint8Array, contentType?: string | null): DecodedText
  /** Throws `catalog-invalid` for `unknown`, and says why. */
  readFormat(format: ConvertedFormat, value: unknown, source: string): Iterable<CatalogRow>
}

/** Rejects with a `PagekinError`. */
export type LoadFormats = () => Promise<FormatReader>

export interface ReadCatalog extends ParsedCatalog {
  readonly format: CatalogFormat
}

export interface ReadOptions extends ParseOptions {
  /** Called at each row. */
  readonly breathe?: Breathe
}

/**
 * Reads a catalog in any format, told apart by its content: what `parseCatalog` reads, CSV and TSV, RSS, Atom and Merchant XML, sitemaps,
 * schema.org JSON-LD, and what Shopify, WooCommerce, WordPress and Magento give out.
 *
 * @param load Loads the reader of the formats that are not rows, if the catalog has one.
 * @throws PagekinError `catalog-invalid`, `usage`, and what `load` rejects with.
 */
export async function readCatalog(input: unknown, load: LoadFormats, options: ReadOptions = {}): Promise<ReadCatalog> {
  const { source = 'catalog', maxCharacters, breathe = () => undefined } = options
  if (typeof input === 'string') assertLength(input, source, maxCharacters)
  const { format, value } = formatOf(input)
  const rows = format === 'json-lines' ? jsonLines(value as string) : format === 'json' ? valueRows(value) : undefined
  const read = async (readRows: () => Iterable<CatalogRow>) => ({ ...(await inPieces(parsingRows(readRows, options), breathe)), format })
  if (rows) return read(() => rows)
  const { readFormat } = await load()
  const converted = format === 'json' || format === 'json-lines' ? 'unknown' : format
  return read(() => readFormat(converted, converted === 'unknown' ? input : value, source))
}

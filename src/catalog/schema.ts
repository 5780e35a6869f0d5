import * as v from 'valibot'

/** Shapes in which catalogs give the values of a field. What matches none of them is not that field. */

const NonEmptyText = v.pipe(
  v.string(),
  v.check((text) => /\S/.test(text)),
)

export const IdValue = v.union([NonEmptyText, v.pipe(v.number(), v.finite(), v.transform(String)), v.pipe(v.bigint(), v.transform(String))])

/** Text, or a thing with a name: `"Acme"` or `{"@type": "Brand", "name": "Acme"}`. */
export const NamedValue = v.union([
  NonEmptyText,
  v.pipe(v.number(), v.finite(), v.transform(String)),
  v.pipe(
    v.object({ name: NonEmptyText }),
    v.transform((named) => named.name),
  ),
])

const ImageObject = v.union([
  NonEmptyText,
  v.pipe(
    v.object({ src: NonEmptyText }),
    v.transform((image) => image.src),
  ),
  v.pipe(
    v.object({ url: NonEmptyText }),
    v.transform((image) => image.url),
  ),
])

/** An address, `{src}`, `{url}`, or a list that begins with one of them. */
export const ImageValue = v.union([
  ImageObject,
  v.pipe(
    v.array(v.unknown()),
    v.transform((images) => images[0]),
    ImageObject,
  ),
])

const Amount = v.union([v.number(), NonEmptyText])

/** `12.5`, `"12.50 EUR"`, `{value | amount, currency}`, or `{price, priceCurrency}` as in schema.org offers. */
export const PriceValue = v.union([
  v.pipe(
    Amount,
    v.transform((amount) => ({ amount, currency: undefined as string | undefined })),
  ),
  v.pipe(
    v.object({ value: Amount, currency: v.nullish(v.string()) }),
    v.transform(({ value, currency }) => ({ amount: value, currency: currency ?? undefined })),
  ),
  v.pipe(
    v.object({ amount: Amount, currency: v.nullish(v.string()), currencyCode: v.nullish(v.string()) }),
    v.transform(({ amount, currency, currencyCode }) => ({ amount, currency: currency ?? currencyCode ?? undefined })),
  ),
])

/** `a.b`, the primitives and the lists of primitives that attributes keep. */
export const PrimitiveList = v.pipe(
  v.array(v.union([v.string(), v.number(), v.boolean()])),
  v.transform((list) => list.map(String)),
)

/** The value in the shape of `schema`, or undefined. */
export function readAs<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> | undefined {
  const result = v.safeParse(schema, value)
  return result.success ? result.output : undefined
}

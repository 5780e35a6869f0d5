/** Which state of a catalog's file: what its server says of it. Empty where it says nothing. */
export interface CatalogVersion {
  readonly etag?: string
  readonly lastModified?: string
}

export function versionOf({ headers }: Pick<Response, 'headers'>): CatalogVersion {
  const etag = headers.get('etag')
  const lastModified = headers.get('last-modified')
  return { ...(etag && { etag }), ...(lastModified && { lastModified }) }
}

/** An ETag decides where there is one, since a second is long enough for two versions. Nothing said is never the same. */
export function isSameVersion(version: CatalogVersion, known: CatalogVersion): boolean {
  if (version.etag || known.etag) return version.etag === known.etag
  return version.lastModified !== undefined && version.lastModified === known.lastModified
}

/** What a catalog is kept under: read by other names, or with another currency, it is another. */
export function catalogKey(url: string, fields: Readonly<Record<string, string>> = {}, currency = ''): string {
  const key = Object.keys(fields).length === 0 ? url : `${url} ${JSON.stringify(fields)}`
  return currency === '' ? key : `${key} ${currency}`
}

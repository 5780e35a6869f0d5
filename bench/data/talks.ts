import { PagekinError } from '../../src/errors.js'

export interface Talk {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly speakers: readonly string[]
  readonly tags: readonly string[]
}

/** TED talks with the tags that their editors gave them. Throws `usage` for a talk without a name or tags. */
export function parseTalks(text: string): Talk[] {
  return (JSON.parse(text) as (Omit<Talk, 'id'> & { readonly slug: string })[]).map(({ slug, name, description, speakers, tags }) => {
    if (!name || !Array.isArray(tags)) throw new PagekinError('usage', `talks: received ${slug}, expected a name and tags`)
    return { id: slug, name, description, speakers, tags }
  })
}

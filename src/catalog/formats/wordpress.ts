import { decodeEntities } from '../html-entities.js'
import { stripTags } from '../plain-text.js'
import { isRecord } from '../rows.js'

/** One post of WordPress' REST API. Categories, tags and authors are numbers there, which say nothing: `?_embed` brings their names. */
export function wordpressRow(post: Record<string, unknown>): Record<string, unknown> {
  const { id, link, date, date_gmt, title, content, excerpt, slug, jetpack_featured_media_url: picture } = post
  const embedded = isRecord(post._embedded) ? post._embedded : {}
  const terms = listOf(embedded['wp:term']).flatMap(listOf).filter(isRecord)
  const namesOf = (taxonomy: string) => terms.filter((term) => term.taxonomy === taxonomy).map(({ name }) => name)
  const [media] = listOf(embedded['wp:featuredmedia'])
  const yoast = isRecord(post.yoast_head_json) ? listOf(post.yoast_head_json.og_image)[0] : undefined
  const [author] = listOf(embedded.author)
  const name = rendered(title)
  return {
    id,
    title: typeof name === 'string' ? stripTags(name) : name,
    url: link,
    description: rendered(content) || rendered(excerpt),
    excerpt: textOf(rendered(excerpt)),
    published: date_gmt ? `${date_gmt}Z` : date,
    image: picture || (isRecord(media) ? media.source_url : yoast),
    category: namesOf('category').slice(0, 1),
    tags: namesOf('post_tag'),
    author: isRecord(author) ? author.name : undefined,
    slug,
  }
}

function rendered(value: unknown): unknown {
  return isRecord(value) ? value.rendered : value
}

function textOf(html: unknown): string | undefined {
  return typeof html === 'string' ? decodeEntities(stripTags(html)).trim() : undefined
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

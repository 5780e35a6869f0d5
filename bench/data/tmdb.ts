import { parseCsv } from './csv.js'

/** A film of the TMDB 5000 set, which has no number in common with MovieLens. */
export interface TmdbFilm {
  readonly title: string
  readonly year: number
  readonly overview: string
}

/** TMDB 5000, parted by `;`, rows by CRLF, with some bare CR inside fields. Films without an overview or a year are left out. */
export function parseTmdb(text: string): TmdbFilm[] {
  const columns = ['title', 'release_date', 'overview']
  return parseCsv('tmdb', text, { columns, delimiter: ';' })
    .map((cells) => ({ title: cells.title!, year: Number(cells.release_date!.slice(0, 4)), overview: cells.overview!.trim() }))
    .filter(({ year, overview }) => year > 0 && overview !== '')
}

/**
 * Gives films without an overview that of the TMDB film with the same title, less case, accents, punctuation and a trailing
 * article (`Matrix, The`), and a year that is at most one off, the nearest first. A title that two such films share is left alone.
 */
export function withOverviews<Movie extends { readonly title: string; readonly overview: string }>(
  movies: readonly Movie[],
  films: readonly TmdbFilm[],
): Movie[] {
  const byTitle = new Map<string, TmdbFilm[]>()
  for (const film of films) byTitle.set(titleKey(film.title), [...(byTitle.get(titleKey(film.title)) ?? []), film])
  return movies.map((movie) => {
    const [, title, year] = /^(.*?)\s*\((\d{4})\)\s*$/.exec(movie.title) ?? []
    if (movie.overview !== '' || title === undefined) return movie
    const near = (byTitle.get(titleKey(title)) ?? []).filter((film) => Math.abs(film.year - Number(year)) <= 1)
    const exact = near.filter((film) => film.year === Number(year))
    const [found, other] = exact.length > 0 ? exact : near
    return found && !other ? { ...movie, overview: found.overview } : movie
  })
}

function titleKey(title: string): string {
  return title
    .replace(/\s*\([^)]*\)/g, '')
    .replace(/^(.*), (the|a|an|les?|la|l'|il|el|das|der|die)$/i, '$2 $1')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

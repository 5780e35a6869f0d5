import { PagekinError } from '../../src/errors.js'
import { numberField, parseCsv } from './csv.js'
import { parseTmdb, withOverviews } from './tmdb.js'

export interface Rating {
  readonly user: string
  readonly movie: string
  /** 0.5 to 5. */
  readonly rating: number
  /** Seconds since 1970. */
  readonly at: number
}

export interface Movie {
  readonly id: string
  readonly title: string
  readonly genres: readonly string[]
  /** From TMDB; empty where there is none. */
  readonly overview: string
  readonly director: string
  readonly cast: readonly string[]
}

export interface MovieLens {
  readonly ratings: readonly Rating[]
  readonly movies: readonly Movie[]
}

/** The files of the set that are read. */
export interface MovieLensFiles {
  readonly ratings: string
  readonly movies: string
  readonly enriched: string
  /** TMDB 5000, by semicolons: fills in overviews that `enriched` lacks. */
  readonly tmdb: string
}

/**
 * MovieLens ml-latest-small (Harper and Konstan, 2015) with TMDB's texts. Titles come from `movies` (those of `enriched` are
 * broken in 282 rows); the mean rating, the number of ratings and the tags of `enriched` were computed from all ratings, test
 * split included, and are not read.
 */
export function parseMovieLens(files: MovieLensFiles): MovieLens {
  const ratings = parseCsv('movielens ratings', files.ratings, { columns: ['userId', 'movieId', 'rating', 'timestamp'] })
  const movies = parseCsv('movielens movies', files.movies, { columns: ['movieId', 'title', 'genres'] })
  const enriched = parseCsv('movielens enriched', files.enriched, { columns: ['movie_id', 'overview', 'director', 'cast_top3'] })
  const texts = new Map(enriched.map((cells) => [cells.movie_id!, cells]))
  return {
    ratings: ratings.map((cells, row) => ({
      user: cells.userId!,
      movie: cells.movieId!,
      rating: numberField(`movielens ratings, row ${row}`, cells.rating),
      at: numberField(`movielens ratings, row ${row}`, cells.timestamp),
    })),
    movies: withOverviews(
      movies.map((cells) => ({
        id: cells.movieId!,
        title: cells.title!,
        genres: cells.genres === '(no genres listed)' ? [] : cells.genres!.split('|'),
        overview: texts.get(cells.movieId!)?.overview ?? '',
        director: texts.get(cells.movieId!)?.director ?? '',
        cast: (texts.get(cells.movieId!)?.cast_top3 ?? '').split('|').filter(Boolean),
      })),
      parseTmdb(files.tmdb),
    ),
  }
}

/** Tags that users gave, in lower case, by movie. */
export function parseMovieTags(text: string): Map<string, ReadonlySet<string>> {
  const tags = new Map<string, Set<string>>()
  for (const { movieId, tag } of parseCsv('movielens tags', text, { columns: ['movieId', 'tag'] })) {
    tags.set(movieId!, (tags.get(movieId!) ?? new Set()).add(tag!.toLowerCase()))
  }
  return tags
}

export interface UserHistory {
  readonly user: string
  /** Oldest first. */
  readonly train: readonly string[]
  /** The second last. */
  readonly valid: string
  /** The last. */
  readonly test: string
}

export interface LeaveLastOut {
  readonly users: readonly UserHistory[]
  /** Users with fewer than three positives, who cannot be parted. */
  readonly tooShort: readonly string[]
}

/**
 * Leave-last-one-out by time: of each user's positives (rating >= `threshold`, default 4) the last is test, the second last
 * valid, the others train. One second holds several ratings of many users: of these the higher movie number counts as later.
 * Throws `usage` for a movie that a user rated twice.
 */
export function leaveLastOut(ratings: readonly Rating[], threshold = 4): LeaveLastOut {
  const byUser = new Map<string, Rating[]>()
  for (const rating of ratings) {
    const own = byUser.get(rating.user) ?? []
    byUser.set(rating.user, own)
    if (rating.rating >= threshold) own.push(rating)
  }
  const users: UserHistory[] = []
  const tooShort: string[] = []
  for (const [user, own] of byUser) {
    const movies = own.sort((a, b) => a.at - b.at || Number(a.movie) - Number(b.movie)).map(({ movie }) => movie)
    if (new Set(movies).size !== movies.length)
      throw new PagekinError('usage', `leaveLastOut: user ${user} rated a movie twice, expected once`)
    if (movies.length < 3) tooShort.push(user)
    else users.push({ user, train: movies.slice(0, -2), valid: movies.at(-2)!, test: movies.at(-1)! })
  }
  return { users, tooShort }
}

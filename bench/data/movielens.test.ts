import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leaveLastOut, parseMovieLens, type Rating } from './movielens.js'

describe('the files', () => {
  const tmdb = 'title;release_date;overview\r\nHeat;1996-01-02;A thief,\ra policeman.\r\nBroken;;No year.\r\n'
  const ratings = 'userId,movieId,rating,timestamp\n1,2,4.5,964982703\n'
  const movies = 'movieId,title,genres\n1,"American President, The (1995)",Comedy|Drama\n2,Heat (1995),(no genres listed)\n'
  const enriched =
    '\ufeffmovie_id,title,avg_rating,tags,overview,director,cast_top3\n1,Broken Ã©,3.9,"[\'fun\']","A ""president"".",Rob,A|B\n'

  test('titles come from movies, texts from enriched behind its byte order mark, missing ones from tmdb, and nothing that leaks', () => {
    const set = parseMovieLens({ ratings, movies, enriched, tmdb })
    expect(set.ratings).toEqual([{ user: '1', movie: '2', rating: 4.5, at: 964982703 }])
    expect(set.movies).toEqual([
      {
        id: '1',
        title: 'American President, The (1995)',
        genres: ['Comedy', 'Drama'],
        overview: 'A "president".',
        director: 'Rob',
        cast: ['A', 'B'],
      },
      { id: '2', title: 'Heat (1995)', genres: [], overview: 'A thief,\ra policeman.', director: '', cast: [] },
    ])
  })

  test('a rating that is no number is an error', () => {
    expect(() => parseMovieLens({ ratings: 'userId,movieId,rating,timestamp\n1,2,,3\n', movies, enriched, tmdb })).toThrow(/ratings, row 0/)
  })
})

describe('leave last one out', () => {
  const rate = (user: string, movie: string, rating: number, at: number): Rating => ({ user, movie, rating, at })

  test('the last positive is test, the second last valid; a rating below 4 is no positive; ties go by movie number', () => {
    const ratings = [rate('u', '9', 4, 30), rate('u', '10', 4, 30), rate('u', '3', 5, 10), rate('u', '4', 3.5, 99), rate('u', '5', 4, 20)]
    expect(leaveLastOut(ratings)).toEqual({ users: [{ user: 'u', train: ['3', '5'], valid: '9', test: '10' }], tooShort: [] })
  })

  test('users with fewer than three positives are named', () => {
    const ratings = [rate('a', '1', 5, 1), rate('a', '2', 5, 2), rate('b', '1', 1, 1)]
    expect(leaveLastOut(ratings)).toEqual({ users: [], tooShort: ['a', 'b'] })
  })

  test('no train or valid item is later than the test item, every positive has one place, and order does not matter', () => {
    const event = fc.record({ user: fc.constantFrom('a', 'b'), movie: fc.nat(30), rating: fc.constantFrom(3, 4, 5), at: fc.nat(20) })
    const distinct = fc.uniqueArray(event, { selector: ({ user, movie }) => `${user} ${movie}`, maxLength: 30 })
    fc.assert(
      fc.property(distinct, (events) => {
        const ratings = events.map(({ movie, ...rest }) => ({ ...rest, movie: String(movie) }))
        const { users } = leaveLastOut(ratings)
        for (const { user, train, valid, test: last } of users) {
          const own = ratings.filter((rating) => rating.user === user && rating.rating >= 4)
          const time = (movie: string) => own.find((rating) => rating.movie === movie)!.at
          expect([...train, valid, last].sort()).toEqual(own.map(({ movie }) => movie).sort())
          expect(Math.max(...own.map(({ at }) => at))).toBe(time(last))
          expect(Math.max(...[...train, valid].map(time))).toBe(time(valid))
        }
        const again = leaveLastOut([...ratings].reverse()).users
        expect([...again].sort((a, b) => (a.user < b.user ? -1 : 1))).toEqual([...users].sort((a, b) => (a.user < b.user ? -1 : 1)))
      }),
    )
  })

  test('a movie that a user rated twice is an error', () => {
    expect(() => leaveLastOut([rate('u', '1', 5, 1), rate('u', '1', 4, 2)])).toThrow(/user u rated a movie twice/)
  })
})

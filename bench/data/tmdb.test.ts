import { expect, test } from 'vitest'
import type { Movie } from './movielens.js'
import { withOverviews } from './tmdb.js'

const movie = (title: string, overview = ''): Movie => ({ id: title, title, genres: [], overview, director: '', cast: [] })
const overviews = (...movies: Movie[]) => withOverviews(movies, FILMS).map(({ overview }) => overview)
const FILMS = [
  { title: 'The Matrix', year: 1999, overview: 'matrix' },
  { title: 'Amélie', year: 2001, overview: 'amelie' },
  { title: 'Hamlet', year: 1996, overview: 'hamlet 1996' },
  { title: 'Hamlet', year: 2000, overview: 'hamlet 2000' },
  { title: 'Twins', year: 1988, overview: 'one' },
  { title: 'Twins', year: 1988, overview: 'other' },
]

test('a film is found in spite of trailing articles, alternative titles, accents, case and a year that is one off', () => {
  expect(overviews(movie('Matrix, The (1999)'), movie('AMELIE (Fabuleux destin, Le) (2002)'))).toEqual(['matrix', 'amelie'])
})

test('the same title two years off is another film, and of two near ones that of the very year is taken', () => {
  expect(overviews(movie('Matrix, The (2001)'), movie('Hamlet (2000)'), movie('Hamlet (1997)'))).toEqual(['', 'hamlet 2000', 'hamlet 1996'])
})

test('what cannot be told apart is left alone, as is an overview that is there', () => {
  expect(overviews(movie('Twins (1988)'), movie('Matrix, The (1999)', 'own'), movie('Matrix'))).toEqual(['', 'own', ''])
})

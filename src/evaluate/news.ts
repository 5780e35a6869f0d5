import { draws } from './draw.js'

/** One event as two papers told it. */
export interface Reprint {
  readonly period: string
  readonly original: string
  readonly reprint: string
}

/** The same in the words of two desks. */
type Told = readonly [original: string, reprint: string]

/** What made headlines in each period, so that words drift as they do in an archive. */
const PERIODS: Readonly<Record<string, readonly Told[]>> = {
  '1920s': [
    ['airship', 'dirigible'],
    ['silent picture house', 'cinema'],
    ['motor-car works', 'automobile factory'],
    ['wireless station', 'radio transmitter'],
    ['jazz orchestra', 'dance band'],
    ['steamship line', 'ocean liner company'],
  ],
  '1930s': [
    ['farm relief office', 'aid bureau for growers'],
    ['dam project', 'works on the dam'],
    ['bread line', 'queue for food'],
    ['talking picture studio', 'film company'],
    ['air mail service', 'post by aeroplane'],
    ['dust storm', 'wall of dust'],
  ],
  '1940s': [
    ['ration board', 'office for rationing'],
    ['shipyard', 'docks'],
    ['scrap metal drive', 'collection of old iron'],
    ['victory garden', 'vegetable plot'],
    ['air raid shelter', 'bunker'],
    ['returning veterans', 'soldiers back home'],
  ],
  '1950s': [
    ['television set maker', 'producer of TV receivers'],
    ['polio vaccine', 'shots against polio'],
    ['drive-in theatre', 'open-air cinema for cars'],
    ['jet airliner', 'passenger jet'],
    ['turnpike', 'toll road'],
    ['record shop', 'music store'],
  ],
  '1960s': [
    ['space capsule', 'spacecraft'],
    ['student march', 'protest of undergraduates'],
    ['transistor radio plant', 'works for pocket radios'],
    ['beat group', 'rock band'],
    ['nuclear power plant', 'atomic station'],
    ['freeway', 'motorway'],
  ],
  '1970s': [
    ['gas station', 'filling station'],
    ['oil tanker', 'crude carrier'],
    ['disco', 'dance club'],
    ['pocket calculator firm', 'maker of calculating machines'],
    ['clean air law', 'act against smog'],
    ['recycling centre', 'depot for used glass and paper'],
  ],
  '1980s': [
    ['home computer', 'personal machine'],
    ['video rental store', 'shop for film cassettes'],
    ['space shuttle', 'reusable orbiter'],
    ['cable channel', 'subscription television'],
    ['stock exchange', 'share market'],
    ['compact disc factory', 'plant for CDs'],
  ],
}

const HAPPENINGS: readonly Told[] = [
  ['opens in', 'begins business at'],
  ['shuts its doors in', 'closes down at'],
  ['damaged by fire in', 'burns at'],
  ['draws record crowd in', 'attracts unmatched throng at'],
  ['sued over accident in', 'taken to court for mishap at'],
  ['wins approval in', 'is given go-ahead at'],
  ['strike halts', 'walkout stops work at'],
  ['flood strands', 'high water cuts off'],
]

const PLACES = [
  'Alden',
  'Brookfield',
  'Carson Falls',
  'Dunmore',
  'Eastport',
  'Fairview',
  'Grant City',
  'Holloway',
  'Ironton',
  'Jasper',
] as const

const TEMPLATES: readonly [original: string, reprint: string][] = [
  ['{subject} {happens} {place}', 'Report from {place}: {happens} town, {subject} concerned'],
  ['{place}: {subject} {happens} {place}, mayor says', '{subject} {happens} {place}, according to officials'],
  ['{subject} {happens} {place} after long wait', 'News of the day: {subject} {happens} {place}'],
]

/**
 * A seeded archive of headlines: in each of seven decades `each` events, no two alike, each told twice in other words, as a newspaper
 * reprints another's article. After the task of "A Massive Scale Semantic Similarity Dataset of Historical English", without
 * its texts.
 */
export function reprintedHeadlines(seed = 1, each = 40): Reprint[] {
  const draw = draws(seed)
  return Object.entries(PERIODS).flatMap(([period, subjects]) => {
    const events = subjects.flatMap((subject) => HAPPENINGS.flatMap((happens) => PLACES.map((place) => ({ subject, happens, place }))))
    return draw
      .shuffled(events)
      .slice(0, each)
      .map(({ subject, happens, place }) => {
        const template = draw.one(TEMPLATES)
        const tell = (which: 0 | 1) =>
          template[which].replaceAll('{subject}', subject[which]).replaceAll('{happens}', happens[which]).replaceAll('{place}', place)
        return { period, original: tell(0), reprint: tell(1) }
      })
  })
}

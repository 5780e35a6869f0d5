import type { Drawing } from './drawing.js'

const art = (...parts: readonly string[]): string => parts.join('')

/** A filled area. */
const area = (d: string, colour: string, opacity = 1): string =>
  `<path d="${d}" fill="${colour}"${opacity === 1 ? '' : ` opacity="${opacity}"`}/>`

/** A filled area with a faint edge, so that white goods stand out from a pale background. */
const body = (d: string, colour: string): string =>
  `<path d="${d}" fill="${colour}" stroke="#000" stroke-opacity=".16" stroke-width="2" stroke-linejoin="round"/>`

const line = (d: string, colour: string, width: number, opacity = 1): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"` +
  `${opacity === 1 ? '' : ` opacity="${opacity}"`}/>`

/** A stroke cut off square at its ends. */
const band = (d: string, colour: string, width: number, opacity = 1): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}"${opacity === 1 ? '' : ` opacity="${opacity}"`}/>`

const dashes = (d: string, colour: string, width: number, pattern: string): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-dasharray="${pattern}"/>`

const shade = (d: string, opacity = 0.14): string => `<path d="${d}" fill="#000" opacity="${opacity}"/>`

const light = (d: string, opacity = 0.25): string => `<path d="${d}" fill="#fff" opacity="${opacity}"/>`

/** A crease or seam that shows on dark cloth as well as on white: a dark line and a light one beside it. */
const seam = (d: string, width = 2): string =>
  line(d, '#000', width, 0.24) + `<g transform="translate(1.5 1.5)">${line(d, '#fff', width, 0.2)}</g>`

const disc = (cx: number, cy: number, r: number, colour: string): string => `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${colour}"/>`

const ovals = (points: readonly (readonly [number, number])[], rx: number, ry: number): string =>
  points.map(([x, y]) => `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`).join('')

const oval = (cx: number, cy: number, rx: number, ry: number, colour: string, opacity = 1): string =>
  `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${colour}"${opacity === 1 ? '' : ` opacity="${opacity}"`}/>`

const box = (x: number, y: number, width: number, height: number, rx: number, colour: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${rx}" fill="${colour}"/>`

const placed = (transform: string, inner: string): string => `<g transform="${transform}">${inner}</g>`

const faded = (opacity: number, inner: string): string => `<g opacity="${opacity}">${inner}</g>`

/** The same markup on both sides of the middle line. */
const both = (inner: string): string => inner + placed('translate(240 0) scale(-1 1)', inner)

/** A path of absolute M, L, Q, C and Z together with its mirror image. */
const pair = (d: string): string => d + d.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_, x: string, y: string) => `${240 - Number(x)} ${y}`)

/** Several strokes of one form, as one path. */
const repeated = (values: readonly number[], stroke: (value: number) => string): string => values.map(stroke).join('')

/** Several discs of one size, as one path. */
const discs = (points: readonly (readonly [number, number])[], r: number, colour: string): string => area(ovals(points, r, r), colour)

/** A water drop whose tip is at x, y. */
const drop = (x: number, y: number, size: number): string =>
  `M${x} ${y}Q${x + size} ${y + size * 1.4} ${x + size * 0.8} ${y + size * 2}` +
  `A${size * 0.85} ${size * 0.85} 0 1 1 ${x - size * 0.8} ${y + size * 2}` +
  `Q${x - size} ${y + size * 1.4} ${x} ${y}Z`

const WATER = '#4ea6dc'
const BEAM = '#ffdf6b'

// Sleeves, one side each; pair() gives the other.
const SLEEVE = 'M90 64Q66 70 58 94L36 170Q34 178 42 181L58 186Q66 188 69 180L86 116Z'
const CUFF = 'M39.5 158L34 176Q33 182 40 184L58 190Q66 191 68 184L73 169Z'
const TORSO = 'M92 64Q120 74 148 64Q168 68 172 88L172 184Q172 192 164 192L76 192Q68 192 68 184L68 88Q72 68 92 64Z'
const SLEEVE_SHADE = 'M69 104L68 150L62 187Q67 186 69 180L78 144Z'
const TORSO_SHADE = 'M154 66Q168 70 172 88L172 184Q172 192 164 192L142 192Q158 150 154 66Z'
const TORSO_LIGHT = 'M92 68Q78 72 76 92L76 150Q84 110 92 68Z'
const CUFF_RIBS = 'M45 164L41 182M53 167L49 185M61 169L57 188'
const HEM_RIBS = repeated([78, 88, 98, 109, 120, 131, 142, 152, 162], (x) => `M${x} 178V190`)

/** The knitted body that jumpers share: sleeves, torso, ribbed cuffs and hem. */
const knit = (main: string, second: string, pattern: string): string =>
  art(
    body(pair(SLEEVE), main) + shade(pair(SLEEVE_SHADE), 0.1) + body(pair(CUFF), second) + seam(pair(CUFF_RIBS)),
    body(TORSO, main),
    pattern,
    shade(TORSO_SHADE),
    light(TORSO_LIGHT, 0.2),
    body('M68 174H172V186Q172 194 164 194H76Q68 194 68 186Z', second),
    seam(HEM_RIBS),
  )

const gloveHand = (colour: string): string =>
  line('M-24 6V-42M-8 0V-60M8 0V-58M23 6V-44M24 30Q46 18 48 -4', colour, 16) +
  area('M-32 -2Q0 -16 31 -2L34 30Q34 46 26 56H-26Q-32 40 -32 -2Z', colour)

const glove = (main: string, second: string, accent: string): string =>
  art(
    faded(0.18, placed('translate(2 3)', gloveHand('#000'))),
    gloveHand(main),
    seam('M-16 -34V-8M0 -44V-10M15.5 -36V-8'),
    dashes('M-18 6L-14 32M0 4V34M17 6L14 32', accent, 2.5, '4 4'),
    line('M-26 -40V-20', '#fff', 3, 0.3),
    body('M-27 48H27L31 80Q0 88 -31 80Z', second),
    line('M-29 72Q0 79 29 72', accent, 4),
  )

const SOCK_CREW = 'M86 50H132V116Q134 132 152 142L176 154Q194 164 190 180Q186 194 168 194H128Q86 192 86 152Z'
const crewSock = (main: string, second: string, accent: string): string =>
  art(
    body(SOCK_CREW, main),
    area('M86 134Q118 142 120 194H128Q86 192 86 152Z', accent),
    area('M166 149L176 154Q194 164 190 180Q186 194 168 194H160Q152 166 166 149Z', accent),
    shade('M120 52H132V116Q134 132 152 142L166 149Q150 152 136 144Q118 132 120 52Z', 0.1),
    body('M83 48Q83 42 89 42H129Q135 42 135 48V74H83Z', second),
    seam('M92 48V70M100 48V70M109 48V70M118 48V70M127 48V70'),
    light('M90 80H97V130H90Z', 0.25),
  )

const SOCK_KNEE =
  'M92 40H136Q142 74 134 104Q128 130 136 146L170 164Q186 174 182 186Q178 194 164 194H126Q98 192 98 160Q102 130 94 100Q86 70 92 40Z'
const kneeSock = (main: string, second: string, accent: string): string =>
  art(
    body(SOCK_KNEE, main),
    seam('M101 64Q99 90 106 116Q110 134 107 160M114 64Q114 94 116 116Q118 140 117 158M127 64Q128 92 124 116Q122 136 127 152', 2.5),
    area('M98 154Q120 160 122 194Q98 190 98 160Z', second),
    area('M162 160L170 164Q186 174 182 186Q178 194 164 194H156Q148 174 162 160Z', second),
    body('M88 36Q88 30 94 30H134Q140 30 140 36V62Q114 66 88 62Z', second),
    line('M90 48Q114 52 138 48', accent, 6),
    seam('M96 34V44M105 34V44M114 34V44M123 34V44M132 34V44'),
    light('M95 68Q94 90 100 110Q92 94 91 68Z', 0.3),
  )

const SOCK_ANKLE =
  'M70 112Q62 110 62 96Q70 90 78 94Q86 112 112 112L118 126Q128 140 150 146L176 154Q200 162 198 180Q196 194 176 194H92Q60 192 62 150Z'
const ankleSock = (main: string, second: string, accent: string): string =>
  art(
    body(SOCK_ANKLE, main),
    area('M62 144Q96 146 100 194H92Q60 192 62 150Z', second),
    area('M168 151L176 154Q200 162 198 180Q196 194 176 194H166Q152 172 168 151Z', second),
    line('M70 106Q78 124 114 122', accent, 5),
    line('M68 96V118', second, 7),
    seam('M120 146Q110 166 116 192M136 148Q126 168 132 192', 2.5),
    light('M76 128Q92 136 112 134Q120 146 138 152Q92 152 76 128Z', 0.35),
  )

const TROUSERS = 'M84 44H156L170 186Q170 192 164 192H136Q131 192 130 187L122 102H118L110 187Q109 192 104 192H76Q70 192 70 186Z'

const pole = (main: string, second: string, accent: string): string =>
  art(
    line('M111 58Q88 66 92 88Q98 98 110 78', second, 4.5),
    line('M120 60V126', main, 8),
    line('M120 128V196', second, 5),
    box(114, 116, 12, 16, 4, accent),
    line('M120 48V78', accent, 15),
    line('M120 84V90', '#000', 9, 0.25),
    oval(120, 180, 13, 5, main),
    line('M118 96V120', '#fff', 2.5, 0.4),
    line('M116 48V72', '#fff', 3, 0.3),
  )

/** Points along a hanging cord (a quadratic curve), for its bulbs. */
const along = (x0: number, y0: number, x1: number, y1: number, x2: number, y2: number, count: number): [number, number][] =>
  Array.from({ length: count }, (_, index) => {
    const t = (index + 1) / (count + 1)
    const at = (from: number, by: number, to: number): number => Math.round((1 - t) ** 2 * from + 2 * t * (1 - t) * by + t * t * to)
    return [at(x0, x1, x2), at(y0, y1, y2)]
  })
const BULBS = [...along(30, 62, 112, 128, 210, 60, 5), ...along(210, 60, 150, 214, 42, 118, 5)]

/** Where a part of each bulb hangs, seen from the cord. */
const hung = (dx: number, dy: number): [number, number][] => BULBS.map(([x, y]) => [x + dx, y + dy])

// The woolly outline of the fleece: small round tufts along the straight edges.
const tufts = (x: number, from: number, to: number, side: 1 | -1): string =>
  Array.from({ length: Math.abs(to - from) / 10 }, (_, index) => {
    const y = from + Math.sign(to - from) * 10 * (index + 1)
    return `Q${x + side * 7} ${y - Math.sign(to - from) * 5} ${x} ${y}`
  }).join('')

export const SHAPES: Readonly<Record<string, Drawing>> = {
  'tunnel-tent': (main, second, accent) =>
    art(
      line('M72 92L24 192M196 142L222 190', second, 2.5),
      body('M72 90C92 88 104 98 122 96C140 98 150 106 162 112C188 124 206 156 210 194H60Z', main),
      shade('M122 96C140 98 150 106 162 112C178 124 188 156 188 194H151C151 146 140 108 122 96Z', 0.1),
      shade('M162 112C188 124 206 156 210 194H188C188 156 178 124 162 112Z', 0.2),
      light('M80 92C98 92 106 100 122 98C130 102 136 112 140 124C120 112 98 110 90 104Z', 0.22),
      line('M122 96C140 108 151 146 151 194M162 112C178 124 188 156 188 194', accent, 4),
      body('M36 194C36 128 50 90 72 90C94 90 108 128 108 194Z', main),
      shade('M36 194C36 128 50 90 72 90C94 90 108 128 108 194Z', 0.08),
      area('M48 194C48 142 58 114 72 114C86 114 96 142 96 194Z', second),
      shade('M60 194C60 150 66 126 72 114C86 114 96 142 96 194Z', 0.4),
      line('M72 116C62 124 54 150 54 190', accent, 7),
      line('M36 194C36 128 50 90 72 90C94 90 108 128 108 194', accent, 4),
      area('M20 188L27 196L22 197ZM219 187L226 195L221 197Z', second),
    ),
  'dome-tent': (main, second, accent) =>
    art(
      line('M56 128L20 190M184 128L220 190', second, 2.5),
      body('M34 194C40 126 78 72 120 72C162 72 200 126 206 194Z', main),
      area('M120 72C162 72 200 126 206 194H170C168 140 148 96 120 72Z', second),
      shade('M34 194C36 180 38 170 41 160Q56 178 70 194Z', 0.18),
      light('M112 76C82 82 58 112 48 148C64 122 88 100 112 76Z', 0.28),
      area('M120 102L80 194H160Z', second),
      shade('M120 102L80 194H160Z', 0.45),
      area('M120 102L154 182L160 194H184Q150 172 120 102Z', main),
      light('M120 102L160 194H184Q150 172 120 102Z', 0.3),
      line('M120 102L102 194', second, 3, 0.8),
      line('M36 192C46 134 78 84 132 64M204 192C194 134 162 84 108 64', accent, 5),
      line('M34 194H206', '#000', 3, 0.2),
    ),
  tarp: (main, second, accent) =>
    art(
      line('M164 90V180', '#8b6b47', 6),
      area('M98 62L164 82L110 150L36 152Z', second),
      shade('M98 62L164 82L110 150L36 152Z', 0.28),
      line('M98 58V194', '#a8814f', 7),
      body('M98 62L164 82Q176 122 216 146Q190 158 160 166Q126 132 98 62Z', main),
      shade('M164 82Q176 122 216 146L188 157Q152 128 142 76Z', 0.14),
      light('M102 66L124 73Q136 116 160 150Q126 124 102 66Z', 0.2),
      line('M98 62L164 82', accent, 4),
      line('M36 152L18 190M160 166L166 194M216 146L228 178M98 60L62 194', accent, 2.5),
      discs(
        [
          [36, 152],
          [160, 165],
          [215, 146],
        ],
        4.5,
        accent,
      ),
      line('M16 188L21 194M163 190L168 197M226 176L230 183M60 190L65 197', '#5d5148', 5),
    ),
  'mummy-sleeping-bag': (main, second, accent) =>
    placed(
      'translate(14.4 0) scale(.88 1)',
      art(
        body(
          'M120 36C158 36 174 62 174 96C174 136 154 164 149 186Q147 196 136 196H104Q93 196 91 186C86 164 66 136 66 96C66 62 82 36 120 36Z',
          main,
        ),
        shade('M150 46C168 58 174 76 174 96C174 136 154 164 149 186Q147 196 136 196H124C140 150 160 110 150 46Z'),
        oval(120, 78, 36, 30, accent),
        oval(120, 81, 29, 24, second),
        oval(120, 81, 29, 24, '#000', 0.35),
        area('M93 90Q120 72 147 90Q138 106 120 106Q102 106 93 90Z', second),
        light('M93 90Q120 72 147 90Q138 106 120 106Q102 106 93 90Z', 0.16),
        seam('M71 118Q120 138 169 118M79 138Q120 156 161 138M86 157Q120 172 154 157M91 175Q120 186 149 175', 3),
        line('M140 106Q146 132 136 162', accent, 3.5),
        box(132, 160, 7, 11, 3, accent),
        light('M76 82C78 62 88 50 102 44C88 58 84 70 82 92Q78 106 84 128Q72 106 76 82Z', 0.28),
        line('M104 104L100 118M112 107L112 120', accent, 2.5),
      ),
    ),
  'blanket-sleeping-bag': (main, second, accent) =>
    art(
      body('M74 40H166Q178 40 178 52V182Q178 194 166 194H74Q62 194 62 182V52Q62 40 74 40Z', accent),
      shade('M118 40H166Q178 40 178 52V110Z', 0.14),
      body('M74 40H116L178 106V182Q178 194 166 194H74Q62 194 62 182V52Q62 40 74 40Z', main),
      seam('M63 76H110M63 112H176M63 150H176M92 41V192M148 112V192', 3),
      shade('M178 106V182Q178 194 166 194H140Q166 160 160 106Z'),
      light('M70 54Q70 48 76 48H110L112 60Q84 60 82 66L78 140Q70 120 70 54Z', 0.22),
      shade('M116 40L178 106L122 112Q106 110 108 96Z', 0.18),
      body('M116 40L178 106L122 100Q112 98 112 90Z', accent),
      line('M120 56L124 96', '#000', 2, 0.12),
      line('M171 112V178Q171 187 162 187H140', second, 5),
      dashes('M171 114V178Q171 187 162 187H142', accent, 2, '1 5'),
      box(166, 112, 10, 14, 4, accent),
    ),
  'foam-mat-roll': (main, second, accent) =>
    art(
      body('M72 104H172A28 45 0 0 1 172 194H72Z', main),
      shade('M72 166H196A28 45 0 0 1 172 194H72Z', 0.2),
      light('M84 112H180Q188 116 192 126H90Z', 0.22),
      body('M72 104A30 45 0 1 1 71.9 104Z', main),
      light('M72 104A30 45 0 1 1 71.9 104Z', 0.18),
      line(
        'M100 158C98 182 84 190 72 188C54 186 48 166 50 146C52 124 62 114 73 115C88 117 93 134 92 150' +
          'C91 168 82 176 72 174C62 172 60 158 61 147C62 136 68 130 74 131C81 133 82 144 80 152C78 160 72 160 71 152',
        second,
        4,
      ),
      line('M118 104A28 45 0 0 1 118 194M160 104A28 45 0 0 1 160 194', accent, 9),
      line('M118 104A28 45 0 0 1 118 194M160 104A28 45 0 0 1 160 194', '#000', 2, 0.14),
      box(138, 136, 15, 20, 4, second),
      box(180, 136, 15, 20, 4, second),
      line('M142 146H149M184 146H191', accent, 3),
    ),
  'inflatable-mat': (main, second, accent) =>
    art(
      placed('matrix(.88 -.3 .64 .5 118 152)', box(-82, -50, 164, 100, 16, second)),
      placed('matrix(.88 -.3 .64 .5 118 146)', box(-82, -50, 164, 100, 16, second)),
      placed(
        'matrix(.88 -.3 .64 .5 118 136)',
        art(
          `<rect x="-82" y="-50" width="164" height="100" rx="16" fill="${main}" stroke="#000" stroke-opacity=".16" stroke-width="2"/>`,
          shade('M-74 -38H74V-30H-74ZM-74 -18H74V-10H-74ZM-74 2H74V10H-74ZM-74 22H74V30H-74Z', 0.12),
          light('M-72 -46H72V-41H-72ZM-72 -27H72V-22H-72ZM-72 -7H72V-2H-72ZM-72 13H72V18H-72Z', 0.26),
          line('M-72 -32H72M-72 -12H72M-72 8H72M-72 28H72', second, 3.5),
          line('M44 -42V42', '#fff', 3, 0.18),
        ),
      ),
      oval(80, 176, 11, 6.5, second),
      box(71, 164, 18, 12, 4, accent),
      oval(80, 165, 9, 5, accent),
      oval(80, 165, 5, 2.5, '#000', 0.25),
    ),
  'camp-pillow': (main, second, accent) =>
    art(
      box(180, 132, 24, 20, 4, accent),
      body(
        'M46 112Q42 88 66 92Q120 78 174 92Q198 88 194 112Q188 142 196 174Q198 198 174 192Q148 176 120 176' +
          'Q92 176 66 192Q42 198 44 174Q52 142 46 112Z',
        main,
      ),
      shade(
        'M194 112Q188 142 196 174Q198 198 174 192Q148 176 120 176Q92 176 66 192Q42 198 44 174Q70 160 120 160' +
          'Q190 156 176 92Q198 88 194 112Z',
        0.13,
      ),
      light('M58 116Q54 100 70 102Q110 90 150 96Q90 102 72 124Q62 138 62 152Q62 132 58 116Z', 0.32),
      line(
        'M57 113Q56 101 70 103Q120 90 170 103Q184 101 183 113Q178 142 184 170Q184 182 172 179Q146 164 120 164' +
          'Q94 164 68 179Q56 182 56 170Q62 142 57 113Z',
        second,
        3.5,
      ),
      line('M66 122Q78 128 82 138M174 122Q162 128 158 138M72 160Q82 152 90 150M168 160Q158 152 150 150', '#000', 3, 0.14),
      disc(120, 128, 9, second),
      disc(120, 128, 5, accent),
    ),
  'gas-stove': (main, second, accent) =>
    art(
      area(
        'M86 88Q80 70 92 56Q94 70 100 74Q100 54 108 44Q110 64 116 68Q116 46 122 36Q126 56 126 68Q132 62 134 46' +
          'Q142 60 140 74Q148 68 148 56Q160 72 154 88Z',
        '#3f8fe8',
      ),
      area('M98 88Q94 78 100 70Q104 80 108 82Q108 68 120 58Q132 68 132 82Q138 78 140 70Q146 78 142 88Z', '#a9dcff'),
      line('M120 116L76 96V78M120 116L164 96V78', second, 7),
      line('M68 76H86M154 76H172', second, 7),
      line('M120 108V82', second, 6),
      box(92, 88, 56, 13, 6, main),
      shade('M92 95H148Q148 101 142 101H98Q92 101 92 95Z', 0.25),
      box(111, 100, 18, 34, 4, main),
      line('M128 120H154', second, 6),
      box(152, 109, 26, 22, 9, accent),
      body('M66 158Q66 136 98 132H142Q174 136 174 158V184Q174 196 162 196H78Q66 196 66 184Z', main),
      area('M66 160H174V180H66Z', accent),
      shade('M148 133Q174 138 174 158V184Q174 196 162 196H136Q152 170 148 133Z', 0.16),
      light('M78 150Q80 142 96 140L94 148Q86 150 86 156V184H78Z', 0.4),
      box(100, 128, 40, 8, 4, second),
    ),
  'wood-stove': (main, second, accent) =>
    art(
      area('M74 108L92 94H148L166 108Z', second),
      shade('M74 108L92 94H148L166 108Z', 0.45),
      line('M98 120L82 58M140 120L164 62M116 120L134 50', '#7a5233', 8),
      line('M82 60L81 56M164 64L165 60M134 52L135 47', '#d9b583', 6),
      area('M90 118Q76 92 92 72Q96 88 104 88Q100 60 122 38Q122 64 134 72Q138 66 138 58Q160 88 148 118Z', accent),
      area('M102 118Q94 98 106 86Q110 96 116 94Q114 80 122 68Q126 86 134 92Q144 106 136 118Z', '#ffd45e'),
      body('M70 108H170L164 190H76Z', main),
      shade('M140 108H170L164 190H134Z', 0.14),
      light('M76 114H100L98 122H84L86 184H82Z', 0.4),
      box(70, 104, 100, 9, 4, second),
      area('M96 126h7v22h-7ZM116.5 126h7v22h-7ZM137 126h7v22h-7Z', '#3b2a20'),
      area('M96 138h7v10h-7ZM116.5 136h7v12h-7ZM137 138h7v10h-7Z', accent),
      area('M100 190V174Q100 164 110 164H130Q140 164 140 174V190Z', '#3b2a20'),
      area('M106 190Q104 178 113 170Q118 178 122 176Q134 180 132 190Z', accent),
      line('M78 192V195M162 192V195', second, 8),
    ),
  'cooking-pot': (main, second, accent) =>
    art(
      line('M160 118H200Q214 118 214 130V146Q214 158 200 158H160', second, 6),
      line('M214 128V148', accent, 12),
      body('M46 104H170V178Q170 194 154 194H62Q46 194 46 178Z', main),
      shade('M138 104H170V178Q170 194 154 194H122Q142 160 138 104Z', 0.18),
      light('M56 118H70V176Q56 170 56 150Z', 0.28),
      line('M78 124H94M78 142H90M78 160H94', '#fff', 3, 0.3),
      body('M44 98Q50 72 108 70Q166 72 172 98Z', main),
      light('M58 94Q66 80 104 77Q80 84 72 95Z', 0.4),
      box(40, 94, 136, 12, 6, second),
      box(100, 58, 16, 14, 4, second),
      box(92, 48, 32, 14, 7, accent),
      light('M98 51H112V55H98Z', 0.4),
      discs(
        [
          [162, 120],
          [162, 156],
        ],
        4.5,
        second,
      ),
      shade('M46 106H170V112H46Z', 0.16),
    ),
  'frying-pan': (main, second, accent) =>
    art(
      line('M152 136L180 116', second, 12),
      line('M182 114L218 88', accent, 17),
      line('M184 110L214 88', '#fff', 4, 0.28),
      line('M215 92L219 88', '#000', 5, 0.35),
      area('M22 148Q30 194 94 195Q158 194 166 148Z', main),
      oval(94, 148, 72, 36, second),
      oval(94, 149, 64, 30, main),
      oval(94, 153, 54, 23, '#fff', 0.1),
      oval(94, 155, 50, 20, main),
      line('M44 142Q54 124 92 122', '#fff', 4, 0.4),
      line('M34 166Q46 186 88 189', '#fff', 4, 0.22),
      line('M62 158Q76 168 98 168', '#fff', 3, 0.22),
      shade('M30 166Q48 192 94 192Q140 192 158 166Q148 195 94 195Q40 195 30 166Z', 0.25),
    ),
  'camp-mug': (main, second, accent) =>
    art(
      line('M92 62Q84 50 94 40Q102 30 96 20M120 58Q110 46 120 36Q130 26 122 16', accent, 5, 0.85),
      line('M150 106H172Q194 106 194 128V142Q194 168 166 168H150', second, 16),
      line('M150 106H172Q194 106 194 128V142Q194 168 166 168H150', main, 11),
      body('M56 84H158V180Q158 194 146 194H68Q56 194 56 180Z', main),
      shade('M130 90H158V180Q158 194 146 194H112Q134 160 130 90Z', 0.12),
      oval(107, 84, 53, 15, second),
      oval(107, 84, 46, 10.5, '#fff', 0.85),
      oval(107, 86, 42, 7.5, '#6b4227'),
      light('M66 104H76V174Q66 170 66 158Z', 0.7),
      line('M58 186Q60 193 70 193H144Q154 193 156 186', second, 4),
      discs(
        [
          [92, 130],
          [124, 122],
          [110, 158],
          [82, 160],
          [136, 152],
        ],
        2.5,
        second,
      ),
    ),
  headlamp: (main, second, accent) =>
    art(
      area('M74 134L16 104Q4 146 22 192L80 172Z', BEAM, 0.55),
      area('M74 142L12 128Q8 150 14 168L78 162Z', '#fff6cf', 0.7),
      band('M78 132A66 46 -8 0 1 210 114', second, 20),
      band('M78 132A66 46 -8 0 1 210 114', '#000', 20, 0.22),
      band('M210 112A66 46 -8 0 1 78 134', main, 20),
      line('M204 128C194 148 160 164 122 160', '#fff', 4, 0.3),
      dashes('M206 134C192 158 158 170 118 166', second, 3, '6 7'),
      `<g transform="rotate(-6 84 150)">${box(66, 122, 44, 56, 14, accent)}${box(60, 128, 20, 44, 10, second)}</g>`,
      oval(66, 151, 14, 22, '#f4f6f7'),
      oval(64, 151, 9, 16, BEAM),
      oval(62, 147, 4, 7, '#fff', 0.9),
      box(86, 126, 14, 6, 3, main),
      box(156, 148, 18, 22, 5, accent),
    ),
  torch: (main, second, accent) =>
    placed(
      'translate(6 14) rotate(-24 120 130)',
      art(
        area('M150 98L208 72Q218 130 208 188L150 162Z', BEAM, 0.5),
        area('M150 112L204 100Q211 130 204 160L150 148Z', '#fff6cf', 0.75),
        box(14, 112, 16, 36, 7, second),
        body('M24 108H100V152H24Q20 152 20 146V114Q20 108 24 108Z', main),
        body('M98 108L126 92H150V168H126L98 152Z', main),
        shade('M20 136H100L126 148H150V168H126L98 152H24Q20 152 20 146Z', 0.22),
        light('M28 114H100L128 100H146V106H130L102 121H28Z', 0.3),
        line('M34 110V150M46 110V150M58 110V150', second, 5),
        box(148, 88, 12, 84, 5, second),
        oval(160, 130, 6, 36, '#fffbe6'),
        line('M100 110V150', accent, 4),
        box(70, 102, 22, 10, 5, accent),
      ),
    ),
  lantern: (main, second, accent) =>
    art(
      oval(120, 134, 86, 72, accent, 0.22),
      oval(120, 134, 64, 54, accent, 0.3),
      line('M92 78C84 24 156 24 148 78', second, 6),
      box(112, 32, 16, 10, 5, main),
      body('M84 102H156V166H84Z', accent),
      oval(120, 134, 24, 28, '#fff', 0.45),
      oval(120, 134, 11, 18, '#fff', 0.85),
      line('M88 102V166M152 102V166M105 102V166M135 102V166', second, 4),
      body('M76 104Q78 78 104 72H136Q162 78 164 104Z', main),
      light('M86 98Q88 84 106 79L108 84Q98 88 96 98Z', 0.5),
      body('M76 164H164L170 186Q170 196 160 196H80Q70 196 70 186Z', main),
      shade('M142 164H164L170 186Q170 196 160 196H138ZM138 72Q162 78 164 104H144Z', 0.14),
      line('M74 104H166M74 166H166', second, 6),
      disc(120, 182, 7, second),
    ),
  'string-lights': (main, second, accent) =>
    art(
      area(ovals(hung(0, 16), 19, 19), main, 0.5),
      line('M30 62Q112 128 210 60Q150 214 42 118Q30 140 44 176', second, 4),
      line('M30 62L26 50M210 60L214 48', second, 4),
      area(
        hung(-5, -1)
          .map(([x, y]) => `M${x} ${y}h10v11h-10Z`)
          .join(''),
        second,
      ),
      area(ovals(hung(0, 18), 9.5, 11.5), accent),
      area(ovals(hung(0, 18), 6, 8), main),
      light(ovals(hung(-2.5, 14), 2, 3.5), 0.9),
      body('M28 180Q28 172 36 172H76Q84 172 84 180V188Q84 196 76 196H36Q28 196 28 188Z', second),
      oval(56, 174, 25, 7, '#5b7fa6'),
      line('M46 170L44 178M56 168V181M66 170L68 178', '#fff', 1.5, 0.5),
    ),
  'hiking-backpack': (main, second, accent) =>
    art(
      line('M106 46Q106 32 120 32Q134 32 134 46', second, 6),
      area(pair('M78 128Q48 130 36 150Q34 164 46 162Q62 156 80 158Z'), second) + line(pair('M46 152L34 170'), accent, 4),
      body('M76 74H164Q172 120 166 168Q166 174 160 174H80Q74 174 74 168Q68 120 76 74Z', main),
      body(pair('M74 122Q62 124 64 146L68 168Q76 172 84 168L84 128Z'), second),
      shade('M144 76H164Q172 120 166 168Q166 174 160 174H140Z', 0.16),
      body('M92 108H148Q152 136 148 160Q120 168 92 160Q88 136 92 108Z', second),
      light('M92 108H148L149 122H91Z', 0.14),
      line('M98 120H142', accent, 3.5),
      line('M96 82V112M144 82V112', accent, 5),
      body('M66 82Q64 48 98 44H142Q176 48 174 82Q174 90 166 90H74Q66 90 66 82Z', main),
      light('M74 76Q74 56 98 52H112Q86 60 84 78Z', 0.35),
      seam('M68 78Q120 88 172 78', 2.5),
      box(90, 86, 13, 14, 4, accent),
      box(137, 86, 13, 14, 4, accent),
      body('M76 172H164Q176 174 176 184Q176 196 164 196H76Q64 196 64 184Q64 174 76 172Z', accent),
      line('M98 172V195M142 172V195', second, 7),
      shade('M64 186H176Q174 196 164 196H76Q66 196 64 186Z', 0.16),
    ),
  daypack: (main, second, accent) =>
    art(
      line('M102 60Q100 36 120 36Q140 36 138 60', second, 7),
      line(pair('M92 72Q48 88 52 148Q56 170 72 180'), second, 13) + line(pair('M90 70Q46 86 49 136'), '#fff', 2.5, 0.22),
      body('M120 52C158 52 172 76 172 112V174Q172 194 152 194H88Q68 194 68 174V112C68 76 82 52 120 52Z', main),
      shade('M148 58C166 68 172 88 172 112V174Q172 194 152 194H132Q156 150 148 58Z', 0.15),
      light('M78 106C80 80 90 66 108 61C92 74 88 90 87 116Q78 122 78 106Z', 0.3),
      line('M76 112C76 84 92 68 120 68C148 68 164 84 164 112', accent, 4),
      line('M164 112L168 124', accent, 5),
      body('M80 136Q80 128 88 128H152Q160 128 160 136V172Q160 184 148 184H92Q80 184 80 172Z', second),
      light('M80 136Q80 128 88 128H152Q160 128 160 136V140H80Z', 0.16),
      line('M92 142H148', accent, 4),
      line('M96 143L92 156', accent, 5),
      box(108, 88, 24, 18, 5, second),
      line('M114 97H126', accent, 3.5),
      seam('M68 122Q74 118 80 120M172 122Q166 118 160 120'),
    ),
  compass: (main, second, accent) =>
    placed(
      'rotate(8 120 120)',
      art(
        line('M120 46Q94 34 98 20Q108 8 124 18Q140 28 120 46', second, 4),
        body('M84 36H156Q168 36 168 48V182Q168 194 156 194H84Q72 194 72 182V48Q72 36 84 36Z', main),
        light('M80 50Q80 44 86 44H104L84 120H80Z', 0.4),
        disc(120, 50, 7, '#fff'),
        `<circle cx="120" cy="50" r="7" fill="none" stroke="${second}" stroke-width="3"/>`,
        line('M78 70H86M78 80H83M78 90H86M78 100H83M162 70H154M162 80H157M162 90H154M162 100H157', accent, 2),
        line('M120 66V84M112 74L120 64L128 74', second, 4),
        disc(120, 138, 47, accent),
        disc(120, 138, 40, '#f8f6ee'),
        line('M120 100V104M158 138H154M120 176V172M82 138H86M147 111L144 114M93 165L96 162M147 165L144 162M93 111L96 114', '#33383c', 2.5),
        line('M115 118V107L125 118V107', '#33383c', 2.5),
        placed(
          'rotate(48 120 138)',
          area('M120 104L130 138H110Z', '#d8382e') + area('M120 172L130 138H110Z', '#5b656c') + light('M120 104V172L110 138Z', 0.25),
        ),
        disc(120, 138, 5, '#fff'),
        light('M90 122A34 34 0 0 1 118 103L104 150A40 40 0 0 1 90 122Z', 0.45),
        shade('M160 36Q168 40 168 48V182Q168 194 156 194H84Q76 194 73 188H150Q160 188 160 178Z', 0.14),
      ),
    ),
  'trekking-poles': (main, second, accent) =>
    art(
      placed('translate(240 0) scale(-1 1) rotate(-24 120 122)', pole(main, second, accent)),
      placed('rotate(-24 120 122)', pole(main, second, accent)),
    ),
  'folded-map': (main, second, accent) =>
    art(
      body('M32 88L76 68L120 88L164 68L208 88V186L164 166L120 186L76 166L32 186Z', main),
      light('M32 88L76 68V166L32 186ZM120 88L164 68V166L120 186Z', 0.2),
      area('M76 120Q98 112 120 134V186L76 166Z', accent, 0.35),
      area('M120 134Q140 120 164 128V166L120 186Z', accent, 0.35),
      line(
        'M34 118Q54 92 74 104M34 138Q56 108 75 122M34 158Q56 134 75 142M166 98Q186 88 206 114M166 116Q186 104 206 132' +
          'M166 134Q186 126 206 152',
        accent,
        2.5,
        0.85,
      ),
      line('M80 92Q98 86 118 106M122 106Q140 92 162 92', accent, 2.5, 0.85),
      dashes('M46 168Q66 140 92 148Q118 158 136 138Q150 122 148 104', '#33302c', 4, '1 8'),
      shade('M76 68L120 88V186L76 166ZM164 68L208 88V186L164 166Z', 0.14),
      line('M33 182L76 163L120 182L164 163L207 182', second, 7),
      line('M76 69V165M120 88V184M164 69V165', '#000', 2, 0.16),
      area('M148 106C136 88 128 78 128 64A20 20 0 0 1 168 64C168 78 160 88 148 106Z', '#d64533'),
      light('M134 62A14 14 0 0 1 146 49Q138 56 138 70Z', 0.4),
      disc(148, 64, 8, '#fff'),
      disc(46, 168, 5, '#33302c'),
    ),
  'water-bottle': (main, second, accent) =>
    art(
      line('M106 46Q104 22 120 22Q136 22 134 46', accent, 6),
      box(106, 62, 28, 20, 3, second),
      body('M104 76H136Q138 88 148 94Q160 102 160 118V182Q160 196 146 196H94Q80 196 80 182V118Q80 102 92 94Q102 88 104 76Z', main),
      shade('M132 76H136Q138 88 148 94Q160 102 160 118V182Q160 196 146 196H126Q146 150 138 106Q134 92 132 76Z', 0.16),
      box(96, 42, 48, 28, 7, second),
      line('M106 50V62M115 50V62M125 50V62M134 50V62', '#fff', 2.5, 0.28),
      line('M103 76H137', accent, 4),
      light('M90 120Q90 108 98 102L102 106Q99 112 99 124V178Q90 176 90 166Z', 0.4),
      seam('M81 182H159', 2.5),
    ),
  'water-filter': (main, second, accent) =>
    art(
      line('M92 34H148', second, 9),
      body('M84 34H156Q170 70 162 100Q152 118 134 122H106Q88 118 78 100Q70 70 84 34Z', accent),
      area('M76 66Q98 58 120 66Q142 74 164 66Q168 84 162 100Q152 118 134 122H106Q88 118 78 100Q72 84 76 66Z', WATER, 0.8),
      light('M86 44H96Q86 74 94 102Q80 88 80 66Z', 0.5),
      shade('M150 34H156Q170 70 162 100Q152 118 134 122H126Q160 100 150 34Z', 0.14),
      box(84, 30, 72, 12, 6, second),
      box(104, 118, 32, 12, 4, second),
      body('M94 130Q94 126 98 126H142Q146 126 146 130V164Q146 170 140 170H100Q94 170 94 164Z', main),
      area('M94 136H146V146H94Z', second),
      line('M104 152V164M112 152V164M120 152V164M128 152V164M136 152V164', second, 3),
      shade('M134 126H142Q146 126 146 130V164Q146 170 140 170H130Z', 0.16),
      area('M110 170H130L126 180H114Z', second),
      area(drop(120, 183, 4) + drop(108, 189, 3) + drop(133, 190, 3), WATER),
    ),
  'water-canister': (main, second, accent) =>
    art(
      line('M84 78Q84 44 120 44Q156 44 156 78', second, 10),
      line('M96 52Q106 46 120 46', '#fff', 3, 0.4),
      body(
        'M74 78H166L186 98L176 110L190 124L176 138L190 152L176 166L186 180Q186 194 174 194H66Q54 194 54 180L64 166' +
          'L50 152L64 138L50 124L64 110L54 98Z',
        main,
      ),
      area('M64 138L54 128Q120 140 186 128L176 138L190 152L176 166L186 180Q186 194 174 194H66Q54 194 54 180L64 166L50 152Z', WATER, 0.35),
      line('M54 98Q120 110 186 98M50 124Q120 138 190 124M50 152Q120 166 190 152', accent, 4),
      line('M64 110Q120 121 176 110M64 138Q120 150 176 138M64 166Q120 178 176 166', second, 3, 0.7),
      shade('M150 78H166L186 98L176 110L190 124L176 138L190 152L176 166L186 180Q186 194 174 194H140Q164 150 150 78Z', 0.1),
      light('M70 104L64 124L72 138L64 152L74 166L70 184H80L84 104Z', 0.5),
      box(98, 66, 44, 18, 6, second),
      line('M108 70V80M120 70V80M132 70V80', '#fff', 2.5, 0.35),
      disc(120, 176, 14, second),
      box(114, 176, 12, 22, 4, second),
      box(104, 158, 32, 9, 4.5, accent),
      line('M104 163H136', '#000', 2, 0.15),
    ),
  'rain-jacket': (main, second, accent) =>
    art(
      area(drop(28, 44, 6) + drop(50, 24, 7) + drop(196, 32, 7) + drop(214, 66, 6) + drop(24, 104, 5), WATER),
      body(pair(SLEEVE), main) +
        shade(pair(SLEEVE_SHADE)) +
        area(pair('M37 166L35 172Q34 178 42 181L58 186Q66 188 69 180L71 175Z'), second),
      body(TORSO, main),
      shade(TORSO_SHADE),
      light(TORSO_LIGHT, 0.28),
      body('M86 74Q78 26 120 24Q162 26 154 74Q138 88 120 88Q102 88 86 74Z', main),
      area('M97 72Q92 40 120 38Q148 40 143 72Q132 82 120 84Q108 82 97 72Z', second),
      shade('M97 72Q92 40 120 38Q148 40 143 72Q132 82 120 84Q108 82 97 72Z', 0.4),
      light('M92 66Q86 36 112 30Q96 40 98 60Z', 0.3),
      line('M120 84V191', accent, 4.5),
      box(116, 92, 8, 14, 4, accent),
      line(pair('M100 132L86 162'), second, 8) + line(pair('M100 130L86 160'), accent, 2.5),
      line('M110 82V100M130 82V100', accent, 2.5),
      seam('M69 182H171', 2.5),
    ),
  'long-raincoat': (main, second, accent) =>
    art(
      body(pair('M94 66Q72 70 68 92L52 140Q50 146 56 149L68 153Q74 155 77 149L90 112Z'), main) +
        area(pair('M54 134L52 140Q50 146 56 149L68 153Q74 155 77 149L79 143Z'), second),
      body('M94 64H146Q160 70 162 90L164 112Q168 150 182 188Q150 200 120 197Q90 200 58 188Q72 150 76 112L78 90Q80 70 94 64Z', main),
      shade('M148 66Q160 72 162 90L164 112Q168 150 182 188Q166 195 148 197Q158 130 148 66Z', 0.16),
      light('M90 70Q84 76 84 92L82 120Q78 150 70 180Q88 130 92 70Z', 0.22),
      shade('M100 140L92 195Q84 195 78 193ZM140 150L148 197Q154 196 160 195Z', 0.1),
      body('M90 72Q82 24 120 22Q158 24 150 72Q136 86 120 86Q104 86 90 72Z', main),
      area('M100 70Q94 38 120 36Q146 38 140 70Q131 80 120 82Q109 80 100 70Z', second),
      shade('M100 70Q94 38 120 36Q146 38 140 70Q131 80 120 82Q109 80 100 70Z', 0.4),
      light('M95 62Q90 34 112 28Q99 40 101 58Z', 0.25),
      seam('M110 84V196M131 84V196'),
      discs(
        [
          [121, 96],
          [121, 116],
          [121, 136],
          [121, 156],
          [121, 176],
        ],
        4,
        accent,
      ),
      body(pair('M80 130L104 130L102 144L77 144Z'), second) + line(pair('M80 132L103 132'), accent, 2.5),
      line('M60 185Q90 196 120 193Q150 196 180 185', accent, 2.5, 0.7),
    ),
  'padded-jacket': (main, second, accent) =>
    art(
      body(
        pair(
          'M92 62Q66 64 58 86Q50 92 52 104Q42 112 46 124Q36 132 40 146Q30 154 36 168Q32 178 42 181L58 186Q68 188 70 178' +
            'Q78 170 74 158Q82 150 78 138L90 100Z',
        ),
        main,
      ),
      seam(pair('M54 104Q68 112 86 108M47 124Q62 134 80 130M41 146Q56 156 75 152M37 167Q52 176 71 174'), 3),
      light(pair('M66 80Q60 86 60 94L76 80Z'), 0.3),
      body(
        'M90 62H150Q170 66 170 84Q178 92 172 104Q180 114 174 126Q182 136 175 148Q182 158 174 168Q178 182 166 190H74' +
          'Q62 182 66 168Q58 158 65 148Q58 136 66 126Q60 114 68 104Q62 92 70 84Q70 66 90 62Z',
        main,
      ),
      shade('M154 63Q170 68 170 84Q178 92 172 104Q180 114 174 126Q182 136 175 148Q182 158 174 168Q178 182 166 190H142Q160 130 154 63Z'),
      seam(
        'M70 84Q95 92 116 86M124 86Q145 92 170 84M68 105Q94 114 116 108M124 108Q146 114 172 105M66 127Q92 136 116 130' +
          'M124 130Q148 136 174 127M65 148Q92 158 116 152M124 152Q148 158 175 148M66 169Q92 178 116 173M124 173' +
          'Q148 178 174 169',
        3,
      ),
      light(
        'M78 70Q92 66 108 68V74Q90 72 78 80ZM74 92Q92 98 110 94V100Q90 104 74 98ZM72 114Q92 120 110 116V122' +
          'Q90 126 72 120ZM72 136Q92 142 110 138V144Q90 148 72 142Z',
        0.2,
      ),
      body('M92 64Q90 44 98 38H142Q150 44 148 64Q134 72 120 72Q106 72 92 64Z', second),
      shade('M102 42H138Q142 48 138 54H102Q98 48 102 42Z', 0.4),
      seam('M92 56Q104 62 118 62M122 62Q136 62 148 56', 2.5),
      line('M120 60V190', accent, 4.5),
      box(116, 66, 8, 14, 4, accent),
      box(72, 184, 96, 10, 5, second),
      both(placed('rotate(16 53 180)', box(36, 175, 34, 10, 5, second))),
      line(pair('M88 140L82 160'), accent, 3),
    ),
  'padded-gilet': (main, second, accent) =>
    art(
      body('M82 60Q66 100 64 128H84V60ZM158 60Q174 100 176 128H156V60Z', second),
      shade('M82 60Q66 100 64 128H84V60ZM158 60Q174 100 176 128H156V60Z', 0.3),
      body(
        'M86 56H154Q164 60 166 70Q154 90 162 112Q176 118 174 130Q182 140 176 152Q182 162 174 172Q178 184 166 190H74' +
          'Q62 184 66 172Q58 162 64 152Q58 140 66 130Q64 118 78 112Q86 90 74 70Q76 60 86 56Z',
        main,
      ),
      shade('M154 57Q164 60 166 70Q154 90 162 112Q176 118 174 130Q182 140 176 152Q182 162 174 172Q178 184 166 190H144Q164 130 148 57Z'),
      seam(
        'M80 84Q98 92 116 86M124 86Q142 92 160 84M79 108Q98 114 116 109M124 109Q142 114 161 108M66 131Q92 138 116 132' +
          'M124 132Q148 138 174 131M64 152Q92 160 116 154M124 154Q148 160 176 152M66 172Q92 180 116 174M124 174' +
          'Q148 180 174 172',
        3,
      ),
      light(
        'M82 68Q96 64 110 66V74Q94 72 84 78ZM86 94Q98 98 112 94V101Q98 104 85 100ZM76 118Q94 122 112 117V124' +
          'Q92 128 74 126ZM72 140Q92 146 112 141V147Q90 150 72 146Z',
        0.24,
      ),
      body('M90 60Q88 40 98 36H142Q152 40 150 60Q136 68 120 68Q104 68 90 60Z', second),
      area('M102 40H138Q142 46 138 54Q120 60 102 54Q98 46 102 40Z', accent),
      shade('M102 40H138Q142 46 138 54Q120 60 102 54Q98 46 102 40Z', 0.25),
      seam('M112 64V190M129 66V190'),
      discs(
        [
          [120.5, 76],
          [120.5, 98],
          [120.5, 120],
          [120.5, 143],
          [120.5, 164],
          [120.5, 183],
        ],
        4.5,
        accent,
      ),
      line(pair('M96 138L86 160'), second, 5) + line(pair('M97 137L87 159'), accent, 2),
      box(72, 186, 96, 8, 4, second),
    ),
  'fleece-jacket': (main, second, accent) =>
    art(
      body(
        pair(
          'M92 60Q64 66 58 92Q50 96 54 106Q44 112 48 122Q38 128 42 140Q34 146 37 156Q28 162 34 174L42 181L58 186' +
            'Q68 188 69 178Q78 174 74 164Q82 156 78 146L88 112Z',
        ),
        main,
      ),
      both(placed('rotate(16 61 124)', oval(61, 124, 11, 17, second))),
      body(pair('M35 170L33 178Q33 182 40 184L58 190Q65 191 67 185L69 178Z'), accent),
      body(
        `M92 60Q120 72 148 60Q168 64 170 86${tufts(170, 86, 186, 1)}Q168 194 160 188Q154 198 146 190Q140 198 133 190` +
          `Q126 198 120 190Q114 198 107 190Q100 198 94 190Q86 198 80 188Q72 194 70 186${tufts(70, 186, 86, -1)}` +
          `Q72 64 92 60Z`,
        main,
      ),
      body('M92 62Q76 66 72 86L71 116Q96 122 120 117Q144 122 169 116L168 86Q164 66 148 62Q120 72 92 62Z', accent),
      shade('M152 62Q168 66 170 86V180Q166 192 158 190Q154 196 146 190Q162 130 152 62Z'),
      line(
        'M84 134q5 -5 9 0M100 150q5 -5 9 0M82 164q5 -5 9 0M134 138q5 -5 9 0M152 154q5 -5 9 0M136 172q5 -5 9 0' +
          'M98 178q5 -5 9 0M154 128q4 -4 8 0',
        '#000',
        2.5,
        0.16,
      ),
      light('M90 68Q80 72 79 88L79 108Q88 90 90 68Z', 0.3),
      body('M92 64Q88 42 100 36H140Q152 42 148 64Q134 74 120 74Q106 74 92 64Z', main),
      area('M103 42H137Q142 48 137 58Q120 64 103 58Q98 48 103 42Z', second),
      shade('M103 42H137Q142 48 137 58Q120 64 103 58Q98 48 103 42Z', 0.3),
      line('M120 62V190', second, 5),
      box(116, 72, 8, 15, 4, '#f3f3f0'),
      body('M136 90H160V108H136Z', second),
      line(pair('M94 142L86 166'), second, 5),
    ),
  'crew-jumper': (main, second, accent) =>
    art(
      knit(main, second, area('M68 104H172V114H68ZM68 126H172V136H68ZM68 148H172V158H68Z', second)),
      area(pair('M55.5 102L53 111L83 121L86 112ZM49.5 123L47 132L77 141L80 132Z'), second),
      line('M74 92l4 5l4 -5l4 5l4 -5l4 5l4 -5l4 5l4 -5l4 5l4 -5l4 5l4 -5l4 5l4 -5l4 5l4 -5l4 5l4 -5l4 5l4 -5l4 5l4 -5', accent, 2.5),
      area('M88 62Q104 50 120 50Q136 50 152 62Q146 88 120 88Q94 88 88 62Z', second),
      area('M100 60Q110 56 120 56Q130 56 140 60Q136 77 120 77Q104 77 100 60Z', main),
      shade('M100 60Q110 56 120 56Q130 56 140 60Q136 77 120 77Q104 77 100 60Z', 0.4),
      seam('M95 70L103 66M102 80L108 73M113 86L116 78M127 86L124 78M138 80L132 73M145 70L137 66'),
    ),
  'roll-neck-jumper': (main, second, accent) =>
    art(
      knit(
        main,
        second,
        seam('M96 92V172M144 92V172', 3) +
          line(
            'M112 92q16 10 0 20q-16 10 0 20q16 10 0 20q-16 10 0 20M128 92q-16 10 0 20q16 10 0 20q-16 10 0 20q16 10 0 20',
            accent,
            4,
            0.75,
          ),
      ),
      body('M92 66Q90 44 96 34Q120 26 144 34Q150 44 148 66Q136 78 120 78Q104 78 92 66Z', main),
      body('M94 34Q120 24 146 34L150 58Q120 72 90 58Z', main),
      light('M94 34Q120 24 146 34L147 40Q120 30 93 40Z', 0.3),
      seam('M100 34L98 60M110 31L109 64M120 30V65M130 31L131 64M140 34L142 60', 2.5),
      shade('M90 58Q120 72 150 58L148 66Q136 78 120 78Q104 78 92 66Z', 0.3),
      shade('M138 31L146 34L150 58L138 63Z', 0.14),
    ),
  cardigan: (main, second, accent) =>
    art(
      area('M96 60Q120 48 144 60L140 190H100Z', second),
      shade('M96 60Q120 48 144 60L140 190H100Z', 0.35),
      body(pair(SLEEVE), main) + shade(pair(SLEEVE_SHADE), 0.1) + body(pair(CUFF), second) + seam(pair(CUFF_RIBS)),
      body('M92 62Q72 68 68 88V184Q68 194 76 194H122V126Q104 110 92 62Z', main),
      body('M148 62Q168 68 172 88V184Q172 194 164 194H128V126Q140 108 148 62Z', main),
      light(TORSO_LIGHT, 0.22),
      shade('M156 66Q168 70 172 88V184Q172 194 164 194H146Q162 150 156 66Z'),
      line('M94 58Q104 110 120 128V190M146 58Q138 110 130 128V190', second, 9),
      line('M94 58Q120 44 146 58', second, 9),
      area('M68 180H116V194H76Q68 194 68 186ZM134 180H172V186Q172 194 164 194H134Z', second),
      discs(
        [
          [120, 134],
          [120, 150],
          [120, 166],
          [120, 183],
        ],
        4.5,
        accent,
      ),
      body(pair('M76 138L106 138L106 164Q106 170 100 170L82 170Q76 170 76 164Z'), main) + line(pair('M77 141L105 141'), second, 6),
      seam('M80 92V130M92 92V132M150 104V130M161 92V130'),
    ),
  'button-shirt': (main, second, accent) =>
    art(
      body(pair(SLEEVE), main),
      shade(pair(SLEEVE_SHADE), 0.12),
      body(pair('M39.5 160L35 174Q34 180 41 182L58 187Q66 188 68 182L72 170Z'), second),
      discs(
        [
          [62, 178],
          [178, 178],
        ],
        2.5,
        accent,
      ),
      body(
        'M92 62Q120 72 148 62Q168 66 170 88L166 150Q168 176 172 184Q146 184 138 192Q120 196 102 192Q94 184 68 184' +
          'Q72 176 74 150L70 88Q72 66 92 62Z',
        main,
      ),
      shade('M154 64Q168 70 170 88L166 150Q168 176 172 184Q158 184 148 186Q160 130 154 64Z'),
      light('M88 68Q78 74 77 92L80 146Q86 110 88 68Z', 0.3),
      area('M99 56Q120 48 141 56L130 76L120 80L110 76Z', second),
      shade('M99 56Q120 48 141 56L130 76L120 80L110 76Z', 0.35),
      area('M112.5 76H127.5V193Q120 195 112.5 194Z', second),
      seam('M112.5 82V193M127.5 82V193', 1.5),
      body('M98 50L88 66L106 90L120 76Q104 68 98 50ZM142 50L152 66L134 90L120 76Q136 68 142 50Z', main),
      light('M98 50L88 66L94 74L102 60Z', 0.3),
      discs(
        [
          [120, 86],
          [120, 107],
          [120, 128],
          [120, 149],
          [120, 170],
        ],
        3.5,
        accent,
      ),
      body('M136 102H160V124L148 132L136 124Z', second),
      seam('M137 109H159M92 90L78 96M148 90L162 96'),
    ),
  't-shirt': (main, second, accent) =>
    art(
      body(pair('M92 54Q66 60 56 76L30 110Q27 115 32 119L54 136Q59 139 63 134L82 110Z'), main),
      shade(pair('M70 92L72 124L82 110Z'), 0.16),
      line(pair('M36 112L60 130'), second, 5),
      light(pair('M84 62Q68 66 60 80L48 96Q70 80 84 62Z'), 0.2),
      body('M90 54Q120 72 150 54Q170 60 174 84L172 186Q172 194 164 194H76Q68 194 68 186L66 84Q70 60 90 54Z', main),
      shade('M156 58Q170 64 174 84L172 186Q172 194 164 194H140Q164 140 156 58Z'),
      light('M86 62Q76 68 75 86L76 160Q84 110 86 62Z', 0.22),
      area('M88 55Q98 50 104 50Q120 56 136 50Q142 50 152 55Q146 84 120 84Q94 84 88 55Z', second),
      area('M97 54Q120 58 143 54Q138 75 120 75Q102 75 97 54Z', main),
      shade('M97 54Q120 58 143 54Q138 75 120 75Q102 75 97 54Z', 0.45),
      box(116, 56, 9, 6, 1.5, accent),
      seam('M69 183H171', 2),
      line('M150 128Q158 136 152 150M84 136Q80 148 86 158', '#000', 3, 0.14),
      box(152, 170, 12, 8, 1.5, accent),
    ),
  'long-sleeve-top': (main, second, accent) =>
    art(
      body(pair('M100 54Q76 58 70 82L56 168Q54 178 62 180L72 182Q79 183 81 176L94 108Z'), main),
      area(pair('M57 166L56 172Q54 180 62 182L72 184Q79 185 81 178L83 170Z'), second),
      shade(pair('M88 108L84 150L74 182Q79 182 81 176L94 112Z'), 0.16),
      body(
        'M98 54Q120 68 142 54Q156 58 158 82Q150 120 156 150L160 186Q160 194 152 194H88Q80 194 80 186L84 150Q90 120 82 82Q84 58 98 54Z',
        main,
      ),
      shade('M146 56Q156 60 158 82Q150 120 156 150L160 186Q160 194 152 194H134Q152 140 146 56Z'),
      light('M94 60Q88 66 88 84Q96 116 92 146Q100 110 94 60Z', 0.28),
      line('M98 60Q92 88 80 106M142 60Q148 88 160 106', accent, 2.5),
      line('M94 112Q98 150 90 190M146 112Q142 150 150 190', accent, 2),
      area('M94 55Q104 48 110 49Q120 52 130 49Q136 48 146 55Q140 76 120 76Q100 76 94 55Z', second),
      area('M102 54Q120 58 138 54Q134 68 120 68Q106 68 102 54Z', main),
      shade('M102 54Q120 58 138 54Q134 68 120 68Q106 68 102 54Z', 0.45),
      seam('M82 184H158'),
    ),
  trousers: (main, second, accent) =>
    art(
      body(TROUSERS, main),
      shade('M144 44H156L170 186Q170 192 164 192H150ZM118 102L110 187Q109 192 104 192H98Q110 140 112 84Z', 0.16),
      light('M90 60L80 150Q80 170 84 180Q92 120 96 60Z', 0.18),
      seam('M96 76L92 190M144 76L148 190', 2.5),
      seam('M120 54V102M120 88Q130 86 130 58', 2),
      box(82, 38, 76, 17, 5, second),
      area('M90 37h5v20h-5ZM106 37h5v20h-5ZM131 37h5v20h-5ZM147 37h5v20h-5Z', main),
      light('M90 37h5v20h-5ZM106 37h5v20h-5ZM131 37h5v20h-5ZM147 37h5v20h-5Z', 0.14),
      disc(120, 46, 3.5, accent),
      line('M104 58L84 84M136 58L156 84', second, 6),
      line('M105 60L86 85M135 60L154 85', accent, 2.5),
      line('M73 183H109M131 183H167', second, 3),
    ),
  jeans: (main, second, accent) =>
    art(
      body('M84 44H156L172 168H130L122 100H118L110 168H68Z', main),
      light('M86 84Q98 110 92 156H80ZM146 84Q156 120 158 156H146Z', 0.16),
      shade('M146 44H156L172 168H154ZM118 100L110 168H98Q112 130 112 84Z', 0.18),
      dashes('M81 80L73 164M159 80L167 164', accent, 2.5, '5 4'),
      dashes('M120 56V98M120 92Q133 90 133 58', accent, 2.5, '5 4'),
      body('M66 162H112L110 190Q109 196 104 196H70Q64 196 64 190ZM174 162H128L130 190Q131 196 136 196H170Q176 196 176 190Z', second),
      light('M66 162H112L110 190Q109 196 104 196H70Q64 196 64 190ZM174 162H128L130 190Q131 196 136 196H170Q176 196 176 190Z', 0.32),
      line('M68 171H110M130 171H172', '#000', 2, 0.2),
      box(82, 37, 76, 18, 5, main),
      dashes('M88 51H152', accent, 2.5, '5 4'),
      area('M89 36h6v21h-6ZM105 36h6v21h-6ZM131 36h6v21h-6ZM146 36h6v21h-6Z', second),
      disc(120, 45, 4.5, accent),
      area('M83 56H108Q106 78 80 80ZM157 56H132Q134 78 160 80Z', second),
      dashes('M108 58Q106 78 82 80M132 58Q134 78 158 80', accent, 3, '5 4'),
      discs(
        [
          [106, 62],
          [86, 78],
          [134, 62],
          [154, 78],
        ],
        2.5,
        accent,
      ),
    ),
  shorts: (main, second, accent) =>
    art(
      body('M74 62H166L188 180Q188 186 182 188L138 194Q132 194 130 189L122 134H118L110 189Q108 194 102 194L58 188Q52 186 52 180Z', main),
      shade('M148 62H166L188 180Q188 186 182 188L160 191ZM118 134L110 189Q108 194 102 194L92 193Q110 160 110 108Z', 0.16),
      light('M80 84L64 170Q64 178 70 180Q82 130 88 84Z', 0.2),
      seam('M120 80V134', 2.5),
      line('M100 80Q96 106 68 116M140 80Q144 106 172 116', second, 6),
      line('M102 81Q97 108 69 119M138 81Q143 108 171 119', accent, 2.5),
      box(72, 54, 96, 26, 7, second),
      area('M81 53h6v29h-6ZM153 53h6v29h-6Z', main),
      seam('M92 58V76M99 62V76M148 58V76M141 62V76', 2),
      line('M116 68Q100 60 102 72Q106 78 118 69Q116 90 108 102M124 68Q140 60 138 72Q134 78 122 69Q124 88 131 98', accent, 3.5),
      disc(120, 68, 4, accent),
      line('M55 175Q82 182 111 183M185 175Q158 182 129 183', second, 3),
    ),
  'lace-boot': (main, second, accent) =>
    art(
      area('M104 58Q110 40 128 42Q138 46 134 70L124 96Z', second),
      body('M56 62Q54 50 66 50L112 56Q120 58 121 66L128 102Q134 118 156 126Q198 134 202 166V176H50Q46 150 56 122Q62 96 56 62Z', main),
      area('M56 62Q54 50 66 50L112 56Q120 58 121 66L122 72Q86 62 57 72Z', second),
      area('M50 176Q46 150 56 124Q78 128 84 176Z', second),
      area('M166 129Q198 138 202 166V176H158Q152 146 166 129Z', second),
      light('M176 138Q190 146 194 160Q180 150 172 148Z', 0.25),
      light('M66 78Q74 74 84 76Q78 98 72 116Q66 116 66 110Q70 94 66 78Z', 0.2),
      seam('M100 76Q104 118 128 134Q140 142 152 146M84 130Q112 152 156 162', 2.5),
      line('M102 82L130 76M104 98L134 92M110 114L140 106M120 128L152 118', accent, 4.5),
      line('M124 72Q146 58 150 70Q148 82 128 78M126 80Q146 88 142 100', accent, 3.5),
      discs(
        [
          [101, 82],
          [103, 98],
          [109, 114],
          [120, 129],
        ],
        4,
        '#d9d4c8',
      ),
      area(
        'M44 172H206Q210 172 208 182L206 194H190L187 188H178L175 194H158L155 188H146L143 194H126L123 188H106L103 194' +
          'H86L83 188H74L71 194H48Q42 194 42 184Z',
        '#2d2a28',
      ),
      line('M48 176H204', accent, 3),
      line('M58 52Q52 42 58 38Q66 38 64 50', accent, 4),
    ),
  'chelsea-boot': (main, second, accent) =>
    art(
      line('M66 62Q58 44 68 38Q80 38 78 60', accent, 6),
      body('M58 64Q57 56 66 56L124 62Q131 63 131 70L132 104Q136 126 162 134Q202 142 206 168V180H54Q48 150 56 122Q60 96 58 64Z', main),
      area('M82 61L116 64Q120 104 106 134Q92 134 86 124Q78 94 82 61Z', second),
      seam('M89 64Q88 98 95 128M97 64Q97 100 100 132M105 65Q106 100 103 132M112 66Q114 98 107 126', 2),
      line('M82 61L116 64Q120 104 106 134Q92 134 86 124Q78 94 82 61Z', '#fff', 2, 0.25),
      shade('M54 180Q50 156 54 134Q110 170 206 162V180Z', 0.2),
      light('M160 138Q190 146 196 158Q176 150 156 146Z', 0.35),
      light('M64 70H74Q72 96 68 120Q62 118 64 104Z', 0.22),
      line('M84 130Q72 150 74 176M108 134Q124 160 160 164', '#fff', 2, 0.22),
      area('M52 176H208Q212 178 210 184H118L112 195H54Q50 195 50 188Z', '#3a2c22'),
      line('M54 178H207', accent, 3),
      line('M56 187H110', '#fff', 2, 0.2),
    ),
  sneaker: (main, second, accent) =>
    art(
      area('M98 106Q108 84 126 88Q136 94 130 116L116 130Z', second),
      body('M38 110Q40 102 50 106Q62 122 92 114Q98 104 106 106L122 112Q134 130 158 138Q204 144 208 172V180H36Q30 146 38 110Z', main),
      area('M38 110Q40 102 50 106Q58 116 66 118Q56 150 60 180H36Q30 146 38 110Z', second),
      shade('M36 180Q33 166 34 152Q110 172 170 160L160 180Z', 0.08),
      light('M72 124Q84 126 94 122Q90 140 96 154Q74 150 72 124Z', 0.5),
      seam('M96 114Q98 142 122 152Q140 158 154 160M66 122Q58 150 62 178', 2),
      body('M168 141Q204 148 208 172V180H156Q154 154 168 141Z', '#fbfaf5'),
      line('M102 124L124 114M108 136L134 124M118 146L146 132M132 153L158 139', accent, 5),
      line('M120 112Q136 92 146 100Q146 112 124 114M122 114Q142 112 144 124', accent, 3.5),
      body('M34 170H208Q214 172 213 182Q212 194 202 194H44Q33 194 32 184Q31 172 34 170Z', '#fbfaf5'),
      line('M34 182H212', accent, 5),
      shade('M33 188H212Q209 194 202 194H44Q36 194 33 188Z', 0.14),
      disc(48, 136, 7, accent),
    ),
  'wellington-boot': (main, second, accent) =>
    art(
      body('M72 40Q72 34 80 34L132 38Q140 39 140 46L136 130Q140 146 164 150Q202 154 206 176V182H68Q62 160 70 132Q76 90 72 40Z', main),
      shade('M122 37L132 38Q140 39 140 46L136 130Q140 146 164 150Q202 154 206 176V182H150Q108 176 118 130Q124 90 122 37Z', 0.14),
      oval(106, 40, 33, 7, second),
      oval(106, 40, 27, 4.5, '#000', 0.4),
      light('M82 72Q84 96 82 122Q78 146 80 166Q92 150 92 126Q94 96 91 72Z', 0.26),
      light('M162 156Q190 160 198 170Q176 166 156 164Z', 0.3),
      seam('M70 140Q90 148 106 140Q122 132 136 134M162 151Q152 164 154 180', 2.5),
      area('M73 54L140 58L139 68L74 64Z', second),
      line('M74 59L140 63', accent, 3),
      `<rect x="118" y="50" width="17" height="20" rx="4" fill="none" stroke="${accent}" stroke-width="4.5"/>`,
      line('M134 63H150', second, 8),
      area('M62 178H208Q214 180 212 188H126L120 196H66Q58 196 60 186Z', second),
      line('M66 180H207', accent, 3.5),
      line('M74 190H116', '#fff', 2, 0.25),
    ),
  sandal: (main, second, accent) =>
    art(
      line('M60 146C48 104 92 92 124 104', second, 11),
      line('M112 150C118 112 128 104 136 112', second, 11),
      area('M36 158Q40 150 52 156Q86 166 120 158Q160 146 196 158Q210 164 204 172H40Z', accent),
      shade('M36 158Q40 150 52 156Q86 166 120 158Q160 146 196 158Q210 164 204 172H40Z', 0.12),
      area('M146 172C150 128 172 120 186 140Q196 152 198 172H182Q178 148 172 146Q164 148 164 172Z', main),
      area('M90 172C98 128 112 104 126 94Q140 98 150 128L158 172H136Q132 132 124 130Q114 140 112 172Z', main),
      area('M40 170Q34 124 52 108Q84 88 126 94Q130 102 124 110Q84 106 64 120Q54 132 58 170Z', main),
      light('M52 116Q76 98 110 98Q80 104 62 116Q52 128 50 150Q44 130 52 116Z', 0.25),
      light('M152 154Q158 132 170 130Q160 140 158 158ZM104 146Q110 124 120 112Q114 130 110 150Z', 0.3),
      box(114, 92, 22, 20, 5, accent),
      line('M120 97V107M128 97V107', second, 3),
      dashes('M102 166Q106 146 114 130M152 166Q156 144 164 136', accent, 2, '4 4'),
      body('M34 164Q80 178 120 170Q160 162 208 168Q214 180 204 192H44Q32 190 34 164Z', second),
      line('M36 170Q80 183 120 176Q160 168 209 174', accent, 4),
      line('M56 192V188M74 192V188M92 192V188M110 192V188M128 192V188M146 192V188M164 192V188M182 192V188', '#000', 6, 0.35),
    ),
  beanie: (main, second, accent) =>
    art(
      disc(120, 54, 20, accent),
      discs(
        [
          [120, 36],
          [131, 39],
          [137, 48],
          [137, 60],
          [131, 69],
          [120, 72],
          [109, 69],
          [103, 60],
          [103, 48],
          [109, 39],
        ],
        7.5,
        accent,
      ),
      shade('M138 42Q148 58 136 72Q124 82 108 76Q140 72 138 42Z', 0.12),
      line('M112 48L116 54M126 46L124 52M130 60L124 58M110 62L116 60', '#000', 2.5, 0.16),
      light('M104 54Q106 42 118 40Q110 46 110 58Z', 0.4),
      body('M62 152Q58 76 120 74Q182 76 178 152Z', main),
      shade('M138 77Q182 86 178 152H150Q162 110 138 77Z'),
      seam('M78 150Q76 108 104 80M98 150Q98 108 114 80M120 150V80M142 150Q142 108 126 80M162 150Q164 108 136 80', 3),
      light('M70 140Q70 104 92 88Q80 108 80 142Z', 0.25),
      body('M56 150Q56 140 66 140H174Q184 140 184 150V184Q184 194 174 194H66Q56 194 56 184Z', second),
      seam('M68 146V188M81 146V188M94 146V188M107 146V188M120 146V188M133 146V188M146 146V188M159 146V188M172 146V188', 3),
      light('M60 146Q62 143 66 143H174Q178 143 180 146V152H60Z', 0.2),
      shade('M58 182H182Q182 194 174 194H66Q58 194 58 182Z', 0.12),
    ),
  'brimmed-hat': (main, second, accent) =>
    art(
      oval(120, 168, 98, 27, second),
      `<ellipse cx="120" cy="162" rx="98" ry="27" fill="${main}" stroke="#000" stroke-opacity=".16" stroke-width="2"/>`,
      line('M36 160Q50 144 76 140', '#fff', 4, 0.35),
      line('M38 172Q76 188 120 187Q164 188 202 172', second, 3),
      oval(124, 166, 58, 14, '#000', 0.16),
      body('M70 160Q70 96 92 82Q120 66 148 82Q170 96 170 160Q120 182 70 160Z', main),
      shade('M140 78Q170 90 170 160Q158 166 144 168Q156 120 140 78Z', 0.15),
      shade('M96 84Q120 98 144 84Q132 76 120 76Q106 76 96 84Z', 0.16),
      light('M80 132Q80 102 96 92Q90 110 90 134Z', 0.35),
      area('M70 136Q120 158 170 136L170 160Q120 182 70 160Z', accent),
      light('M70 136Q84 143 98 145V169Q82 166 70 160Z', 0.14),
      line('M90 104Q120 114 150 104M84 118Q120 130 156 118', second, 2.5, 0.7),
      area('M150 144L164 139L168 160L156 166Z', second),
    ),
  gloves: (main, second, accent) =>
    art(
      placed('translate(154 112) rotate(12)', glove(main, second, accent) + faded(0.14, gloveHand('#000'))),
      placed('translate(88 114) rotate(-10) scale(-1 1)', glove(main, second, accent)),
    ),
  scarf: (main, second, accent) =>
    art(
      area('M66 78Q70 46 120 44Q170 46 174 78Q150 96 120 96Q90 96 66 78Z', main),
      shade('M66 78Q70 46 120 44Q170 46 174 78Q150 96 120 96Q90 96 66 78Z', 0.35),
      line('M131 176V192M140 176V193M149 176V194M158 174V192M167 172V190', main, 4.5),
      body('M128 100L166 96L172 174L128 180Z', main),
      band('M142 100L143 178M156 97L160 176', second, 7),
      band('M128 126L168 122M128 154L170 150', second, 7),
      band('M134 104V179M128 139L169 136', accent, 2.5),
      line('M81 180L79 194M90 182L89 197M99 182V197M108 182V196', main, 4.5),
      body('M86 98L128 104L114 186L74 180Z', main),
      band('M100 101L90 182M116 104L104 184', second, 7),
      band('M82 124L124 130M79 152L119 158', second, 7),
      band('M109 104L97 184M81 138L121 144', accent, 2.5),
      body('M52 82Q50 62 66 56Q72 74 120 76Q168 74 174 56Q190 62 188 82Q184 116 120 118Q56 116 52 82Z', main),
      band('M74 66Q66 84 72 106M98 75Q92 94 98 116M142 75Q148 94 142 116M166 66Q174 84 168 106', second, 7),
      band('M53 86Q66 102 120 103Q174 102 187 86', second, 7),
      band('M62 66Q78 88 120 89Q162 88 178 66M85 72Q80 90 85 112M155 72Q160 90 155 112M120 77V117', accent, 2.5),
      light('M58 78Q58 68 64 64Q70 78 100 82Q72 84 58 78Z', 0.25),
      shade('M72 106Q90 116 120 116Q150 116 168 106Q150 124 120 124Q90 124 72 106Z', 0.2),
    ),
  'crew-socks': (main, second, accent) =>
    art(
      placed('translate(-36 -8)', crewSock(main, second, accent) + shade(SOCK_CREW, 0.14)),
      placed('translate(8 0)', crewSock(main, second, accent)),
    ),
  'knee-socks': (main, second, accent) =>
    art(
      placed('translate(-38 -4)', kneeSock(main, second, accent) + shade(SOCK_KNEE, 0.14)),
      placed('translate(10 2)', kneeSock(main, second, accent)),
    ),
  'ankle-socks': (main, second, accent) =>
    art(
      placed('translate(-32 -22)', ankleSock(main, second, accent) + shade(SOCK_ANKLE, 0.12)),
      placed('translate(14 0)', ankleSock(main, second, accent)),
    ),
}

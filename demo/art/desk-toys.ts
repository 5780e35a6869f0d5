import type { Drawing } from './drawing.js'

// Pictures of the desk, stationery, toy and game items. Light falls from the top left; things stand on y = 194.

const WHITE = '#fff'
const BLACK = '#000'
const STEEL = '#c3cad0'
const WOOD = '#ddb98a'
const PAPER = '#fdfbf5'
const GLOW = '#ffe7a3'
const DARK = '#2a2420'

const faded = (opacity: number): string => (opacity < 1 ? ` opacity="${opacity}"` : '')
const turn = (transform: string): string => (transform ? ` transform="${transform}"` : '')
const path = (d: string, fill: string, opacity = 1): string => `<path d="${d}" fill="${fill}"${faded(opacity)}/>`
const line = (d: string, stroke: string, width: number, opacity = 1, dash = ''): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="${dash ? 'butt' : 'round'}"` +
  ` stroke-linejoin="round"${dash ? ` stroke-dasharray="${dash}"` : ''}${faded(opacity)}/>`
const rect = (x: number, y: number, w: number, h: number, rx: number, fill: string, opacity = 1, transform = ''): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${rx}" fill="${fill}"${faded(opacity)}${turn(transform)}/>`
const circle = (x: number, y: number, r: number, fill: string, opacity = 1): string =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"${faded(opacity)}/>`
const oval = (x: number, y: number, rx: number, ry: number, fill: string, opacity = 1, transform = ''): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"${faded(opacity)}${turn(transform)}/>`
const ring = (x: number, y: number, rx: number, ry: number, stroke: string, width: number, opacity = 1): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="none" stroke="${stroke}" stroke-width="${width}"${faded(opacity)}/>`
const group = (transform: string, ...inner: string[]): string => `<g transform="${transform}">${inner.join('')}</g>`
const draw = (...inner: string[]): string => inner.join('')
const light = (d: string, opacity = 0.25): string => path(d, WHITE, opacity)
const shade = (d: string, opacity = 0.12): string => path(d, BLACK, opacity)
/** A faint contour, so that white things stay visible on a light background. */
const edge = (d: string): string => line(d, BLACK, 2, 0.14)

const num = (value: number): string => String(Math.round(value * 10) / 10)
type Point = readonly [number, number]
const polygon = (points: readonly Point[]): string => `M${points.map(([x, y]) => `${num(x)} ${num(y)}`).join('L')}Z`

const star = (x: number, y: number, outer: number, inner: number, tilt = 0): string =>
  polygon(
    Array.from({ length: 10 }, (_, i): Point => {
      const angle = (i * Math.PI) / 5 - Math.PI / 2 + tilt
      const r = i % 2 ? inner : outer
      return [x + r * Math.cos(angle), y + r * Math.sin(angle)]
    }),
  )

/** Outline of a toothed wheel whose first tooth points along `phase`. */
const gear = (x: number, y: number, r: number, teeth: number, phase: number): string => {
  const pitch = (2 * Math.PI) / teeth
  const points: Point[] = []
  for (let i = 0; i < teeth; i++) {
    const at = phase + i * pitch
    const corners: Point[] = [
      [-0.27, r - 5],
      [-0.15, r + 5],
      [0.15, r + 5],
      [0.27, r - 5],
    ]
    for (const [turns, radius] of corners)
      points.push([x + radius * Math.cos(at + turns * pitch), y + radius * Math.sin(at + turns * pitch)])
  }
  return polygon(points)
}

/** A block seen from the front and a little from the right and above. */
const block = (x: number, y: number, w: number, h: number, fill: string): string =>
  draw(
    path(`M${x} ${y}l10-8h${w}v${h}l-10 8h${-w}z`, fill),
    light(`M${x} ${y}l10-8h${w}l-10 8z`, 0.35),
    shade(`M${x + w} ${y}l10-8v${h}l-10 8z`, 0.22),
    light(`M${x + 4} ${y + 4}h${w - 8}v4h${8 - w}z`, 0.22),
  )

const brick = (x: number, y: number, studs: number, fill: string): string =>
  draw(
    path(`M${x} ${y}l12-9h${studs * 26}v34l-12 9h${-studs * 26}z`, fill),
    light(`M${x} ${y}l12-9h${studs * 26}l-12 9z`, 0.28),
    shade(`M${x + studs * 26} ${y}l12-9v34l-12 9z`, 0.22),
    ...Array.from({ length: studs }, (_, i) => {
      const left = x + 10 + i * 26
      return (
        path(`M${left} ${y - 13}v8a9 4 0 0 0 18 0v-8z`, fill) +
        shade(`M${left + 10} ${y - 10}h8v5a9 4 0 0 1 -8 4z`, 0.18) +
        oval(left + 9, y - 13, 9, 4, fill) +
        oval(left + 9, y - 13, 9, 4, WHITE, 0.35)
      )
    }),
    light(`M${x + 5} ${y + 5}h${studs * 26 - 10}v4h${10 - studs * 26}z`, 0.22),
  )

const fluke = 'M190 104C184 84 172 74 158 70C160 86 172 98 184 106Z'

/** One tile of a three-by-three face given its corner and the two edge vectors. */
const tile = (o: Point, u: Point, v: Point, i: number, j: number, columns: number, rows: number): string => {
  const gap = 0.07
  const at = (s: number, t: number): Point => [
    o[0] + (u[0] * s) / columns + (v[0] * t) / rows,
    o[1] + (u[1] * s) / columns + (v[1] * t) / rows,
  ]
  return polygon([at(i + gap, j + gap), at(i + 1 - gap, j + gap), at(i + 1 - gap, j + 1 - gap), at(i + gap, j + 1 - gap)])
}

/** A layer of the puzzle cube, from height z0 to z1, turned about its axis. */
const layer = (z0: number, z1: number, degrees: number, colours: readonly string[], top: boolean): string => {
  const turned = (degrees * Math.PI) / 180
  const corner = (k: number, z: number): Point => {
    const angle = turned + Math.PI / 4 + (k * Math.PI) / 2
    const x = Math.cos(angle) * 2.1213
    const y = Math.sin(angle) * 2.1213
    return [120 + (x - y) * 23, 128 + (x + y) * 12.4 - (z - 1.5) * 30]
  }
  let out = ''
  for (let k = 0; k < 4; k++) {
    const from = corner(k + 1, z1)
    const to = corner(k, z1)
    if (to[0] <= from[0]) continue
    const low = corner(k + 1, z0)
    const u: Point = [to[0] - from[0], to[1] - from[1]]
    const v: Point = [low[0] - from[0], low[1] - from[1]]
    out += path(polygon([from, to, corner(k, z0), low]), DARK)
    const rows = z1 - z0
    const fill = colours[k % 2] ?? STEEL
    let tiles = ''
    for (let i = 0; i < 3; i++) for (let j = 0; j < rows; j++) tiles += tile(from, u, v, i, j, 3, rows)
    out += path(tiles, fill) + (k % 2 ? light(tiles, 0.1) : shade(tiles, 0.14))
  }
  const o = corner(2, z1)
  const p = corner(3, z1)
  const q = corner(1, z1)
  out += path(polygon([o, p, corner(0, z1), q]), DARK)
  if (!top) return out
  let tiles = ''
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) tiles += tile(o, [p[0] - o[0], p[1] - o[1]], [q[0] - o[0], q[1] - o[1]], i, j, 3, 3)
  return out + path(tiles, colours[2] ?? WHITE) + light(tiles, 0.16)
}

/** A crystal with a pointed tip and three facets; its foot lies at (0, 0). */
const prism = (w: number, h: number, tip: number, fill: string, tint: string): string =>
  draw(
    path(`M${-w} 0V${-h}L${w * 0.1} ${-h - tip}L${w} ${-h}V0Z`, fill),
    path(`M${w * 0.3} 0V${-h + 6}L${w * 0.1} ${-h - tip}L${w} ${-h}V0Z`, tint, 0.55),
    shade(`M${w * 0.3} 0V${-h + 6}L${w * 0.1} ${-h - tip}L${w} ${-h}V0Z`),
    light(`M${-w} 0V${-h}L${w * 0.1} ${-h - tip}L${-w * 0.35} ${-h + 6}V0Z`, 0.4),
  )

const card = (degrees: number, fill: string, inner: string): string =>
  group(
    `rotate(${degrees} 120 216)`,
    rect(84, 56, 72, 108, 9, fill),
    '<rect x="84" y="56" width="72" height="108" rx="9" fill="none" stroke="#000" stroke-width="2" opacity=".22"/>',
    inner,
  )

const tube = (fill: string, cap: string): string =>
  draw(
    path('M-22 -136H22L19 -38Q19 -26 9 -22H-9Q-19 -26 -19 -38Z', '#eef1f2'),
    path('M-21.5 -112H21.500L19 -46H-19Z', fill),
    rect(-25, -142, 50, 14, 2, '#cfd5d9'),
    line('M-22 -137H22M-22 -132.500H22', BLACK, 1.5, 0.2),
    path('M-12 -24H12L14 0H-14Z', cap),
    line('M-6 -20V-3M0 -20V-3M6 -20V-3', BLACK, 2, 0.22),
    rect(-11, -96, 22, 26, 3, WHITE, 0.55),
    light('M-18 -126H-12L-11 -34H-15Z', 0.45),
    shade('M8 -128H22L19 -38Q19 -26 9 -22Z'),
  )

const brush = (degrees: number, handle: string, metal: string, hair: string): string =>
  group(
    `rotate(${degrees} 120 226)`,
    path('M110 104H130C134 128 128 176 122 198Q120 202 118 198C112 176 106 128 110 104Z', handle),
    light('M113 108H117C115 134 118 164 119 190C113 164 111 132 113 108Z', 0.35),
    hair,
    path('M107 72H133L130 106H110Z', metal),
    line('M108.500 82H131.500M110 98H130', BLACK, 2, 0.25),
    light('M111 73H117L116 105H113Z', 0.5),
  )

const wheel = (x: number, y: number, r: number, fill: string, hub: string): string =>
  draw(
    circle(x, y, r, fill),
    ring(x, y, r - 3, r - 3, BLACK, 2, 0.18),
    circle(x, y, r * 0.35, hub),
    circle(x - r * 0.3, y - r * 0.35, r * 0.22, WHITE, 0.3),
  )

const boardSquares = (): string => {
  // a trapezoid in perspective: rows shrink towards the back
  const at = (i: number, j: number): Point => {
    const t = j / 8
    const depth = (t * 0.62) / (1 - 0.38 * t)
    const y = 116 + depth * 64
    const half = 58 + depth * 30
    return [120 - half + (i / 8) * 2 * half, y]
  }
  let out = ''
  for (let i = 0; i < 8; i++)
    for (let j = 0; j < 8; j++) if ((i + j) % 2) out += polygon([at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)])
  return out
}
const SQUARES = boardSquares()

const METAL = '#aab3ba'

export const SHAPES: Readonly<Record<string, Drawing>> = {
  'fountain-pen': (a, b, c) =>
    group(
      'rotate(-45 120 120)',
      path('M112 158H176Q190 158 190 173Q190 188 176 188H112Q108 188 108 184V162Q108 158 112 158Z', a),
      light('M112 161H176Q184 161 186 168H108V164Q108 161 112 161Z'),
      rect(108, 158, 9, 30, 3, c),
      path('M182 154Q188 154 188 160V163H132Q126 163 126 158.500Q126 154 132 154Z', c),
      path('M16 120C34 110 50 108 66 106V134C50 132 34 130 16 120Z', c),
      light('M16 120C34 110 50 108 66 106V114C50 115 34 117 16 120Z', 0.4),
      line('M18 120H48', BLACK, 2.4, 0.55) + line('M18 121.500H46', WHITE, 1, 0.5) + circle(50, 120, 4, BLACK, 0.6),
      path('M64 107Q78 110 92 105V135Q78 130 64 133Z', a) + shade('M64 107Q78 110 92 105V135Q78 130 64 133Z', 0.25),
      rect(90, 103, 6, 34, 2, c),
      path('M96 102H176C200 102 222 108 222 120C222 132 200 138 176 138H96Z', a),
      path(
        'M96 128C116 104 124 136 144 118S176 108 190 124S210 124 218 116C214 130 200 134 186 130S160 122 146 130S116 134 96 138Z',
        b,
        0.85,
      ),
      path('M104 102H126C122 112 110 110 104 102ZM150 102H178C174 110 158 112 150 102Z', b, 0.7),
      light('M96 105H176C196 105 208 108 214 112H96Z', 0.35),
      shade('M96 138V131H176C200 131 214 128 221 123C217 134 196 138 176 138Z', 0.16),
    ),
  'ballpoint-pen': (a, b, c) =>
    group(
      'rotate(-45 120 120)',
      path('M17 120L24 117V123Z', '#555b60'),
      path('M23 117L54 106V134L23 123Z', b),
      rect(52, 104, 134, 32, 5, a),
      line('M62 107V133M70 107V133M78 107V133M86 107V133', BLACK, 3, 0.16),
      rect(116, 103, 8, 34, 2, c),
      rect(184, 107, 12, 26, 4, b),
      rect(194, 111, 26, 18, 7, c) + rect(196, 113, 20, 4, 2, WHITE, 0.3),
      light('M54 107H184V114H54ZM23 117.500L52 107.500V113L23 119Z', 0.35),
      shade('M52 128H186V131Q186 136 181 136H57Q52 136 52 131ZM23 122L52 129V133Z', 0.16),
      path('M190 94Q196 94 196 100V108H186V102H138Q132 102 132 98Q132 94 138 94Z', b) + circle(139, 98, 3.5, c),
      line('M142 96.500H186', WHITE, 2, 0.45),
    ),
  pencil: (a, b, c) =>
    group(
      'rotate(-45 120 120)',
      path('M18 120L76 102V138Z', '#eccfa4'),
      shade('M18 120L76 127V138Z'),
      path('M18 120L40 113V127Z', c) + light('M18 120L40 113V118Z', 0.3),
      path('M72 102Q84 106 74 111Q86 120 74 129Q84 134 72 138H204V102Z', a),
      light('M72 102Q84 106 74 111H204V102Z', 0.28),
      shade('M74 129Q84 134 72 138H204V129Z', 0.2),
      rect(196, 101, 10, 38, 1, b),
      path('M206 102H214Q222 102 222 110V130Q222 138 214 138H206Z', b),
      light('M196 102H214Q219 102 221 107L221 111H196Z', 0.35),
      shade('M206 101H209V139H206Z', 0.3) + shade('M196 129H222V130Q222 138 214 138H196Z', 0.16),
      line('M92 115H184', WHITE, 3, 0.35),
    ),
  'ink-bottle': (a, b, c) =>
    draw(
      rect(48, 86, 144, 108, 20, WHITE, 0.75) + rect(48, 86, 144, 108, 20, a, 0.22),
      path('M60 112H180V170Q180 182 168 182H72Q60 182 60 170Z', a),
      path('M60 112Q90 105 120 112T180 112V118H60Z', b),
      rect(90, 68, 60, 22, 3, WHITE, 0.6) + rect(90, 68, 60, 22, 3, b, 0.3),
      rect(80, 38, 80, 36, 9, b) + shade('M80 60H160V65Q160 74 151 74H89Q80 74 80 65Z', 0.2),
      line('M94 44V68M107 44V68M120 44V68M133 44V68M146 44V68', BLACK, 3, 0.18),
      rect(86, 41, 46, 6, 3, WHITE, 0.35),
      rect(82, 126, 76, 44, 5, c) +
        '<rect x="87" y="131" width="66" height="34" rx="3" fill="none" stroke="#000" stroke-width="2" opacity=".25"/>',
      path('M120 136Q131 148 126 155A8 8 0 0 1 114 155Q109 148 120 136Z', a),
      rect(56, 98, 8, 80, 4, WHITE, 0.5) + rect(69, 98, 4, 40, 2, WHITE, 0.35),
      shade('M172 86Q192 86 192 106V174Q192 194 172 194Q182 184 182 166V106Q182 94 172 86Z', 0.08),
    ),
  'ink-cartridges': (a, b, c) =>
    [70, 120, 170]
      .map((x, i) => {
        const top = [98, 82, 110][i] ?? 90
        return draw(
          rect(x - 8, 34, 16, 20, 5, c) + rect(x - 8, 34, 16, 20, 5, BLACK, 0.08),
          path(`M${x - 19} 66Q${x - 19} 50 ${x - 8} 50H${x + 8}Q${x + 19} 50 ${x + 19} 66V176A19 18 0 0 1 ${x - 19} 176Z`, WHITE, 0.85),
          path(`M${x - 19} 66Q${x - 19} 50 ${x - 8} 50H${x + 8}Q${x + 19} 50 ${x + 19} 66V176A19 18 0 0 1 ${x - 19} 176Z`, b, 0.55),
          path(`M${x - 14} ${top}Q${x} ${top + 8} ${x + 14} ${top}V175A14 14 0 0 1 ${x - 14} 175Z`, a),
          oval(x, top, 14, 4.5, a) + oval(x, top, 14, 4.5, WHITE, 0.35),
          rect(x - 14, 62, 5, 112, 2.5, WHITE, 0.5),
          shade(`M${x + 9} 52Q${x + 19} 54 ${x + 19} 66V176Q${x + 18} 190 ${x + 6} 193Q${x + 11} 180 ${x + 11} 170Z`, 0.14),
        )
      })
      .join(''),
  notebook: (a, b, c) =>
    group(
      'translate(0 8) skewY(-4)',
      path('M110 188H126V214L118 207L110 214Z', c),
      path('M72 48H190Q196 48 196 54V190Q196 196 190 196H72Z', a) + shade('M72 48H190Q196 48 196 54V190Q196 196 190 196H72Z', 0.3),
      path('M72 53H190V191H72Z', PAPER) + line('M183 54V190M187 54V190', BLACK, 1.5, 0.15),
      path('M62 46H168Q178 46 178 56V188Q178 198 168 198H62Q54 198 54 190V54Q54 46 62 46Z', a),
      shade('M62 46H74V198H62Q54 198 54 190V54Q54 46 62 46Z', 0.2),
      light('M76 46H168Q178 46 178 56V60Q130 58 76 110Z', 0.16),
      rect(90, 84, 52, 32, 4, b) +
        '<rect x="94" y="88" width="44" height="24" rx="2" fill="none" stroke="#000" stroke-width="1.5" opacity=".2"/>',
      rect(157, 45.5, 9, 153, 0, c) + rect(157, 45.5, 3, 153, 0, WHITE, 0.25),
      shade('M54 186Q110 192 178 182V188Q178 198 168 198H62Q54 198 54 190Z'),
    ),
  'spiral-notebook': (a, b, c) =>
    draw(
      rect(150, 64, 52, 28, 6, b) + rect(150, 100, 52, 28, 6, c) + rect(150, 136, 52, 28, 6, a),
      edge('M184 100H198Q202 100 202 106V122Q202 128 198 128H184') + rect(184, 64, 5, 100, 0, BLACK, 0.14),
      rect(60, 46, 126, 148, 8, PAPER) + line('M181 52V188', BLACK, 2, 0.18) + edge('M180 46Q186 46 186 54V186Q186 194 178 194'),
      rect(56, 42, 120, 152, 8, a),
      path('M56 150L176 96V186Q176 194 168 194H64Q56 194 56 186Z', BLACK, 0.08),
      light('M78 42H168Q176 42 176 50V54Q120 56 78 104Z', 0.18),
      rect(92, 70, 64, 36, 5, PAPER) + line('M102 83H146M102 93H132', a, 4, 0.8),
      rect(56, 42, 22, 152, 8, BLACK, 0.1),
      ...[56, 76, 96, 116, 136, 156, 176].map((y) =>
        draw(
          circle(68, y + 3, 4, BLACK, 0.4),
          line(`M68 ${y + 3}C66 ${y - 9} 44 ${y - 9} 44 ${y + 1}C44 ${y + 8} 56 ${y + 9} 60 ${y + 6}`, '#7c868d', 4),
        ),
      ),
    ),
  planner: (a, b, c) =>
    draw(
      path('M28 70Q28 62 36 62H204Q212 62 212 70L222 184Q222 192 214 192H26Q18 192 18 184Z', a),
      shade('M18 182H222V184Q222 192 214 192H26Q18 192 18 184Z', 0.25),
      path('M38 66Q84 52 120 68Q156 52 202 66L212 180Q160 164 120 182Q80 164 28 180Z', PAPER),
      path('M38 66Q84 52 120 68V182Q80 164 28 180Z', b, 0.75) + path('M202 66Q156 52 120 68V182Q160 164 212 180Z', b, 0.5),
      shade('M120 68Q108 62 98 61L96 171Q108 175 120 182Z', 0.12) + light('M120 68Q132 62 142 61L144 171Q132 175 120 182Z', 0.4),
      path('M42 76Q76 66 108 73V86Q76 79 41 89Z', a) + path('M132 73Q164 66 198 76L199 89Q164 79 132 86Z', a),
      line('M39 112Q76 102 110 109M37 137Q74 127 110 134M61 84L56 170M85 81L82 168', a, 2.5, 0.55),
      line('M201 112Q164 102 130 109M203 137Q166 127 130 134M179 84L184 170M155 81L158 168', a, 2.5, 0.55),
      path('M88 86L108 88V105L87 102ZM160 112L180 115L181 130L160 127ZM37 142L55 137L54 162L35 166Z', c, 0.85),
      path('M115 66H125V196L120 210L115 196Z', c) + rect(115, 66, 3, 130, 0, WHITE, 0.3),
    ),
  'paper-sheets': (a, b, c) =>
    group(
      'translate(120 190) scale(.88) translate(-120 -190)',
      ...(
        [
          [24, c],
          [10, b],
          [-4, b],
          [-18, a],
        ] as const
      ).map(([degrees, fill], i) =>
        group(
          `rotate(${degrees} 120 236)`,
          rect(70, 52, 96, 132, 3, fill),
          i === 2 ? rect(70, 52, 96, 132, 3, WHITE, 0.45) : '',
          edge('M70 52H166V184H70Z'),
          shade('M150 52H166V184H158Z', 0.06),
        ),
      ),
      group(
        'rotate(-18 120 236)',
        path('M70 52H166V158L142 184H70Z', a) + light('M70 52H140L70 130Z', 0.25),
        line('M86 78H150M86 94H150M86 110H150M86 126H136', c, 3, 0.4),
        path('M166 158L146 156Q142 172 142 184Z', c, 0.65) + light('M166 158L146 156Q142 172 142 184Z', 0.35),
      ),
    ),
  envelope: (a, b, c) =>
    draw(
      rect(34, 72, 172, 122, 8, a),
      line('M38 76H202V190H38Z', b, 8, 1, '14 28') + line('M66 76H202V190H38V90', c, 8, 1, '14 28'),
      rect(44, 82, 152, 102, 3, a),
      shade('M44 184L106 128L120 138L134 128L196 184Z', 0.08) + line('M46 182L104 130M194 182L136 130', BLACK, 2, 0.25),
      edge('M42 72H198Q206 72 206 80V186Q206 194 198 194H42Q34 194 34 186V80Q34 72 42 72Z'),
      shade('M34 84Q34 80 38 80L202 80Q206 80 206 84L130 148Q120 155 110 148Z', 0.16),
      path('M34 78Q34 72 42 72H198Q206 72 206 78L129 140Q120 147 111 140Z', b),
      path('M42 72H198Q203 72 205 75L128 131Q120 137 112 131L35 75Q37 72 42 72Z', a),
      light('M42 72H198L120 92L37 77Z', 0.3) + line('M36 79L111 140Q120 147 129 140L204 79', BLACK, 2, 0.2),
      circle(120, 132, 15, c) + ring(120, 132, 10, 10, WHITE, 2, 0.35) + circle(115, 126, 4, WHITE, 0.3),
    ),
  'greeting-card': (a, b, c) =>
    draw(
      path('M156 46L208 180L178 194Z', b) + shade('M156 46L208 180L178 194Z', 0.28),
      path('M52 50Q52 46 56 46H156L178 194H38Q34 194 34 190Z', a),
      edge('M52 50Q52 46 56 46H156L178 194H38Q34 194 34 190Z') + line('M156 46L208 180L178 194', BLACK, 2, 0.14),
      path('M65 60H146L161 180H51Z', b) + line('M65 60H146L161 180H51Z', c, 2, 0.6),
      line('M104 168C100 138 108 112 110 80', c, 5),
      path('M103 148Q78 148 74 126Q98 126 103 148ZM105 124Q84 118 84 98Q106 102 105 124ZM109 102Q94 92 98 74Q114 84 109 102Z', c),
      path('M103 156Q128 158 136 136Q110 134 103 156ZM105 132Q128 130 132 108Q108 108 105 132ZM108 108Q126 104 126 84Q108 90 108 108Z', c),
      shade(
        'M103 156Q128 158 136 136Q122 146 103 156ZM105 132Q128 130 132 108Q120 122 105 132ZM108 108Q126 104 126 84Q118 98 108 108Z',
        0.18,
      ),
      circle(78, 150, 6, a) + circle(90, 164, 5, a) + circle(138, 160, 6, a) + circle(126, 168, 4, a),
      light('M56 46H156L158 58H70L50 120Z', 0.3),
      shade('M156 46L178 194H168L150 60Z', 0.1),
    ),
  'origami-crane': (a, b, c) =>
    draw(
      path('M128 154L214 74L156 178Z', a) + shade('M128 154L214 74L156 178Z', 0.26),
      path('M112 152L40 80L88 178Z', a) + light('M112 152L40 80L100 158Z', 0.2),
      path('M40 80L14 108L52 98Z', c) + light('M40 80L14 108L44 92Z', 0.25),
      path('M124 150L182 40L178 150Z', b) + shade('M150 150L182 40L178 150Z', 0.14),
      path('M62 158L120 118L182 158L120 194Z', a) +
        shade('M120 118L182 158L120 194Z', 0.2) +
        shade('M62 158L120 194L182 158L120 170Z', 0.1),
      path('M72 150L94 30L158 150Z', a) + light('M72 150L94 30L108 150Z', 0.28) + shade('M94 30L158 150H132Z', 0.16),
      path('M108 150L94 30L132 150Z', b, 0.9),
      path('M72 150H158L120 176Z', a) + shade('M108 150H158L120 176Z', 0.22),
      line('M94 30L108 150M94 30L132 150M120 176V192', BLACK, 1.5, 0.16),
    ),
  'washi-tape': (a, b, c) =>
    draw(
      path('M92 186L126 184L84 212L74 207L66 213L58 207L46 212Z', a) +
        circle(98, 194, 3.5, c) +
        circle(80, 201, 4, c) +
        circle(66, 204, 3.5, c),
      circle(114, 124, 66, a) + circle(114, 124, 66, BLACK, 0.2),
      path('M90 58H114V190H90Z', a) + shade('M114 58A66 66 0 0 1 114 190H90V184A66 66 0 0 0 150 124A66 66 0 0 0 90 64V58Z', 0.05),
      circle(90, 124, 66, a) + ring(90, 124, 54, 54, BLACK, 2, 0.1) + ring(90, 124, 60, 60, WHITE, 3, 0.2),
      circle(90, 124, 42, '#e8d5b3') + circle(90, 124, 33, '#8d7350') + path('M90 91A33 33 0 0 1 90 157A44 44 0 0 0 90 91Z', '#c9ac7c'),
      light('M38 100A58 58 0 0 1 84 60L86 70A48 48 0 0 0 48 104Z', 0.4),
      path('M122 156V180A48 14 0 0 0 218 180V156Z', b),
      ...[134, 152, 172, 192, 208].map((x, i) => circle(x, [175, 183, 186, 182, 175][i] ?? 180, 4, c)),
      shade('M190 162L218 156V180Q216 188 190 192Z', 0.16) + oval(170, 156, 48, 16, b) + oval(170, 156, 48, 16, WHITE, 0.3),
      oval(170, 156, 31, 10, '#e8d5b3') + oval(170, 157, 24, 7, '#8d7350'),
    ),
  'desk-lamp': (a, b, c) =>
    draw(
      path('M118 92L186 66L224 194H110Z', GLOW, 0.4) + path('M132 90L180 72L200 194H128Z', GLOW, 0.35),
      oval(92, 188, 50, 9, a) + oval(92, 188, 50, 9, BLACK, 0.25) + path('M42 182A50 12 0 0 1 142 182V187A50 9 0 0 1 42 187Z', a),
      oval(84, 180, 28, 5, WHITE, 0.2),
      line('M92 178L54 116', a, 8) + line('M98 178L60 116', a, 3, 0.7),
      line('M56 116L114 52', a, 8) + line('M52 110L52 108L108 48', WHITE, 2, 0.25),
      circle(92, 177, 8, c) + circle(56, 115, 10, c) + circle(56, 115, 4, BLACK, 0.3),
      circle(152, 82, 13, '#fff3c4'),
      group(
        'translate(120 48) rotate(-22)',
        path('M-12 -8Q0 -18 12 -8L16 6C34 14 44 32 46 50H-46C-44 32 -34 14 -16 6Z', b),
        light('M-12 -8L-8 -11L-6 8C-20 16 -28 32 -29 50H-46C-44 32 -34 14 -16 6Z', 0.3),
        shade('M8 -11L12 -8L16 6C34 14 44 32 46 50H24C24 30 16 14 8 8Z', 0.16),
        oval(0, 50, 46, 8, GLOW) + oval(0, 50, 46, 8, c, 0.35),
        rect(-17, 3, 34, 6, 3, c),
        edge('M-12 -8Q0 -18 12 -8L16 6C34 14 44 32 46 50H-46C-44 32 -34 14 -16 6Z'),
      ),
    ),
  'clamp-lamp': (a, b, c) =>
    draw(
      path('M104 62H218L230 194H108Z', GLOW, 0.4) + path('M120 62H202L206 194H132Z', GLOW, 0.3),
      rect(14, 148, 82, 16, 4, '#b98552') + rect(14, 148, 82, 5, 2.5, WHITE, 0.25) + rect(26, 164, 16, 30, 2, '#9a6c40'),
      path('M62 132H100Q108 132 108 140V178Q108 184 102 184H74V174H94V146H62Z', b) + line('M64 134H98', WHITE, 3, 0.5),
      edge('M62 132H100Q108 132 108 140V178Q108 184 102 184H74V174H94V146H62Z'),
      line('M80 166V188', c, 5) + rect(70, 186, 20, 8, 4, c) + rect(72, 162, 16, 6, 2, c),
      rect(78, 116, 16, 18, 4, b) + shade('M88 116H94V134H88Z', 0.15),
      line('M86 118L46 66', '#8f989e', 9) + line('M86 118L46 66', a, 6),
      line('M46 66L150 40', '#8f989e', 9) + line('M46 66L150 40', a, 6),
      circle(86, 118, 8, c) + circle(46, 66, 9, c) + circle(44, 64, 3, WHITE, 0.5),
      rect(146, 34, 12, 16, 4, c),
      rect(94, 44, 130, 16, 8, a) + edge('M102 44H216A8 8 0 0 1 216 60H102A8 8 0 0 1 102 44Z') + rect(100, 57, 118, 6, 3, '#ffdf80'),
      rect(102, 47, 84, 4, 2, WHITE, 0.55) + shade('M200 44H216A8 8 0 0 1 216 58H200Z', 0.1),
    ),
  'globe-lamp': (a, b, c) =>
    draw(
      circle(120, 104, 92, GLOW, 0.28) + circle(120, 104, 78, GLOW, 0.4),
      path('M78 184Q78 172 92 172H148Q162 172 162 184V188Q162 194 156 194H84Q78 194 78 188Z', a),
      edge('M78 184Q78 172 92 172H148Q162 172 162 184V188Q162 194 156 194H84Q78 194 78 188Z') +
        shade('M78 186H162V188Q162 194 156 194H84Q78 194 78 188Z', 0.2),
      path('M90 174L96 154H144L150 174Z', b) + shade('M126 154H144L150 174H130Z', 0.16),
      circle(120, 104, 62, '#fff0c2') + circle(120, 104, 62, a, 0.1),
      circle(120, 108, 42, '#fff8e2', 0.8) + circle(120, 110, 22, WHITE, 0.8),
      path('M160 58A62 62 0 0 1 76 148A66 66 0 0 0 160 58Z', c, 0.22),
      ring(120, 104, 61, 61, c, 2, 0.4),
      oval(96, 76, 18, 11, WHITE, 0.85, 'rotate(-38 96 76)'),
      rect(90, 158, 60, 8, 4, c) + rect(94, 159, 30, 3, 1.5, WHITE, 0.35),
      line('M92 178H128', WHITE, 3, 0.3),
    ),
  'pen-pot': (a, b, c) =>
    draw(
      group(
        'rotate(-14 96 120)',
        rect(74, 34, 24, 100, 2, '#e9c77f'),
        line('M74 44H84M74 54H80M74 64H84M74 74H80M74 84H84M74 94H80', '#7a5a22', 2),
      ),
      group(
        'rotate(-3 116 120)',
        rect(108, 50, 14, 80, 1, c),
        path('M108 52L115 28L122 52Z', '#eccfa4'),
        path('M112.500 37L115 28L117.500 37Z', DARK),
        rect(108, 52, 5, 78, 0, WHITE, 0.25),
      ),
      group(
        'rotate(10 140 120)',
        rect(135, 68, 9, 62, 3, b),
        rect(133, 54, 13, 18, 2, STEEL),
        path('M133 55Q128 40 140 22Q151 40 146 55Z', '#6d4930'),
        path('M136 30L140 22L144 31Q140 36 136 30Z', b),
      ),
      group('rotate(22 156 120)', rect(150, 48, 12, 82, 5, '#34495c'), rect(159, 52, 4, 30, 2, c), rect(151, 40, 10, 10, 3, c)),
      oval(120, 106, 54, 12, a) + oval(120, 106, 54, 12, BLACK, 0.35),
      path('M66 106A54 12 0 0 0 174 106L168 184Q167 194 156 194H84Q73 194 72 184Z', a),
      path('M67.200 122A54 12 0 0 0 172.8 122L171.500 138A52 12 0 0 1 68.5 138Z', b),
      ...(
        [
          [88, 160],
          [104, 174],
          [118, 158],
          [134, 178],
          [148, 160],
          [98, 186],
          [156, 176],
        ] as const
      ).map(([x, y]) => circle(x, y, 2.4, b)),
      light('M74 116Q80 118 86 119L92 192H84Q76 192 75 182Z', 0.4) +
        shade('M174 106L168 184Q167 194 156 194H144Q152 190 154 115Q168 112 174 106Z', 0.16),
      ring(120, 106, 54, 12, WHITE, 2, 0.35) + edge('M66 106L72 184Q73 194 84 194H156Q167 194 168 184L174 106'),
    ),
  'drawer-unit': (a, b, c) =>
    draw(
      path('M40 68L60 50H212L198 68Z', a) + light('M40 68L60 50H212L198 68Z', 0.35),
      path('M198 68L212 50V174L198 190Z', a) + shade('M198 68L212 50V174L198 190Z', 0.3),
      rect(48, 186, 20, 8, 2, c) + rect(170, 186, 20, 8, 2, c),
      rect(40, 66, 158, 124, 5, a) + rect(46, 72, 146, 112, 3, BLACK, 0.28),
      ...[74, 111, 148].map((y) =>
        draw(
          rect(49, y, 140, 34, 3, b) + rect(49, y, 140, 34, 3, WHITE, 0.18),
          rect(49, y, 140, 4, 2, WHITE, 0.4) + rect(49, y + 29, 140, 5, 2, BLACK, 0.14),
          path(`M101 ${y}H137A18 16 0 0 1 101 ${y}Z`, c) + shade(`M101 ${y}H137L135 ${y + 7}H103Z`, 0.25),
        ),
      ),
      line('M60 90Q74 86 88 92M150 128Q164 123 180 128M60 166Q78 161 92 167', BLACK, 2, 0.1),
      shade('M176 72H192V184H176Z', 0.06),
    ),
  'letter-tray': (a, b, c) =>
    draw(
      ...[188, 122].map((y, i) =>
        draw(
          path(`M64 ${y - 64}H206V${y - 36}H64Z`, a) + shade(`M64 ${y - 64}H206V${y - 36}H64Z`, 0.3),
          path(`M30 ${y}L64 ${y - 36}H210L176 ${y}Z`, a) + shade(`M30 ${y}L64 ${y - 36}H210L176 ${y}Z`, 0.15),
          path(`M44 ${y - 6}L70 ${y - 36}H196L170 ${y - 6}Z`, '#d9dde0') + path(`M44 ${y - 12}L70 ${y - 42}H196L170 ${y - 12}Z`, PAPER),
          i
            ? path(`M54 ${y - 17}L76 ${y - 46}L190 ${y - 44}L166 ${y - 15}Z`, c) + line(`M86 ${y - 38}H170M80 ${y - 30}H150`, b, 3)
            : line(`M80 ${y - 34}H176M74 ${y - 26}H160`, b, 3),
          path(`M30 ${y + 6}V${y - 22}L64 ${y - 64}V${y - 40}Z`, a) + light(`M30 ${y - 22}L64 ${y - 64}V${y - 58}L30 ${y - 16}Z`, 0.35),
          path(`M176 ${y + 6}V${y - 22}L210 ${y - 64}V${y - 34}Z`, a) + shade(`M176 ${y + 6}V${y - 22}L210 ${y - 64}V${y - 34}Z`, 0.18),
          path(`M30 ${y - 16}H76Q80 ${y - 4} 90 ${y - 4}H116Q126 ${y - 4} 130 ${y - 16}H176V${y + 6}H30Z`, a) +
            light(`M30 ${y - 16}H76L78 ${y - 11}H30ZM130 ${y - 16}H176V${y - 11}H128Z`, 0.3),
          i ? '' : draw(rect(32, 126, 7, 46, 2, b), rect(168, 126, 7, 46, 2, b), rect(203, 92, 6, 40, 2, b)),
        ),
      ),
    ),
  'desk-mat': (a, b, c) =>
    draw(
      path('M54 96Q56 88 64 88H176Q184 88 186 96L206 150L172 192H26Q16 192 19 183Z', a),
      shade('M19 183L20 180Q21 184 26 184H178L172 192H26Q16 192 19 183Z', 0.35),
      light('M54 96Q56 88 64 88H140L60 184H26Q18 184 20 178Z', 0.16),
      line('M66 98H174L192 150L164 176H34Z', c, 2.5, 0.9, '7 5'),
      path('M84 118L128 112L134 156L88 164Z', PAPER, 0.92) + line('M94 127L120 123M96 138L122 134M97 149L116 146', BLACK, 2.5, 0.2),
      line('M139 108L143 146', DARK, 5) + line('M143 146L143.6 152', c, 4),
      shade('M206 150L172 192L150 170Q164 148 206 150Z', 0.22),
      path('M208 146Q176 132 150 146Q156 168 170 192Q186 178 208 146Z', b),
      light('M208 146Q176 132 150 146Q151 150 153 154Q178 142 202 154Z', 0.3) + shade('M170 192Q186 178 208 146Q182 156 164 180Z', 0.14),
      line('M200 147Q178 140 158 150Q162 166 171 182', c, 2, 0.7, '6 4'),
    ),
  'watercolour-tin': (a, b, c) =>
    draw(
      path('M44 44Q44 36 52 36H188Q196 36 196 44L200 108H40Z', a),
      path('M54 46H186L189 102H51Z', '#f4f5f5') + shade('M54 46H186L186.500 54H53.500Z', 0.12),
      oval(78, 76, 18, 16, '#dfe3e5') + oval(120, 76, 18, 16, '#dfe3e5') + oval(162, 76, 18, 16, '#dfe3e5'),
      path('M66 78Q72 66 84 72T92 80Q82 90 66 78Z', b, 0.8) + path('M150 74Q164 64 174 76Q166 88 150 74Z', c, 0.8),
      rect(60, 104, 26, 8, 3, METAL) + rect(154, 104, 26, 8, 3, METAL),
      path('M40 110H200L216 178V186Q216 194 208 194H32Q24 194 24 186V178Z', a) + light('M40 110H200L201 114H39Z', 0.3),
      path('M48 117H192L204 174H36Z', '#f4f5f5') + shade('M24 178H216V186Q216 194 208 194H32Q24 194 24 186Z', 0.18),
      ...['#f4c430', '#ef8e2c', b, '#b3325b', '#7a4fa3', c].map((fill, i) => rect(53 + i * 22.8, 121, 20, 23, 3, fill)),
      ...['#6fb04c', '#2f7f5f', '#2b4f8e', '#c58a4a', '#6b432a', '#333b44'].map((fill, i) => rect(45 + i * 25.4, 148, 22.5, 23, 3, fill)),
      ...[0, 1, 2, 3, 4, 5].map((i) => rect(56 + i * 22.8, 124, 9, 4, 2, WHITE, 0.5) + rect(48 + i * 25.4, 151, 10, 4, 2, WHITE, 0.45)),
      line('M34 185H120', WHITE, 3, 0.3),
    ),
  'paint-tube': (a, b, c) =>
    draw(
      group('translate(80 176) rotate(-9)', tube(a, '#3a3f45')),
      group('translate(140 180) rotate(7)', tube(b, '#3a3f45')),
      line('M112 176C96 158 86 196 70 180S48 168 34 186', c, 13) + line('M112 176C96 158 86 196 70 180S48 168 34 186', BLACK, 14, 0.1),
      line('M112 175C96 157 86 195 70 179S48 167 34 185', c, 11) + line('M104 168C92 166 86 186 74 182', WHITE, 3, 0.5),
      group(
        'translate(112 177) rotate(72)',
        path('M-24 -112H24L20 -34Q20 -24 9 -18V-2H-9V-18Q-20 -24 -20 -34Z', '#eef1f2'),
        path('M-23 -90H23L20.500 -40H-20.500Z', c) + edge('M-23 -90H23L20.500 -40H-20.500Z'),
        rect(-27, -118, 54, 12, 2, '#cfd5d9') + line('M-24 -113H24', BLACK, 1.5, 0.25),
        line('M-8 -13H8M-8 -7H8', BLACK, 2, 0.25),
        rect(-10, -78, 20, 24, 3, WHITE, 0.5) + light('M-20 -104H-13L-12 -30H-17Z', 0.5) + shade('M8 -106H24L20 -34Q20 -24 9 -18Z', 0.14),
      ),
    ),
  'paint-brush': (a, b, c) =>
    group(
      'translate(120 194) scale(.92) translate(-120 -194)',
      brush(-24, c, b, path('M107 74V34Q120 28 133 34V74Z', '#70492d') + path('M107 50V34Q120 28 133 34V46Q120 56 107 50Z', a)),
      brush(
        24,
        c,
        b,
        path('M108 74C98 58 84 46 80 36Q120 18 160 36C156 46 142 58 132 74Z', '#8a5f3c') +
          line('M116 70L104 34M120 70V30M124 70L136 34', BLACK, 2, 0.18),
      ),
      brush(
        0,
        a,
        b,
        path('M107 74C98 52 110 36 120 16C130 36 142 52 133 74Z', '#70492d') +
          path('M112 34Q116 27 120 16Q124 27 128 34Q120 44 112 34Z', c) +
          light('M110 68C104 52 112 44 116 34C114 50 114 60 116 68Z', 0.25),
      ),
    ),
  stapler: (a, b, c) =>
    draw(
      path('M30 182Q30 176 36 176H206Q212 176 212 182V188Q212 194 206 194H36Q30 194 30 188Z', a) +
        shade('M30 186H212V188Q212 194 206 194H36Q30 194 30 188Z', 0.25),
      rect(38, 171, 34, 7, 3, b) + edge('M38 172H72'),
      path('M150 178L160 138H204L210 178Z', a) + shade('M150 178L160 138H204L210 178Z', 0.28),
      group(
        'rotate(10 196 150)',
        path('M32 152H190V168H40Q32 168 32 160Z', b) + edge('M32 152H190V168H40Q32 168 32 160Z') + line('M44 161H160', BLACK, 2, 0.2),
        path('M32 166H46V174H32Z', METAL),
        path('M28 140C28 118 44 110 68 108L176 102Q212 102 212 136V152Q212 158 206 158H36Q28 158 28 150Z', a),
        light('M36 136C37 122 48 117 70 115L176 109Q194 109 200 118L70 126Q50 126 44 140Z', 0.3),
        shade('M28 146H212V152Q212 158 206 158H36Q28 158 28 150Z', 0.18),
        rect(62, 132, 62, 8, 4, c, 0.85),
      ),
      circle(192, 150, 11, c) + circle(192, 150, 5, b) + circle(189, 147, 2, WHITE, 0.5),
    ),
  scissors: (a, b, c) => {
    const half = draw(
      path('M110 128L115 40Q119 22 124 40L131 128Z', b) +
        light('M112 126L116 44Q118 34 120 34V126Z', 0.4) +
        line('M110 128L115 40Q119 22 124 40L131 128', BLACK, 2, 0.2),
      path('M108 120H132L136 152H112Z', a),
      '<ellipse cx="130" cy="170" rx="21" ry="27" fill="none" stroke="' + a + '" stroke-width="13" transform="rotate(-12 130 170)"/>',
      line('M112 158A20 26 0 0 1 126 146', WHITE, 3, 0.4),
    )
    return draw(
      group('rotate(-17 120 118)', half, shade('M108 120H132L136 152H112Z', 0.2)),
      group('translate(240 0) scale(-1 1) rotate(-17 120 118)', half),
      circle(120, 118, 9, c) + line('M115 122L125 114', WHITE, 2.5, 0.7),
    )
  },
  ruler: (a, b, c) =>
    group(
      'rotate(-38 120 122)',
      rect(20, 100, 200, 50, 5, BLACK, 0.16, 'translate(3 5)') + rect(20, 98, 200, 50, 5, a),
      rect(20, 98, 200, 18, 5, b),
      ...Array.from({ length: 31 }, (_, i) =>
        line(`M${30 + i * 6} 99V${i % 10 === 0 ? 123 : i % 5 === 0 ? 116 : 109}`, c, i % 10 === 0 ? 2.6 : 1.6),
      ),
      rect(24, 140, 192, 3, 1.5, WHITE, 0.3) + shade('M20 143H220V143Q220 148 215 148H25Q20 148 20 143Z', 0.18),
      light('M60 98H100L70 148H30ZM116 98H126L96 148H86Z', 0.22),
      circle(206, 132, 7, c) + circle(206, 132, 5, '#f3efe8') + ring(206, 132, 9, 9, WHITE, 1.5, 0.4),
    ),
  'wooden-train': (a, b, c) =>
    draw(
      ...[22, 58, 94, 130, 166, 202].map((x) => rect(x, 190, 16, 8, 2, '#8a633c')),
      rect(12, 185, 216, 7, 3, WOOD) + rect(12, 185, 216, 2, 1, WHITE, 0.3),
      rect(116, 152, 34, 7, 3, DARK) + rect(22, 150, 104, 12, 4, c) + shade('M22 157H126V158Q126 162 122 162H26Q22 162 22 158Z', 0.2),
      rect(28, 104, 66, 48, 22, a) +
        rect(36, 110, 46, 8, 4, WHITE, 0.3) +
        rect(62, 104, 8, 48, 0, b) +
        shade('M28 136H94V152H50Q30 152 28 136Z', 0.16),
      path('M38 106V84L32 70H62L56 84V106Z', b) + rect(28, 64, 38, 9, 4, a) + light('M40 84H45V104H40Z', 0.35),
      circle(78, 102, 9, c) + circle(28, 128, 7, '#f6d76b'),
      rect(86, 82, 38, 70, 4, a) +
        shade('M108 82H124V152H108Z', 0.12) +
        rect(94, 94, 22, 22, 4, '#f3ead8') +
        rect(80, 74, 50, 11, 5, b) +
        rect(84, 76, 26, 3, 1.5, WHITE, 0.35),
      circle(150, 96, 13, b) + circle(174, 92, 15, c) + circle(196, 97, 12, a) + circle(170, 86, 4, WHITE, 0.35),
      path('M138 100H214L208 160H144Z', b) + line('M140 116H212M142 138H210', BLACK, 3, 0.15) + light('M141 102H158L160 158H146Z', 0.2),
      wheel(46, 170, 16, c, a) + wheel(102, 170, 16, c, a) + wheel(158, 170, 16, c, a) + wheel(196, 170, 16, c, a),
      circle(40, 46, 10, WHITE, 0.7) + circle(54, 32, 13, WHITE, 0.6) + circle(74, 24, 9, WHITE, 0.5),
    ),
  'stacking-rings': (a, b, c) =>
    draw(
      path('M48 170H192Q186 195 120 195Q54 195 48 170Z', '#e6c99b') +
        light('M48 170H192L191 176H50Z', 0.35) +
        shade('M150 194Q188 188 192 170H176Q168 186 150 194Z', 0.14),
      rect(115, 40, 10, 130, 5, '#e6c99b'),
      ...(
        [
          [66, a],
          [58, b],
          [50, c],
          [42, a],
          [34, b],
        ] as const
      ).map(([half, fill], i) => {
        const y = 146 - i * 24
        return draw(
          rect(120 - half, y, half * 2, 25, 12.5, fill),
          i === 3
            ? rect(120 - half, y, half * 2, 25, 12.5, WHITE, 0.22)
            : i === 4
              ? rect(120 - half, y, half * 2, 25, 12.5, BLACK, 0.08)
              : '',
          rect(120 - half + 9, y + 4, half * 0.9, 5, 2.5, WHITE, 0.4),
          shade(
            `M${120 - half + 4} ${y + 18}H${120 + half - 4}Q${120 + half - 8} ${y + 25} ${120 + half - 14} ${y + 25}H${120 - half + 14}Q${120 - half + 8} ${y + 25} ${120 - half + 4} ${y + 18}Z`,
            0.14,
          ),
        )
      }),
      circle(120, 33, 19, c) + circle(113, 26, 5, WHITE, 0.5) + path('M137 25A19 19 0 0 1 106 46A22 22 0 0 0 137 25Z', BLACK, 0.14),
    ),
  'wooden-blocks': (a, b, c) =>
    group(
      'translate(-9 0)',
      block(40, 150, 46, 44, a) + block(132, 150, 46, 44, c) + circle(63, 172, 12, WHITE, 0.35) + path(star(155, 173, 14, 6), WHITE, 0.4),
      path('M40 108L50 100H188V142L178 150H40Z', b) +
        light('M40 108L50 100H188L178 108Z', 0.35) +
        shade('M178 108L188 100V142L178 150Z', 0.22),
      path('M80 150A29 29 0 0 1 138 150Z', BLACK, 0.42) + path('M80 150A29 29 0 0 1 100 122.500A34 34 0 0 0 90 150Z', BLACK, 0.2),
      block(86, 66, 46, 42, c) + rect(98, 78, 22, 20, 4, WHITE, 0.4),
      path('M80 66L109 28L119 24L148 58L138 66Z', a) +
        shade('M109 28L119 24L148 58L138 66Z', 0.24) +
        light('M88 61L109 34L113 39L96 61Z', 0.25),
      block(190, 168, 26, 26, b),
    ),
  'pull-along-dog': (a, b, c) =>
    draw(
      line('M46 150C28 150 18 164 24 178S8 190 12 196', c, 3.5) + circle(14, 194, 9, c) + circle(11, 191, 3, WHITE, 0.5),
      circle(92, 172, 17, b) + circle(92, 172, 17, BLACK, 0.3) + circle(196, 172, 17, b) + circle(196, 172, 17, BLACK, 0.3),
      line('M196 124C212 116 214 98 206 88', a, 11),
      rect(74, 142, 20, 28, 6, a) + rect(178, 142, 20, 28, 6, a) + shade('M74 158H94V170H74ZM178 158H198V170H178Z', 0.2),
      path('M70 120Q70 106 86 108H184Q206 108 206 132Q206 156 184 156H92Q70 156 68 138Z', a) +
        shade('M72 144Q130 152 206 134Q205 156 184 156H92Q76 156 72 144Z', 0.15),
      line('M90 114H182', WHITE, 5, 0.22) + line('M112 148V116M134 148V116', BLACK, 2, 0.12),
      path('M98 130L98 100Q96 72 70 72Q56 72 52 84L26 94Q18 98 20 106Q23 114 34 113L64 114L70 142Z', a),
      circle(22, 100, 7.5, DARK) +
        circle(60, 86, 4.5, DARK) +
        circle(58.5, 84.5, 1.5, WHITE) +
        line('M30 108Q38 112 48 106', BLACK, 2.5, 0.35),
      path('M76 76Q96 78 98 106Q98 124 86 124Q74 122 74 104Z', b) + shade('M92 88Q98 98 98 106Q98 124 86 124Q94 112 92 88Z', 0.15),
      path('M68 126L98 118L99 128L70 137Z', c) + circle(74, 140, 5, '#f3cf56'),
      wheel(80, 176, 18, b, c) + wheel(186, 176, 18, b, c),
    ),
  'jigsaw-box': (a, b, c) =>
    draw(
      path('M38 128H202V162Q202 168 196 168H44Q38 168 38 162Z', a) +
        shade('M38 128H202V162Q202 168 196 168H44Q38 168 38 162Z', 0.3) +
        rect(38, 152, 164, 4, 0, WHITE, 0.25),
      path('M56 48Q57 42 64 42H176Q183 42 184 48L206 134Q206 140 200 140H40Q34 140 34 134Z', a),
      path('M64 50H176L194 130H46Z', b) + circle(142, 80, 17, '#fff3c9'),
      path('M58 76Q78 60 100 84Q118 62 150 92Q166 80 184 90L188 106H52Z', c),
      path('M53 100Q120 88 187 100L194 130H46Z', a) + line('M112 108H172M92 117H138M130 124H180', '#fff3c9', 3, 0.55),
      line(
        'M98 50Q96 62 94 70Q106 70 104 78Q92 80 92 84L86 130M142 50L146 66Q136 72 146 80L150 92Q162 100 152 106L160 130M59 80L92 82Q98 94 108 84L184 84',
        BLACK,
        1.5,
        0.22,
      ),
      light('M56 48Q57 42 64 42H120L72 140H40Q34 140 34 134Z', 0.18),
      path('M58 152H80Q76 142 86 141Q96 142 92 152H110V164Q122 160 122 171Q122 182 110 178V194H58Z', b) +
        edge('M58 194V152H80Q76 142 86 141Q96 142 92 152H110V164Q122 160 122 171Q122 182 110 178V194Z'),
      path(
        'M114 154H134Q131 164 141 165Q151 164 148 154H168V168Q180 165 180 175Q180 186 168 182V196H114V182Q126 184 126 172Q126 158 114 162Z',
        c,
      ),
      light('M60 154H78L62 176ZM116 156H132L128 162Q124 158 116 159Z', 0.35) +
        edge(
          'M114 154H134Q131 164 141 165Q151 164 148 154H168V168Q180 165 180 175Q180 186 168 182V196H114V182Q126 184 126 172Q126 158 114 162Z',
        ),
    ),
  'peg-puzzle': (a, b, c) =>
    draw(
      path('M28 66Q28 56 38 56H202Q212 56 212 66V186Q212 194 202 194H38Q28 194 28 186Z', a) +
        shade('M28 176H212V186Q212 194 202 194H38Q28 194 28 186Z', 0.28),
      rect(36, 63, 168, 116, 6, WHITE, 0.2) + line('M36 66H204', WHITE, 3, 0.4),
      circle(72, 94, 24, c) + line('M52 84A24 24 0 0 1 78 71', WHITE, 3, 0.4) + shade('M96 92A24 24 0 0 1 56 112A32 32 0 0 0 96 92Z', 0.15),
      path('M62 172L42 172L72 126L102 172Z', b) + light('M72 126L48 164L56 164L74 134Z', 0.3),
      path(star(120, 154, 25, 12), c) + edge(star(120, 154, 25, 12)),
      rect(108, 72, 42, 42, 6, b) +
        rect(111, 75, 30, 5, 2.5, WHITE, 0.35) +
        shade('M142 72H144Q150 72 150 78V108Q150 114 144 114H114Q112 114 110 112H136Q142 112 142 106Z', 0.14),
      path('M182 162C164 148 150 136 160 126Q170 118 179 130Q190 118 199 126Q208 137 182 162Z', BLACK, 0.38),
      shade('M188 124C170 110 162 96 172 88Q182 82 190 92Q200 82 209 89Q216 98 188 124Z', 0.1),
      path('M190 100C166 82 156 62 168 51Q181 42 191 58Q204 42 216 53Q225 66 190 100Z', b) +
        light('M170 56Q176 50 182 56Q172 58 172 70Q164 62 170 56Z', 0.4),
      ...(
        [
          [72, 94],
          [72, 156],
          [120, 155],
          [129, 93],
          [191, 72],
        ] as const
      ).map(([x, y]) => oval(x + 2, y + 5, 8, 6, BLACK, 0.2) + circle(x, y, 8, '#f1d6a6') + circle(x - 2.5, y - 2.5, 2.5, WHITE, 0.8)),
    ),
  'puzzle-cube': (a, b, c) => draw(layer(0, 2, 0, [c, b, a], false), layer(2.04, 3.04, 28, [c, b, a], true)),
  'board-game-box': (a, b, c) =>
    draw(
      path('M44 120H188V174Q188 178 184 178H48Q44 178 44 174Z', b) +
        path('M188 120L212 88V142L188 176Z', b) +
        shade('M188 120L212 88V142L188 176Z', 0.25),
      shade('M44 114H188L212 84V100L188 134H44Z', 0.4),
      group(
        'rotate(-5 190 100)',
        path('M36 92L62 46Q64 42 68 42H204Q208 42 208 46L190 92Z', a) + light('M36 92L62 46Q64 42 68 42H204Q208 42 208 46L190 92Z', 0.16),
        path('M36 92H190V128Q190 132 186 132H40Q36 132 36 128Z', a) +
          path('M190 92L208 46V84L190 130Z', a) +
          shade('M190 92L208 46V84L190 130Z', 0.32),
        path('M58 82L74 52H184L172 82Z', c) + oval(120, 67, 28, 12, b) + path('M104 67L120 57L138 67L120 77Z', a),
        rect(36, 106, 154, 10, 0, c) + light('M36 92H190V96H36Z', 0.3),
      ),
      path(
        'M62 146A13 13 0 1 1 80 146C92 148 104 154 104 162Q104 168 90 166Q94 178 102 190Q103 194 98 194H76L71 186L66 194H44Q39 194 40 190Q48 178 52 166Q38 168 38 162C38 154 50 148 62 146Z',
        c,
      ),
      light('M62 134A11 11 0 0 1 72 127Q66 134 66 144L64 152Q50 155 46 160Q44 154 62 147Z', 0.4) +
        edge(
          'M62 146A13 13 0 1 1 80 146C92 148 104 154 104 162Q104 168 90 166Q94 178 102 190Q103 194 98 194H76L71 186L66 194H44Q39 194 40 190Q48 178 52 166Q38 168 38 162C38 154 50 148 62 146Z',
        ),
      path('M148 164L158 154H196V184L186 194H148Z', '#fbfaf6') +
        shade('M186 164L196 154V184L186 194Z', 0.18) +
        edge('M148 164L158 154H196V184L186 194H148Z'),
      circle(157, 173, 3.5, DARK) + circle(167, 179, 3.5, DARK) + circle(177, 185, 3.5, DARK) + oval(172, 159, 4, 2, DARK),
    ),
  'chess-board': (a, b, c) =>
    draw(
      path('M54 108H186L222 184V190Q222 194 218 194H22Q18 194 18 190V184Z', a) +
        shade('M18 184H222V190Q222 194 218 194H22Q18 194 18 190Z', 0.35) +
        light('M54 108H186L187 111H53Z', 0.3),
      path('M62 116H178L208 180H32Z', b) + path(SQUARES, a),
      oval(88, 164, 30, 7, BLACK, 0.25) + oval(160, 166, 30, 7, BLACK, 0.25),
      path(
        'M62 156Q62 146 74 144L80 96H72Q68 88 76 84L70 56Q88 44 104 56L98 84Q106 88 102 96H94L100 144Q112 146 112 156V162Q87 170 62 162Z',
        b,
      ),
      line('M87 48V26M79 34H95', b, 6) +
        line('M87 48V26M79 34H95', BLACK, 7, 0.1) +
        rect(70, 84, 34, 8, 4, BLACK, 0.14) +
        line('M66 154Q87 162 108 154', BLACK, 3, 0.2),
      light('M76 58L84 54L86 84H80ZM84 96H88L84 144H78Z', 0.6) +
        shade('M94 54Q100 54 104 56L98 84Q106 88 102 96H94L100 144Q112 146 112 156V162Q104 166 96 166Z', 0.16),
      line(
        'M62 156Q62 146 74 144L80 96H72Q68 88 76 84L70 56Q88 44 104 56L98 84Q106 88 102 96H94L100 144Q112 146 112 156V162Q87 170 62 162Z',
        BLACK,
        2,
        0.3,
      ),
      path(
        'M134 160Q134 150 144 148C142 132 158 124 156 112L140 118Q128 118 130 108L142 84L148 70L154 80C178 82 190 108 182 148Q188 150 188 160V164Q161 172 134 164Z',
        c,
      ),
      circle(150, 93, 3, WHITE, 0.9) +
        line('M166 86C178 98 178 122 172 142', WHITE, 3, 0.3) +
        line('M140 156Q161 163 182 156', WHITE, 3, 0.35),
      light('M148 72L153 82Q146 88 138 108L132 112Q131 108 143 86Z', 0.3) +
        shade('M172 90C190 108 186 130 182 148Q188 150 188 160V164Q180 167 172 168Q182 140 172 90Z', 0.2),
    ),
  'playing-cards': (a, b, c) =>
    group(
      'translate(120 190) scale(.84) translate(-120 -190)',
      ...([-36, -18, 0, 18] as const).map((degrees, i) =>
        card(
          degrees,
          b,
          (i % 2 ? path('M96 63L102 72L96 81L90 72Z', c) : path('M96 80C84 71 89 60 96 68C103 60 108 71 96 80Z', a)) +
            rect(93, 86, 6, 3, 1.5, i % 2 ? c : a),
        ),
      ),
      card(
        36,
        b,
        draw(
          path('M96 80C84 71 89 60 96 68C103 60 108 71 96 80Z', a) + path('M144 140C156 149 151 160 144 152C137 160 132 149 144 140Z', a),
          path('M120 138C86 114 98 82 120 102C142 82 154 114 120 138Z', a) + circle(120, 113, 8, c),
          path('M104 104Q108 96 114 100Q106 104 107 114Q102 110 104 104Z', WHITE, 0.4),
          rect(88, 59, 64, 4, 2, WHITE, 0.4) + path('M146 58Q154 58 154 66V156Q154 162 148 162Z', BLACK, 0.08),
        ),
      ),
    ),
  'card-game-tin': (a, b, c) =>
    draw(
      group(
        'rotate(28 190 112)',
        path('M50 92Q50 84 58 84H182Q190 84 190 92V112H50Z', a),
        rect(58, 87, 110, 5, 2.5, WHITE, 0.35),
        rect(50, 106, 140, 8, 2, BLACK, 0.22),
      ),
      group(
        'rotate(-12 96 150)',
        rect(64, 40, 66, 100, 8, c) + edge('M72 40H122Q130 40 130 48V140H64V48Q64 40 72 40Z') + rect(70, 46, 54, 90, 5, WHITE, 0.25),
        path('M97 62L111 82L97 102L83 82Z', a),
      ),
      group(
        'rotate(7 130 150)',
        rect(98, 48, 66, 100, 8, b) + edge('M106 48H156Q164 48 164 56V148H98V56Q98 48 106 48Z'),
        path(star(131, 86, 20, 9), c) + circle(108, 59, 4, a) + path('M156 48Q164 48 164 56V130H156Z', BLACK, 0.08),
      ),
      path('M46 116Q46 110 52 110H188Q194 110 194 116V174Q194 194 174 194H66Q46 194 46 174Z', a),
      rect(46, 110, 148, 9, 3, WHITE, 0.28) + rect(46, 119, 148, 4, 0, BLACK, 0.2),
      path('M88 156A32 24 0 1 1 152 156A32 24 0 1 1 88 156Z', b) + path(star(120, 157, 19, 8.5), c) + ring(120, 156, 27, 19, a, 2, 0.6),
      rect(54, 128, 7, 48, 3.5, WHITE, 0.35) +
        shade('M176 123H194V174Q194 194 174 194H66Q52 194 48 184Q58 186 66 186H160Q176 184 176 166Z', 0.18),
    ),
  'teddy-bear': (a, b, c) =>
    draw(
      circle(84, 52, 20, a) + circle(156, 52, 20, a) + circle(84, 53, 11, b) + circle(156, 53, 11, b),
      path('M82 128C56 124 44 152 56 166Q70 172 86 150Z', a) +
        path('M158 128C184 124 196 152 184 166Q170 172 154 150Z', a) +
        shade('M158 128C184 124 196 152 184 166Q184 140 158 128Z', 0.14),
      oval(120, 152, 46, 40, a) +
        oval(120, 156, 28, 27, b, 0.75) +
        shade('M152 124Q172 150 150 182Q136 192 120 192Q156 178 152 124Z', 0.14),
      oval(76, 176, 26, 19, a) +
        oval(164, 176, 26, 19, a) +
        oval(69, 178, 14, 13, b) +
        oval(171, 178, 14, 13, b) +
        ring(76, 176, 26, 19, BLACK, 2, 0.12) +
        ring(164, 176, 26, 19, BLACK, 2, 0.12),
      circle(120, 84, 48, a) +
        shade('M166 72A48 48 0 0 1 84 116A56 56 0 0 0 166 72Z', 0.12) +
        oval(98, 58, 16, 9, WHITE, 0.25, 'rotate(-30 98 58)'),
      oval(120, 100, 24, 19, b) +
        oval(120, 92, 9, 6.5, '#3a281c') +
        line('M120 98V105M110 106Q115 112 120 105Q125 112 130 106', '#3a281c', 3),
      circle(102, 78, 5.5, '#2b1d14') + circle(138, 78, 5.5, '#2b1d14') + circle(100.5, 76, 1.8, WHITE) + circle(136.5, 76, 1.8, WHITE),
      path('M118 132L94 120Q88 134 94 146ZM122 132L146 120Q152 134 146 146Z', c) + circle(120, 132, 7, c) + circle(120, 132, 7, WHITE, 0.2),
      line('M120 146V178', BLACK, 2, 0.16, '4 4'),
    ),
  'plush-rabbit': (a, b, c) =>
    draw(
      oval(120, 154, 42, 40, a) + edge('M86 130Q66 160 84 182M154 130Q174 160 156 182') + oval(120, 160, 25, 27, b, 0.7),
      oval(88, 182, 27, 13, a) +
        oval(152, 182, 27, 13, a) +
        oval(80, 183, 12, 8.5, b) +
        oval(160, 183, 12, 8.5, b) +
        ring(88, 182, 27, 13, BLACK, 2, 0.12) +
        ring(152, 182, 27, 13, BLACK, 2, 0.12),
      path('M92 132Q72 140 80 160Q90 168 100 150Z', a) +
        path('M148 132Q168 140 160 160Q150 168 140 150Z', a) +
        line('M92 132Q72 140 80 160Q90 168 100 150M148 132Q168 140 160 160Q150 168 140 150', BLACK, 2, 0.14),
      oval(120, 86, 45, 42, a) +
        shade('M164 78A45 42 0 0 1 88 116A54 50 0 0 0 164 78Z', 0.1) +
        line('M84 110A45 42 0 0 0 156 110', BLACK, 2, 0.14),
      path('M104 50C76 34 48 56 42 100C38 134 48 160 60 158C76 154 70 116 82 92Q92 72 104 50Z', a) +
        path('M136 50C164 34 192 56 198 100C202 134 192 160 180 158C164 154 170 116 158 92Q148 72 136 50Z', a),
      path('M90 60C68 60 54 86 51 112C49 134 54 148 60 147C68 142 62 112 72 90Q80 74 90 60Z', b) +
        path('M150 60C172 60 186 86 189 112C191 134 186 148 180 147C172 142 178 112 168 90Q160 74 150 60Z', b),
      edge(
        'M104 50C76 34 48 56 42 100C38 134 48 160 60 158C76 154 70 116 82 92Q92 72 104 50M136 50C164 34 192 56 198 100C202 134 192 160 180 158C164 154 170 116 158 92Q148 72 136 50',
      ),
      light('M96 50C72 46 52 68 47 100Q52 66 96 50Z', 0.5) + shade('M186 70C194 90 200 140 184 157Q198 120 186 70Z', 0.1),
      oval(120, 104, 17, 13, WHITE, 0.35) +
        path('M112 97H128L120 106Z', c) +
        line('M120 105V110M111 112Q116 117 120 110Q124 117 129 112', '#54434a', 2.6),
      circle(101, 86, 5, '#33262b') + circle(139, 86, 5, '#33262b') + circle(99.5, 84, 1.7, WHITE) + circle(137.5, 84, 1.7, WHITE),
      oval(90, 100, 7, 4.5, b, 0.9) +
        oval(150, 100, 7, 4.5, b, 0.9) +
        path('M90 122Q120 138 150 122L152 132Q120 148 88 132Z', c) +
        path('M132 134L150 138L146 160L130 154Z', c) +
        shade('M132 134L150 138L148 146L131 142Z', 0.16),
    ),
  'plush-fox': (a, b, c) =>
    draw(
      path('M132 188C186 200 228 166 214 116C210 94 196 80 184 74C190 96 178 106 166 120C152 138 142 164 132 188Z', a),
      path('M214 116C210 94 196 80 184 74C188 90 184 98 177 107Q188 118 196 112Q202 124 214 116Z', b) +
        shade('M214 130C218 166 186 200 140 190C184 186 208 166 214 130Z', 0.16),
      path('M74 184C68 150 80 112 110 108C140 112 152 150 148 184Q146 194 136 194H86Q76 194 74 184Z', a) +
        shade('M130 118Q152 140 148 184Q146 194 136 194H122Q142 168 130 118Z', 0.12),
      path('M90 116Q110 132 132 116Q136 152 110 168Q86 152 90 116Z', b),
      rect(84, 146, 22, 48, 11, a) +
        rect(114, 146, 22, 48, 11, a) +
        path('M84 178H106V183A11 11 0 0 1 84 183ZM114 178H136V183A11 11 0 0 1 114 183Z', c) +
        line('M110 158V188', BLACK, 2, 0.2),
      path('M62 74L60 30Q62 24 68 28L98 54Z', a) +
        path('M158 74L160 30Q158 24 152 28L122 54Z', a) +
        path('M68 62L67 38L86 54Z', c) +
        path('M152 62L153 38L134 54Z', c),
      path(
        'M110 48C144 46 160 66 160 82C172 90 176 98 178 104C160 112 138 130 110 130C82 130 60 112 42 104C44 98 48 90 60 82C60 66 76 46 110 48Z',
        a,
      ),
      path(
        'M42 104C48 96 62 88 78 90Q100 94 110 118Q120 94 142 90C158 88 172 96 178 104C160 112 138 130 110 130C82 130 60 112 42 104Z',
        b,
      ) + edge('M44 104C60 112 82 130 110 130C138 130 160 112 176 104'),
      light('M72 66Q84 52 108 52Q88 58 78 76Z', 0.3),
      oval(110, 117, 9, 6.5, c) +
        circle(107, 115, 2, WHITE, 0.5) +
        circle(86, 86, 5.5, c) +
        circle(134, 86, 5.5, c) +
        circle(84.5, 84, 1.8, WHITE) +
        circle(132.5, 84, 1.8, WHITE),
    ),
  'plush-whale': (a, b, c) =>
    draw(
      path(fluke, a) +
        path('M186 106C190 86 204 74 222 74C224 90 212 104 198 110Z', a) +
        shade('M186 106C190 86 204 74 222 74C212 84 206 98 198 110Z', 0.18),
      path('M22 134C22 92 58 68 98 72C136 76 152 112 174 118Q184 116 182 100H202C208 150 182 194 112 194C54 194 22 172 22 134Z', a),
      path('M24 148C40 160 76 164 104 158C130 154 150 160 172 168C158 184 138 194 112 194C60 194 30 176 24 148Z', b) +
        edge('M24 148C40 160 76 164 104 158C130 154 150 160 172 168'),
      line('M44 170Q56 176 70 177M40 164Q72 172 102 168M62 186Q92 188 116 178', BLACK, 2, 0.14),
      light('M34 116C42 92 70 78 98 82Q64 88 48 116Q38 128 34 116Z', 0.35) +
        shade('M202 104C208 150 182 194 112 194C160 186 190 156 192 108Z', 0.12),
      circle(62, 128, 6.5, '#1d2a33') +
        circle(60, 126, 2.2, WHITE) +
        line('M34 142Q48 154 66 146', '#1d2a33', 3.5) +
        oval(80, 140, 8, 5, '#f2a0a0', 0.7),
      path('M104 150Q100 178 124 186Q142 182 130 160Q120 146 104 150Z', a) +
        path('M104 150Q100 178 124 186Q142 182 130 160Q120 146 104 150Z', c, 0.75) +
        light('M108 154Q116 152 122 160L112 166Q107 160 108 154Z', 0.25),
      line('M98 66C98 54 92 44 80 42M98 66C98 54 104 44 116 42M98 64V36', c, 5, 0.85) +
        circle(76, 52, 4, c, 0.85) +
        circle(120, 52, 4, c, 0.85),
      line('M112 88Q132 98 146 116', WHITE, 2.5, 0.4, '5 5'),
    ),
  'building-bricks': (a, b, c) =>
    draw(brick(24, 160, 4, a), brick(138, 160, 2, c), brick(62, 126, 4, b), brick(36, 92, 2, c), brick(100, 92, 3, a), brick(74, 58, 2, b)),
  'marble-run': (a, b, c) => {
    const run = (x1: number, y1: number, x2: number, y2: number): string =>
      draw(
        line(`M${x1} ${y1}L${x2} ${y2}`, a, 14),
        line(`M${x1} ${y1 - 3}L${x2} ${y2 - 3}`, BLACK, 4, 0.25),
        line(`M${x1} ${y1 - 5}L${x2} ${y2 - 5}`, WHITE, 2, 0.4),
        line(`M${x1} ${y1 + 5}L${x2} ${y2 + 5}`, BLACK, 3, 0.12),
      )
    return draw(
      rect(28, 184, 184, 10, 5, b) + rect(34, 185, 120, 3, 1.5, WHITE, 0.3),
      rect(48, 68, 12, 118, 3, b) +
        rect(180, 68, 12, 118, 3, b) +
        rect(49, 68, 4, 116, 2, WHITE, 0.3) +
        rect(181, 68, 4, 116, 2, WHITE, 0.3),
      rect(186, 68, 6, 116, 2, BLACK, 0.12) + rect(54, 68, 6, 116, 2, BLACK, 0.12),
      run(40, 78, 168, 98) + run(202, 108, 72, 130) + run(40, 140, 158, 162),
      path('M150 164H210V178Q210 186 202 186H158Q150 186 150 178Z', a) +
        shade('M150 164H210V169H150Z', 0.28) +
        circle(180, 166, 8, c) +
        path('M150 170H210V178Q210 186 202 186H158Q150 186 150 178Z', a),
      path('M26 34H90L66 58V74H50V58Z', b) +
        oval(58, 34, 32, 7, b) +
        oval(58, 34, 32, 7, BLACK, 0.3) +
        ring(58, 34, 32, 7, WHITE, 2, 0.4) +
        shade('M70 38L90 35L66 58V74H58Z', 0.14),
      circle(58, 30, 9, c) + circle(55, 27, 3, WHITE, 0.6),
      circle(126, 106, 11, c) + circle(122, 102, 3.5, WHITE, 0.65) + line('M146 100L154 98.500M144 93L150 92', BLACK, 2.5, 0.22),
      circle(92, 137, 10, '#3d6fb4') + circle(88, 133, 3, WHITE, 0.6),
    )
  },
  'gear-set': (a, b, c) => {
    const mesh = (angle: number, teeth: number): number => {
      const turned = (angle + 0.1) / ((2 * Math.PI) / 16)
      return angle + Math.PI + ((turned - Math.floor(turned) + 0.5) * 2 * Math.PI) / teeth
    }
    const part = (x: number, y: number, r: number, teeth: number, phase: number, fill: string, hub: string): string =>
      draw(
        group('translate(4 6)', shade(gear(x, y, r, teeth, phase), 0.18)),
        path(gear(x, y, r, teeth, phase), fill),
        ring(x, y, r * 0.72, r * 0.72, WHITE, 3, 0.28),
        circle(x, y, r * 0.56, BLACK, 0.12) + circle(x, y, r * 0.26, hub) + circle(x - 2, y - 2, r * 0.09, WHITE, 0.6),
      )
    const up = -0.87
    const right = 0.42
    return draw(
      part(90 + 74.5 * Math.cos(up), 138 + 74.5 * Math.sin(up), 30.25, 11, mesh(up, 11), b, c),
      part(90 + 66.5 * Math.cos(right), 138 + 66.5 * Math.sin(right), 22, 8, mesh(right, 8), c, a),
      part(90, 138, 44, 16, -0.1, a, b),
      line('M90 138L68 112', b, 9) + line('M89 134L70 112', WHITE, 2, 0.35),
      oval(70, 119, 12, 10, BLACK, 0.18) + circle(66, 109, 13, c) + circle(62, 105, 4, WHITE, 0.6),
    )
  },
  kite: (a, b, c) =>
    draw(
      line('M150 98C140 130 160 150 120 200', DARK, 1.5, 0.55),
      line('M111 156C84 144 48 156 68 168S108 182 86 196S40 190 26 204', c, 3),
      ...(
        [
          [82, 152, -8],
          [72, 169, 30],
          [92, 190, 62],
          [46, 195, 8],
        ] as const
      ).map(([x, y, degrees], i) =>
        group(
          `translate(${x} ${y}) rotate(${degrees})`,
          path('M0 0L-14 -8V8ZM0 0L14 -8V8Z', i % 2 ? c : a),
          circle(0, 0, 3.5, b),
          shade('M0 0L14 -8V8Z', 0.14),
        ),
      ),
      group(
        'rotate(28 150 84)',
        path('M150 16L150 76H92Z', a) + path('M150 16L208 76H150Z', b) + path('M92 76H150V166Z', b) + path('M208 76L150 166V76Z', a),
        path('M150 44L176 76L150 118L124 76Z', c),
        light('M150 16V166L92 76Z', 0.2) + shade('M208 76L150 166V130L190 76Z', 0.14),
        edge('M150 16L208 76L150 166L92 76Z') + line('M150 16V166M92 76H208', BLACK, 2.5, 0.3),
        circle(150, 76, 4, WHITE, 0.9),
      ),
    ),
  'skipping-rope': (a, b, c) => {
    const rope = 'M74 104C84 150 186 132 186 170C186 198 54 198 54 170C54 132 156 150 166 104'
    const handle = draw(
      path('M-7 -66Q0 -72 7 -66L10 -50Q5 -44 7 -34L10 -10Q10 0 0 0Q-10 0 -10 -10L-7 -34Q-5 -44 -10 -50Z', c),
      rect(-9, -26, 18, 5, 2, b) + rect(-9.5, -16, 19, 5, 2, b),
      light('M-5 -64L-2 -66L-1 -48L-3 -8Q-7 -8 -7 -12L-4 -34Q-3 -44 -7 -50Z', 0.45) +
        shade('M3 -67L7 -66L10 -50Q5 -44 7 -34L10 -10Q10 0 2 0Q6 -20 3 -34Z', 0.16),
      circle(0, 1, 5, DARK, 0.6),
    )
    return draw(
      line(rope, BLACK, 12, 0.18),
      line(rope, a, 9),
      line(rope, b, 9, 0.9, '7 14'),
      line('M60 158C76 140 120 146 142 132', WHITE, 2.5, 0.4),
      group('translate(74 104) rotate(-18)', handle),
      group('translate(166 104) rotate(18)', handle),
    )
  },
  ball: (a, b, c) =>
    group(
      'translate(120 120)',
      circle(0, 0, 74, a),
      group(
        'rotate(-24)',
        path('M-70.5 -22.500Q0 12 70.5 -22.500A74 74 0 0 1 70.5 22.500Q0 58 -70.5 22.500A74 74 0 0 1 -70.5 -22.500Z', b),
        line('M-71 -20Q0 14 71 -20M-71 21Q0 56 71 21', c, 6),
        path(star(0, 17, 15, 7), c),
      ),
      path('M-36 -60Q-8 -74 24 -66Q-4 -62 -20 -44Q-30 -48 -36 -60Z', c, 0.85),
      path('M64 -37A74 74 0 0 1 -50 54.500A92 92 0 0 0 64 -37Z', BLACK, 0.14),
      oval(-34, -36, 20, 12, WHITE, 0.5, 'rotate(-42 -34 -36)') + circle(-54, -10, 5, WHITE, 0.4),
    ),
  'bucket-and-spade': (a, b, c) =>
    draw(
      group(
        'rotate(22 176 120)',
        rect(169, 64, 12, 80, 4, b) +
          path('M156 46Q156 40 162 40H188Q194 40 194 46V60Q194 68 186 68H164Q156 68 156 60Z', b) +
          rect(164, 48, 22, 12, 5, WHITE, 0.75),
        path('M152 136Q152 130 158 130H192Q198 130 198 136V168Q196 190 175 202Q154 190 152 168Z', b) +
          shade('M180 130H192Q198 130 198 136V168Q196 190 175 202Q188 180 180 130Z', 0.16) +
          line('M175 138V182', WHITE, 4, 0.35),
      ),
      line('M50 92C46 30 146 30 142 92', '#a9b0b5', 5) + rect(78, 38, 36, 12, 6, c) + rect(78, 46, 36, 4, 2, BLACK, 0.12),
      path('M40 92H152L138 184Q136 194 126 194H66Q56 194 54 184Z', a) + edge('M40 92H152L138 184Q136 194 126 194H66Q56 194 54 184Z'),
      path('M44.500 122H147.500L144 146H48Z', b) + circle(72, 134, 6, c) + circle(96, 134, 6, c) + circle(120, 134, 6, c),
      path('M34 90Q34 82 42 82H150Q158 82 158 90Q158 98 150 98H42Q34 98 34 90Z', a) +
        rect(40, 84, 80, 5, 2.5, WHITE, 0.5) +
        shade('M38 95H154Q153 98 150 98H42Q39 98 38 95Z', 0.2),
      light('M52 100H62L72 192H66Q60 192 58 184Z', 0.35) + shade('M128 98H151L138 184Q136 194 126 194H112Q126 160 128 98Z', 0.12),
      `<path d="${star(164, 178, 25, 12, 0.2)}" fill="${c}" stroke="${c}" stroke-width="8" stroke-linejoin="round"/>` +
        line(star(164, 178, 29, 14, 0.2), '#a0764a', 2, 0.5) +
        circle(164, 178, 3, b) +
        circle(162, 165, 2.5, b) +
        circle(176, 178, 2.5, b) +
        circle(152, 176, 2.5, b) +
        circle(170, 188, 2.5, b) +
        circle(157, 188, 2.5, b),
    ),
  'science-flask': (a, b, c) =>
    draw(
      path('M78 48H114V94L162 178Q168 194 152 194H40Q24 194 30 178L78 94Z', WHITE, 0.7) +
        path('M78 48H114V94L162 178Q168 194 152 194H40Q24 194 30 178L78 94Z', '#bcd7e0', 0.35),
      path('M62 132Q80 124 96 132T130 132L155 178Q159 188 150 188H42Q33 188 37 178Z', a) +
        path('M62 132Q80 124 96 132T130 132L134 139Q114 146 96 138T58 139Z', WHITE, 0.3),
      circle(78, 158, 8, b) +
        circle(108, 170, 11, b) +
        circle(100, 148, 5, b) +
        circle(126, 176, 5, WHITE, 0.5) +
        circle(64, 176, 5, WHITE, 0.5),
      circle(94, 112, 6, a) +
        circle(102, 94, 4, a) +
        circle(92, 76, 5, b) +
        circle(98, 34, 8, a, 0.85) +
        circle(84, 24, 5, b) +
        circle(108, 18, 4, a),
      line('M78 48V94L30 178Q24 194 40 194H152Q168 194 162 178L114 94V48', '#7f97a3', 4, 0.8) +
        rect(70, 42, 52, 10, 5, '#c9dbe2') +
        rect(74, 44, 26, 3, 1.5, WHITE, 0.9),
      line('M84 58V96L46 166', WHITE, 5, 0.75) + shade('M150 158L162 178Q168 194 152 194H120Q146 188 150 158Z', 0.14),
      rect(170, 176, 56, 18, 5, WOOD) + rect(170, 176, 56, 5, 2.5, WHITE, 0.3),
      path('M183 70H213V166A15 15 0 0 1 183 166Z', WHITE, 0.8) +
        path('M187 112Q198 118 209 112V165A11 11 0 0 1 187 165Z', b) +
        circle(194, 132, 4, c) +
        circle(202, 146, 5, c) +
        circle(200, 122, 3, WHITE, 0.6),
      line('M183 70V166A15 15 0 0 0 213 166V70', '#7f97a3', 3.5, 0.8) +
        rect(178, 64, 40, 9, 4.5, '#c9dbe2') +
        line('M190 82V160', WHITE, 4, 0.75),
      path('M168 152H228V162H168Z', WOOD) + path('M168 158H228V162H168Z', BLACK, 0.15) + line('M172 162V178M224 162V178', '#b98f5c', 5),
    ),
  telescope: (a, b, c) =>
    draw(
      path(star(210, 34, 20, 8), c) +
        light(star(207, 31, 9, 4), 0.5) +
        path('M168 20L170.500 26L177 28L170.500 30L168 36L165.500 30L159 28L165.500 26Z', c),
      group(
        'translate(112 194) scale(.86) translate(-118 -194)',
        line('M112 142L62 190M112 142L120 192M112 142L170 190', '#6b5743', 9) +
          line('M110 142L62 188M112 142L119 190M114 142L168 188', WOOD, 6),
        rect(52, 187, 20, 8, 4, DARK) + rect(110, 187, 20, 8, 4, DARK) + rect(160, 187, 20, 8, 4, DARK),
        path('M98 118H126L122 146Q112 152 102 146Z', b) +
          shade('M114 118H126L122 146Q118 149 114 149Z', 0.18) +
          circle(112, 128, 9, c) +
          circle(112, 128, 4, BLACK, 0.3),
        group(
          'rotate(-36 112 108)',
          rect(16, 98, 20, 20, 4, DARK) +
            rect(32, 94, 26, 28, 4, b) +
            shade('M32 112H58V118Q58 122 54 122H36Q32 122 32 118Z', 0.2) +
            rect(34, 97, 22, 5, 2.5, WHITE, 0.5),
          path('M56 88H118V128H56Z', a) + path('M116 82H200V134H116Z', a),
          rect(52, 86, 9, 44, 3, c) + rect(112, 80, 10, 56, 3, c) + rect(196, 78, 16, 60, 5, b),
          light('M61 92H112V99H61ZM122 87H196V96H122Z', 0.3) +
            shade('M61 119H112V128H61ZM122 121H196V134H122ZM196 124H212V133Q212 138 207 138H201Q196 138 196 133Z', 0.22),
          rect(132, 70, 46, 10, 4, b) + rect(140, 78, 6, 8, 1, DARK) + rect(164, 78, 6, 8, 1, DARK) + oval(211, 108, 5, 25, '#bfe3f2'),
          edge('M196 83Q196 78 201 78H207Q212 78 212 83V133Q212 138 207 138H201Q196 138 196 133'),
        ),
      ),
    ),
  crystal: (a, b, c) =>
    draw(
      group('translate(78 176) rotate(-32)', prism(14, 62, 24, b, a)),
      group('translate(164 176) rotate(30)', prism(15, 68, 26, b, a)),
      group('translate(144 178) rotate(13)', prism(18, 92, 30, c, a)),
      group('translate(94 178) rotate(-14)', prism(19, 84, 30, b, a)),
      group('translate(120 180)', prism(22, 112, 36, b, a), line('M-8 -100V-20', WHITE, 3, 0.6)),
      group('translate(70 182) rotate(-18)', prism(10, 34, 16, c, b)),
      group('translate(172 182) rotate(14)', prism(11, 36, 18, c, b)),
      path('M28 186L44 162L66 156L84 166L108 158L136 168L160 156L190 160L212 186Q212 194 204 194H36Q28 194 28 186Z', a),
      shade('M28 186L44 162L66 156L84 166L108 158L136 168L160 156L190 160L212 186Q212 194 204 194H36Q28 194 28 186Z', 0.42),
      light('M44 162L66 156L84 166L60 176ZM108 158L136 168L118 178L96 172Z', 0.18) +
        shade('M160 156L190 160L212 186Q212 194 204 194H160L172 174Z', 0.2),
      group('translate(112 188) rotate(-8)', prism(8, 22, 12, c, b)) +
        path('M200 62L203 71L212 74L203 77L200 86L197 77L188 74L197 71ZM44 84L46 91L53 93L46 95L44 102L42 95L35 93L42 91Z', WHITE, 0.9),
    ),
  'magnifying-glass': (a, b, c) =>
    draw(
      path('M20 188C10 130 46 78 120 72C166 68 196 52 214 30C226 108 190 190 100 188C70 188 44 178 32 196Z', a) +
        shade('M32 192C60 150 110 116 214 30C226 108 190 190 100 188C70 188 44 178 32 192Z', 0.12),
      line('M24 200C60 150 120 118 200 52', WHITE, 4, 0.5) +
        line('M66 158L60 112M170 80L188 120M56 168L96 182M150 96L150 66', WHITE, 3, 0.35),
      line('M150 150L200 196', BLACK, 20, 0.15) +
        line('M146 144L160 157', METAL, 15) +
        line('M162 158L200 192', b, 20) +
        line('M162 153L198 185', WHITE, 4, 0.4) +
        line('M160 157L164 160.5', c, 20),
      circle(104, 102, 56, '#eaf6ee') + circle(104, 102, 56, a, 0.45) + line('M60 136C84 114 110 98 146 66', WHITE, 5, 0.5),
      line('M86 90L68 80M82 106H62M88 120L72 134M122 90L140 80M126 106H146M120 120L136 134', DARK, 4) +
        line('M98 68Q94 58 84 56M110 68Q114 58 124 56', DARK, 3),
      circle(104, 76, 13, DARK) + circle(99, 72, 2.5, WHITE) + circle(109, 72, 2.5, WHITE),
      oval(104, 108, 25, 31, c) +
        path('M104 78V139', c) +
        line('M104 80V138', DARK, 3) +
        circle(92, 100, 5, DARK) +
        circle(116, 100, 5, DARK) +
        circle(94, 119, 5, DARK) +
        circle(114, 119, 5, DARK),
      light('M84 96Q88 82 100 79Q90 90 88 104Z', 0.4),
      ring(104, 102, 56, 56, b, 11) + ring(104, 102, 51, 51, BLACK, 2, 0.2) + ring(104, 102, 60, 60, WHITE, 2, 0.3),
      line('M62 92A44 44 0 0 1 92 60', WHITE, 7, 0.7) + line('M60 106L60 108', WHITE, 7, 0.7),
    ),
}

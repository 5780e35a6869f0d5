import type { Drawing } from './drawing.js'

const veil = (opacity: number): string => (opacity < 1 ? ` opacity="${opacity}"` : '')
const fill = (d: string, color: string, opacity = 1): string => `<path d="${d}" fill="${color}"${veil(opacity)}/>`
const holed = (d: string, color: string): string => `<path d="${d}" fill="${color}" fill-rule="evenodd"/>`
const rect = (x: number, y: number, w: number, h: number, rx: number, color: string, opacity = 1): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${rx}" fill="${color}"${veil(opacity)}/>`
const oval = (cx: number, cy: number, rx: number, ry: number, color: string, opacity = 1): string =>
  `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${color}"${veil(opacity)}/>`
const ring = (cx: number, cy: number, rx: number, ry: number, color: string, width: number, opacity = 1): string =>
  `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="none" stroke="${color}" stroke-width="${width}"${veil(opacity)}/>`
const line = (d: string, color: string, width: number, opacity = 1): string =>
  `<path d="${d}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"${veil(opacity)}/>`
const light = (d: string, opacity = 0.25): string => fill(d, '#fff', opacity)
const dark = (d: string, opacity = 0.12): string => fill(d, '#000', opacity)
const glint = (d: string, width: number, opacity = 0.3): string => line(d, '#fff', width, opacity)
const crease = (d: string, width: number, opacity = 0.15): string => line(d, '#000', width, opacity)
const turned = (degrees: number, inner: string, x = 120, y = 120): string => `<g transform="rotate(${degrees} ${x} ${y})">${inner}</g>`
const round = (value: number): number => Math.round(value * 10) / 10
const each = <T>(values: readonly T[], draw: (value: T, index: number) => string): string => values.map(draw).join('')
/** Dots of one size at the listed points ('x y, x y'). */
const specks = (points: string, r: number, color: string, opacity = 1): string =>
  line(points.replace(/(\S+ [^\s,]+),? ?/g, 'M$1h.01'), color, round(r * 2), opacity)
const moved = (x: number, y: number, inner: string): string => `<g transform="translate(${x} ${y})">${inner}</g>`

const STEEL = '#9aa1a8'
const IRON = '#3b3e42'
const LEAF = '#6a9159'
const POLLEN = '#f4cf5c'

/** A tube bent along a line: its colour, a shaded lower edge and a lit upper one. */
const tube = (d: string, color: string, width: number, shade = 0.12): string =>
  line(d, color, width) + crease(d, width, shade) + line(d, color, round(width * 0.62)) + glint(d, round(width * 0.2), 0.35)

/** A leaf growing from (x, y), upright at 0 degrees. */
const leaf = (x: number, y: number, length: number, width: number, degrees: number, color: string): string =>
  turned(
    degrees,
    fill(
      `M${x} ${y}C${round(x - width)} ${round(y - length * 0.3)} ${round(x - width * 0.7)} ${round(y - length * 0.75)} ${x} ${y - length}` +
        `C${round(x + width * 0.7)} ${round(y - length * 0.75)} ${round(x + width)} ${round(y - length * 0.3)} ${x} ${y}Z`,
      color,
    ) + crease(`M${x} ${y}V${round(y - length * 0.78)}`, 2, 0.16),
    x,
    y,
  )

/** A five-petalled flower head. */
const bloom = (x: number, y: number, r: number, petal: string, heart = POLLEN): string => {
  const p = round(r * 0.5)
  const petals = each([0, 72, 144, 216, 288], (degrees) => {
    const angle = ((degrees - 90) * Math.PI) / 180
    const start = `${round(x + Math.cos(angle) * r * 0.6 - p)} ${round(y + Math.sin(angle) * r * 0.6)}`
    return `M${start}a${p} ${p} 0 0 1 ${2 * p} 0a${p} ${p} 0 0 1 ${-2 * p} 0`
  })
  return fill(petals, petal) + oval(x, y, round(r * 0.36), round(r * 0.36), heart)
}

/** The wooden or covered grip of a hand tool, upright on x = 120, with its collar below. */
const grip = (wood: string, collar: string): string =>
  line('M120 96V122', STEEL, 9) +
  fill('M108 36Q108 20 120 20Q132 20 132 36L135 66Q134 80 130 94H110Q106 80 105 66Z', wood) +
  fill('M124 20.7Q132 24 132 36L135 66Q134 80 130 94H122Q130 60 124 20.7Z', collar, 0.45) +
  glint('M113 38Q110 60 114 84', 4.5, 0.4) +
  oval(120, 30, 3.5, 3.5, '#000', 0.35) +
  rect(109, 88, 22, 13, 4, collar) +
  rect(111, 90, 6, 9, 2, '#fff', 0.25)

/** One work glove, fingers up, thumb to the right, around x = 0. */
const glove = (palm: string, cuff: string, seam: string): string =>
  line('M20 138Q44 132 50 106', palm, 20) +
  crease('M28 142Q50 136 55 112', 6, 0.12) +
  line('M-25 116V76M-8.5 112V58M8 112V60M24 116V74', palm, 18) +
  fill('M-34 104Q0 96 33 104V134Q31 150 28 164H-30Q-34 140 -34 104Z', palm) +
  crease('M-16.7 74V108M-0.2 64V108M16.2 70V108', 2.5, 0.26) +
  dark('M18 104Q28 102 33 104V134Q31 150 28 164H14Q22 140 18 104Z', 0.1) +
  glint('M-27 78V104', 5) +
  line('M-22 128Q0 118 20 128M-16 138V150M0 134V150M14 138V150', seam, 2.5, 0.75) +
  rect(-36, 156, 68, 36, 8, cuff) +
  line('M-32 165H28', seam, 3.5) +
  crease('M-22 173V186M-10 173V186M2 173V186M14 173V186', 2.5, 0.16)

/** A band of the hammock's cloth from share `from` to share `to` of its depth. */
const sling = (from: number, to: number, color: string): string => {
  const left = (k: number): string => `${round(44 - 6 * k)} ${round(88 + 16 * k)}`
  const right = (k: number): string => `${round(196 + 6 * k)} ${round(88 + 16 * k)}`
  const low = (k: number): number => round(146 + 110 * k)
  return fill(`M${left(from)}Q120 ${low(from)} ${right(from)}L${right(to)}Q120 ${low(to)} ${left(to)}Z`, color)
}

/** The cloth of the parasol between two seams, given by where they end on the rim. */
const panel = (from: number, to: number, color: string): string => {
  const bend = (x: number): number => round(120 + (x - 120) * 0.86)
  return fill(`M120 36Q${bend(from)} 46 ${from} 112Q${(from + to) / 2} 126 ${to} 112Q${bend(to)} 46 120 36Z`, color)
}

const bulb = (x: number, y: number, skin: string): string =>
  moved(
    x,
    y,
    fill('M0 -21Q3 -14 11 -10Q20 -2 15 9Q0 21 -15 9Q-20 -2 -11 -10Q-3 -14 0 -21Z', skin) +
      dark('M0 -21Q3 -14 11 -10Q20 -2 15 9Q8 14 0 15Q12 0 0 -21Z', 0.16) +
      glint('M-9 -3Q-10 3 -7 7', 3.5, 0.4),
  )

export const SHAPES: Readonly<Record<string, Drawing>> = {
  kettle: (main, second, accent) =>
    tube('M82 124C62 40 190 40 170 124', accent, 12) +
    fill('M88 132L60 104Q54 98 47 103L40 109Q35 114 40 121L72 172Z', main) +
    dark('M88 150L44 108L40 109Q35 114 40 121L72 172Z') +
    fill('M70 184C60 150 74 106 126 106C178 106 192 150 182 184Q181 194 170 194H82Q71 194 70 184Z', main) +
    fill('M67.2 156Q126 168 184.8 156V166Q126 178 67.2 166Z', second) +
    dark('M152 111C180 120 190 154 182 184Q181 194 170 194H138Q174 170 152 111Z') +
    glint('M82 148Q84 130 98 120', 9, 0.35) +
    fill('M94 114Q98 98 126 98Q154 98 158 114Q126 122 94 114Z', second) +
    dark('M130 98Q154 98 158 114Q146 117 134 117.5Q144 108 130 98Z') +
    rect(121, 90, 10, 11, 2, accent) +
    oval(126, 87, 10, 8, accent) +
    oval(123, 84, 3.5, 2.5, '#fff', 0.35) +
    rect(78, 188, 96, 6, 3, '#000', 0.16),
  teapot: (main, second, accent) =>
    tube('M168 122C216 104 216 178 164 174', main, 13) +
    fill('M78 168C40 166 50 122 28 110Q24 106 30 103L42 98Q46 97 49 100C64 112 62 128 84 128Z', main) +
    dark('M78 168C40 166 50 122 28 110L34 109C58 124 56 146 80 150Z') +
    rect(90, 184, 60, 10, 4, main) +
    rect(90, 184, 60, 10, 4, '#000', 0.22) +
    oval(120, 146, 60, 45, main) +
    line('M62.5 154Q120 178 177.5 154', accent, 5) +
    dark('M159 112.2A60 45 0 0 1 120 191Q168 178 159 112.2Z', 0.14) +
    fill('M82 116Q86 88 120 88Q154 88 158 116Q120 126 82 116Z', second) +
    dark('M126 88.2Q154 92 158 116Q144 120 130 120.7Q146 108 126 88.2Z') +
    glint('M92 107Q97 97 108 95', 5, 0.4) +
    oval(120, 83, 9.5, 9, accent) +
    oval(117, 80, 3.2, 2.8, '#fff', 0.4) +
    line('M72 142Q75 126 86 119', second, 8),
  mug: (main, second, accent) =>
    tube('M156 110C206 98 206 172 154 166', main, 15) +
    fill('M62 82V174Q62 194 84 194H138Q160 194 160 174V82Z', main) +
    dark('M138 82H160V174Q160 194 138 194H118Q138 190 138 170Z') +
    light('M70 94H80V172Q80 182 84 188Q70 186 70 172Z', 0.3) +
    oval(111, 82, 49, 14, main) +
    oval(111, 83, 42, 10, second) +
    dark('M69 83A42 10 0 0 1 153 83Q132 78 111 78Q90 78 69 83Z', 0.3) +
    ring(111, 82, 48, 13, accent, 3.5) +
    specks('92 118, 118 130, 100 152, 134 112, 128 160, 108 176, 146 142, 88 174', 2.2, accent, 0.65) +
    crease('M76 191H146', 4, 0.14),
  'cup-and-saucer': (main, second, accent) =>
    oval(120, 184, 88, 13, main) +
    dark('M32 184A88 13 0 0 0 208 184Q204 198 120 198Q36 198 32 184Z', 0.2) +
    ring(120, 182, 80, 9.5, accent, 2.5) +
    oval(120, 181, 54, 6.5, second) +
    oval(122, 181, 36, 4.5, '#000', 0.16) +
    line('M166 112C212 92 214 146 148 154', main, 8) +
    crease('M166 115C208 98 210 144 148 156', 3, 0.2) +
    fill('M60 94C64 140 84 166 102 172L98 180H142L138 172C156 166 176 140 180 94Z', main) +
    dark('M152 104L180 94C176 140 156 166 138 172L142 180H120Q156 152 152 104Z') +
    glint('M76 122Q82 140 94 153', 8, 0.5) +
    oval(120, 94, 60, 15, main) +
    oval(120, 95, 53, 11, second) +
    oval(120, 99, 44, 6.5, '#a5673a', 0.75) +
    dark('M67 95A53 11 0 0 1 173 95Q150 89 120 89Q90 89 67 95Z', 0.16) +
    ring(120, 94, 59, 14.2, accent, 2.8),
  tumbler: (main, second, accent) =>
    fill('M68 64L80 180Q82 194 120 194Q158 194 160 180L172 64Z', main, 0.94) +
    line('M86 88L94 166M103 92L107 170M120 93V171M137 92L133 170M154 88L146 166', second, 6) +
    fill('M78.5 166Q120 184 161.5 166L160 180Q158 194 120 194Q82 194 80 180Z', accent) +
    light('M78.5 166Q120 184 161.5 166L161 171Q120 188 79 171Z', 0.3) +
    dark('M148 76L172 64L160 180Q158 194 120 194Q146 190 146 178Z', 0.16) +
    light('M74 78L83 82L90 160L82.5 156Z', 0.3) +
    oval(120, 64, 52, 15, second) +
    oval(120, 65, 45, 11, main) +
    dark('M75 65A45 11 0 0 1 165 65Q146 61 120 61Q94 61 75 65Z', 0.32) +
    oval(120, 69, 38, 6, '#000', 0.12) +
    glint('M82 57Q92 53.5 108 52.5', 2.5, 0.6),
  'wine-glass': (main, second, accent) =>
    oval(120, 187, 42, 8, second) +
    oval(120, 185, 42, 7.5, main) +
    ring(120, 185, 41, 7, '#000', 1.5, 0.18) +
    fill('M115 132H125V168Q126 180 140 184Q120 189 100 184Q114 180 115 168Z', second) +
    dark('M121 132H125V168Q126 180 140 184Q130 186 122 186Z', 0.2) +
    fill('M78 46C70 104 84 138 120 140C156 138 170 104 162 46Z', main, 0.8) +
    fill('M77.5 88C80 118 94 135 120 136.5C146 135 160 118 162.5 88Z', accent) +
    oval(120, 88, 42.5, 8, accent) +
    oval(120, 88, 42.5, 8, '#fff', 0.22) +
    dark('M148 94Q157 92 162.5 88C160 118 146 135 120 136.5Q146 124 148 94Z', 0.18) +
    line('M78 46C70 104 84 138 120 140C156 138 170 104 162 46', second, 3) +
    ring(120, 46, 42, 9, second, 3) +
    glint('M86 64Q83 94 92 114', 7, 0.55) +
    glint('M154 62Q156 74 154.5 82', 3.5, 0.45),
  'chef-knife': (main, second, accent) =>
    turned(
      -36,
      fill('M150 92L62 94Q34 97 14 124Q62 149 150 148Z', main) +
        fill('M14 124Q62 149 150 148V137Q66 137 14 124Z', '#fff', 0.4) +
        dark('M150 92L62 94Q34 97 14 124Q40 104 66 102L150 101Z', 0.12) +
        glint('M58 110Q90 106 134 107', 4, 0.5) +
        crease('M150 148H144', 3, 0.2) +
        fill('M144 91H160V127L150 148H144Z', main) +
        dark('M144 91H160V127L150 148H144Z', 0.3) +
        fill('M158 92H208Q226 92 228 108Q230 130 218 131Q206 124 192 122Q176 120 158 126Z', second) +
        dark('M158 114Q196 108 228 116Q228 130 218 131Q206 124 192 122Q176 120 158 126Z', 0.22) +
        glint('M166 97H206', 4, 0.25) +
        each([172, 192, 212], (x) => oval(x, 107, 5, 5, accent) + oval(x - 1.2, 105.8, 1.9, 1.9, '#fff', 0.55)),
    ),
  'paring-knife': (main, second, accent) =>
    turned(
      -36,
      fill('M122 106L70 107Q48 108 32 127Q80 135 122 132Z', second) +
        fill('M32 127Q80 135 122 132V125Q74 128 32 127Z', '#fff', 0.55) +
        dark('M122 106L70 107Q48 108 32 127Q56 112 74 112L122 111.5Z', 0.18) +
        rect(116, 103, 12, 31, 3, second) +
        rect(116, 103, 12, 31, 3, '#000', 0.25) +
        fill('M126 102Q150 98 172 101Q204 104 210 118Q212 134 198 138Q182 136 168 135Q146 134 126 136Z', main) +
        fill('M126 126Q170 120 210.5 122Q210 135 198 138Q182 136 168 135Q146 134 126 136Z', accent) +
        glint('M136 108Q160 105 188 110', 5, 0.4) +
        oval(144, 117, 4, 4, accent) +
        oval(172, 116, 4, 4, accent) +
        oval(198, 120, 3.5, 4.5, '#fff', 0.5),
    ),
  'bread-knife': (main, second, accent) =>
    turned(
      -36,
      fill(`M152 102H30Q14 102 10 118L12 128${'q6 11 12 0'.repeat(11)}L152 128Z`, main) +
        line(`M13 128${'q6 11 12 0'.repeat(11)}`, '#fff', 3.5, 0.5) +
        crease(`M24 123${'m0 0q6 6 12 0'.repeat(10)}`, 2, 0.14) +
        dark('M152 102H30Q14 102 10 118Q22 108 36 108H152Z', 0.14) +
        glint('M40 114H138', 3.5, 0.5) +
        rect(146, 98, 12, 34, 3, main) +
        rect(146, 98, 12, 34, 3, '#000', 0.28) +
        fill('M156 100H206Q226 100 230 116Q232 134 222 136Q212 130 196 130Q180 128 156 132Z', second) +
        fill('M156 121Q196 116 231 122Q231 135 222 136Q212 130 196 130Q180 128 156 132Z', accent, 0.8) +
        glint('M164 106H204', 4, 0.35) +
        each([172, 194, 215], (x) => oval(x, 114, 3.8, 3.8, STEEL)),
    ),
  'cutting-board': (main, second, accent) =>
    turned(
      3,
      holed('M76 42H172Q186 42 186 56V182Q186 196 172 196H76Q62 196 62 182V56Q62 42 76 42ZM122 56a10 10 0 1 0 .1 0Z', accent) +
        holed('M70 40H166Q180 40 180 54V178Q180 192 166 192H70Q56 192 56 178V54Q56 40 70 40ZM118 53a11.5 11.5 0 1 0 .1 0Z', main) +
        line(
          'M76 54V176M92 92C88 120 98 140 92 180M110 86Q114 130 110 178M126 96Q122 150 128 180M144 66C150 110 138 130 144 176M162 58V170',
          second,
          4,
        ) +
        line('M100 118Q92 128 100 140Q108 128 100 118Z', second, 3) +
        ring(118, 64.5, 12.5, 12.5, accent, 2.5, 0.7) +
        glint('M62 170V56Q62 46 72 46H98', 4, 0.4) +
        dark('M168 40Q180 42 180 54V178Q180 192 166 192H120Q168 180 168 40Z', 0.08),
    ),
  'frying-pan': (main, second, accent) =>
    fill('M152 116L220 84Q232 79 236 88Q239 97 229 102L164 140Z', accent) +
    dark('M160 132L236 92Q237 98 229 102L164 140Z', 0.25) +
    glint('M182 108L218 91', 4, 0.3) +
    oval(226, 92, 4, 3, '#000', 0.4) +
    fill('M146 112L174 101L182 122L160 138Z', main) +
    fill('M18 124C20 168 54 190 94 190C134 190 168 168 170 124Z', main) +
    dark('M18 124C20 168 54 190 94 190C134 190 168 168 170 124Q160 166 94 166Q28 166 18 124Z', 0.3) +
    oval(94, 124, 76, 44, main) +
    ring(94, 124, 74, 42, '#fff', 3, 0.28) +
    oval(94, 127, 64, 34, second) +
    dark('M30 127A64 34 0 0 1 158 127Q146 102 94 102Q42 102 30 127Z', 0.2) +
    oval(94, 134, 48, 22, '#fff', 0.08) +
    glint('M56 140Q66 152 86 154', 5, 0.35) +
    dark('M24 150Q44 184 94 186Q134 184 156 162Q140 188 94 190Q44 190 24 150Z', 0.15),
  saucepan: (main, second, accent) =>
    rect(148, 108, 84, 16, 8, accent) +
    rect(148, 116, 84, 8, 4, '#000', 0.2) +
    oval(222, 115, 4, 3, '#fff', 0.5) +
    fill('M148 104H168V126L148 134Z', STEEL) +
    fill('M44 102H156V176Q156 194 138 194H62Q44 194 44 176Z', main) +
    dark('M132 102H156V176Q156 194 138 194H108Q134 190 132 166Z', 0.13) +
    light('M54 114H66V170Q66 182 72 188Q54 186 54 170Z', 0.4) +
    fill('M44 96Q50 72 100 72Q150 72 156 96Z', second) +
    dark('M112 72.5Q150 74 156 96H126Q138 84 112 72.5Z', 0.1) +
    glint('M58 90Q64 80 84 78', 4, 0.5) +
    rect(38, 94, 124, 12, 6, second) +
    rect(38, 100, 124, 6, 3, '#000', 0.16) +
    rect(95, 64, 10, 10, 2, accent) +
    rect(84, 54, 32, 13, 6.5, accent) +
    glint('M90 58.5H102', 3, 0.4),
  casserole: (main, second, accent) =>
    tube('M40 124H26Q16 124 16 134Q16 144 26 144H42', main, 10, 0.2) +
    tube('M200 124H214Q224 124 224 134Q224 144 214 144H198', main, 10, 0.2) +
    fill('M36 114H204V162Q204 194 172 194H68Q36 194 36 162Z', main) +
    dark('M176 114H204V162Q204 194 172 194H126Q180 184 176 114Z', 0.16) +
    glint('M50 130V160Q50 174 60 181', 8, 0.3) +
    fill('M40 108Q44 74 120 74Q196 74 200 108Z', main) +
    line('M58 100Q68 84 112 82', second, 8) +
    dark('M140 74.6Q196 78 200 108H158Q172 88 140 74.6Z', 0.14) +
    rect(32, 104, 176, 14, 7, main) +
    rect(32, 104, 176, 14, 7, '#fff', 0.14) +
    crease('M40 119H200', 3, 0.24) +
    line('M60 176Q120 184 180 176', second, 3, 0.6) +
    rect(113, 64, 14, 12, 3, accent) +
    rect(100, 52, 40, 15, 7.5, accent) +
    glint('M107 57H122', 3.5, 0.45),
  'loaf-tin': (main, second, accent) =>
    fill('M32 128L56 96H184L208 128Z', second) +
    dark('M46 128L60 102H180L194 128Z', 0.3) +
    fill('M46 132C30 60 78 62 120 62C162 62 210 60 194 132Z', accent) +
    dark('M126 62C166 62 209.5 62 194 132H160Q178 92 126 62Z', 0.15) +
    line('M80 92Q92 82 96 72M112 92Q124 82 128 70M144 92Q156 82 160 72', '#fff3dc', 7, 0.6) +
    glint('M56 104Q56 86 68 78', 6, 0.35) +
    fill('M32 130H208L192 186Q190 194 182 194H58Q50 194 48 186Z', main) +
    dark('M168 130H208L192 186Q190 194 182 194H120Q168 186 168 130Z', 0.16) +
    light('M46 144H58L70 184H60Z', 0.28) +
    crease('M64 176H176', 3, 0.12) +
    rect(26, 124, 188, 12, 6, main) +
    rect(28, 125, 184, 5, 2.5, '#fff', 0.4) +
    crease('M34 137.5H206', 3, 0.25),
  'cake-tin': (main, second, accent) =>
    fill('M38 92L50 170Q54 195 120 195Q186 195 190 170L202 92Z', main) +
    each([-68, -54, -38, -20, 0, 20, 38, 54, 68], (x) => {
      const drop = Math.round(Math.sqrt(1 - (x / 80) ** 2) * 24)
      return line(`M${120 + x} ${96 + drop}L${round(120 + x * 0.87)} ${167 + drop}`, second, 6)
    }) +
    dark('M170 112Q194 104 202 92L190 170Q186 195 120 195Q168 182 170 112Z', 0.16) +
    line('M41 106Q54 126 120 126Q186 126 199 106', accent, 5, 0.7) +
    oval(120, 92, 84, 27, main) +
    ring(120, 92, 82, 25.5, '#fff', 3.5, 0.35) +
    oval(120, 94, 74, 21, main) +
    oval(120, 94, 74, 21, '#000', 0.28) +
    oval(120, 100, 62, 14.5, second, 0.9) +
    dark('M46 94A74 21 0 0 1 194 94Q176 80 120 80Q64 80 46 94Z', 0.2) +
    rect(142, 120, 26, 40, 6, accent) +
    rect(147, 126, 16, 18, 4, '#fff', 0.3) +
    line('M155 134V154', '#000', 4, 0.35),
  'mixing-bowl': (main, second, accent) =>
    rect(86, 182, 68, 12, 5, accent) +
    fill('M34 88C36 148 76 182 92 187H148C164 182 204 148 206 88Z', main) +
    fill('M36 108Q120 120 204 108L202 118Q120 131 38 118Z', second) +
    fill('M41 128Q120 142 199 128L195 138Q120 153 45 138Z', second) +
    dark('M170 88H206C204 148 164 182 148 187H112Q172 166 170 88Z', 0.13) +
    glint('M52 116Q58 142 78 162', 9, 0.4) +
    crease('M36 97H204', 5, 0.16) +
    rect(24, 72, 192, 22, 11, main) +
    rect(24, 84, 192, 10, 5, '#000', 0.12) +
    rect(32, 75, 120, 6, 3, '#fff', 0.5),
  'rolling-pin': (main, second, accent) =>
    turned(
      -36,
      fill('M14 122Q14 110 28 107Q120 84 212 107Q226 110 226 122Q226 134 212 137Q120 160 28 137Q14 134 14 122Z', main) +
        line('M40 118Q110 102 196 114M30 126Q110 116 150 120M64 134Q130 144 206 128M100 126Q150 128 190 121', second, 3.5) +
        fill('M16 128Q120 142 224 128Q222 135 212 137Q120 160 28 137Q18 135 16 128Z', second, 0.6) +
        dark('M28 137Q120 148 212 137Q120 160 28 137Z', 0.16) +
        glint('M44 110Q110 97 170 102', 6, 0.5) +
        fill('M212 107Q226 110 226 122Q226 134 212 137Q204 122 212 107Z', accent) +
        oval(217, 122, 4.5, 9, '#fff', 0.22) +
        fill('M28 107Q14 110 14 122Q14 134 28 137Q20 122 28 107Z', accent, 0.55),
    ),
  plate: (main, second, accent) =>
    oval(120, 134, 92, 60, main) +
    oval(120, 134, 92, 60, '#000', 0.28) +
    oval(120, 127, 92, 61, main) +
    ring(120, 127, 90, 59, '#fff', 3, 0.4) +
    ring(120, 127, 78, 51, accent, 3) +
    oval(120, 129, 62, 39, '#000', 0.16) +
    oval(120, 130, 60, 37, second) +
    dark('M60 130A60 37 0 0 1 180 130Q168 103 120 103Q72 103 60 130Z', 0.12) +
    glint('M76 148Q88 158 106 161', 5, 0.4) +
    glint('M40 112Q52 90 80 80', 7, 0.5) +
    specks('104 120, 138 134, 122 150, 150 118, 188 106, 52 146, 176 160, 92 176', 2.2, accent, 0.6) +
    dark('M200 104Q212 140 176 170Q204 150 206 130Z', 0.1),
  bowl: (main, second, accent) =>
    rect(88, 180, 64, 14, 5, accent) +
    rect(88, 180, 64, 6, 3, '#000', 0.2) +
    fill('M36 100C38 156 80 184 96 187H144C160 184 202 156 204 100Z', main) +
    line('M46 136Q120 170 194 136', accent, 5) +
    dark('M168 112L204 100C202 156 160 184 144 187H112Q170 168 168 112Z', 0.16) +
    glint('M52 124Q58 146 78 163', 8, 0.3) +
    oval(120, 100, 84, 26, main) +
    ring(120, 100, 82, 24.5, '#fff', 3, 0.35) +
    oval(120, 102, 75, 20.5, second) +
    dark('M45 102A75 20.5 0 0 1 195 102Q176 92 120 92Q64 92 45 102Z', 0.28) +
    oval(120, 110, 50, 10, '#fff', 0.14) +
    glint('M66 110Q78 117 98 119', 4, 0.4),
  'moka-pot': (main, second, accent) =>
    tube('M152 82H186Q196 82 194 92L187 142', accent, 14) +
    fill('M66 76L44 64Q40 76 78 116Z', main) +
    dark('M44 64Q40 76 78 116L76 104Q58 86 44 64Z', 0.25) +
    fill('M66 74H162L146 132H82Z', main) +
    fill('M97 74H131L127 132H101Z', second) +
    dark('M131 74H162L146 132H127Z', 0.2) +
    light('M70 78H82L92 126H86Z', 0.3) +
    fill('M80 140H148L162 188Q163 194 156 194H72Q65 194 66 188Z', main) +
    fill('M101 140H127L133 194H95Z', second) +
    dark('M127 140H148L162 188Q163 194 156 194H133Z', 0.2) +
    rect(76, 128, 76, 15, 4, second) +
    rect(76, 136, 76, 7, 3, '#000', 0.22) +
    oval(148, 168, 5, 5, '#c9a14e') +
    fill('M62 76L108 54H120L166 76Z', second) +
    dark('M120 54L166 76H130L114 54Z', 0.18) +
    rect(110, 46, 8, 10, 2, accent) +
    oval(114, 42, 10, 8.5, accent) +
    oval(111, 39, 3.5, 2.5, '#fff', 0.35),
  'french-press': (main, second, accent) =>
    line('M114 44V124', STEEL, 5) +
    fill('M70 84H58L70 100Z', main) +
    rect(68, 78, 92, 112, 8, main, 0.85) +
    rect(74, 122, 80, 64, 6, second) +
    rect(74, 122, 80, 8, 4, '#fff', 0.25) +
    rect(74, 114, 80, 9, 3, STEEL) +
    rect(110, 88, 8, 28, 2, STEEL) +
    dark('M136 84H160V182Q160 190 152 190H132Q138 184 136 84Z', 0.14) +
    glint('M80 96V174', 6, 0.45) +
    line('M69 90H159M69 152H159M70 90V190M158 90V190', accent, 5) +
    tube('M160 98H182Q194 98 194 110V150Q194 162 182 162H160', accent, 12) +
    fill('M64 84Q66 64 114 64Q162 64 164 84Z', accent) +
    dark('M126 64.5Q162 66 164 84H138Q146 74 126 64.5Z', 0.16) +
    glint('M76 79Q82 71 98 70', 4, 0.4) +
    oval(114, 42, 12, 11, accent) +
    oval(110, 38, 4, 3.2, '#fff', 0.4) +
    rect(62, 186, 104, 9, 4, accent) +
    rect(62, 190, 104, 5, 2.5, '#000', 0.15),
  'coffee-dripper': (main, second, accent) =>
    `<g opacity=".9">${line('M74 160V180Q74 194 88 194H148Q162 194 162 180V160', STEEL, 4.5)}</g>` +
    tube('M164 90C212 78 208 140 146 130', main, 11, 0.18) +
    rect(54, 146, 128, 14, 7, main) +
    rect(54, 152, 128, 8, 4, '#000', 0.16) +
    fill('M46 70L96 150H140L190 70Z', main) +
    line('M70 92L103 146M94 98L111 148M118 100V148M142 98L125 148M166 92L133 146', second, 5) +
    crease('M73 95L105 146M97 100L113 148M121 102V148M145 100L128 148', 1.5, 0.1) +
    dark('M154 84L190 70L140 150H118Z', 0.12) +
    light('M58 84L68 88L100 144H96Z', 0.4) +
    oval(118, 68, 73, 19, main) +
    ring(118, 68, 71.5, 17.5, '#000', 1.5, 0.12) +
    oval(118, 70, 64, 14.5, second) +
    oval(118, 74, 54, 10, accent) +
    specks('92 74, 112 78, 134 72, 148 76, 106 70', 2, '#000', 0.25) +
    dark('M54 70A64 14.5 0 0 1 182 70Q160 60 118 60Q76 60 54 70Z', 0.16) +
    fill('M118 163Q124 172 118 176Q112 172 118 163Z', accent),
  'coffee-grinder': (main, second, accent) =>
    rect(106, 50, 9, 24, 3, STEEL) +
    line('M110 52H176', STEEL, 8) +
    glint('M114 50H168', 2.5, 0.5) +
    rect(173, 36, 7, 18, 2, STEEL) +
    oval(176, 32, 15, 14, accent) +
    oval(171, 27, 5, 4, '#fff', 0.4) +
    dark('M184 20Q196 32 184 44Q174 48 168 44Q186 40 184 20Z', 0.16) +
    fill('M76 82Q76 66 110 66Q144 66 144 82V128H76Z', second) +
    rect(72, 120, 76, 10, 4, accent) +
    fill('M74 130H146V182Q146 194 134 194H86Q74 194 74 182Z', main) +
    dark('M126 70Q144 72 144 82V120H148V130H146V182Q146 194 134 194H110Q128 188 126 176Z', 0.2) +
    glint('M86 86V112M86 140V178', 7, 0.3) +
    crease('M78 90Q110 98 142 90', 2.5, 0.2) +
    line('M104 146V182M116 146V182', second, 2.5, 0.35) +
    oval(110, 72, 20, 4.5, '#fff', 0.18),
  'storage-jar': (main, second, accent) =>
    fill('M84 76H156V90Q174 96 174 114V178Q174 194 158 194H82Q66 194 66 178V114Q66 96 84 90Z', main) +
    fill('M75 122Q98 112 120 120T165 118V174Q165 185 154 185H86Q75 185 75 174Z', second) +
    light('M75 122Q98 112 120 120T165 118V124Q142 134 120 126T75 128Z', 0.35) +
    specks('94 142, 112 154, 134 144, 150 160, 98 170, 124 174, 146 176', 2.6, '#000', 0.13) +
    dark('M150 90H156Q174 96 174 114V178Q174 194 158 194H126Q156 188 156 160Q158 110 150 90Z', 0.12) +
    glint('M80 112V168', 7, 0.55) +
    crease('M86 92H154', 3, 0.18) +
    fill('M80 56Q80 50 86 50H154Q160 50 160 56L157 82Q156 86 152 86H88Q84 86 83 82Z', accent) +
    dark('M138 50H154Q160 50 160 56L157 82Q156 86 152 86H132Q140 76 138 50Z', 0.18) +
    glint('M90 57H124', 4, 0.4) +
    rect(106, 40, 28, 12, 6, accent) +
    rect(112, 42, 12, 4, 2, '#fff', 0.35),
  'bread-bin': (main, second, accent) =>
    fill('M26 108H214V170Q214 194 190 194H50Q26 194 26 170Z', main) +
    dark('M182 108H214V170Q214 194 190 194H140Q188 188 182 108Z', 0.1) +
    fill('M28 108H212V117H28Z', accent, 0.55) +
    light('M38 126H50V168Q50 180 58 186Q38 184 38 166Z', 0.5) +
    crease('M50 190H190', 3, 0.12) +
    specks('98 148, 120 148, 142 148, 98 166, 120 166, 142 166', 4.6, accent) +
    fill('M46 74H194Q204 74 209 84L219 100H21L31 84Q36 74 46 74Z', second) +
    line('M50 82H130M46 91H190M148 82H196', '#000', 2, 0.12) +
    rect(19, 98, 202, 14, 6, second) +
    rect(19, 104, 202, 8, 4, '#000', 0.2) +
    glint('M30 100.5H140', 2.5, 0.45) +
    rect(92, 68, 56, 12, 6, second) +
    rect(92, 74, 56, 6, 3, '#000', 0.25) +
    glint('M100 71H124', 2.5, 0.5),
  'lunch-box': (main, second, accent) =>
    rect(34, 142, 172, 52, 16, main) +
    rect(34, 142, 172, 16, 8, '#000', 0.16) +
    rect(34, 98, 172, 54, 12, main) +
    dark('M174 98H206V178Q206 194 190 194H134Q180 188 174 98Z', 0.12) +
    glint('M48 120V138M48 160V176', 7, 0.45) +
    crease('M36 150H204', 3.5, 0.26) +
    fill('M54 74H186Q206 74 210 100H30Q34 74 54 74Z', second) +
    dark('M160 74H186Q206 74 210 100H170Q178 84 160 74Z', 0.1) +
    rect(26, 94, 188, 13, 6.5, second) +
    rect(26, 101, 188, 6, 3, '#000', 0.16) +
    glint('M48 86Q50 80 60 80H112', 4.5, 0.6) +
    rect(60, 90, 24, 72, 7, accent) +
    rect(156, 90, 24, 72, 7, accent) +
    light('M65 98H71V152H65ZM161 98H167V152H161Z', 0.3) +
    crease('M64 126H80M160 126H176', 3, 0.3),
  planter: (main, second, accent) =>
    leaf(120, 124, 70, 18, -58, LEAF) +
    leaf(120, 124, 70, 18, 58, LEAF) +
    leaf(120, 124, 86, 20, -16, LEAF) +
    leaf(118, 124, 82, 19, -36, accent) +
    leaf(122, 124, 82, 19, 36, accent) +
    leaf(124, 124, 90, 20, 8, accent) +
    leaf(112, 124, 52, 15, -70, accent) +
    leaf(128, 124, 52, 15, 70, accent) +
    fill('M66 130H174L162 184Q160 194 150 194H90Q80 194 78 184Z', main) +
    dark('M146 130H174L162 184Q160 194 150 194H116Q148 182 146 130Z', 0.15) +
    light('M78 142H88L98 184H92Z', 0.25) +
    crease('M68 137H172', 5, 0.2) +
    rect(56, 114, 128, 21, 7, second) +
    rect(56, 126, 128, 9, 4.5, '#000', 0.14) +
    glint('M66 120H128', 4, 0.4),
  'window-box': (main, second, accent) =>
    each([40, 66, 92, 120, 148, 174, 200], (x, i) => line(`M${x} 134V${i % 2 ? 86 : 100}`, LEAF, 4)) +
    each([32, 58, 86, 114, 142, 170, 196], (x, i) => leaf(x, 136, 44, 11, i % 2 ? 24 : -22, LEAF)) +
    each([48, 76, 104, 132, 160, 188, 208], (x, i) => leaf(x, 138, 34, 10, i % 2 ? -30 : 26, '#88ab70')) +
    each([40, 66, 92, 120, 148, 174, 200], (x, i) => bloom(x, i % 2 ? 82 : 98, 16, accent)) +
    rect(24, 136, 192, 56, 4, main) +
    crease('M28 164H212', 2.5, 0.22) +
    line('M44 151H96M130 154H186M60 178H120M150 176H200', second, 3, 0.8) +
    dark('M184 136H216V188Q216 192 212 192H130Q186 184 184 136Z', 0.1) +
    rect(28, 136, 14, 56, 2, second) +
    rect(198, 136, 14, 56, 2, second) +
    rect(204, 136, 8, 56, 2, '#000', 0.12) +
    rect(18, 128, 204, 14, 5, second) +
    rect(18, 136, 204, 6, 3, '#000', 0.18) +
    glint('M28 132H140', 3, 0.5) +
    rect(44, 190, 22, 6, 2, IRON) +
    rect(174, 190, 22, 6, 2, IRON),
  'hanging-basket': (main, second, accent) =>
    ring(120, 30, 9, 9, IRON, 4.5) +
    line('M120 40L58 112M120 40V100M120 40L182 112', IRON, 3) +
    each([64, 92, 148, 176], (x, i) => leaf(x, 112, 40, 12, [-38, -12, 14, 38][i] ?? 0, LEAF)) +
    leaf(120, 112, 46, 14, 4, '#88ab70') +
    fill('M56 112H184C180 150 152 180 120 184C88 180 60 150 56 112Z', main) +
    line('M58 126Q120 142 182 126M64 144Q120 160 176 144M76 161Q120 174 164 161', second, 5) +
    line('M76 116Q84 150 108 180M98 116Q102 150 116 182M120 116V183M142 116Q138 150 124 182M164 116Q156 150 132 180', second, 3, 0.7) +
    dark('M156 112H184C180 150 152 180 120 184Q158 156 156 112Z', 0.18) +
    rect(48, 104, 144, 15, 7.5, second) +
    rect(48, 112, 144, 7, 3.5, '#000', 0.18) +
    line('M66 108Q52 130 58 154M172 108Q190 126 184 158M130 110Q136 124 132 136', LEAF, 4) +
    leaf(60, 132, 18, 7, -120, LEAF) +
    leaf(183, 138, 18, 7, 110, LEAF) +
    each(
      [
        [70, 92, 15],
        [104, 84, 16],
        [140, 90, 15],
        [172, 94, 15],
        [58, 156, 12],
        [184, 160, 12],
        [132, 138, 12],
        [88, 112, 13],
        [156, 112, 13],
      ] as const,
      ([x, y, r]) => bloom(x, y, r, accent),
    ),
  'hand-trowel': (main, second, accent) =>
    turned(
      36,
      grip(second, accent) +
        fill('M92 130Q104 118 120 118Q136 118 148 130C154 168 140 200 120 218C100 200 86 168 92 130Z', main) +
        dark('M120 118Q136 118 148 130C154 168 140 200 120 218Z', 0.18) +
        fill('M104 138Q120 124 136 138Q138 172 120 200Q102 172 104 138Z', '#000', 0.12) +
        glint('M97 142Q95 168 106 190', 5, 0.6) +
        glint('M120 136V184', 3, 0.3) +
        fill('M114 108H126L130 126Q120 122 110 126Z', main),
    ),
  'hand-fork': (main, second, accent) =>
    turned(
      -36,
      line('M120 98V140', main, 11) +
        grip(second, accent) +
        line('M120 106V136M88 176V158Q88 138 108 138H132Q152 138 152 158V176', main, 12) +
        fill(
          'M82 164H94L93 196Q90 210 86 214Q82 190 82 164ZM114 140H126L125 202Q122 216 119 220Q114 196 114 140Z' +
            'M146 164H158Q158 190 154 214Q150 210 147 196Z',
          main,
        ) +
        crease('M92 166L89 206M124 150L121.5 212M156 166L153 206M126 108V134', 3, 0.22) +
        glint('M85 166V190M117 152V198M149 166V190M96 142Q102 137 110 137', 2.5, 0.5),
    ),
  secateurs: (main, second, accent) =>
    line('M108 138L132 144L108 150L132 156', STEEL, 4) +
    fill('M104 118C134 98 148 70 152 44Q166 66 160 88Q152 112 130 124Z', second) +
    dark('M104 118C134 98 148 70 152 44Q166 66 160 88Q152 112 130 124Z', 0.26) +
    line('M112 116C140 134 156 156 162 186', main, 19) +
    crease('M120 126C144 142 160 162 167 184', 6, 0.2) +
    fill('M136 118C112 100 84 68 84 28Q116 42 130 70Q138 92 136 118Z', second) +
    light('M136 118C112 100 84 68 84 28Q92 68 118 92Q128 102 136 118Z', 0.5) +
    line('M128 116C100 134 84 156 78 186', main, 19) +
    glint('M112 122C92 140 80 158 74 182', 5, 0.35) +
    oval(120, 114, 13, 13, accent) +
    oval(120, 114, 6, 6, '#000', 0.4) +
    oval(116.5, 109.5, 3, 2.5, '#fff', 0.5) +
    line('M96 140L108 132', accent, 6),
  'garden-gloves': (main, second, accent) =>
    `<g transform="translate(88 8) rotate(-11 0 120) scale(-1 1)">${glove(main, second, accent)}</g>` +
    `<g transform="translate(96 10) rotate(4 0 190)" opacity=".14">${line('M26 116V70M42 112V60M58 112V66', '#000', 18)}</g>` +
    `<g transform="translate(146 4) rotate(9 0 120)">${glove(main, second, accent)}</g>`,
  'watering-can': (main, second, accent) =>
    tube('M112 104C116 44 222 56 216 114C212 148 196 166 172 172', main, 12, 0.2) +
    fill('M90 182L30 92L42 84L98 138Z', main) +
    dark('M90 182L30 92L35 88.5L94 158Z', 0.22) +
    line('M72 120L96 116', main, 6) +
    fill('M22 106Q14 102 18 96L40 72Q46 67 50 74L46 88L36 98Z', accent) +
    line('M19 101L46 72', '#fff', 4, 0.3) +
    fill('M88 106H168L178 184Q178 194 168 194H88Q78 194 78 184Z', main) +
    fill('M84.5 132H171.3L172.5 142H83.2Z', second) +
    fill('M79.2 174H176.7L178 184H78Z', second) +
    dark('M148 106H168L178 184Q178 194 168 194H122Q154 184 148 106Z', 0.14) +
    glint('M97 116L92 168', 7, 0.4) +
    oval(128, 106, 41, 10, second) +
    oval(128, 107, 34, 7, '#000', 0.4) +
    fill('M87 106A41 10 0 0 1 128 96V106Q108 104 94 110Q87 109 87 106Z', second),
  'garden-hose': (main, second, accent) =>
    line('M60 168Q96 190 140 187H180', main, 15) +
    each(
      [70, 52, 34],
      (r) => ring(108, 114, r, r, '#000', 17.5, 0.18) + ring(108, 114, r, r, main, 15.5) + ring(108, 114, r + 3.5, r + 3.5, second, 3),
    ) +
    line('M108 184Q130 184 150 186H180', main, 15.5) +
    line('M114 180.5Q140 181 178 182', second, 3) +
    crease('M112 190Q140 192 178 192', 3, 0.2) +
    glint('M52 92Q62 66 86 58M76 98Q82 86 94 81', 4, 0.35) +
    line('M172 186H184', IRON, 18) +
    fill('M182 176H196L204 160Q206 150 196 142L206 130L226 144Q230 148 226 154L206 190Q204 196 196 196H182Z', accent) +
    fill('M192 140L204 124Q208 120 213 123L228 133Q232 137 229 141L220 156Z', accent) +
    light('M196 140L206 127L212 131L202 145Z', 0.3) +
    line('M188 170Q188 158 196 150', IRON, 4) +
    fill('M96 34H120V90H96Z', accent) +
    light('M99 36H105V88H99Z', 0.25) +
    crease('M96 53H120M96 71H120', 2, 0.25),
  'plant-mister': (main, second, accent) =>
    specks('50 46, 36 62, 54 72', 5.5, '#6aa7c9') +
    line('M102 74Q102 92 86 104', accent, 9) +
    fill('M70 134C70 110 106 112 106 94H142C142 112 178 110 178 134V176Q178 194 160 194H88Q70 194 70 176Z', main) +
    fill('M70 140Q124 150 178 140V176Q178 194 160 194H88Q70 194 70 176Z', second, 0.75) +
    light('M70 140Q124 150 178 140V145Q124 156 70 145Z', 0.3) +
    dark('M148 113C166 116 178 118 178 134V176Q178 194 160 194H122Q160 186 158 142Q156 122 148 113Z', 0.14) +
    glint('M84 134Q86 124 98 120M84 152V174', 7, 0.5) +
    rect(102, 82, 44, 16, 5, accent) +
    crease('M112 86V94M120 86V94M128 86V94M136 86V94', 2, 0.2) +
    fill('M88 46H136Q156 46 156 64V72Q156 84 144 84H108L102 72H88Q84 72 84 68V50Q84 46 88 46Z', accent) +
    rect(72, 52, 16, 14, 3, accent) +
    rect(72, 52, 6, 14, 3, '#000', 0.25) +
    dark('M140 46.5Q156 48 156 64V72Q156 84 144 84H128Q146 76 140 46.5Z', 0.16) +
    glint('M94 53H128', 4, 0.4),
  'seed-packet': (main, second, accent) =>
    turned(7, rect(72, 42, 108, 150, 4, second) + rect(72, 42, 108, 150, 4, '#000', 0.18), 120, 194) +
    turned(
      -3,
      rect(64, 42, 110, 152, 4, second) +
        fill('M64 46Q64 42 68 42H170Q174 42 174 46V66H64Z', '#000', 0.1) +
        crease('M64 66H174', 2.5, 0.2) +
        glint('M70 48H160', 3, 0.4) +
        rect(74, 76, 90, 92, 8, main) +
        oval(119, 122, 36, 36, '#fff', 0.24) +
        line('M119 156V108', accent, 5) +
        leaf(119, 112, 30, 11, 0, accent) +
        leaf(119, 128, 34, 12, -58, accent) +
        leaf(119, 128, 34, 12, 58, accent) +
        leaf(119, 148, 28, 10, -68, accent) +
        leaf(119, 148, 28, 10, 68, accent) +
        rect(84, 176, 70, 5, 2.5, accent) +
        rect(98, 185, 42, 4, 2, '#000', 0.25) +
        dark('M160 42H170Q174 42 174 46V190Q174 194 170 194H150Q162 120 160 42Z', 0.06),
    ) +
    oval(192, 192, 5, 3, IRON) +
    oval(206, 189, 4.5, 3, IRON) +
    oval(204, 196, 4.5, 2.8, IRON),
  'bulb-bag': (main, second, accent) =>
    leaf(112, 52, 26, 8, -22, accent) +
    leaf(126, 52, 26, 8, 24, accent) +
    fill('M120 64C126 82 190 104 190 154Q190 194 152 194H88Q50 194 50 154C50 104 114 82 120 64Z', second, 0.45) +
    dark('M120 64C126 82 190 104 190 154Q190 194 152 194H88Q50 194 50 154C50 104 114 82 120 64Z', 0.16) +
    bulb(120, 112, main) +
    each([90, 152], (x) => bulb(x, 132, main)) +
    each([72, 120, 168], (x) => bulb(x, 154, main)) +
    each([94, 146], (x) => bulb(x, 174, main)) +
    line('M72 116Q120 148 178 180M60 136Q100 170 150 192M98 96Q150 124 188 158M54 160Q76 184 92 193', second, 2.8, 0.9) +
    line('M168 116Q120 148 62 180M180 136Q140 170 90 192M142 96Q90 124 52 158M186 160Q164 184 148 193', second, 2.8, 0.9) +
    line('M120 68C126 84 189 106 189 154Q189 193 152 193H88Q51 193 51 154C51 106 114 84 120 68Z', second, 4) +
    fill('M100 46Q110 54 120 44Q130 54 140 46L128 74H112Z', second) +
    crease('M112 54L117 70M128 54L123 70', 2, 0.2) +
    rect(106, 68, 28, 10, 5, accent) +
    line('M132 74Q150 72 158 84', accent, 3) +
    turned(
      18,
      rect(152, 82, 34, 26, 4, accent) + rect(158, 90, 22, 3.5, 1.5, '#fff', 0.7) + rect(158, 97, 15, 3.5, 1.5, '#fff', 0.7),
      156,
      84,
    ),
  'bird-feeder': (main, second, accent) =>
    line('M120 56V42Q120 28 132 28Q142 28 142 38', IRON, 4.5) +
    rect(88, 84, 64, 94, 6, second, 0.9) +
    rect(93, 112, 54, 64, 4, accent, 0.8) +
    specks('102 122, 114 128, 126 120, 138 127, 104 148, 120 144, 134 150, 110 166, 128 168, 140 164', 3, '#fff', 0.35) +
    oval(120, 138, 8, 9, '#000', 0.4) +
    line('M64 158H176', accent, 6) +
    line('M66 126H88M152 126H174', accent, 6) +
    dark('M134 84H152V178H132Z', 0.14) +
    glint('M97 92V168', 5, 0.55) +
    fill('M62 90Q64 84 72 80L112 56Q120 51 128 56L168 80Q176 84 178 90Q178 94 172 94H68Q62 94 62 90Z', main) +
    dark('M128 56L168 80Q176 84 178 90Q178 94 172 94H134Q150 84 122 54Q126 54 128 56Z', 0.18) +
    glint('M78 84L110 65', 5, 0.35) +
    rect(70, 174, 100, 14, 6, main) +
    rect(70, 181, 100, 7, 3.5, '#000', 0.2) +
    glint('M78 178H130', 3, 0.35) +
    specks('98 173, 118 172, 140 173', 3.5, accent),
  'nest-box': (main, second, accent) =>
    rect(112, 34, 16, 30, 4, second) +
    rect(112, 34, 16, 30, 4, '#000', 0.25) +
    oval(120, 42, 3, 3, '#000', 0.4) +
    rect(68, 84, 104, 110, 4, main) +
    line('M94 108V190M146 108V190', second, 3) +
    line('M80 112V150M108 168V188M160 120V176', second, 2.5, 0.7) +
    dark('M150 92H172V190Q172 194 168 194H128Q154 184 150 92Z', 0.12) +
    dark('M68 96H172V110Q120 116 68 106Z', 0.22) +
    oval(120, 136, 23, 23, second) +
    oval(120, 136, 18, 18, accent) +
    dark('M102 136A18 18 0 0 1 138 136Q132 126 120 126Q108 126 102 136Z', 0.4) +
    line('M120 172V172.1', second, 12) +
    line('M120 172V172.1', '#000', 5, 0.3) +
    fill('M70 52H170L190 90H50Z', second) +
    line('M62 74H178', '#000', 2, 0.14) +
    light('M74 56H100L84 86H58Z', 0.25) +
    rect(48, 88, 144, 11, 3, second) +
    rect(48, 88, 144, 11, 3, '#000', 0.25) +
    specks('78 184, 162 184', 2.5, '#000', 0.3),
  'bird-bath': (main, second, accent) =>
    rect(72, 180, 96, 14, 6, main) +
    rect(72, 187, 96, 7, 3.5, '#000', 0.2) +
    fill('M100 146H140Q136 168 152 182H88Q104 168 100 146Z', second) +
    dark('M124 146H140Q136 168 152 182H122Q130 166 124 146Z', 0.18) +
    fill('M28 104C34 140 78 154 104 156H136C162 154 206 140 212 104Z', main) +
    dark('M180 112L212 104C206 140 162 154 136 156H104Q176 146 180 112Z', 0.16) +
    glint('M48 122Q58 138 80 145', 7, 0.35) +
    oval(120, 102, 93, 23, main) +
    ring(120, 102, 91, 21, '#fff', 3, 0.35) +
    oval(120, 104, 80, 16, '#000', 0.2) +
    oval(120, 106, 78, 14, accent) +
    ring(98, 108, 26, 4, '#fff', 2.5, 0.55) +
    glint('M132 102H168', 3, 0.5) +
    line('M160 92V84M168 92V84', IRON, 2.5) +
    fill('M138 62Q136 50 148 48Q158 48 162 56Q174 58 182 68L202 72L186 80Q178 88 164 87Q148 84 146 70Z', '#7b5d47') +
    fill('M146 70Q150 84 164 87Q172 86 174 80Q160 80 152 66Z', '#d98a5a') +
    fill('M138 56L128 60L139 63Z', '#e0a341') +
    oval(147, 56, 2.2, 2.2, '#1f1f1f'),
  'insect-hotel': (main, second, accent) =>
    fill('M56 96L120 46L184 96V194H56Z', main) +
    dark('M168 84L184 96V194H150Q170 160 168 84Z', 0.14) +
    fill('M78 94L120 61L162 94Z', second) +
    rect(66, 102, 50, 40, 3, second) +
    rect(124, 102, 50, 40, 3, second) +
    rect(66, 150, 108, 36, 3, second) +
    fill('M66 102H116V108H66ZM124 102H174V108H124ZM66 150H174V156H66Z', '#000', 0.16) +
    specks('104 87, 120 87, 136 87, 120 74', 5, accent) +
    line('M132 110V140M141 110V140M150 110V140M159 110V140M168 110V140', accent, 4) +
    each([115, 129], (y) => each([76, 88, 100, 110], (x) => oval(x, y, 4.6, 4.6, accent) + oval(x, y, 2.2, 2.2, '#000', 0.4))) +
    each([164, 177], (y) => each([76, 90, 104], (x) => oval(x, y, 5.2, 5.2, accent) + oval(x, y, 2.6, 2.6, '#000', 0.4))) +
    line('M118 164H170M118 172H170M118 180H170', accent, 4.5) +
    glint('M61 104V186', 3.5, 0.35) +
    line('M44 104L120 45L196 104', main, 13) +
    crease('M44 104L120 45L196 104', 13, 0.28) +
    glint('M48 98L116 45', 3.5, 0.4),
  barbecue: (main, second, accent) =>
    `<g transform="translate(12 20) scale(.9)">${
      line('M80 158L62 192M160 158L178 192M120 166V190', IRON, 8) +
      line('M76 180H164', STEEL, 4) +
      turned(
        -20,
        fill('M48 104C50 58 84 40 118 40C152 40 186 58 188 104Z', main) +
          dark('M150 48Q186 62 188 104H142Q166 84 150 48Z', 0.22) +
          line('M64 86Q70 66 90 58', second, 9) +
          rect(44, 98, 148, 10, 5, second) +
          line('M104 40Q104 26 118 26Q132 26 132 40', accent, 7),
        48,
        108,
      ) +
      fill('M66 116L84 102Q96 108 104 100Q118 108 128 99Q142 108 152 102L174 116Z', accent) +
      specks('92 110, 114 108, 136 109, 154 111', 4.5, '#ffb04a') +
      line('M56 115H184M76 115V121M98 115V121M120 115V121M142 115V121M164 115V121', STEEL, 3.5) +
      fill('M46 118H194C192 156 160 176 120 176C80 176 48 156 46 118Z', main) +
      dark('M160 118H194C192 156 160 176 120 176Q164 160 160 118Z', 0.2) +
      line('M64 136Q72 152 90 160', second, 8) +
      rect(42, 114, 156, 10, 5, second) +
      rect(42, 119, 156, 5, 2.5, '#000', 0.2) +
      rect(108, 148, 24, 9, 4.5, second)
    }</g>`,
  'picnic-basket': (main, second, accent) =>
    tube('M66 106C62 34 178 34 174 106', main, 12, 0.2) +
    fill('M40 104H200L190 184Q189 194 179 194H61Q51 194 50 184Z', main) +
    line('M44 130H196M47 148H193M49 166H191M52 183H188', second, 4) +
    each([66, 88, 110, 132, 154, 176], (x, i) =>
      line(`M${x} ${i % 2 ? 126 : 134}V${i % 2 ? 144 : 152}M${x} ${i % 2 ? 162 : 170}V${i % 2 ? 178 : 184}`, second, 6),
    ) +
    dark('M168 104H200L190 184Q189 194 179 194H118Q172 186 168 104Z', 0.14) +
    rect(112, 86, 16, 24, 0, main) +
    rect(112, 86, 16, 24, 0, '#000', 0.4) +
    fill('M88 106H152L122 150Q120 153 118 150Z', accent) +
    light('M96 110H110L122 128L116 138Z', 0.25) +
    fill('M34 108L52 84H117V108Z', second) +
    fill('M123 108V84H188L206 108Z', second) +
    crease('M56 90H112M50 97H112M128 90H184M128 97H192', 2.5, 0.14) +
    rect(30, 104, 87, 9, 4, accent) +
    rect(123, 104, 87, 9, 4, accent) +
    glint('M36 107H104M130 107H180', 2.5, 0.35) +
    rect(58, 100, 16, 20, 4, accent) +
    rect(166, 100, 16, 20, 4, accent),
  'picnic-blanket': (main, second, accent) => {
    const top = (k: number): number => round(48 + 144 * k)
    const foot = (k: number): number => round(22 + 196 * k)
    const wide = [1, 3, 5] as const
    return (
      each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], (i) => line(`M${round(27 + i * 15.5)} 184V194`, accent, 4)) +
      fill('M48 100H192L218 186H22Z', main) +
      each(wide, (i) => fill(`M${top(i / 7)} 100H${top((i + 1) / 7)}L${foot((i + 1) / 7)} 186H${foot(i / 7)}Z`, second)) +
      fill('M40.3 125H199.7L201.8 132H38.2ZM29.5 161H210.5L213.2 170H26.8Z', accent, 0.45) +
      dark('M46 106H194L199 122Q120 132 41 122Z', 0.2) +
      crease('M24 184H216', 3, 0.16) +
      rect(36, 66, 168, 48, 24, main) +
      each(wide, (i) => rect(round(42 + i * 22.3), 66, 22.3, 48, 0, second)) +
      rect(36, 94, 168, 20, 10, '#000', 0.16) +
      glint('M56 75H176', 5, 0.35) +
      oval(197, 90, 14, 24, main) +
      oval(197, 90, 14, 24, '#000', 0.2) +
      line('M197 74Q206 80 205 92Q203 106 196 105Q189 102 190 90Q192 80 198 84Q201 90 198 96', second, 3.5) +
      rect(72, 63, 12, 54, 4, accent) +
      rect(146, 63, 12, 54, 4, accent) +
      line('M78 64Q84 40 115 40Q146 40 152 64', accent, 7)
    )
  },
  'garden-lantern': (main, second, accent) =>
    ring(120, 36, 13, 13, main, 6) +
    ring(120, 36, 13, 13, '#000', 2, 0.18) +
    rect(110, 46, 20, 14, 4, main) +
    rect(70, 84, 100, 104, 3, '#e8f1f2') +
    oval(120, 138, 44, 48, accent, 0.45) +
    oval(120, 140, 28, 32, accent, 0.7) +
    rect(104, 156, 32, 28, 4, '#fbf5e6') +
    rect(124, 156, 12, 28, 4, '#000', 0.1) +
    line('M120 156V148', IRON, 3) +
    fill('M120 112C136 132 134 150 120 151C106 150 104 134 120 112Z', '#f39a35') +
    fill('M120 126C128 138 126 149 120 149C114 149 112 139 120 126Z', '#ffe9a8') +
    light('M82 96H100L82 140Z', 0.55) +
    holed('M64 80H176V190H64ZM78 94V178H162V94Z', main) +
    crease('M64 92V184M78 94H162V184H78ZM176 92V184', 2, 0.2) +
    line('M68 90V186', second, 4) +
    dark('M162 80H176V190H162Z', 0.16) +
    fill('M54 86L98 58Q102 56 108 56H132Q138 56 142 58L186 86Z', main) +
    crease('M54 86L98 58Q102 56 108 56H132Q138 56 142 58L186 86', 2, 0.18) +
    line('M72 80L102 62', second, 5) +
    dark('M136 56.5L142 58L186 86H144Z', 0.16) +
    rect(50, 82, 140, 9, 4, main) +
    rect(50, 87, 140, 4, 2, '#000', 0.2) +
    rect(54, 184, 132, 11, 4, main) +
    rect(54, 190, 132, 5, 2.5, '#000', 0.18),
  'string-lights': (main, second, accent) => {
    const lamps = [0.08, 0.29, 0.5, 0.71, 0.92].map((t) => [round(14 + 212 * t), round(52 + 2 * t * (1 - t) * 96)] as const)
    return (
      each(lamps, ([x, y]) => oval(x, y + 43, 28, 29, accent, 0.22) + oval(x, y + 43, 25, 26, '#ffe08a', 0.5)) +
      line('M14 52Q120 148 226 52', second, 5.5) +
      crease('M14 54Q120 150 226 54', 2, 0.15) +
      each(lamps, ([x, y]) =>
        moved(
          x,
          y,
          fill('M0 15C10 22 21 30 21 43A21 21 0 0 1 -21 43C-21 30 -10 22 0 15Z', main) +
            oval(0, 45, 10, 12, '#fff', 0.4) +
            dark('M14 27Q21 34 21 43A21 21 0 0 1 0 64Q18 54 14 27Z') +
            glint('M-14 42Q-13 34 -8 30', 4, 0.7) +
            rect(-9, -2, 18, 22, 4, second) +
            crease('M-6 8H6M-6 14H6', 2, 0.25),
        ),
      )
    )
  },
  'solar-stake': (main, second, accent) =>
    oval(120, 92, 74, 50, accent, 0.35) +
    oval(120, 92, 54, 38, accent, 0.5) +
    rect(113, 112, 14, 52, 3, second) +
    rect(121, 112, 6, 52, 2, '#000', 0.2) +
    glint('M116.5 122V156', 2.5, 0.45) +
    fill('M104 160H136L132 170H126L120 196L114 170H108Z', main) +
    light('M106 161H118L116 168H109Z', 0.2) +
    fill('M86 70H154L146 110Q145 116 138 116H102Q95 116 94 110Z', accent) +
    light('M94 74H108L112 112H102Q98 112 98 108Z', 0.6) +
    line('M107 74L110 114M120 74V115M133 74L130 114', main, 3, 0.5) +
    rect(92, 110, 56, 10, 5, main) +
    fill('M64 66Q70 46 104 44H136Q170 46 176 66Z', main) +
    fill('M94 52H146L152 60H88Z', '#3d5a86') +
    crease('M112 52L110 60M128 52L130 60', 1.5, 0.35) +
    rect(58, 62, 124, 13, 6.5, main) +
    line('M68 66H130', second, 4) +
    rect(58, 69, 124, 6, 3, '#000', 0.22),
  'folding-chair': (main, second, accent) => {
    const deep = [48, -14] as const
    const back = (y: number): number => round(62 + (y - 46) * 0.45)
    const beam = (x0: number, y0: number, x1: number, y1: number, tall: number): string =>
      fill(`M${x0} ${y0}L${x0 + deep[0]} ${y0 + deep[1]}L${x1 + deep[0]} ${y1 + deep[1]}L${x1} ${y1}Z`, main) +
      line(`M${x0 + 4} ${y0 + tall}L${x0 + deep[0] - 4} ${y0 + deep[1] + tall}`, second, 3)
    return (
      line('M110 32L180 180M204 114L96 180', accent, 8) +
      crease('M110 32L180 180M204 114L96 180', 8, 0.22) +
      line('M112 164L152 152', accent, 6) +
      each([54, 76, 98], (y) => beam(back(y) - 1, y - 2, back(y + 15) - 1, y + 13, 2)) +
      each([0, 1, 2, 3], (i) => beam(96 + i * 16.5, 130, 109 + i * 16.5, 130, 0)) +
      fill('M94 130H160L208 116V122L161 138H94Z', main) +
      dark('M94 130H160L208 116V122L161 138H94Z', 0.3) +
      line('M62 46L132 194', accent, 9) +
      line('M156 132L48 194', accent, 9) +
      glint('M62 50L94 118M150 134L112 156', 2.5, 0.3) +
      oval(105.5, 160, 4, 4, '#fff', 0.5)
    )
  },
  'bistro-table': (main, second, accent) =>
    line('M92 96L170 184M150 96L72 184', accent, 8) +
    crease('M92 96L170 184M150 96L72 184', 8, 0.28) +
    line('M72 184H170', accent, 6) +
    line('M66 98L188 192M174 98L52 192', accent, 9) +
    glint('M70 99L112 131M170 99L130 130', 2.5, 0.3) +
    oval(120, 140, 6.5, 6.5, STEEL) +
    oval(118.5, 138.5, 2.5, 2.5, '#fff', 0.6) +
    fill('M26 78V90A94 23 0 0 0 214 90V78Z', main) +
    fill('M26 78V90A94 23 0 0 0 214 90V78Z', '#000', 0.24) +
    oval(120, 78, 94, 23, main) +
    ring(120, 78, 91, 20.5, second, 4) +
    line('M60 72H180M50 80H190M66 88H174', '#000', 2, 0.1) +
    light('M40 78Q60 62 104 60L84 96Q52 92 40 78Z', 0.28) +
    dark('M180 95Q206 88 214 78V90Q208 100 180 107Z', 0.14),
  hammock: (main, second, accent) =>
    line('M14 44L44 88M14 44L41 96M14 44L38 104M226 44L196 88M226 44L199 96M226 44L202 104', accent, 3) +
    sling(0, 0.2, main) +
    dark('M44 88Q120 146 196 88Q120 168 44 88Z', 0.2) +
    sling(0.16, 1, main) +
    sling(0.3, 0.44, second) +
    sling(0.54, 0.62, accent) +
    sling(0.7, 0.86, second) +
    dark('M38 104Q120 256 202 104Q120 222 38 104Z', 0.14) +
    dark('M150 150Q182 126 202 104Q180 144 148 164Z', 0.14) +
    glint('M58 106Q76 126 98 135', 6, 0.4) +
    line('M45 84L37 108M195 84L203 108', accent, 8) +
    glint('M43.5 87L40 98', 2.5, 0.4) +
    ring(14, 42, 6, 6, IRON, 4) +
    ring(226, 42, 6, 6, IRON, 4),
  parasol: (main, second, accent) =>
    rect(115, 100, 10, 88, 3, accent) +
    rect(120, 100, 5, 88, 2, '#000', 0.18) +
    line('M120 134L84 112M120 134L156 112', accent, 4) +
    crease('M120 134L84 112M120 134L156 112', 4, 0.2) +
    rect(112, 128, 16, 12, 4, accent) +
    fill('M78 190Q80 178 104 178H136Q160 178 162 190Q162 195 156 195H84Q78 195 78 190Z', IRON) +
    glint('M92 184Q96 182 108 182', 3, 0.35) +
    panel(20, 54, main) +
    panel(186, 220, second) +
    panel(54, 87, second) +
    panel(153, 186, main) +
    panel(87, 120, main) +
    panel(120, 153, second) +
    dark('M120 36Q206 46 220 112Q203 126 186 112Q176 60 120 36Z', 0.14) +
    crease('M120 36Q63.2 46 54 112M120 36Q91.6 46 87 112M120 36V112M120 36Q148.4 46 153 112M120 36Q176.8 46 186 112', 2, 0.14) +
    dark(
      'M20 112Q37 126 54 112Q70.5 126 87 112Q103.5 126 120 112Q136.5 126 153 112Q169.5 126 186 112Q203 126 220 112L218 104Q120 112 22 104Z',
      0.1,
    ) +
    glint('M42 88Q54 64 82 52', 6, 0.4) +
    rect(116, 24, 8, 16, 4, accent) +
    oval(120, 25, 6, 6, accent),
}

// AssemblyScript. Functions of four float32 numbers.

/** Each constant four times, read from memory where it is needed: compilers of browsers build a constant anew at each use, which costs more. */
const CONSTANTS = memory.data<f32>(
  [
    0.5, 0.5, 0.5, 0.5, -0.5, -0.5, -0.5, -0.5, 1, 1, 1, 1, 25, 25, 25, 25,
    // numerator and denominator of gelu
    0.39896467328071594, 0.39896467328071594, 0.39896467328071594, 0.39896467328071594,
    0.028000392019748688, 0.028000392019748688, 0.028000392019748688, 0.028000392019748688,
    0.004202262032777071, 0.004202262032777071, 0.004202262032777071, 0.004202262032777071,
    4.881960921920836e-5, 4.881960921920836e-5, 4.881960921920836e-5, 4.881960921920836e-5,
    -1.0116702497953156e-7, -1.0116702497953156e-7, -1.0116702497953156e-7, -1.0116702497953156e-7,
    0.23702573776245117, 0.23702573776245117, 0.23702573776245117, 0.23702573776245117,
    0.024858051910996437, 0.024858051910996437, 0.024858051910996437, 0.024858051910996437,
    0.001409588847309351, 0.001409588847309351, 0.001409588847309351, 0.001409588847309351,
    // exp: log2(e), the least power of two, 1.5 x 2^23, and 2^x between two halves
    1.44269504088896341, 1.44269504088896341, 1.44269504088896341, 1.44269504088896341, -126, -126, -126, -126,
    12582912, 12582912, 12582912, 12582912,
    0.6931469775912327, 0.6931469775912327, 0.6931469775912327, 0.6931469775912327,
    0.24022242074946545, 0.24022242074946545, 0.24022242074946545, 0.24022242074946545,
    0.05550733750978993, 0.05550733750978993, 0.05550733750978993, 0.05550733750978993,
    0.00967151328778069, 0.00967151328778069, 0.00967151328778069, 0.00967151328778069,
    0.001326472656648743, 0.001326472656648743, 0.001326472656648743, 0.001326472656648743,
  ],
  16,
)

@inline
function constant(index: usize): v128 {
  return v128.load(CONSTANTS + (index << 4))
}

@inline
function timesPlus(x: v128, factor: v128, index: usize): v128 {
  return f32x4.add(f32x4.mul(x, factor), constant(index))
}

/** 1.5 x 2^23: the sum of it and a small number ends in the bits of the nearest integer. */
@inline
export function magic(): v128 {
  return constant(14)
}

/** e^x for x up to 0, within one millionth of itself; not less than 2^-126. */
@inline
export function exp(x: v128): v128 {
  const power = f32x4.pmax(constant(13), f32x4.mul(x, constant(12)))
  const nearest = f32x4.add(power, magic())
  const rest = f32x4.sub(power, f32x4.sub(nearest, magic()))
  let y = timesPlus(constant(19), rest, 18)
  y = timesPlus(y, rest, 17)
  y = timesPlus(y, rest, 16)
  y = timesPlus(y, rest, 15)
  y = timesPlus(y, rest, 2)
  return i32x4.add(y, i32x4.shl(nearest, 23))
}

/** x times the share of a normal distribution below x, by a quotient of polynomials within 3e-6. */
@inline
export function gelu(x: v128): v128 {
  const square = f32x4.pmin(constant(3), f32x4.mul(x, x))
  let over = timesPlus(constant(8), square, 7)
  over = timesPlus(over, square, 6)
  over = timesPlus(over, square, 5)
  over = timesPlus(over, square, 4)
  let under = timesPlus(constant(11), square, 10)
  under = timesPlus(under, square, 9)
  under = timesPlus(under, square, 2)
  const share = f32x4.pmax(constant(1), f32x4.pmin(constant(0), f32x4.div(f32x4.mul(x, over), under)))
  return f32x4.mul(x, f32x4.add(share, constant(0)))
}

@inline
export function sumOf(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  )
}

@inline
export function added(x: v128): i32 {
  return i32x4.extract_lane(x, 0) + i32x4.extract_lane(x, 1) + (i32x4.extract_lane(x, 2) + i32x4.extract_lane(x, 3))
}

@inline
export function largestOf(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  )
}

// AssemblyScript. Functions of four float32 numbers.

/** e^x, within 2 units of the last place; 0 below -87. For x up to 88. */
@inline
export function exp(x: v128): v128 {
  const bounded = f32x4.max(x, f32x4.splat(-87))
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.44269504088896341)))
  // ln 2 in two parts: the first has few digits, so that its product with n is exact
  const r = f32x4.sub(f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.12194440e-4)))
  let y = f32x4.splat(1.9875691500e-4)
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.3981999507e-3))
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(8.3334519073e-3))
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(4.1665795894e-2))
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.6666665459e-1))
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(5.0000001201e-1))
  y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(y, r), r), r), f32x4.splat(1))
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
  return v128.and(f32x4.mul(y, power), f32x4.ge(x, f32x4.splat(-87)))
}

/** x times the share of a normal distribution below x. The error function is formula 7.1.26 of Abramowitz and Stegun, within 1.5e-7. */
@inline
export function gelu(x: v128): v128 {
  const z = f32x4.mul(f32x4.abs(x), f32x4.splat(0.70710678118654752))
  const t = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), f32x4.mul(z, f32x4.splat(0.3275911))))
  let y = f32x4.splat(1.061405429)
  y = f32x4.add(f32x4.mul(y, t), f32x4.splat(-1.453152027))
  y = f32x4.add(f32x4.mul(y, t), f32x4.splat(1.421413741))
  y = f32x4.add(f32x4.mul(y, t), f32x4.splat(-0.284496736))
  y = f32x4.add(f32x4.mul(y, t), f32x4.splat(0.254829592))
  // the share above |x|
  const tail = f32x4.mul(f32x4.mul(f32x4.mul(y, t), exp(f32x4.neg(f32x4.mul(z, z)))), f32x4.splat(0.5))
  const share = v128.bitselect(f32x4.sub(f32x4.splat(1), tail), tail, f32x4.ge(x, f32x4.splat(0)))
  return f32x4.mul(x, share)
}

@inline
export function sumOf(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  )
}

@inline
export function largestOf(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  )
}

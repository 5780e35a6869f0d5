/**
 * Writes the Cholesky factor L of a symmetric positive definite matrix, S = L L', over its lower triangle; the upper one is
 * neither read nor written (Golub and Van Loan, Matrix Computations, 4.2). Costs n^3 / 6.
 *
 * @param s n x n, row-major.
 * @param refuse the error to throw where a pivot is not above 0.
 */
export function factorise(s: Float64Array, n: number, refuse: (pivot: number, value: number) => Error): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = s[i * n + j]!
      for (let k = 0; k < j; k++) rest -= s[i * n + k]! * s[j * n + k]!
      if (i !== j) s[i * n + j] = rest / s[j * n + j]!
      else if (rest > 0) s[i * n + i] = Math.sqrt(rest)
      else throw refuse(i, rest)
    }
  }
}

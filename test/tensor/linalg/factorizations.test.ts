/**
 * The properties of the factorizations, for all block sizes: products equal the matrix, factors are
 * orthogonal.
 */
import {
  cholesky,
  det,
  diag,
  eigh,
  eigvalsh,
  eye,
  inv,
  lu,
  matmul,
  matrixTranspose,
  qr,
  reshape,
  slogdet,
  solve,
  sub,
  svd,
  svdvals,
  type Tensor,
  tensor,
  triangularSolve,
  tril,
  triu,
  zerosLike,
} from '@multiview/tensor'
import { withoutWebAssembly } from '@multiview/tensor/kernels'
import { describe, expect, test } from 'vitest'
import { general, largest, matrix, random, symmetric } from './random.ts'

const EPSILON = 2 ** -52

/** The largest error per row, in machine epsilons times the largest element of the matrix. */
function near(x: Tensor, want: Tensor, size: number, allowed: number, label: string): void {
  const n = Math.max(...x.shape)
  const off = largest(sub(x, want) as Tensor)
  expect(off === 0 ? 0 : off / size / (EPSILON * n), label).toBeLessThanOrEqual(allowed)
}

function orthogonal(q: Tensor, label: string): void {
  const columns = q.shape[1]
  near(
    matmul(matrixTranspose(q), q) as Tensor,
    eye(columns) as Tensor,
    1,
    4,
    `${label}: columns are orthonormal`,
  )
}

const sorted = (x: Tensor, sign: number) =>
  [...x.values()].every((v, i, all) => i === 0 || sign * (v - all[i - 1]) >= 0)

describe.each([1, 2, 3, 16, 33, 64, 97])('symmetric matrices of size %i', n => {
  test('eigh gives A = V·diag(w)·Vᵀ, w in ascending order', () => {
    for (const [name, a] of Object.entries(symmetric(n))) {
      const { eigenvalues: w, eigenvectors: v } = eigh(a)
      const size = Math.max(largest(a), largest(w))
      orthogonal(v, name)
      // Divided by the largest element, so that huge numbers do not overflow.
      const scale = size || 1
      const product = matmul(v.mul(w.div(scale)), matrixTranspose(v)) as Tensor
      near(product, a.div(scale), 1, 8, name)
      expect(sorted(w, 1), name).toBe(true)
      near(eigvalsh(a), w, size, 2, `${name}: values alone`)
    }
  })

  test('cholesky gives A = LLᵀ', () => {
    const x = random([n, n], 2)
    const a = matmul(x, matrixTranspose(x)).add(eye(n)) as Tensor
    const l = cholesky(a)
    expect(l.toArray()).toEqual(tril(l).toArray())
    near(matmul(l, matrixTranspose(l)), a, largest(a), 1, 'product')
  })
})

describe.each([
  [1, 1],
  [2, 2],
  [5, 3],
  [16, 16],
  [33, 33],
  [64, 64],
  [97, 90],
  [40, 97],
  [1, 7],
  [7, 1],
])('matrices [%i, %i]', (m, n) => {
  const k = Math.min(m, n)

  test('svd gives A = U·diag(s)·Vh, s in descending order and not negative', () => {
    for (const [name, a] of Object.entries(general(m, n)))
      for (const fullMatrices of [true, false]) {
        const { u, s, vh } = svd(a, { fullMatrices })
        expect([u.shape, s.shape, vh.shape]).toEqual([
          [m, fullMatrices ? m : k],
          [k],
          [fullMatrices ? n : k, n],
        ])
        const label = `${name}${fullMatrices ? ', full' : ''}`
        orthogonal(u, label)
        orthogonal(matrixTranspose(vh), label)
        const size = largest(s)
        const scale = size || 1
        const product = matmul(u.slice(null, [0, k]).mul(s.div(scale)), vh.slice([0, k]))
        near(product as Tensor, a.div(scale), 1, 4, label)
        expect(sorted(s, -1) && s.get(k - 1) >= 0, label).toBe(true)
        near(svdvals(a), s, size, 2, `${label}: values alone`)
      }
  })

  test('qr gives A = QR', () => {
    for (const [name, a] of Object.entries(general(m, n)))
      for (const mode of ['reduced', 'complete'] as const) {
        const { q, r } = qr(a, { mode })
        expect([q.shape, r.shape]).toEqual(
          mode === 'complete'
            ? [
                [m, m],
                [m, n],
              ]
            : [
                [m, k],
                [k, n],
              ],
        )
        orthogonal(q, name)
        expect(r.toArray()).toEqual(triu(r).toArray())
        const scale = largest(a) || 1
        near(matmul(q, r.div(scale)) as Tensor, a.div(scale), 1, 8, name)
      }
  })

  test('lu gives A = PLU with no multiplier beyond 1', () => {
    for (const [name, a] of Object.entries(general(m, n))) {
      const { p, l, u } = lu(a)
      expect([p.shape, l.shape, u.shape]).toEqual([
        [m, m],
        [m, k],
        [k, n],
      ])
      near(matmul(p, matmul(l, u)), a, largest(a), 8, name)
      expect(largest(l), name).toBe(1)
      expect(u.toArray()).toEqual(triu(u).toArray())
      expect(matmul(p, matrixTranspose(p)).toArray()).toEqual(eye(m).toArray())
    }
  })
})

describe.each([1, 2, 16, 17, 33, 64, 130])('systems of %i equations', n => {
  const a = random([n, n], 7).add(eye(n).mul(4)) as Tensor
  const b = random([n, 5], 8)

  test('solve and inv give residuals of a few ulps', () => {
    const x = solve(a, b)
    near(matmul(a, x), b, largest(a) * largest(x) * n, 1, 'solve')
    // A single right side uses another algorithm.
    const one = solve(a, b.slice(null, 2))
    near(one, x.slice(null, 2), largest(x), 64, 'one right side')
    const y = inv(a)
    near(matmul(a, y), eye(n) as Tensor, largest(a) * largest(y) * n, 1, 'inv')
  })

  test('triangularSolve solves with both triangles, either way', () => {
    for (const lower of [true, false])
      for (const transposeA of [true, false])
        for (const right of [b, b.slice(null, 0)]) {
          const t = (lower ? tril(a) : triu(a)) as Tensor
          const x = triangularSolve(a, right, { lower, transposeA })
          const back = matmul(transposeA ? matrixTranspose(t) : t, x) as Tensor
          near(back, right, largest(a) * largest(x) * n, 1, `${lower} ${transposeA}`)
        }
  })

  test('det and slogdet agree with the eigenvalues', () => {
    const s = matmul(a, matrixTranspose(a)) as Tensor
    const logs = [...eigvalsh(s).values()].reduce((sum, w) => sum + Math.log(w), 0)
    const { sign, logabsdet } = slogdet(s)
    expect(sign.item()).toBe(1)
    expect(Math.abs(logabsdet.item() - logs)).toBeLessThan(1e-10 * (1 + Math.abs(logs)))
    if (n < 40) expect(Math.abs(det(s).item() / Math.exp(logs) - 1)).toBeLessThan(1e-9)
  })
})

test('a determinant that float64 holds does not overflow or underflow on the way', () => {
  for (const [list, want] of [
    [[1e200, 1e-50, 1e-50], 1e100],
    [[1e200, 1e200, 1e-200, 1e-100], 1e100],
    [[1e-200, 1e-115, 1e200], 1e-115],
    [[1e-200, -1e-200, 1e300, 1e200], -1e100],
    [[1e200, 1e200, 0], 0],
  ] as const) {
    const d = det(diag(tensor(list))).item()
    expect(Math.abs(d - want)).toBeLessThanOrEqual(1e-14 * Math.abs(want))
  }
  expect(det(diag(tensor([1e200, -1e200, 1]))).item()).toBe(-Infinity)
})

test('matrices without elements', () => {
  const none = reshape(random([0]), [0, 0])
  expect(det(none).item()).toBe(1)
  expect(inv(none).shape).toEqual([0, 0])
  expect(eigh(none).eigenvalues.shape).toEqual([0])
  expect(svd(reshape(none, [0, 3])).vh.toArray()).toEqual(eye(3).toArray())
  expect(qr(reshape(none, [3, 0]), { mode: 'complete' }).q.toArray()).toEqual(eye(3).toArray())
  expect(solve(reshape(none, [0, 2, 2]), random([0, 2, 3])).shape).toEqual([0, 2, 3])
})

test('batches are factored one matrix after the other', () => {
  const a = random([2, 3, 5, 5])
  for (const [i, j] of [
    [0, 0],
    [1, 2],
  ]) {
    const one = a.slice(i, j)
    expect(inv(a).slice(i, j).toArray()).toEqual(inv(one).toArray())
    expect(svd(a).vh.slice(i, j).toArray()).toEqual(svd(one).vh.toArray())
    expect(lu(a).p.slice(i, j).toArray()).toEqual(lu(one).p.toArray())
    expect(eigh(a).eigenvectors.slice(i, j).toArray()).toEqual(eigh(one).eigenvectors.toArray())
  }
  // The right sides broadcast against the matrices.
  const b = random([3, 5, 2])
  expect(solve(a, b).slice(1, 2).toArray()).toEqual(solve(a.slice(1, 2), b.slice(2)).toArray())
})

test('only the mean of a matrix and its transpose is factored', () => {
  const a = random([6, 6]).add(matrix(6, 6, (i, j) => (i === j ? 9 : 0))) as Tensor
  const mean = a.add(matrixTranspose(a)).mul(0.5)
  expect(cholesky(a).toArray()).toEqual(cholesky(mean).toArray())
  expect(eigh(a).eigenvectors.toArray()).toEqual(eigh(mean).eigenvectors.toArray())
})

test('a matrix that is factored in halves of panels', () => {
  const n = 270
  const a = random([n, n], 10)
  const definite = matmul(a, matrixTranspose(a)).add(eye(n).mul(n)) as Tensor
  const l = cholesky(definite)
  expect(triu(l, { k: 1 }).toArray()).toEqual(zerosLike(l).toArray())
  near(matmul(l, matrixTranspose(l)), definite, largest(definite), 0.1, 'cholesky')
  const right = random([n, 21], 11)
  const x = triangularSolve(l, right, { lower: true })
  near(matmul(l, x), right, largest(l) * largest(x), 0.1, 'triangularSolve')
  const plain = withoutWebAssembly(() => [cholesky(definite), triangularSolve(l, right, { lower: true })])
  expect(plain.map(y => [...y.values()])).toEqual([l, x].map(y => [...y.values()]))
})

test('with the kernels and without them, the bits are the same', () => {
  const a = random([70, 70], 9)
  const definite = matmul(a, matrixTranspose(a)).add(eye(70)) as Tensor
  const all = () =>
    [
      ...Object.values(lu(a)),
      ...Object.values(qr(a)),
      ...Object.values(svd(a)),
      ...Object.values(eigh(definite)),
      cholesky(definite),
      inv(a),
      solve(a, definite),
      solve(a, a.slice(0)),
      eigvalsh(definite),
    ].map(x => [...x.values()])
  const fast = all()
  expect(withoutWebAssembly(all)).toEqual(fast)
})

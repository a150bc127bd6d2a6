/** Derivatives that the samples do not test: of vectors, and of coinciding or zero values. */
import {
  checkGrads,
  cholesky,
  det,
  eigh,
  eye,
  grad,
  inv,
  jacobian,
  lstsq,
  lu,
  matmul,
  matrixNorm,
  matrixTranspose,
  mul,
  norm,
  pinv,
  qr,
  slogdet,
  solve,
  square,
  sum,
  svd,
  type Tensor,
  tensor,
  vectorNorm,
  zeros,
} from '@multiview/tensor'
import { expect, test } from 'vitest'
import { largest, matrix, random } from './random.ts'

const spread = (n: number) =>
  random([n, n], 4).add(matrix(n, n, (i, j) => (i === j ? 4 * i + 6 : 0))) as Tensor
const symmetricPart = (x: Tensor): Tensor => x.add(matrixTranspose(x)).mul(0.5)
const off = (x: Tensor, y: Tensor) => largest(x.sub(y) as Tensor)

test('eigenvectors and singular vectors', () => {
  checkGrads((x: Tensor) => eigh(x).eigenvectors, [spread(4)], { order: 2 })
  checkGrads((x: Tensor) => svd(x).u, [spread(3)], { order: 2 })
  checkGrads((x: Tensor) => svd(x).vh, [spread(3)], { order: 2 })
  for (const [m, n] of [
    [5, 3],
    [3, 5],
  ]) {
    const x = random([m, n], 6).add(matrix(m, n, (i, j) => (i === j ? 3 * i + 4 : 0))) as Tensor
    for (const part of ['u', 's', 'vh'] as const)
      checkGrads((y: Tensor) => svd(y, { fullMatrices: false })[part], [x], { order: 2 })
  }
})

test('factors of batches, of more rows than columns and of fewer', () => {
  for (const shape of [
    [2, 5, 3],
    [2, 3, 5],
  ]) {
    const x = random(shape, 8)
    checkGrads((y: Tensor) => qr(y), [x], { order: 2 })
    checkGrads((y: Tensor) => [lu(y).l, lu(y).u], [x], { order: 2 })
    checkGrads((y: Tensor) => pinv(y), [x], { order: 2 })
  }
  checkGrads((y: Tensor) => cholesky(y, { upper: true }), [spread(4)], { order: 2 })
  checkGrads((a: Tensor, b: Tensor) => solve(a, b), [spread(3), random([2, 3, 2])], { order: 2 })
})

test('larger than a block', () => {
  const [x, w] = [random([40, 40], 2).mul(0.1).add(eye(40).mul(2)) as Tensor, random([40, 40], 3)]
  const definite = matmul(x, matrixTranspose(x)) as Tensor
  checkGrads((y: Tensor) => sum(mul(inv(y), w)), [x])
  checkGrads((y: Tensor) => sum(mul(cholesky(y), w)), [definite])
  checkGrads((y: Tensor) => sum(mul(qr(y).q, w)), [x])
})

test('least squares: residuals, and matrices of less than full rank', () => {
  const [a, b] = [random([5, 3]), random([5, 2])]
  checkGrads((x: Tensor, y: Tensor) => [lstsq(x, y).x, lstsq(x, y).residuals, lstsq(x, y).s], [a, b], {
    order: 2,
  })
  // Matrices of rank 2, as factors of a product.
  const [l, r] = [random([4, 2], 3), random([2, 5], 4)]
  checkGrads((x: Tensor, y: Tensor) => pinv(matmul(x, y), { rtol: 1e-6 }), [l, r])
  checkGrads((x: Tensor, y: Tensor) => lstsq(matmul(x, y), b.slice([0, 4]), { rcond: 1e-6 }).x, [l, r])
})

test('functions of the values alone have derivatives where values coincide, those of vectors show it', () => {
  const x = eye(3).mul(2) as Tensor
  // Σλ² = Σx², so the derivative is 2x.
  expect(grad((y: Tensor) => sum(square(eigh(y).eigenvalues)))(x).toArray()).toEqual(x.mul(2).toArray())
  const { u, vh } = svd(x)
  expect(off(grad((y: Tensor) => sum(svd(y).s))(x), matmul(u, vh) as Tensor)).toBeLessThan(1e-14)
  const w = random([3, 3])
  for (const part of [(y: Tensor) => eigh(y).eigenvectors, (y: Tensor) => svd(y).u])
    expect(Number.isFinite(sum(grad((y: Tensor) => sum(mul(part(y), w)))(x)).item())).toBe(false)
})

test('the determinant of a singular matrix has the cofactors as its derivative', () => {
  const x = tensor([
    [1, 2, 3],
    [2, 4, 6],
    [1, 0, 1],
  ])
  const cofactors = tensor([
    [4, 4, -4],
    [-2, -2, 2],
    [0, 0, 0],
  ])
  expect(off(grad((y: Tensor) => det(y))(x), cofactors)).toBeLessThan(1e-13)
  expect(grad((y: Tensor) => det(y))(zeros([3, 3])).toArray()).toEqual(zeros([3, 3]).toArray())
  expect(() => grad((y: Tensor) => slogdet(y).logabsdet)(x)).toThrow('slogdet: the matrix is singular')
})

test('the derivative by a symmetric matrix is symmetric', () => {
  const x = symmetricPart(spread(4))
  const w = random([4, 4], 5)
  for (const f of [
    (y: Tensor) => sum(mul(cholesky(y), w)),
    (y: Tensor) => sum(mul(eigh(y).eigenvectors, w)),
  ]) {
    const g = grad(f)(x)
    expect(off(g, matrixTranspose(g))).toBeLessThan(1e-14 * largest(g))
  }
})

test('norms have derivative 0 at 0', () => {
  for (const f of [(y: Tensor) => vectorNorm(y), (y: Tensor) => matrixNorm(y), (y: Tensor) => norm(y)])
    expect(grad(f)(zeros([2, 2])).toArray()).toEqual(zeros([2, 2]).toArray())
})

test('the jacobian of an inverse', () => {
  const x = spread(2)
  const y = inv(x)
  const j = jacobian((z: Tensor) => inv(z))(x)
  // ∂Y[i,j]/∂X[k,l] = −Y[i,k]·Y[l,j].
  for (const [a, b, c, d] of [
    [0, 1, 1, 0],
    [1, 1, 0, 1],
  ])
    expect(j.get(a, b, c, d)).toBeCloseTo(-y.get(a, c) * y.get(d, b), 14)
})

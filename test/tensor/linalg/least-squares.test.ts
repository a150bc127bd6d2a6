import {
  lstsq,
  matmul,
  matrixRank,
  matrixTranspose,
  pinv,
  stack,
  type Tensor,
  tensor,
} from '@multiview/tensor'
import { expect, test } from 'vitest'
import { largest, matrix, random } from './random.ts'

const off = (x: Tensor, y: Tensor) => largest(x.sub(y) as Tensor)

test('the residual of a least-squares solution is orthogonal to the columns', () => {
  const [a, b] = [random([40, 7]), random([40, 3])]
  const { x, residuals, rank, s } = lstsq(a, b)
  const rest = b.sub(matmul(a, x)) as Tensor
  expect(largest(matmul(matrixTranspose(a), rest) as Tensor)).toBeLessThan(1e-13)
  expect([rank.item(), s.shape, residuals.shape]).toEqual([7, [7], [3]])
  expect(
    off(
      residuals,
      tensor([0, 1, 2].map(j => [...rest.values()].reduce((t, v, p) => t + (p % 3 === j ? v * v : 0), 0))),
    ),
  ).toBeLessThan(1e-13)
})

test('vectors, batches, and ranks that leave no residuals', () => {
  const a = random([2, 5, 3])
  const one = lstsq(a.slice(1), random([5], 2))
  expect([one.x.shape, one.residuals.shape]).toEqual([[3], []])
  const many = lstsq(a, random([5], 2))
  expect([many.x.shape, many.residuals.shape, many.rank.toArray()]).toEqual([[2, 3], [2], [3, 3]])
  expect(many.x.slice(1).toArray()).toEqual(one.x.toArray())
  const low = matrix(5, 3, (i, j) => (i + 1) * (j + 1))
  const found = lstsq(low, random([5, 2]))
  expect([found.residuals.shape, found.rank.item()]).toEqual([[0], 1])
  expect(lstsq(random([3, 5]), random([3, 2])).residuals.shape).toEqual([0])
})

test('the pseudoinverse has the four properties of Moore and Penrose', () => {
  for (const a of [random([7, 4]), random([4, 7]), matmul(random([7, 2]), random([2, 5], 2)) as Tensor]) {
    const p = pinv(a)
    const [ap, pa] = [matmul(a, p) as Tensor, matmul(p, a) as Tensor]
    expect(off(matmul(ap, a) as Tensor, a)).toBeLessThan(1e-13)
    expect(off(matmul(pa, p) as Tensor, p)).toBeLessThan(1e-12)
    expect(off(ap, matrixTranspose(ap))).toBeLessThan(1e-13)
    expect(off(pa, matrixTranspose(pa))).toBeLessThan(1e-13)
  }
})

test('the rank of a zero matrix is 0, of float32 it allows for its precision', () => {
  const rank2 = matmul(random([6, 2]), random([2, 6], 2)) as Tensor
  expect(matrixRank(stack([rank2, rank2.mul(0), random([6, 6])])).toArray()).toEqual([2, 0, 6])
  const noisy = matrix(3, 3, (i, j) => 1 + (i === j ? 1e-8 * i : 0))
  expect(matrixRank(noisy).item()).toBe(3)
  expect(matrixRank(tensor(noisy, { dtype: 'float32' })).item()).toBe(1)
})

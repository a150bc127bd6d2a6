/** The dtypes in the types equal the dtypes at run time. */
import {
  cholesky,
  cross,
  det,
  diag,
  eigh,
  inv,
  kron,
  lstsq,
  lu,
  matrixPower,
  matrixRank,
  matrixTranspose,
  norm,
  pinv,
  qr,
  slogdet,
  solve,
  svd,
  type Tensor,
  tensor,
  tensordot,
  trace,
  triangularSolve,
  tril,
  vecdot,
  vectorNorm,
} from '@multiview/tensor'
import { expect, expectTypeOf, test } from 'vitest'

const rows = [
  [2, 1],
  [1, 3],
]
const f64 = tensor(rows)
const f32 = tensor(rows, { dtype: 'float32' })
const i32 = tensor(rows, { dtype: 'int32' })
const bool = tensor(rows, { dtype: 'bool' })

test('float32 stays, integers become float64', () => {
  expectTypeOf(solve(f32, f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(solve(f32, f64)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(inv(i32)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(svd(f32).u).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(lstsq(f32, f32).rank).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(eigh(i32).eigenvalues).toEqualTypeOf<Tensor<'float64'>>()
  const single: readonly Tensor<'float32'>[] = [
    solve(f32, f32),
    triangularSolve(f32, f32),
    inv(f32),
    pinv(f32),
    lstsq(f32, f32).x,
    lstsq(f32, f32).s,
    cholesky(f32),
    ...Object.values(lu(f32)),
    ...Object.values(qr(f32)),
    ...Object.values(eigh(f32)),
    ...Object.values(svd(f32)),
    det(f32),
    slogdet(f32).sign,
    vectorNorm(f32),
    norm(f32, { ord: 'nuc' }),
  ]
  for (const x of single) expect(x.dtype).toBe('float32')
  const double: readonly Tensor<'float64'>[] = [
    solve(i32, f32),
    solve(f32, f64),
    inv(i32),
    cholesky(i32),
    lu(i32).p,
    svd(i32).s,
    det(bool),
    vectorNorm(i32),
  ]
  for (const x of double) expect(x.dtype).toBe('float64')
})

test('what needs no fractions keeps the dtype; sums count bools', () => {
  expectTypeOf(trace(bool)).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(vecdot(f32, i32)).toEqualTypeOf<Tensor<'float64'>>()
  const whole: readonly Tensor<'int32'>[] = [
    trace(i32),
    trace(bool),
    kron(i32, bool),
    vecdot(bool, bool),
    tensordot(i32, i32),
    cross(tensor([1, 2, 3], { dtype: 'int32' }), tensor([1, 2, 3], { dtype: 'int32' })),
    tril(i32),
    diag(i32),
    matrixTranspose(i32),
    matrixRank(f32),
  ]
  for (const x of whole) expect(x.dtype).toBe('int32')
  const kept: readonly Tensor<'bool'>[] = [tril(bool), diag(bool), kron(bool, bool), matrixTranspose(bool)]
  for (const x of kept) expect(x.dtype).toBe('bool')
  expect(matrixPower(i32, 3).dtype).toBe('int32')
  expect(matrixPower(i32, -3).dtype).toBe('float64')
})

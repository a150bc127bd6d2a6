import {
  add,
  arange,
  argmax,
  argsort,
  broadcastTo,
  cholesky,
  clip,
  concatenate,
  cross,
  customVjp,
  diag,
  diagonal,
  dot,
  eigh,
  einsum,
  full,
  gather,
  grad,
  greater,
  hessian,
  inv,
  jvp,
  lstsq,
  lu,
  matmul,
  matrixNorm,
  matrixPower,
  matrixRank,
  max,
  neg,
  norm,
  pinv,
  pow,
  qr,
  reshape,
  scatterAdd,
  slice,
  softmax,
  solve,
  squeeze,
  stack,
  sub,
  sum,
  svd,
  type Tensor,
  TensorError,
  take,
  tensor,
  tensordot,
  transpose,
  triangularSolve,
  tril,
  valueAndGrad,
  vecdot,
  vjp,
  zeros,
} from '@multiview/tensor'
import { expect, test } from 'vitest'

const x = zeros([2, 3])
const int = (values: number[]) => tensor(values, { dtype: 'int32' })
const bools = tensor([true, false])
const singular = tensor([
  [1, 2],
  [2, 4],
])
const definite = tensor([
  [2, 1],
  [1, 2],
])

/** What is wrong, and what the message must say: the operation first. */
const errors: [() => unknown, string | RegExp][] = [
  [() => add(x, zeros([4])), 'add: shapes [2,3] and [4] do not broadcast'],
  [() => add([1, 2] as never, 1), 'add: [1,2] is not a tensor, ndarray or number; wrap it in tensor()'],
  [() => add(undefined as never, 1), 'add: undefined is not a tensor, ndarray or number'],
  [() => sub(bools, bools), 'sub: bools have no difference; cast to int32'],
  [() => neg(bools), 'neg: bools have no negative; cast to int32'],
  [() => pow(int([2]), int([-1])), 'pow: an int32 to the power -1'],
  [
    () => matmul(x, zeros([2, 3])),
    'matmul: shapes [2,3] and [2,3] do not fit: 3 and 2 are summed together; transpose one of them',
  ],
  [() => matmul(x, tensor(1)), 'matmul: shapes [2,3] and []; a number is not a matrix, use mul'],
  [() => matmul(zeros([2, 3, 4]), zeros([3, 4, 5])), 'matmul: shapes [2] and [3] do not broadcast'],
  [() => dot(x, zeros([2])), 'dot: shapes [2,3] and [2] do not fit'],
  [() => einsum('ij,jk->ik', x, x), "einsum: 'ij,jk->ik' gives 'j' the lengths 3 and 2 in [2,3], [2,3]"],
  [() => einsum('ij->k', x), "einsum: 'ij->k' asks for 'k', which no operand has"],
  [() => einsum('ijk', x), "einsum: 'ijk' gives 3 letters to shape [2,3]"],
  [() => einsum('i,j', x), "einsum: 'i,j' names 2 operands, 1 were given"],
  [() => einsum('i$', x), "einsum: 'i$' has 'i$'"],
  [() => einsum('ij->ii', x), "names 'i' twice"],
  [() => reshape(x, [4]), 'reshape: shape [2,3] has 6 elements, which do not fit [4]; one length may be -1'],
  [() => reshape(x, [-1, 4]), 'reshape: shape [2,3]'],
  [() => transpose(x, [0, 0]), 'transpose: axis 0 was named twice'],
  [() => transpose(x, [0]), 'transpose: axes [0] for shape [2,3]; name each of its axes once'],
  [() => transpose(x, [0, 2]), 'transpose: axis 2 is outside [-2, 2) of a 2-d tensor'],
  [() => slice(x, 2), 'slice: index 2 is outside [-2, 2) of axis 0 of shape [2,3]'],
  [() => slice(x, 0, 0, 0), 'slice: 3 ranges for shape [2,3]'],
  [() => slice(x, [0, 2, 0]), 'slice: range [0,2,0] of axis 0'],
  [() => sum(x, { axis: 2 }), 'sum: axis 2 is outside [-2, 2) of a 2-d tensor'],
  [() => sum(x, { axis: [0, -2] }), 'sum: axis 0 was named twice'],
  [() => sum(tensor(1), { axis: 0 }), 'sum: axis 0 is outside [0, 0) of a 0-d tensor'],
  [() => max(zeros([2, 0]), { axis: 1 }), 'max: shape [2,0] has no elements along the reduced axes'],
  [() => argmax(zeros([0])), 'argmax: shape [0] has no elements'],
  [() => softmax(x, { axis: 5 }), 'softmax: axis 5'],
  [() => argsort(tensor(1)), 'argsort: axis -1 is outside [0, 0) of a 0-d tensor'],
  [() => broadcastTo(x, [3, 3]), 'broadcastTo: shapes [2,3] and [3,3] do not broadcast'],
  [() => broadcastTo(x, [3]), 'broadcastTo: shape [2,3] does not broadcast to [3]'],
  [() => squeeze(x, 0), 'squeeze: axis 0 of shape [2,3] is longer than 1'],
  [() => concatenate([]), 'concatenate: was given no tensors'],
  [() => concatenate([x, zeros([2, 4])]), 'concatenate: shapes [2,3], [2,4] differ beside axis 0'],
  [() => stack([x, zeros([3])]), 'stack: shapes [2,3], [3] differ'],
  [() => diagonal(x, { axis1: 1, axis2: -1 }), 'diagonal: axis 1 and axis -1 are the same'],
  [() => take(x, int([2]), { axis: 0 }), 'take: index 2 is outside [-2, 2) of axis 0 of shape [2,3]'],
  [() => gather(x, tensor([[0.5]])), 'gather: the indices are float64; they must be int32: cast them'],
  [() => gather(x, int([0])), 'gather: indices of shape [1] for shape [2,3]'],
  [
    () => scatterAdd(int([1, 2]), int([0]), tensor([0.5])),
    'scatterAdd: float64 values do not fit an int32; cast one of them',
  ],
  [() => scatterAdd(x, int([3]), 1, { axis: 1 }), 'scatterAdd: index 3 is outside'],
  [() => clip(x, 2, 1), 'clip: low 2 is above high 1'],
  [() => solve(x, zeros([2])), 'solve: shape [2,3] is not square; the last two lengths must be equal'],
  [
    () => solve(singular, zeros([2])),
    'solve: the matrix is singular: pivot 1 is 0; use lstsq or pinv, or add',
  ],
  [
    () => solve(singular, zeros([3])),
    'solve: shapes [2,2] and [3] do not fit: the right side must have 2 rows',
  ],
  [() => solve(singular, 1), 'solve: the right side is a number; give [n] or [..., n, k]'],
  [
    () => inv(stack([definite, singular])),
    'inv: the matrix at [1] of the batch [2] is singular: pivot 1 is 0',
  ],
  [
    () =>
      triangularSolve(
        tensor([
          [
            [1, 0],
            [5, 0],
          ],
        ]),
        zeros([2]),
        { lower: true },
      ),
    'triangularSolve: the matrix at [0] of the batch [1] is singular: element 1 of its diagonal is 0',
  ],
  [
    () => cholesky(reshape(stack([definite, definite, definite, singular.mul(-1)]), [2, 2, 2, 2])),
    'cholesky: the matrix at [1,1] of the batch [2,2] is not positive definite: its leading minor of order 1',
  ],
  [
    () =>
      eigh(
        tensor([
          [1, Number.NaN],
          [0, 1],
        ]),
      ),
    'eigh: the matrix holds NaN; all elements must be finite',
  ],
  [() => svd(tensor([[1, Infinity]])), 'svd: the matrix holds Infinity; all elements must be finite'],
  [() => matrixRank(tensor([1])), 'matrixRank: shape [1] is not a matrix; give [..., rows, columns]'],
  [() => pinv(x, { rtol: -1 }), 'pinv: rtol is -1; it must be a number from 0'],
  [() => lstsq(x, zeros([3])), 'lstsq: shapes [2,3] and [3] do not fit: the right side must have 2 rows'],
  [() => qr(x, { mode: 'full' as never }), `qr: mode "full" is not 'reduced' or 'complete'`],
  [
    () => grad((y: Tensor) => sum(qr(y, { mode: 'complete' }).q))(transpose(x)),
    "qr: has no derivative in mode 'complete' of more rows (3) than columns (2); use 'reduced'",
  ],
  [
    () => grad((y: Tensor) => sum(svd(y).s))(x),
    'svd: has no derivative with fullMatrices of 2 rows and 3 columns; set it to false',
  ],
  [() => grad((y: Tensor) => sum(lu(y).u))(zeros([2, 2])), 'lu: the matrix is singular: element 0'],
  [() => tril(x, { k: 0.5 }), 'tril: k is 0.5; it must be a whole number'],
  [() => diag(zeros([2, 2, 2])), 'diag: shape [2,2,2] is neither [n] nor [m, n]; use diagonal'],
  [() => diagonal(x, { offset: 0.5 }), 'diagonal: offset 0.5 is not a whole number'],
  [() => matrixPower(definite, 0.5), 'matrixPower: the power is 0.5; it must be a whole number'],
  [() => matrixPower(singular, -1), 'matrixPower: the matrix is singular'],
  [() => matrixNorm(x, { ord: 3 }), "matrixNorm: ord 3 is not one of 'fro', 'nuc', 1, -1, 2, -2, Infinity"],
  [() => norm(zeros([2, 2, 2]), { ord: 1 }), 'norm: ord 1 of shape [2,2,2]; name one axis or two'],
  [() => cross(x, zeros([2])), 'cross: vectors of length 2 in shape [2]; they must have length 3'],
  [
    () => vecdot(x, zeros([2])),
    'vecdot: vectors of lengths 3 and 2 in shapes [2,3] and [2]; they must be equal',
  ],
  [
    () => tensordot(x, x, { axes: 1 }),
    'tensordot: axes [1] of shape [2,3] and axes [0] of shape [2,3] do not fit',
  ],
  [
    () => tensordot(x, x, { axes: 3 }),
    'tensordot: axes 3 for shapes [2,3] and [2,3]; give a number that both have',
  ],
  [() => tensor([[1, 2], [3]]), 'tensor: ragged arrays'],
  [() => tensor([1, [2]] as never), 'tensor: ragged arrays'],
  [() => tensor(['a'] as never), 'tensor: element [0] is "a"; it must be a number'],
  [() => full([2, -1], 0), 'full: shape [2,-1] is not an array of whole numbers from 0'],
  [
    () => zeros([1], { dtype: 'int8' as never }),
    'zeros: dtype "int8" is not one of float64,float32,int32,bool',
  ],
  [() => arange(0, 1, { step: 0 }), 'arange: from 0 to 1 by 0 never ends'],
  [() => x.item(), 'item: shape [2,3] has 6 elements, not one; use get'],
  [() => grad((y: Tensor) => y)(x), 'grad: the function returned shape [2,3], not a 0-d float tensor'],
  [
    () => grad((() => 3) as never as (y: Tensor) => Tensor)(x),
    'grad: the function returned 3, not a 0-d float tensor',
  ],
  [() => grad((y: Tensor) => sum(greater(y, 0)))(x), 'greater: has no derivative'],
  [
    () => grad(() => tensor(1, { dtype: 'int32' }))(x),
    'grad: the function returned int32, not a 0-d float tensor',
  ],
  [
    () => grad((y: Tensor) => argmax(y))(x),
    'argmax: has no derivative, and the result depends on its argument; use stopGradient(x)',
  ],
  [
    () => grad((y: Tensor) => sum(y))(int([1])),
    'grad: the argument is int32; only float tensors in plain objects and arrays can be differentiated',
  ],
  [
    () => valueAndGrad((p: { a: Tensor }) => p.a)({ a: 3 } as never),
    'valueAndGrad: .a is 3; only float tensors in plain objects and arrays can be differentiated',
  ],
  [
    () => grad((y: Tensor) => sum(y), { argnums: 1 as never })(x),
    'grad: the argument is undefined; only float tensors in plain objects and arrays can be differentiated',
  ],
  [
    () => grad((y: Tensor, z: Tensor) => sum(y.mul(z)), { argnums: [0, 1] as never }),
    'grad: argnums: [0,1] is not among the options { argnums: number, hasAux: boolean }',
  ],
  [() => vjp((y: Tensor) => y, [x])[1](zeros([3])), 'vjp: the cotangent has shape [3], it needs [2,3]'],
  [() => jvp((y: Tensor) => y, [x], [zeros([3])]), 'jvp: the tangent[0] has shape [3], it needs [2,3]'],
  [
    () => hessian((() => tensor(1)) as never)({ a: x } as never),
    'hessian: the argument is not a single tensor',
  ],
  [
    () =>
      grad((y: Tensor) =>
        sum(
          customVjp(
            (z: Tensor) => z.mul(y),
            g => [g],
            { name: 'leaky' },
          )(tensor(1)),
        ),
      )(x),
    'leaky: uses a tensor inside a derivative that is not among its arguments',
  ],
  [
    () =>
      grad((y: Tensor) =>
        sum(
          customVjp(
            (z: Tensor) => z,
            () => [],
            { name: 'short' },
          )(y),
        ),
      )(x),
    'short: its rule gave 0 cotangents for 1 arguments',
  ],
  [
    () =>
      grad((y: Tensor) =>
        sum(
          customVjp(
            (z: Tensor) => z,
            () => [zeros([7])],
            { name: 'odd' },
          )(y),
        ),
      )(x),
    /odd: /,
  ],
  [
    () =>
      grad((y: Tensor) =>
        sum(customVjp((z: Tensor) => z, (() => [undefined]) as never, { name: 'missing' })(y)),
      )(x),
    'missing: its rule gave undefined for argument 0; give a tensor, or null for a constant',
  ],
  [
    () => customVjp((() => 3) as never as (y: Tensor) => Tensor, g => [g], { name: 'three' })(x),
    'three: its function returned 3; it must return a tensor',
  ],
]

test.each(errors.map(([f, message]) => [message, f] as const))('%s', (message, f) => {
  expect(f).toThrow(message)
  expect(f).toThrow(TensorError)
})

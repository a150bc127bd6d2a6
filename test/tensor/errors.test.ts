import {
  add,
  arange,
  argmax,
  argsort,
  average,
  averagePool2d,
  bincount,
  broadcastArrays,
  broadcastTo,
  checkpoint,
  cholesky,
  clip,
  concatenate,
  conv1d,
  conv2d,
  cov,
  cross,
  cumsum,
  customVjp,
  diag,
  diagonal,
  dot,
  eigh,
  einsum,
  eye,
  full,
  gather,
  grad,
  greater,
  hessian,
  histogram,
  inv,
  jacfwd,
  jacobian,
  jacrev,
  jvp,
  lstsq,
  lu,
  maskedSelect,
  matmul,
  matrixNorm,
  matrixPower,
  matrixRank,
  max,
  maxPool2d,
  median,
  meshgrid,
  moveaxis,
  neg,
  norm,
  pad,
  pinv,
  pow,
  qr,
  quantile,
  repeat,
  reshape,
  roll,
  scatter,
  scatterAdd,
  searchsorted,
  slice,
  softmax,
  solve,
  split,
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
  topK,
  transpose,
  treeLeaves,
  treeMap,
  treeUnflatten,
  triangularSolve,
  tril,
  unfold,
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

/** The wrong call, and what the message must say, beginning with the operation. */
const errors: [() => unknown, string | RegExp][] = [
  [() => add(x, zeros([4])), 'add: shapes [2,3] and [4] do not broadcast'],
  [
    () => add([1, 2] as never, 1),
    'add: an operand is [1,2]; it must be a tensor, ndarray or number: wrap it in tensor()',
  ],
  [() => add(undefined as never, 1), 'add: an operand is undefined; it must be a tensor, ndarray or number'],
  [() => sub(bools, bools), 'sub: takes numbers, not bools; cast to int32'],
  [() => neg(bools), 'neg: takes numbers, not bools; cast to int32'],
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
  [() => diagonal(x, { axis1: 1, axis2: -1 }), 'diagonal: axis 1 was named twice'],
  [() => take(x, int([2]), { axis: 0 }), 'take: index 2 is outside [-2, 2) of axis 0 of shape [2,3]'],
  [
    () => gather(x, tensor([[0.5]]) as Tensor),
    'gather: the indices are float64; they must be int32: cast them',
  ],
  [() => gather(x, int([0])), 'gather: indices of shape [1] for shape [2,3]'],
  [
    () => scatterAdd(int([1, 2]), int([0]), tensor([0.5])),
    'scatterAdd: float64 values do not fit an int32; cast one of them',
  ],
  [() => scatterAdd(x, int([3]), 1, { axis: 1 }), 'scatterAdd: index 3 is outside'],
  [() => sum(x, { dtype: 'bool' as never }), 'sum: dtype bool holds no totals; name a number dtype'],
  [() => cumsum(x, { dtype: 'int8' as never }), 'cumsum: dtype is "int8"; it must be one of float64'],
  [() => diagonal(x, { offset: 0.5 }), 'diagonal: the offset is 0.5; it must be a whole number'],
  [() => quantile(x, [0.5, 2]), 'quantile: a share is 2; it must be in [0, 1]'],
  [
    () => quantile(x, 0.5, { method: 'hazen' as never }),
    'quantile: method "hazen" is not one of linear,lower,higher,midpoint,nearest',
  ],
  [() => quantile(zeros([2, 0]), 0.5, { axis: 1 }), 'quantile: has no elements to choose from'],
  [() => median(zeros([0])), 'median: has no elements to choose from; give at least one'],
  [
    () => average(x, { weights: zeros([3]) }),
    'average: weights of shape [3] for shape [2,3]; give that shape, or 1-d weights and one axis',
  ],
  [() => cov(zeros([2, 2, 2])), 'cov: shape [2,2,2] has more than two axes; give [variables, observations]'],
  [() => bincount(x), 'bincount: the numbers are float64; cast them to int32'],
  [() => bincount(int([1, -2])), 'bincount: a number is -2; all must be at least 0'],
  [
    () => bincount(int([1]), { weights: zeros([2]) }),
    'bincount: weights of shape [2] for shape [1]; they must be equal',
  ],
  [() => histogram(x, { bins: 0 }), 'histogram: the number of bins is 0; it must be a whole number from 1'],
  [
    () => histogram(x, { bins: [0, 2, 1] }),
    'histogram: edge 2 is 1, after 2; edges must be in ascending order',
  ],
  [() => histogram(x, { bins: [0] }), 'histogram: edges of shape [1]; give at least two along one axis'],
  [
    () => histogram(x, { bins: 'auto' as never }),
    'histogram: bins "auto" is not a number, an array of numbers',
  ],
  [() => histogram(x, { range: 3 as never }), 'histogram: range 3 is not [low, high]'],
  [
    () => histogram(tensor([NaN])),
    'histogram: the range is [NaN,NaN]; give two finite numbers in ascending order',
  ],
  [() => histogram(x, { range: [1, 0] }), 'histogram: the range is [1,0]; give two finite numbers'],
  [() => moveaxis(x, [0, 1], 0), 'moveaxis: source [0,1] and destination 0 name different numbers of axes'],
  [() => roll(x, [1, 2], { axis: [0, 1, 0] }), 'roll: shift [1,2] and axis [0,1,0] differ in length'],
  [
    () => repeat(x, [1, 2], { axis: 1 }),
    'repeat: 2 numbers of repetitions for axis 1 of shape [2,3]; give 1 or 3',
  ],
  [() => repeat(x, -1), 'repeat: a number of repetitions is -1; it must be a whole number from 0'],
  [() => split(x, 2, { axis: 1 }), 'split: axis 1 of shape [2,3] has no 2 equal parts; list the places'],
  [() => meshgrid([x]), 'meshgrid: shape [2,3] is not 1-d; give the coordinates along one axis'],
  [() => meshgrid([], { indexing: 'yx' as never }), "meshgrid: indexing \"yx\" is not 'xy' or 'ij'"],
  [() => broadcastArrays(x, zeros([4])), 'broadcastArrays: shapes [2,3] and [4] do not broadcast'],
  [() => topK(x, 4), 'topK: k is 4, and axis 1 of shape [2,3] is shorter'],
  [() => searchsorted(x, 1), 'searchsorted: shape [2,3] is not 1-d; reshape it to [-1]'],
  [
    () => searchsorted(zeros([2]), 1, { side: 'middle' as never }),
    "searchsorted: side \"middle\" is not 'left' or 'right'",
  ],
  [
    () => maskedSelect(x, bools.reshape([1, 2])),
    'maskedSelect: a mask of shape [1,2] for axes of shape [2,3]',
  ],
  [() => scatter(int([1]), int([0]), 0.5), 'scatter: float64 values do not fit int32; cast one of them'],
  [() => scatter(x, int([3]), 1, { axis: 1 }), 'scatter: index 3 is outside'],
  [() => eye(2, 2, { k: 1.5 }), 'eye: k is 1.5; it must be a whole number'],
  [
    () => conv2d(x, zeros([1, 1, 2, 2])),
    'conv2d: shapes [2,3] and [1,1,2,2]; the input is [samples, channels, height, width] and the kernel ' +
      '[out channels, channels / groups, height, width]: reshape them',
  ],
  [
    () => conv2d(zeros([1, 4, 5, 5]), zeros([2, 4, 2, 2]), { groups: 2 }),
    'conv2d: shapes [1,4,5,5] and [2,4,2,2] do not fit: the kernel has 4 channels, it needs 2, those of one of 2 groups',
  ],
  [
    () => conv2d(zeros([1, 4, 5, 5]), zeros([3, 2, 2, 2]), { groups: 2 }),
    'conv2d: groups is 2; it must be a whole number that divides the 4 channels of the input and the 3 of the result',
  ],
  [
    () => conv2d(zeros([1, 1, 5, 5]), zeros([1, 1, 0, 2])),
    'conv2d: the kernel has shape [1,1,0,2]; no length may be 0',
  ],
  [
    () => conv2d(zeros([1, 1, 5, 5]), zeros([3, 1, 2, 2]), { bias: zeros([2]) }),
    'conv2d: the bias has shape [2]; it must be [3], a number for each channel',
  ],
  [
    () => conv1d(zeros([1, 1, 3]), zeros([1, 1, 2]), { dilation: 3 }),
    'conv1d: a window over 4 elements does not fit 3 of shape [3] with its padding; give a smaller window or more padding',
  ],
  [
    () => conv1d(zeros([1, 1, 3]), zeros([1, 1, 2]), { stride: 0 }),
    'conv1d: stride is 0; it must be a whole number from 1',
  ],
  [
    () => maxPool2d(x, 2, { stride: [1] }),
    'maxPool2d: stride is [1]; it must be a whole number from 1, or 2 in an array',
  ],
  [
    () => maxPool2d(x, 1, { padding: 'full' as never }),
    `maxPool2d: padding is "full"; it must be 'valid', 'same', a whole number from 0, or for each axis one or [before, after]`,
  ],
  [() => maxPool2d(x, 1, { padding: 1 }), 'maxPool2d: a window holds padding only; give less padding'],
  [
    () => averagePool2d(x, 1, { padding: 1, countIncludePad: false }),
    'averagePool2d: a window holds padding only; give less padding',
  ],
  [() => averagePool2d(zeros([3]), 1), 'averagePool2d: shape [3]; it must end in height and width'],
  [() => unfold(x, 2), 'unfold: shape [2,3]; it must be [samples, channels, height, width]: reshape it'],
  [
    () => pad(x, [[1, 1]]),
    'pad: widths […]; give a whole number from 0, [before, after], or that for each of 2 axes',
  ],
  [
    () => pad(x, 1, { mode: 'mirror' as never }),
    'pad: mode "mirror" is not one of constant,edge,reflect,symmetric,wrap',
  ],
  [
    () => pad(zeros([0]), 1, { mode: 'edge' }),
    'pad: axis 0 of shape [0] has no elements to pad with; give a constant',
  ],
  [
    () => pad(int([1]), 1, { constantValues: 2 ** 31 }),
    'pad: the value is 2147483648; it must be in the int32 range',
  ],
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
  [() => full([2, -1], 0), 'full: the shape is [2,-1]; it must be an array of whole numbers from 0'],
  [
    () => zeros([1], { dtype: 'int8' as never }),
    'zeros: dtype is "int8"; it must be one of float64,float32,int32,bool',
  ],
  [() => arange(0, 1, { step: 0 }), 'arange: from 0 to 1 by 0 never ends'],
  [() => x.item(), 'item: shape [2,3] has 6 elements; use get'],
  [
    () => grad((y: Tensor) => y)(x),
    'grad: the result of the function is of shape [2,3]; it must be a 0-d float tensor',
  ],
  [
    () => grad((() => 3) as never as (y: Tensor) => Tensor)(x),
    'grad: the result of the function is 3; it must be a 0-d float tensor',
  ],
  [() => grad((y: Tensor) => sum(greater(y, 0)))(x), 'greater: has no derivative but 0'],
  [
    () => grad(() => tensor(1, { dtype: 'int32' }))(x),
    'grad: the result of the function is int32; it must be a 0-d float tensor',
  ],
  [
    () => grad((y: Tensor) => argmax(y))(x),
    'argmax: has no derivative but 0, and the result depends on its argument through nothing else; use stopGradient(x)',
  ],
  [
    () => grad((y: Tensor) => sum(y))(int([1])),
    'grad: the argument is int32; it must be a float tensor, or plain objects and arrays of them',
  ],
  [
    () => valueAndGrad((p: { a: Tensor }) => p.a)({ a: 3 } as never),
    'valueAndGrad: .a is 3; it must be a float tensor, or plain objects and arrays of them',
  ],
  [
    () => grad((y: Tensor) => sum(y), { argnums: 1 as never })(x),
    'grad: the argument is undefined; it must be a float tensor, or plain objects and arrays of them',
  ],
  [
    () => grad((y: Tensor, z: Tensor) => sum(y.mul(z)), { argnums: [1, 1] })(x, x),
    'grad: argument 1 was named twice',
  ],
  [
    () => grad((y: Tensor, z: Tensor) => sum(y.mul(z)), { argnums: [0, 2] as never })(x, x),
    'grad: [1] is undefined; it must be a float tensor, or plain objects and arrays of them',
  ],
  [
    () => jacobian((y: Tensor) => y, { hasAux: true } as never),
    'jacobian: hasAux: true is not among the options { argnums }',
  ],
  [() => jacfwd((() => 3) as never)(x), 'jacfwd: the result of the function is 3; it must be a tensor'],
  [() => jacrev((() => 3) as never)(x), 'jacrev: the result of the function is 3; it must be a tensor'],
  [
    () => treeMap(y => y, { a: x } as { a: Tensor; b?: Tensor }, { b: x } as never),
    'treeMap: tree 2 has .b where the first has .a; give both one form',
  ],
  [() => treeMap(y => y, x, [] as never), 'treeMap: tree 2 has nothing where the first has one tensor'],
  [
    () => treeLeaves({ a: [3] } as never),
    'treeLeaves: .a[0] is 3; a tree holds tensors in plain objects and arrays',
  ],
  [() => treeUnflatten([0, 1], [x]), 'treeUnflatten: [1] is 1; a structure holds the numbers of 1 leaves'],
  [() => treeUnflatten([0, 0], [x, x]), 'treeUnflatten: [1] is 0; a structure holds the numbers of 2 leaves'],
  [() => treeUnflatten([0], [x, x]), 'treeUnflatten: the structure has 1 leaves, 2 were given; give as many'],
  [() => treeUnflatten([0], x as never), 'treeUnflatten: the leaves are a tensor; give an array of them'],
  [() => checkpoint((() => ({})) as never)(), 'checkpoint: the function returned no tensor'],
  [
    () => grad((y: Tensor) => checkpoint((z: Tensor) => z.mul(y))(x.slice(0, 0)))(x.slice(0, 0)),
    'checkpoint: uses a tensor inside a derivative or vmap that is not among its arguments; pass it as one',
  ],
  [
    () => grad(checkpoint((y: Tensor) => tensor(y.item() ** 2)))(x.slice(0, 0)),
    'checkpoint: the function read numbers of tensor 0 of its arguments and no op leads from it',
  ],
  [() => vjp((y: Tensor) => y, [x])[1](zeros([3])), 'vjp: the cotangent has shape [3], it needs [2,3]'],
  [() => jvp((y: Tensor) => y, [x], [zeros([3])]), 'jvp: the tangent[0] has shape [3], it needs [2,3]'],
  [
    () => hessian((() => tensor(1)) as never)({ a: x } as never),
    'hessian: the argument is an object; it must be a tensor: use hvp',
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
    'leaky: uses a tensor inside a derivative or vmap that is not among its arguments',
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
    'missing: cotangent 0 of its rule is undefined; it must be a tensor, or null for a constant',
  ],
  [
    () => customVjp((() => 3) as never as (y: Tensor) => Tensor, g => [g], { name: 'three' })(x),
    'three: the result of the function is 3; it must be a tensor',
  ],
]

test.each(errors.map(([f, message]) => [message, f] as const))('%s', (message, f) => {
  expect(f).toThrow(message)
  expect(f).toThrow(TensorError)
})

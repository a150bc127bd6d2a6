import type { Tensor } from '@multiview/tensor'
import * as mv from '@multiview/tensor'
import * as files from '@multiview/tensor/files'
import { toNdarray } from '@multiview/tensor/ndarray'

/** The role of an argument: what it must be. */
export type Role =
  | 'operand'
  | 'tensor'
  | 'tensors'
  | 'values'
  | 'axis'
  | 'axes'
  | 'shape'
  | 'number'
  | 'dtype'
  | 'function'
  | 'arguments'
  | 'subscripts'
  | 'range'
  | 'name'
  | 'stream'
  | 'bytes'
  | 'record'
  | 'state'
  | 'tree'
  | 'indices'
  | 'shares'
  | 'count'
  | 'whole'
  | 'options'
  | 'window'
  | 'widths'

/** A call of a function: its name, and valid arguments with their roles. */
export interface Signature {
  readonly name: string
  readonly call: (...args: never[]) => unknown
  readonly args: readonly unknown[]
  readonly roles: readonly Role[]
}

const list: Signature[] = []
const named = { ...mv, ...files, toNdarray } as unknown as Record<string, Signature['call']>

function add(names: string, args: readonly unknown[], roles: string, call?: Signature['call']): void {
  for (const name of names.split(' '))
    list.push({ name, call: call ?? named[name], args, roles: roles.split(' ').filter(Boolean) as Role[] })
}

const x = mv.tensor([
  [1, 2, 3],
  [4, 5, 6],
])
const v = mv.tensor([1, 2, 3])
const at = mv.tensor(new Int32Array([0, 1]))
const m = mv.tensor([
  [2, 1],
  [1, 3],
])
const loss = (y: Tensor) => mv.sum(y.mul(y))

add('tensor', [[1, 2], {}], 'values options')
add('full', [[2, 3], 1, {}], 'shape number options')
add('zeros ones', [[2, 3], {}], 'shape options')
add('stopGradient', [x], 'operand')
add('zerosLike onesLike', [x, {}], 'operand options')
add('fullLike', [x, 1, {}], 'operand number options')
add('fromNdarray toNdarray', [x], 'tensor')
add('eye', [2, {}], 'number options')
add('eye', [2, 3, { k: 1 }], 'number number options')
add('arange', [5, {}], 'number options')
add('arange', [1, 5, { step: 2 }], 'number number options')
add('linspace', [0, 1, 5, {}], 'number number number options')

add(
  'abs ceil exp expm1 floor isfinite isnan log log1p logicalNot neg relu round sigmoid sign softplus sqrt square tanh',
  [x],
  'operand',
)
add(
  'add sub mul div pow maximum minimum logaddexp equal notEqual less lessEqual greater greaterEqual logicalAnd ' +
    'logicalOr logicalXor outer dot matmul',
  [v, v],
  'operand operand',
)
add(
  'reciprocal cbrt exp2 log2 log10 sin cos tan asin acos atan sinh cosh asinh acosh atanh erf erfc lgamma digamma silu ' +
    'logSigmoid trunc isinf signbit',
  [x],
  'operand',
)
add('floorDivide remainder copysign nextafter hypot atan2', [v, v], 'operand operand')
add('bitwiseInvert', [at], 'operand')
add('bitwiseAnd bitwiseOr bitwiseXor leftShift rightShift', [at, at], 'operand operand')
add('gelu elu leakyRelu', [x, {}], 'operand options')
add('polygamma', [1, x], 'number operand')
add('where', [x, x, x], 'operand operand operand')
add('clip', [x, 0, 1], 'operand operand operand')
add(
  'all any argmax argmin max mean min prod sum logsumexp cumsum cumprod softmax logSoftmax sort argsort diagonal',
  [x, {}],
  'operand options',
)
add('cast', [x, 'float32'], 'operand dtype')
add(
  'countNonzero variance std median nansum nanmean average cov corrcoef diff histogram unstack',
  [x, {}],
  'operand options',
)
add('take', [x, at, {}], 'operand indices options')
add('gather', [x, mv.reshape(at, [1, 2]), {}], 'operand indices options')
add('scatterAdd', [x, mv.reshape(at, [1, 2]), 1, {}], 'operand indices operand options')
add('concatenate stack', [[x, x], {}], 'tensors options')
add('einsum', ['ij->i', x], 'subscripts operand')
add('broadcastTo', [x, [2, 2, 3]], 'operand shape')
add('reshape', [x, [3, 2]], 'operand shape')
add('transpose', [x, [1, 0]], 'operand axes')
add('flip', [x, 0], 'operand axis')
add('expandDims', [x, 0], 'operand axis')
add('squeeze', [mv.zeros([1, 2]), 0], 'operand axis')
add('slice', [x, 0, [0, 1]], 'operand range range')

add('fft ifft rfft irfft hfft ihfft fftn ifftn rfftn irfftn fftshift ifftshift', [x, {}], 'operand options')
add('fftfreq rfftfreq', [4, {}], 'number options')
add('quantile', [x, 0.5, {}], 'operand shares options')
add('bincount', [at, {}], 'operand options')
add('split', [v, 3, {}], 'operand count options')
add('topK', [v, 2, {}], 'operand count options')
add('repeat', [x, 2, {}], 'operand count options')
add('roll', [x, 1, { axis: 0 }], 'operand whole options')
add('tile', [x, [1, 2]], 'operand shape')
add('moveaxis', [x, 0, 1], 'operand axis axis')
add('swapaxes', [x, 0, 1], 'operand axis axis')
add('scatter', [x, mv.reshape(at, [1, 2]), 1, {}], 'operand indices operand options')
add('maskedSelect', [x, mv.greater(x, 2)], 'operand operand')
add('flatnonzero nonzero uniqueValues uniqueCounts uniqueInverse uniqueAll', [x], 'operand')
add('searchsorted isin isClose allClose', [v, v, {}], 'operand operand options')
add('meshgrid', [[v, v], {}], 'tensors options')
add('broadcastArrays', [x, x], 'operand operand')
add('at', [x, 0, [0, 1]], 'operand range range')
for (const name of ['set', 'add'] as const)
  add('at', [1], 'operand', (values: never) => mv.at(x, 0)[name](values))
add('solve', [m, m], 'operand operand')
add('triangularSolve lstsq', [m, m, {}], 'operand operand options')
add('inv det slogdet lu eigh eigvalsh svdvals matrixTranspose', [m], 'operand')
add(
  'cholesky qr svd pinv matrixRank matrixNorm vectorNorm norm trace tril triu diag',
  [m, {}],
  'operand options',
)
add('matrixPower', [m, 2], 'operand number')
add('cross vecdot', [v, v, {}], 'operand operand options')
add('kron', [v, v], 'operand operand')
add('tensordot', [m, m, {}], 'operand operand options')

add('elementwiseOp', [Math.abs, {}], 'function options', (f: never, options: never) =>
  mv.elementwiseOp(f, mv.sign, options),
)
add('grad valueAndGrad jacobian jacfwd jacrev vmap', [loss, {}], 'function options')
add('hessian hvp', [loss], 'function')
add('checkpoint jit', [loss], 'function')
add('treeMap', [(y: Tensor) => y, x], 'function tree')
add('treeMap', [x], 'tree', (other: never) => mv.treeMap(y => y, x, other))
add('treeLeaves treeFlatten', [x], 'tree')
add('treeUnflatten', [{ a: 0 }, [x]], 'state')
for (const name of ['grad', 'valueAndGrad', 'jacobian', 'jacfwd', 'jacrev', 'hessian', 'vmap'])
  add(name, [x], 'tree', (y: never) => (named[name](loss as never) as (z: never) => unknown)(y))
add('hvp', [x, x], 'tree tree', (y: never, d: never) => mv.hvp(loss)(y, d))
add('vjp', [loss, [x]], 'function arguments')
add('vjp', [mv.tensor(1)], 'tree', (g: never) => mv.vjp(loss, [x])[1](g))
add('jvp', [loss, [x], [x]], 'function arguments arguments')
const kept = (carry: Tensor) => carry
add('scan', [(carry: Tensor, row: Tensor) => [carry, row], x, x, {}], 'function tree tree options')
add('foriLoop', [0, 2, (_: Tensor, carry: Tensor) => carry, x], 'whole whole function tree')
add('whileLoop', [() => mv.tensor(false), kept, x], 'function function tree')
add('cond', [kept, kept, x], 'function function tree', (yes: never, no: never, y: never) =>
  mv.cond(true, yes, no, y),
)
add('associativeScan', [kept, x, {}], 'function tree options')
add('checkGrads', [loss, [x], {}], 'function arguments options')
add('customVjp', [loss, (g: Tensor) => [g], {}], 'function function options')

const planes = mv.zeros([2, 4, 5, 6])
add('conv2d', [planes, mv.ones([3, 4, 2, 2]), {}], 'operand operand options')
add('conv1d', [mv.ones([2, 4, 6]), mv.ones([3, 4, 2]), {}], 'operand operand options')
add('unfold maxPool2d averagePool2d', [planes, [2, 3], {}], 'operand window options')
add('maxPool1d averagePool1d', [x, 2, {}], 'operand window options')
add('pad', [x, 1, {}], 'operand widths options')
const dropped = mv.stream(1)
add('dropout', [x, dropped, {}], 'operand stream options')
add(
  'glorotUniform glorotNormal heUniform heNormal lecunUniform lecunNormal',
  [dropped, [2, 3], {}],
  'stream shape options',
)
add('layerNorm rmsNorm batchNorm', [x, {}], 'operand options')
add('oneHot', [at, 3, {}], 'indices count options')
add('embedding', [at, x], 'indices operand')
add('crossEntropy', [x, at, {}], 'operand indices options')

add('globalNorm', [{ x }], 'tree')
add('clipByNorm clipByGlobalNorm', [{ x }, 1], 'tree number')
add('constantSchedule', [1], 'number')
add('exponentialDecay', [1, { steps: 2, decayRate: 0.5 }], 'number options')
add('cosineDecay', [1, { steps: 2 }], 'number options')
add('piecewiseConstant', [[1], [2, 3]], 'values values')
add('warmup', [1, { steps: 2 }], 'number options')
add('minimize', [loss, x, {}], 'function tree options')

for (const [name, rule] of Object.entries({
  adam: mv.adam({}),
  adamW: mv.adamW({}),
  rmsprop: mv.rmsprop({ momentum: 0.5 }),
  sgd: mv.sgd({ learningRate: 1, momentum: 0.5 }),
})) {
  add(name, [{ learningRate: 0.1 }], 'options')
  add(name, [x, x, rule.init(x)], 'tree tree state', rule.update as never)
}

add('scaleByAdam scaleByRms', [{ epsilon: 1e-6 }], 'options')
add('momentum', [{ decay: 0.5 }], 'options')
add('addDecayedWeights scale scaleByLearningRate', [1], 'number')
add('scaleBySchedule', [mv.constantSchedule(1)], 'function')
add('chain optimizer', [mv.scale(1)], 'function')
for (const [name, transform] of Object.entries({
  scaleByAdam: mv.scaleByAdam(),
  scaleByRms: mv.scaleByRms(),
  momentum: mv.momentum({ decay: 0.5 }),
  scaleByLearningRate: mv.scaleByLearningRate(1),
}))
  add(name, [x, (transform as mv.GradientTransform).init(x)], 'tree state', transform.update as never)
add('applyUpdates', [x, x], 'tree tree')

const s = mv.stream(1)
add('normal uniform exponential poisson truncatedNormal', [s, [2, 3], {}], 'stream shape options')
add('integers', [s, [2, 3], { high: 5 }], 'stream shape options')
add('gamma', [s, [2, 3], { a: 2 }], 'stream shape options')
add('beta', [s, [2, 3], { a: 2, b: 3 }], 'stream shape options')
add('binomial', [s, [2, 3], { n: 9, p: 0.5 }], 'stream shape options')
add('categorical', [s, [2, 3], { probabilities: v }], 'stream shape options')
add('multivariateNormal', [s, [2, 3], { covariance: mv.eye(2) }], 'stream shape options')
add('choice', [s, 9, [2, 3], {}], 'stream number shape options')
add('permutation', [s, 3], 'stream number')
add('stream', [1, 'a'], 'name name')
const keyed = mv.key(1)
add('bernoulli', [s, [2, 3], { p: 0.3 }], 'stream shape options')
add('key', [1], 'name')
add('splitKey', [keyed, 3], 'stream number')
add('foldIn', [keyed, 3], 'stream number')
add('restoreStream', [s.save()], 'state')
add('restore', [s.save()], 'state', (state: never) => s.restore(state))
add('split', ['a'], 'name', (name: never) => s.split(name))
add('uniform', [0, 1], 'number number', (a: never, b: never) => s.uniform(a, b))
for (const name of ['integer', 'permutation', 'bernoulli'] as const)
  add(name, [1], 'number', (n: never) => s[name](n))
add('fillUniform', [new Float64Array(2), 0, 1], 'bytes number number', (o: never, a: never, b: never) =>
  s.fillUniform(o, a, b),
)
add('fillNormal', [new Float64Array(2)], 'bytes', (o: never) => s.fillNormal(o))

add('readNpy', [files.writeNpy(x)], 'bytes')
add('writeNpy', [x], 'tensor')
add('readNpz', [files.writeNpz({ x }), {}], 'bytes options')
add('writeNpz writeSafetensors', [{ x }, {}], 'record options')
add('readSafetensors', [files.writeSafetensors({ x }), {}], 'bytes options')

for (const name of ['add', 'sub', 'mul', 'div'] as const) add(name, [x], 'operand', (b: never) => x[name](b))
add('reshape', [[3, 2]], 'shape', (shape: never) => x.reshape(shape))
add('transpose', [[1, 0]], 'axes', (axes: never) => x.transpose(axes))
add('slice', [0], 'range', (range: never) => x.slice(range))
add('get', [0, 1], 'axis axis', (i: never, j: never) => x.get(i, j))

/** Every public function with arguments, and the methods of what they return. */
export const signatures: readonly Signature[] = list

import { type DType, type Tensor, tensor } from '@multiview/tensor'
import { make } from './calls.ts'
import { along, at, build, elementwise, type Over, type Plain, product, reduction } from './naive.ts'

/** One call of an op: its inputs and its expected result. */
export interface Sample {
  readonly inputs: readonly Tensor[]
  readonly options: object
  readonly oracle: (inputs: Plain[], options: never) => Plain
}

/** Samples by op. Every op of the table must have some. */
export const samples = new Map<string, Sample[]>()

let state = 7
/** Distinct numbers in a range, from a hashed counter. */
export function numbers(
  shape: readonly number[],
  low: number,
  high: number,
  dtype: DType = 'float64',
): Tensor {
  const size = shape.reduce((n, m) => n * m, 1)
  const list = Array.from({ length: size }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    const u = (state >>> 7) / 2 ** 24
    return dtype === 'bool'
      ? u > 0.5
      : dtype === 'int32'
        ? Math.floor(low + u * (high - low))
        : low + u * (high - low)
  })
  return make(dtype, shape, list)
}

export function add(op: string, inputs: Tensor[], options: object, oracle: Sample['oracle']): void {
  samples.set(op, [...(samples.get(op) ?? []), { inputs, options, oracle }])
}

const SHAPES = [[3, 4], [], [2, 0, 3], [1, 5, 1]]

const unary: [string, (x: number) => number, low: number, high: number][] = [
  ['neg', x => -x, -2, 2],
  ['square', x => x * x, -2, 2],
  ['abs', Math.abs, -2, 2],
  ['sign', Math.sign, -2, 2],
  ['exp', Math.exp, -2, 2],
  ['expm1', Math.expm1, -2, 2],
  ['log', Math.log, 0.3, 4],
  ['log1p', Math.log1p, -0.6, 3],
  ['sqrt', Math.sqrt, 0.3, 4],
  ['tanh', Math.tanh, -2, 2],
  ['sigmoid', x => 1 / (1 + Math.exp(-x)), -3, 3],
  ['softplus', x => Math.log1p(Math.exp(x)), -3, 3],
  ['relu', x => Math.max(x, 0), -2, 2],
  ['floor', Math.floor, -3, 3],
  ['ceil', Math.ceil, -3, 3],
  ['round', Math.round, -3, 3],
  ['logicalNot', x => Number(!x), -2, 2],
  ['isnan', x => Number(Number.isNaN(x)), -2, 2],
  ['isfinite', x => Number(Number.isFinite(x)), -2, 2],
]
for (const [op, f, low, high] of unary)
  for (const shape of SHAPES) add(op, [numbers(shape, low, high)], {}, elementwise(f))

const binary: [string, (a: number, b: number) => number, low: number, high: number][] = [
  ['add', (a, b) => a + b, -2, 2],
  ['sub', (a, b) => a - b, -2, 2],
  ['mul', (a, b) => a * b, -2, 2],
  ['div', (a, b) => a / b, 0.5, 2],
  ['pow', (a, b) => a ** b, 0.5, 2],
  ['maximum', Math.max, -2, 2],
  ['minimum', Math.min, -2, 2],
  ['logaddexp', (a, b) => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))), -2, 2],
  ['equal', (a, b) => Number(a === b), -2, 2],
  ['notEqual', (a, b) => Number(a !== b), -2, 2],
  ['less', (a, b) => Number(a < b), -2, 2],
  ['lessEqual', (a, b) => Number(a <= b), -2, 2],
  ['greater', (a, b) => Number(a > b), -2, 2],
  ['greaterEqual', (a, b) => Number(a >= b), -2, 2],
  ['logicalAnd', (a, b) => Number(a !== 0 && b !== 0), -2, 2],
  ['logicalOr', (a, b) => Number(a !== 0 || b !== 0), -2, 2],
  ['logicalXor', (a, b) => Number((a !== 0) !== (b !== 0)), -2, 2],
]
const PAIRS = [
  [
    [3, 4],
    [3, 4],
  ],
  [[3, 1], [4]],
  [[], [2, 3]],
  [[2, 0], [1]],
  [[], []],
]
for (const [op, f, low, high] of binary)
  for (const [p, q] of PAIRS) add(op, [numbers(p, low, high), numbers(q, low, high)], {}, elementwise(f))

for (const [c, p, q] of [
  [
    [3, 4],
    [3, 4],
    [3, 4],
  ],
  [[3, 1], [1, 4], []],
])
  add(
    'where',
    [numbers(c, 0, 1, 'bool'), numbers(p, -2, 2), numbers(q, -2, 2)],
    {},
    elementwise((x, a, b) => (x ? a : b)),
  )
add(
  'clip',
  [numbers([3, 4], -2, 2)],
  { low: -1, high: 0.7 },
  elementwise(x => Math.min(Math.max(x, -1), 0.7)),
)
add(
  'cast',
  [numbers([3, 4], -2, 2)],
  { dtype_to: 'float64' },
  elementwise(x => x),
)
add('cast', [numbers([3, 4], -9, 9)], { dtype_to: 'int32' }, elementwise(Math.trunc))

const AXES: Over[] = [
  {},
  { axis: 0 },
  { axis: -1, keepDims: true },
  { axis: [0, 2] },
  { axis: [1, 2], keepDims: true },
]
const total = (list: number[]) => list.reduce((a, b) => a + b, 0)
const reductions: [string, (list: number[]) => number, low: number][] = [
  ['sum', total, 0.1],
  ['mean', list => total(list) / list.length, 0.1],
  ['prod', list => list.reduce((a, b) => a * b, 1), -1.5],
  ['max', list => Math.max(...list), -2],
  ['min', list => Math.min(...list), -2],
  ['any', list => Number(list.some(Boolean)), -2],
  ['all', list => Number(list.every(Boolean)), -2],
  ['logsumexp', list => Math.log(total(list.map(Math.exp))), -2],
]
for (const [op, f, low] of reductions) {
  for (const options of AXES) add(op, [numbers([2, 3, 2], low, 1.5)], options, reduction(f))
  add(op, [numbers([], low, 1.5)], {}, reduction(f))
  add(op, [numbers([2, 0, 3], low, 1.5)], { axis: 0 }, reduction(f))
}
for (const op of ['sum', 'prod', 'any', 'all', 'logsumexp'])
  add(op, [numbers([2, 0, 3], 0, 1)], { axis: 1 }, reduction(reductions.find(r => r[0] === op)![1]))
// Products through zeros: one, two, none in a row.
const zeros = tensor([
  [2, 0, 3],
  [0, 0, 5],
  [1.5, -2, 0.5],
])
add(
  'prod',
  [zeros],
  { axis: 1 },
  reduction(list => list.reduce((a, b) => a * b, 1)),
)
for (const options of [{}, { axis: 1 }, { axis: -1, keepDims: true }]) {
  add(
    'argmax',
    [numbers([2, 3, 4], -2, 2)],
    options,
    reduction(list => list.indexOf(Math.max(...list))),
  )
  add(
    'argmin',
    [numbers([2, 3, 4], -2, 2)],
    options,
    reduction(list => list.indexOf(Math.min(...list))),
  )
}

const running = (f: (a: number, b: number) => number) => (list: number[]) =>
  list.map((_, i) => list.slice(1, i + 1).reduce(f, list[0]))
const shares = (list: number[]) => list.map(x => Math.exp(x) / total(list.map(Math.exp)))
const order = (list: number[]) => list.map((_, i) => i).sort((i, j) => list[i] - list[j])
const lines: [string, (list: number[]) => number[], fallback: number | null][] = [
  ['cumsum', running((a, b) => a + b), null],
  ['cumprod', running((a, b) => a * b), null],
  ['softmax', shares, -1],
  ['logSoftmax', list => shares(list).map(Math.log), -1],
  ['sort', list => order(list).map(i => list[i]), -1],
  ['argsort', order, -1],
]
for (const [op, f, fallback] of lines) {
  for (const options of [{}, { axis: 0 }, { axis: 1 }, { axis: -1 }])
    add(op, [numbers([2, 3, 4], 0.1, 2)], options, along(f, fallback))
  add(op, [numbers([2, 0], 0, 1)], { axis: 0 }, along(f, fallback))
}
add(
  'cumprod',
  [zeros],
  { axis: 1 },
  along(
    running((a, b) => a * b),
    null,
  ),
)
add(
  'cumsum',
  [numbers([3, 2], 0, 1)],
  { axis: 0, reverse: true },
  along(l => running((a, b) => a + b)([...l].reverse()).reverse(), null),
)

const same = (shape: number[]) => (inputs: Plain[]) => ({ shape, values: inputs[0].values })
add('reshape', [numbers([2, 3, 4], -2, 2)], { shape: [4, 6] }, same([4, 6]))
add('reshape', [numbers([2, 6], -2, 2)], { shape: [2, 2, -1, 1] }, same([2, 2, 3, 1]))
add('reshape', [numbers([0, 3], -2, 2)], { shape: [3, 0] }, same([3, 0]))
add('expandDims', [numbers([2, 3], -2, 2)], { axis: [0, -1] }, same([1, 2, 3, 1]))
add('squeeze', [numbers([1, 3, 1], -2, 2)], {}, same([3]))
add('transpose', [numbers([2, 3, 4], -2, 2)], { axes: [2, 0, 1] }, ([x]) =>
  build([4, 2, 3], ([i, j, k]) => at(x, [j, k, i])),
)
add('transpose', [numbers([2, 3], -2, 2)], {}, ([x]) => build([3, 2], ([i, j]) => at(x, [j, i])))
add('broadcastTo', [numbers([3, 1], -2, 2)], { shape: [2, 3, 4] }, ([x]) =>
  build([2, 3, 4], ([, i]) => at(x, [i, 0])),
)
add(
  'slice',
  [numbers([4, 5], -2, 2)],
  {
    ranges: [
      [null, null, -2],
      [1, 4],
    ],
  },
  ([x]) => build([2, 3], ([i, j]) => at(x, [3 - 2 * i, 1 + j])),
)
add('slice', [numbers([4, 5], -2, 2)], { ranges: [-1] }, ([x]) => build([5], ([j]) => at(x, [3, j])))
add('slice', [numbers([4, 5], -2, 2)], { ranges: [[3, 1]] }, () => build([0, 5], () => 0))
add('flip', [numbers([2, 3], -2, 2)], { axis: 1 }, ([x]) => build([2, 3], ([i, j]) => at(x, [i, 2 - j])))
add('diagonal', [numbers([2, 3, 2], -2, 2)], { axis1: 0, axis2: 2 }, ([x]) =>
  build([3, 2], ([i, j]) => at(x, [j, i, j])),
)
add(
  'concatenate',
  [numbers([2, 2], -2, 2), numbers([2, 0], -2, 2), numbers([2, 3], -2, 2)],
  { axis: 1 },
  ([x, , y]) => build([2, 5], ([i, j]) => (j < 2 ? at(x, [i, j]) : at(y, [i, j - 2]))),
)
add('stack', [numbers([2, 3], -2, 2), numbers([2, 3], -2, 2)], { axis: 1 }, xs =>
  build([2, 2, 3], ([i, k, j]) => at(xs[k], [i, j])),
)

const picks = tensor(
  [
    [2, 0, -1],
    [1, 1, 0],
  ],
  { dtype: 'int32' },
)
add('take', [numbers([2, 3, 2], -2, 2), picks], { axis: 1 }, ([x, p]) =>
  build([2, 2, 3, 2], ([i, a, b, j]) => at(x, [i, (at(p, [a, b]) + 3) % 3, j])),
)
add('take', [numbers([2, 3], -2, 2), picks], {}, ([x, p]) =>
  build([2, 3], index => x.values[(at(p, index) + 6) % 6]),
)
add('gather', [numbers([2, 3], -2, 2), picks], { axis: 1 }, ([x, p]) =>
  build([2, 3], ([i, j]) => at(x, [i, (at(p, [i, j]) + 3) % 3])),
)
add('gather', [numbers([1, 3], -2, 2), picks], {}, ([x, p]) =>
  build([2, 3], ([i, j]) => at(x, [0, (at(p, [i, j]) + 3) % 3])),
)
const scattered = ([x, p, v]: Plain[]) =>
  build(x.shape, ([i, j]) => {
    let y = at(x, [i, j])
    for (let k = 0; k < p.shape[1]; k++)
      if ((at(p, [i, k]) + x.shape[1]) % x.shape[1] === j) y += at(v, [i, k])
    return y
  })
add('scatterAdd', [numbers([2, 4], -2, 2), picks, numbers([2, 3], -2, 2)], { axis: 1 }, scattered)
const rows = tensor([1, 0, 1], { dtype: 'int32' })
add('scatterAdd', [numbers([2, 2], -2, 2), rows, numbers([3, 2], -2, 2)], { axis: 0 }, ([x, p, v]) =>
  build([2, 2], ([i, j]) =>
    p.values.reduce((y, row, k) => (row === i ? y + at(v, [k, j]) : y), at(x, [i, j])),
  ),
)

add('matmul', [numbers([3, 4], 0, 2), numbers([4, 2], 0, 2)], {}, product)
add('matmul', [numbers([2, 1, 3, 2], 0, 2), numbers([3, 2, 2], 0, 2)], {}, product)
add('matmul', [numbers([2, 0], 0, 2), numbers([0, 3], 0, 2)], {}, product)
add('matmul', [numbers([3], 0, 2), numbers([3, 2], 0, 2)], {}, ([a, b]) => ({
  ...product([{ ...a, shape: [1, 3] }, b]),
  shape: [2],
}))
add('matmul', [numbers([2, 3], 0, 2), numbers([3], 0, 2)], {}, ([a, b]) => ({
  ...product([a, { ...b, shape: [3, 1] }]),
  shape: [2],
}))
add('dot', [numbers([3], 0, 2), numbers([3], 0, 2)], {}, ([a, b]) =>
  build([], () => total(a.values.map((v, i) => v * b.values[i]))),
)
add('dot', [numbers([2, 3], 0, 2), numbers([2, 3, 2], 0, 2)], {}, ([a, b]) =>
  build([2, 2, 2], ([i, j, l]) => total([0, 1, 2].map(k => at(a, [i, k]) * at(b, [j, k, l])))),
)
add('outer', [numbers([3], 0, 2), numbers([2, 2], 0, 2)], {}, ([a, b]) =>
  build([3, 4], ([i, j]) => a.values[i] * b.values[j]),
)
add('einsum', [numbers([2, 3], 0, 2), numbers([3, 2], 0, 2)], { subscripts: 'ij,jk->ik' }, product)
add('einsum', [numbers([3, 3, 2], 0, 2)], { subscripts: 'iij->j' }, ([x]) =>
  build([2], ([j]) => total([0, 1, 2].map(i => at(x, [i, i, j])))),
)
add(
  'einsum',
  [numbers([2], 0, 2), numbers([2, 3], 0, 2), numbers([3], 0, 2)],
  { subscripts: 'i,ij,j->' },
  ([a, m, b]) =>
    build([], () => total(m.values.map((v, p) => v * a.values[Math.floor(p / 3)] * b.values[p % 3]))),
)

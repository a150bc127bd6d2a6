/** Samples of statistics, and of ops that choose, move and find elements. */
import { tensor } from '@multiview/tensor'
import { along, at, build, elementwise, type Over, type Plain, reduction } from './naive.ts'
import { add, numbers } from './samples.ts'

const total = (list: number[]) => list.reduce((a, b) => a + b, 0)
const mean = (list: number[]) => total(list) / list.length
const squares = (list: number[]) => total(list.map(x => (x - mean(list)) ** 2))
const ordered = (list: number[]) => [...list].sort((a, b) => a - b)
const between = (list: number[], q: number) => {
  const place = q * (list.length - 1)
  const [low, high] = [Math.floor(place), Math.ceil(place)].map(i => ordered(list)[i])
  return low + (high - low) * (place - Math.floor(place))
}

const OVER: Over[] = [{}, { axis: 0 }, { axis: -1, keepDims: true }, { axis: [0, 2] }]
const reductions: [string, (list: number[]) => number, more?: object][] = [
  ['variance', list => squares(list) / list.length],
  ['variance', list => squares(list) / (list.length - 1), { correction: 1 }],
  ['std', list => Math.sqrt(squares(list) / list.length)],
  ['median', list => between(list, 0.5)],
  ['nansum', total],
  ['nanmean', mean],
  ['average', mean],
  ['countNonzero', list => list.filter(Boolean).length],
  ['quantile', list => between(list, 0.3), { q: 0.3 }],
]
for (const [op, f, more] of reductions)
  for (const options of OVER) add(op, [numbers([3, 2, 3], 0.1, 2)], { ...options, ...more }, reduction(f))
add('quantile', [numbers([2, 5], -2, 2)], { q: [0.1, 0.5, 0.9], axis: 1 }, ([x]) =>
  build([3, 2], ([k, i]) => between(x.values.slice(5 * i, 5 * i + 5), [0.1, 0.5, 0.9][k])),
)
for (const [method, place] of [
  ['lower', 1],
  ['higher', 2],
  ['nearest', 2],
] as const)
  add('quantile', [numbers([5], -2, 2)], { q: 0.4, method }, ([x]) =>
    build([], () => ordered(x.values as number[])[place]),
  )
add('quantile', [numbers([5], -2, 2)], { q: 0.4, method: 'midpoint' }, ([x]) =>
  build([], () => mean(ordered(x.values as number[]).slice(1, 3))),
)
add('average', [numbers([2, 3], -2, 2), numbers([3], 0.5, 2)], { axis: 1 }, ([x, w]) =>
  build([2], ([i]) => total(w.values.map((v, j) => v * at(x, [i, j]))) / total(w.values as number[])),
)
add('average', [numbers([2, 3], -2, 2), numbers([2, 3], 0.5, 2)], { axis: 0, keepDims: true }, ([x, w]) =>
  build([1, 3], ([, j]) => {
    const [p, q] = [at(w, [0, j]), at(w, [1, j])]
    return (p * at(x, [0, j]) + q * at(x, [1, j])) / (p + q)
  }),
)

const covariance = (x: Plain, correction: number) => {
  const [variables, n] = x.shape
  const row = (i: number) => x.values.slice(i * n, i * n + n)
  return build([variables, variables], ([i, j]) => {
    const [a, b] = [row(i), row(j)]
    return total(a.map((v, k) => (v - mean([...a])) * (b[k] - mean([...b])))) / (n - correction)
  })
}
const correlation = (x: Plain) => {
  const c = covariance(x, 1)
  return build(c.shape, ([i, j]) => at(c, [i, j]) / Math.sqrt(at(c, [i, i]) * at(c, [j, j])))
}
add('cov', [numbers([3, 5], 0, 2)], {}, ([x]) => covariance(x, 1))
add('cov', [numbers([3, 5], 0, 2)], { correction: 0 }, ([x]) => covariance(x, 0))
add('cov', [numbers([5, 2], 0, 2)], { rowvar: false }, ([x]) =>
  covariance(
    build([2, 5], ([i, j]) => at(x, [j, i])),
    1,
  ),
)
add('cov', [numbers([4], 0, 2)], {}, ([x]) => build([], () => squares([...x.values]) / 3))
add('corrcoef', [numbers([3, 5], 0, 2)], {}, ([x]) => correlation(x))

const counts = (x: Plain, length: number, weights?: Plain) =>
  build([length], ([k]) => total(x.values.map((v, i) => (v === k ? (weights?.values[i] ?? 1) : 0))))
add('bincount', [numbers([7], 0, 4, 'int32')], { minlength: 5 }, ([x]) => counts(x, 5))

const differences = (line: number[]) => line.slice(1).map((x, i) => x - line[i])
add('diff', [numbers([2, 4], -2, 2)], {}, ([x]) =>
  build([2, 3], ([i, j]) => at(x, [i, j + 1]) - at(x, [i, j])),
)
add('diff', [numbers([4, 2], -2, 2)], { axis: 0, n: 2 }, ([x]) =>
  build([2, 2], ([i, j]) => differences(differences([0, 1, 2, 3].map(k => at(x, [k, j]))))[i]),
)
add('diff', [numbers([2], -2, 2)], { n: 3 }, () => build([0], () => 0))

const down = (list: number[]) => list.map((_, i) => i).sort((i, j) => list[j] - list[i])
add('argsort', [numbers([3, 4], -2, 2)], { descending: true }, along(down, -1))
add(
  'sort',
  [numbers([3, 4], -2, 2)],
  { axis: 0, descending: true, stable: false },
  along(list => down(list).map(i => list[i]), -1),
)
add('cumsum', [numbers([2, 3], 0.1, 2)], { axis: 1, includeInitial: true }, ([x]) =>
  build([2, 4], ([i, j]) => total([0, 1, 2].slice(0, j).map(k => at(x, [i, k])))),
)
add('cumsum', [numbers([3], 0.1, 2)], { reverse: true, includeInitial: true }, ([x]) =>
  build([4], ([j]) => total([...x.values].slice(j).reverse())),
)
add('cumprod', [numbers([2, 3], 0.1, 2)], { axis: 0, includeInitial: true }, ([x]) =>
  build([3, 3], ([i, j]) => [0, 1].slice(0, i).reduce((y, k) => y * at(x, [k, j]), 1)),
)
add('diagonal', [numbers([3, 4], -2, 2)], { offset: 2 }, ([x]) => build([2], ([i]) => at(x, [i, i + 2])))
add('diagonal', [numbers([3, 4], -2, 2)], { offset: -1 }, ([x]) => build([2], ([i]) => at(x, [i + 1, i])))
add('diagonal', [numbers([3, 2], -2, 2)], { offset: 5 }, () => build([0], () => 0))
add('concatenate', [numbers([2, 2], -2, 2), numbers([], -2, 2)], { axis: null }, ([x, y]) => ({
  shape: [5],
  values: [...x.values, ...y.values],
}))

add('moveaxis', [numbers([2, 3, 4], -2, 2)], { source: 0, destination: -1 }, ([x]) =>
  build([3, 4, 2], ([i, j, k]) => at(x, [k, i, j])),
)
add('moveaxis', [numbers([2, 3, 4], -2, 2)], { source: [0, 2], destination: [1, 0] }, ([x]) =>
  build([4, 2, 3], ([i, j, k]) => at(x, [j, k, i])),
)
add('swapaxes', [numbers([2, 3, 4], -2, 2)], { axis1: 0, axis2: -1 }, ([x]) =>
  build([4, 3, 2], ([i, j, k]) => at(x, [k, j, i])),
)
const mod = (i: number, n: number) => ((i % n) + n) % n
add('roll', [numbers([2, 3], -2, 2)], { shift: 4 }, ([x]) =>
  build([2, 3], ([i, j]) => x.values[mod(3 * i + j - 4, 6)]),
)
add('roll', [numbers([2, 3], -2, 2)], { shift: [1, -1], axis: [0, 1] }, ([x]) =>
  build([2, 3], ([i, j]) => at(x, [mod(i - 1, 2), mod(j + 1, 3)])),
)
add('repeat', [numbers([2, 3], -2, 2)], { repeats: 2, axis: 1 }, ([x]) =>
  build([2, 6], ([i, j]) => at(x, [i, j >> 1])),
)
add('repeat', [numbers([2, 2], -2, 2)], { repeats: 3 }, ([x]) =>
  build([12], ([i]) => x.values[Math.floor(i / 3)]),
)
add('repeat', [numbers([3, 2], -2, 2)], { repeats: [2, 0, 1], axis: 0 }, ([x]) =>
  build([3, 2], ([i, j]) => at(x, [[0, 0, 2][i], j])),
)
add('tile', [numbers([2, 3], -2, 2)], { repetitions: [2] }, ([x]) =>
  build([2, 6], ([i, j]) => at(x, [i, j % 3])),
)
add('tile', [numbers([3], -2, 2)], { repetitions: [2, 1] }, ([x]) => build([2, 3], ([, j]) => at(x, [j])))

const picks = tensor(
  [
    [2, 0, -1],
    [1, 1, 0],
  ],
  { dtype: 'int32' },
)
add('scatter', [numbers([2, 4], -2, 2), picks, numbers([2, 3], -2, 2)], { axis: 1 }, ([x, p, v]) =>
  build([2, 4], ([i, j]) => {
    let y = at(x, [i, j])
    for (let k = 0; k < 3; k++) if (mod(at(p, [i, k]), 4) === j) y = at(v, [i, k])
    return y
  }),
)
const rows = tensor([1, 0, 1], { dtype: 'int32' })
add('scatter', [numbers([3, 2], -2, 2), rows, numbers([3, 2], -2, 2)], { axis: 0 }, ([x, , v]) =>
  build([3, 2], ([i, j]) => (i === 2 ? at(x, [i, j]) : at(v, [i === 1 ? 2 : 1, j]))),
)
const mask = tensor([
  [true, false, true],
  [false, false, true],
])
add('maskedSelect', [numbers([2, 3], -2, 2), mask], {}, ([x, m]) => {
  const values = x.values.filter((_, i) => m.values[i])
  return { shape: [values.length], values }
})
add('maskedSelect', [numbers([3, 2], -2, 2), tensor([true, false, true])], {}, ([x]) =>
  build([2, 2], ([i, j]) => at(x, [2 * i, j])),
)
add('flatnonzero', [numbers([2, 3], 0.5, 2)], {}, () => build([6], ([i]) => i))
add('flatnonzero', [mask], {}, () => ({ shape: [3], values: [0, 2, 5] }))
const below = (list: readonly number[], x: number, right: boolean) =>
  list.filter(y => y < x || (right && y === x)).length
const steps = tensor([-1.5, -0.25, 0, 0, 0.5, 1])
for (const side of ['left', 'right'])
  add(
    'searchsorted',
    [
      steps,
      tensor([
        [0, -2, 0.5],
        [0.25, 3, 1],
      ]),
    ],
    { side },
    ([s, v]) => ({
      shape: [2, 3],
      values: v.values.map(x => below(s.values, x, side === 'right')),
    }),
  )
for (const invert of [false, true])
  add('isin', [numbers([2, 3], -2, 2), tensor([1, 2])], { invert }, ([x]) => ({
    shape: [2, 3],
    values: x.values.map(() => Number(invert)),
  }))
add('isin', [steps, tensor([0, 9, 1])], {}, () => ({ shape: [6], values: [0, 0, 1, 1, 0, 1] }))
add(
  'isClose',
  [tensor([[1], [2]]), tensor([1 + 1e-9, 2.001, 2.5])],
  { rtol: 1e-3, atol: 0 },
  elementwise((a, b) => Number(Math.abs(a - b) <= 1e-3 * Math.abs(b))),
)
add('uniqueValues', [numbers([2, 3], -2, 2)], {}, ([x]) => ({
  shape: [6],
  values: ordered([...x.values]),
}))

/**
 * Samples of linear algebra. The oracles are textbook algorithms: determinants by permutations,
 * Cramer's rule, one reflection or rotation at a time.
 */
import { tensor } from '@multiview/tensor'
import { at, build, common, type Plain, product } from './naive.ts'
import { add, numbers } from './samples.ts'

/** Rows of numbers. */
type Rows = number[][]

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
const grid = (m: number, n: number, f: (i: number, j: number) => number): Rows =>
  range(m).map(i => range(n).map(j => f(i, j)))
const transposed = (a: Rows, n: number): Rows => grid(n, a.length, (i, j) => a[j][i])
const times = (a: Rows, b: Rows): Rows =>
  grid(a.length, b[0]?.length ?? 0, (i, j) => sum(b.map((row, k) => a[i][k] * row[j])))

/** The matrices of a stack, broadcast with other stacks. */
function matrices(x: Plain, batch: readonly number[]): Rows[] {
  const [m, n] = x.shape.slice(-2)
  const list: Rows[] = []
  build(batch, index => {
    list.push(grid(m, n, (i, j) => at(x, [...index, i, j])))
    return 0
  })
  return list
}

/** A stack of results from a function of each matrix: its shape, and its numbers. */
const each =
  (f: (...a: Rows[]) => Rows | number[] | number) =>
  (inputs: Plain[]): Plain => {
    const batch = common(...inputs.map(x => x.shape.slice(0, -2)))
    const lists = inputs.map(x => matrices(x, batch))
    const results = lists[0].map((_, i) => f(...lists.map(list => list[i])))
    const shapeOf = (x: unknown): number[] => (Array.isArray(x) ? [x.length, ...shapeOf(x[0])] : [])
    return { shape: [...batch, ...shapeOf(results[0])], values: results.flat(2) as number[] }
  }

/** Several results, all matrices of one after those of the other. */
const several =
  (count: number, f: (...a: Rows[]) => (Rows | number[])[]) =>
  (inputs: Plain[]): Plain => {
    const values = range(count).flatMap(k => each((...a) => f(...a)[k])(inputs).values)
    return { shape: [values.length], values }
  }

const minor = (a: Rows, i: number, j: number): Rows =>
  a.filter((_, r) => r !== i).map(row => row.filter((_, c) => c !== j))
const det = (a: Rows): number =>
  a.length === 0 ? 1 : sum(a[0].map((x, j) => (j % 2 ? -x : x) * det(minor(a, 0, j))))
const inverse = (a: Rows): Rows =>
  grid(a.length, a.length, (i, j) => ((i + j) % 2 ? -1 : 1) * (det(minor(a, j, i)) / det(a)))
const solution = (a: Rows, b: Rows): Rows => times(inverse(a), b)

const triangle = (lower: boolean, unit: boolean) => (a: Rows) =>
  grid(a.length, a.length, (i, j) => (i === j ? (unit ? 1 : a[i][j]) : i > j === lower ? a[i][j] : 0))

function choleskyOf(a: Rows): Rows {
  const l = grid(a.length, a.length, () => 0)
  a.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      const rest = row[j] - sum(range(j).map(k => l[i][k] * l[j][k]))
      l[i][j] = i === j ? Math.sqrt(rest) : rest / l[j][j]
    }
  })
  return l
}

function luOf(given: Rows): Rows[] {
  const a = given.map(row => [...row])
  const [m, n] = [a.length, a[0].length]
  const k = Math.min(m, n)
  const order = range(m)
  for (let c = 0; c < k; c++) {
    const best = range(m)
      .slice(c)
      .reduce((p, r) => (Math.abs(a[r][c]) > Math.abs(a[p][c]) ? r : p))
    ;[a[c], a[best]] = [a[best], a[c]]
    ;[order[c], order[best]] = [order[best], order[c]]
    for (let r = c + 1; r < m; r++) {
      a[r][c] /= a[c][c]
      for (let j = c + 1; j < n; j++) a[r][j] -= a[r][c] * a[c][j]
    }
  }
  return [
    grid(m, m, (i, j) => Number(order[j] === i)),
    grid(m, k, (i, j) => (i === j ? 1 : i > j ? a[i][j] : 0)),
    grid(k, n, (i, j) => (i <= j ? a[i][j] : 0)),
  ]
}

function qrOf(a: Rows, complete: boolean): Rows[] {
  const [m, n] = [a.length, a[0].length]
  const k = Math.min(m, n)
  let [q, r] = [grid(m, m, (i, j) => Number(i === j)), a]
  for (let c = 0; c < k && c < m - 1; c++) {
    const v = range(m).map(i => (i < c ? 0 : r[i][c]))
    v[c] += Math.sign(v[c]) * Math.sqrt(sum(v.map(x => x * x)))
    const square = sum(v.map(x => x * x))
    const h = grid(m, m, (i, j) => Number(i === j) - (2 * v[i] * v[j]) / square)
    ;[q, r] = [times(q, h), times(h, r)]
  }
  const width = complete ? m : k
  return [q.map(row => row.slice(0, width)), grid(width, n, (i, j) => (i <= j ? r[i][j] : 0))]
}

/** Eigenvalues in ascending order, and eigenvectors as columns, by Jacobi's rotations. */
function eigenOf(given: Rows): { values: number[]; vectors: Rows } {
  const n = given.length
  let [a, v] = [given, grid(n, n, (i, j) => Number(i === j))]
  for (let sweep = 0; sweep < 30; sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const angle = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p])
        const [c, s] = [Math.cos(angle), Math.sin(angle)]
        const turn = grid(n, n, (i, j) =>
          i === j ? (i === p || i === q ? c : 1) : i === p && j === q ? s : i === q && j === p ? -s : 0,
        )
        a = times(times(transposed(turn, n), a), turn)
        v = times(v, turn)
      }
  const order = range(n).sort((i, j) => a[i][i] - a[j][j])
  return { values: order.map(i => a[i][i]), vectors: v.map(row => order.map(i => row[i])) }
}

const squares = (a: Rows): Rows => a.map(row => row.map(x => x * x))

function eighOf(a: Rows): (Rows | number[])[] {
  const { values, vectors } = eigenOf(a)
  return [values, squares(vectors), a]
}

function svdOf(a: Rows): (Rows | number[])[] {
  const k = Math.min(a.length, a[0].length)
  const t = transposed(a, a[0].length)
  const [left, right] = [eigenOf(times(a, t)), eigenOf(times(t, a))].map(({ values, vectors }) => ({
    values: values.reverse().slice(0, k),
    vectors: vectors.map(row => row.reverse().slice(0, k)),
  }))
  const s = (a.length === k ? left : right).values.map(Math.sqrt)
  return [s, squares(left.vectors), squares(transposed(right.vectors, k)), a]
}

const singularValues = (a: Rows): number[] => svdOf(a)[0] as number[]

function pinvOf(a: Rows): Rows {
  const t = transposed(a, a[0].length)
  return a.length >= t.length ? times(inverse(times(t, a)), t) : times(t, inverse(times(a, t)))
}

// Triangular with zeros. It is not singular as bools either.
const simple = tensor([
  [2, 0],
  [1, 3],
])
const spread = tensor([
  [2, 0],
  [0, 3],
])
/** Matrices that are far from singular. */
const regular = (shape: readonly number[]) => {
  const n = shape[shape.length - 1]
  const x = numbers(shape, -1, 1)
  for (let i = 0; i < x.size; i++) if (i % n === Math.floor(i / n) % n) x.data[i] += 2.5 + (i % n)
  return x
}
/** Symmetric, with eigenvalues far from 0 and from each other. */
const symmetric = (shape: readonly number[]) => {
  const x = regular(shape)
  const n = shape[shape.length - 1]
  for (let i = 0; i < x.size; i++) {
    const [row, column] = [Math.floor(i / n) % n, i % n]
    if (column > row) x.data[i] = x.data[i + (column - row) * (n - 1)]
  }
  return x
}

add('solve', [simple, numbers([2, 2], -2, 2)], {}, each(solution))
add('solve', [regular([3, 3]), numbers([3, 2], -2, 2)], {}, each(solution))
add('solve', [regular([2, 1, 3, 3]), numbers([2, 3, 1], -2, 2)], {}, each(solution))
add('solve', [regular([3, 3]), numbers([3], -2, 2)], {}, ([a, b]) => ({
  ...each(solution)([a, { ...b, shape: [3, 1] }]),
  shape: [3],
}))
for (const lower of [true, false])
  for (const transposeA of [true, false])
    for (const unitDiagonal of [true, false])
      add(
        'triangularSolve',
        [lower && transposeA ? simple : regular([2, 2]), numbers([2, 3], -2, 2)],
        { lower, transposeA, unitDiagonal },
        each((a, b) => {
          const l = triangle(lower, unitDiagonal)(a)
          return solution(transposeA ? transposed(l, l.length) : l, b)
        }),
      )
add('inv', [simple], {}, each(inverse))
add('inv', [regular([2, 3, 3])], {}, each(inverse))
add('det', [simple], {}, each(det))
add('det', [regular([2, 4, 4])], {}, each(det))
add(
  'det',
  [
    tensor([
      [1, 2, 1],
      [2, 4, 0],
      [3, 6, 5],
    ]),
  ],
  {},
  each(det),
)
for (const x of [simple, regular([2, 3, 3])])
  add(
    'slogdet',
    [x],
    {},
    several(2, a => [[Math.sign(det(a))], [Math.log(Math.abs(det(a)))]]),
  )
for (const x of [spread, symmetric([3, 3]), symmetric([2, 1, 2, 2])]) {
  add('cholesky', [x], {}, each(choleskyOf))
  add('eigh', [x], {}, several(3, eighOf))
  add(
    'eigvalsh',
    [x],
    {},
    each(a => eigenOf(a).values),
  )
}
add(
  'cholesky',
  [symmetric([3, 3])],
  { upper: true },
  each(a => transposed(choleskyOf(a), a.length)),
)
for (const x of [simple, regular([3, 3]), numbers([4, 2], -1, 1), numbers([2, 2, 3], -1, 1)]) {
  add('lu', [x], {}, several(3, luOf))
  add(
    'qr',
    [x],
    {},
    several(2, a => qrOf(a, false)),
  )
}
add(
  'qr',
  [numbers([2, 3], -1, 1)],
  { mode: 'complete' },
  several(2, a => qrOf(a, true)),
)
for (const x of [simple, regular([3, 3]), regular([2, 3, 2]), regular([2, 3])]) {
  const options = { fullMatrices: x.shape.at(-1) === x.shape.at(-2) }
  add('svd', [x], options, several(4, svdOf))
  add('svdvals', [x], {}, each(singularValues))
  add('pinv', [x], {}, each(pinvOf))
  const rows = x.shape.at(-2)!
  const k = Math.min(rows, x.shape.at(-1)!)
  add(
    'lstsq',
    [x, numbers([rows, 2], -1, 1)],
    {},
    several(3, (a, b) => [times(pinvOf(a), b), singularValues(a), [k]]),
  )
  add(
    'matrixRank',
    [x],
    {},
    each(() => k),
  )
}
add(
  'matrixRank',
  [regular([3, 3])],
  { rtol: 0.9 },
  each(a => singularValues(a).filter((s, _, [top]) => s > 0.9 * top).length),
)

const columns = (a: Rows): number[] => a[0].map((_, j) => sum(a.map(row => Math.abs(row[j]))))
const rowsOf = (a: Rows): number[] => a.map(row => sum(row.map(Math.abs)))
const ofMatrix: [string | number, (a: Rows) => number][] = [
  ['fro', a => Math.sqrt(sum(a.flat().map(x => x * x)))],
  ['nuc', a => sum(singularValues(a))],
  [1, a => Math.max(...columns(a))],
  [-1, a => Math.min(...columns(a))],
  ['inf', a => Math.max(...rowsOf(a))],
  ['-inf', a => Math.min(...rowsOf(a))],
  [2, a => Math.max(...singularValues(a))],
  [-2, a => Math.min(...singularValues(a))],
]
for (const [ord, f] of ofMatrix) {
  add('matrixNorm', [regular([2, 3, 2])], { ord }, each(f))
  add('norm', [regular([3, 3])], { ord }, each(f))
}
add('matrixNorm', [regular([2, 2, 3])], { keepDims: true }, inputs => {
  const y = each(ofMatrix[0][1])(inputs)
  return { ...y, shape: [...y.shape, 1, 1] }
})
const power = (ord: number) => (list: number[]) => sum(list.map(x => Math.abs(x) ** ord)) ** (1 / ord)
for (const [ord, f] of [
  ...[2, 1, 3, -1.5].map(p => [p, power(p)] as const),
  ['inf', (list: number[]) => Math.max(...list.map(Math.abs))] as const,
  ['-inf', (list: number[]) => Math.min(...list.map(Math.abs))] as const,
])
  for (const op of ['vectorNorm', 'norm'])
    add(
      op,
      [regular([3, 3])],
      { ord, axis: -1 },
      each(a => a.map(f)),
    )
for (const op of ['vectorNorm', 'norm']) {
  add(op, [numbers([2, 3, 2], -1, 1)], {}, ([x]) => ({ shape: [], values: [power(2)([...x.values])] }))
  add(op, [numbers([2, 3], -1, 1)], { axis: 0, keepDims: true }, ([x]) =>
    build([1, 3], ([, j]) => power(2)([at(x, [0, j]), at(x, [1, j])])),
  )
}

add(
  'trace',
  [regular([3, 3])],
  {},
  each(a => sum(a.map((row, i) => row[i]))),
)
add('trace', [regular([2, 3, 4])], { offset: 1, axis1: 1, axis2: 2 }, ([x]) =>
  build([2], ([b]) => at(x, [b, 0, 1]) + at(x, [b, 1, 2]) + at(x, [b, 2, 3])),
)
const powerOf = (a: Rows, n: number): Rows =>
  n === 0 ? grid(a.length, a.length, (i, j) => Number(i === j)) : times(powerOf(a, n - 1), a)
for (const n of [3, 1, 6, -2])
  add(
    'matrixPower',
    [n === 3 ? simple : regular([2, 2, 2])],
    { n },
    each(a => powerOf(n < 0 ? inverse(a) : a, Math.abs(n))),
  )
add('cross', [numbers([2, 3], -2, 2), numbers([3], -2, 2)], {}, ([a, b]) =>
  build([2, 3], ([i, j]) => {
    const [p, q] = [(j + 1) % 3, (j + 2) % 3]
    return at(a, [i, p]) * at(b, [i, q]) - at(a, [i, q]) * at(b, [i, p])
  }),
)
add('kron', [numbers([2, 3], -2, 2), numbers([2], -2, 2)], {}, ([a, b]) =>
  build([2, 6], ([i, j]) => at(a, [i, Math.floor(j / 2)]) * b.values[j % 2]),
)
add('tensordot', [numbers([2, 3], 0, 2), numbers([3, 2], 0, 2)], { axes: 1 }, product)
add(
  'tensordot',
  [numbers([2, 3, 4], 0, 2), numbers([4, 2, 5], 0, 2)],
  {
    axes: [
      [0, 2],
      [1, 0],
    ],
  },
  ([a, b]) =>
    build([3, 5], ([i, j]) => sum(range(8).map(k => at(a, [k >> 2, i, k & 3]) * at(b, [k & 3, k >> 2, j])))),
)
add('vecdot', [numbers([2, 3], 0, 2), numbers([3], 0, 2)], {}, ([a, b]) =>
  build([2], ([i]) => sum(range(3).map(k => at(a, [i, k]) * b.values[k]))),
)
add('matrixTranspose', [numbers([2, 3, 4], -2, 2)], {}, ([x]) =>
  build([2, 4, 3], ([b, i, j]) => at(x, [b, j, i])),
)
for (const k of [0, 1, -2]) {
  add('tril', [numbers([2, 3, 4], -2, 2)], { k }, ([x]) =>
    build(x.shape, index => (index[2] - index[1] <= k ? at(x, index) : 0)),
  )
  add('triu', [numbers([2, 3, 4], -2, 2)], { k }, ([x]) =>
    build(x.shape, index => (index[2] - index[1] >= k ? at(x, index) : 0)),
  )
  add('diag', [numbers([3], -2, 2)], { k }, ([x]) =>
    build([3 + Math.abs(k), 3 + Math.abs(k)], ([i, j]) => (j - i === k ? x.values[Math.min(i, j)] : 0)),
  )
}
add('diag', [numbers([3, 4], -2, 2)], { k: 1 }, ([x]) => build([3], ([i]) => at(x, [i, i + 1])))

/** Writes sums, products, and largest and smallest elements, of rows and of columns. */
import type { Body, Expr, FunctionScope, Local, ModuleWriter } from '../assembler/index.ts'
import { advance, f32, f64, f64x2, i32, repeat, returned, v128, when } from '../assembler/index.ts'

type Address = Local<'i32'>
type Vector = Local<'v128'>
const { add, mul } = f64x2

/** Combines the two lanes of a vector. */
const both = (v: Vector, join: (a: Expr<'f64'>, b: Expr<'f64'>) => Expr<'f64'>): Expr<'f64'> =>
  join(f64x2.extract(v, 0), f64x2.extract(v, 1))

/** The maximum number of elements of a block of the pairwise sum. */
const BLOCK = 128

/**
 * The pairwise sum of n elements, in the order of `sum`. It splits n into halves, of which the
 * first is a multiple of 8, down to blocks of at most 128. A block has eight partial sums, which
 * are added in pairs; then the remaining elements are added one by one. Fewer than 8 elements are
 * added one by one.
 */
const pairwiseFunction = (module: ModuleWriter, { shift, pair, single }: Elements) =>
  module.func(null, ['i32', 'i32'], 'f64', (f, from, n) => {
    const sums = f.locals('v128', 4)
    const [total] = f.locals('f64', 1)
    const [turns, rest, half] = f.locals('i32', 3)
    const inEights: Body = [
      sums.map((sum, i) => sum.set(pair(from, 2 * i))),
      advance(from, 8 << shift),
      when(
        turns.tee(i32.sub(i32.shrU(n, i32.const(3)), i32.const(1))),
        repeat(turns, [
          sums.map((sum, i) => sum.set(add(sum, pair(from, 2 * i)))),
          advance(from, 8 << shift),
        ]),
      ),
      total.set(
        f64.add(
          f64.add(both(sums[0], f64.add), both(sums[1], f64.add)),
          f64.add(both(sums[2], f64.add), both(sums[3], f64.add)),
        ),
      ),
    ]
    const inHalves: Body = [
      half.set(i32.shl(i32.shrU(n, i32.const(4)), i32.const(3))),
      returned(
        f64.add(
          f.itself.call(from, half),
          f.itself.call(i32.add(from, i32.shl(half, i32.const(shift))), i32.sub(n, half)),
        ),
      ),
    ]
    return [
      [
        when(i32.gtU(n, i32.const(BLOCK)), inHalves),
        when(i32.geU(n, i32.const(8)), inEights),
        when(
          rest.tee(i32.and(n, i32.const(7))),
          repeat(rest, [total.set(f64.add(total, single(from))), advance(from, 1 << shift)]),
        ),
      ],
      total,
    ]
  })

/**
 * How elements are stored: 2^shift bytes each. They are read as doubles, a pair from the i-th on or
 * a single one.
 */
interface Elements {
  readonly shift: number
  readonly pair: (from: Address, i: number) => Expr<'v128'>
  readonly single: (from: Address) => Expr<'f64'>
}

const doubles: Elements = {
  shift: 3,
  pair: (from, i) => v128.load(from, 8 * i),
  single: from => f64.load(from),
}

const singles: Elements = {
  shift: 2,
  pair: (from, i) => f64x2.fromF32x4(v128.load64Zero(from, 4 * i)),
  single: from => f64.fromF32(f32.load(from)),
}

/**
 * sumRows and sumSingleRows (from, rows, n, to). The second reads single floats. Both write
 * doubles.
 */
const sumRowsFunction = (module: ModuleWriter, name: string, elements: Elements): void => {
  const pairwise = pairwiseFunction(module, elements)
  module.func(name, ['i32', 'i32', 'i32', 'i32'], null, (_, from, rows, n, to) =>
    repeat(rows, [
      f64.store(to, pairwise.call(from, n)),
      advance(to, 8),
      advance(from, i32.shl(n, i32.const(elements.shift))),
    ]),
  )
}

export type Extreme = 'max' | 'min'

/**
 * Code that sets `result` to the largest (smallest) of the n elements at `from`, or to NaN if one
 * is NaN. The order does not matter, so four candidates take turns.
 */
export const extremeOfRow = (f: FunctionScope, which: Extreme) => {
  const join = f64x2[which]
  const best = f.locals('v128', 4)
  const [at, turns] = f.locals('i32', 2)
  const joinNext = (candidate: Vector, i: number) => candidate.set(join(candidate, v128.load(at, 16 * i)))
  return (from: Expr<'i32'>, n: Address, result: Local<'f64'>): Body => [
    at.set(from),
    best[0].set(f64x2.loadSplat(at)),
    best.slice(1).map(candidate => candidate.set(best[0])),
    when(turns.tee(i32.shrU(n, i32.const(3))), repeat(turns, [best.map(joinNext), advance(at, 64)])),
    when(
      turns.tee(i32.and(i32.shrU(n, i32.const(1)), i32.const(3))),
      repeat(turns, [joinNext(best[0], 0), advance(at, 16)]),
    ),
    best[0].set(join(join(best[0], best[1]), join(best[2], best[3]))),
    result.set(both(best[0], f64[which])),
    when(i32.and(n, i32.const(1)), result.set(f64[which](result, f64.load(at)))),
  ]
}

/** maxRows and minRows (from, rows, n, to). */
const extremeRowsFunction = (module: ModuleWriter, which: Extreme): void => {
  module.func(`${which}Rows`, ['i32', 'i32', 'i32', 'i32'], null, (f, from, rows, n, to) => {
    const result = f.local('f64')
    const ofRow = extremeOfRow(f, which)
    return repeat(rows, [
      ofRow(from, n, result),
      f64.store(to, result),
      advance(to, 8),
      advance(from, i32.shl(n, i32.const(3))),
    ])
  })
}

/** prodRows (from, rows, n, to). It multiplies the doubles at `to` by the elements, in their order. */
const productRowsFunction = (module: ModuleWriter): void => {
  module.func('prodRows', ['i32', 'i32', 'i32', 'i32'], null, (f, from, rows, n, to) => {
    const product = f.local('f64')
    const turns = f.local('i32')
    return repeat(rows, [
      product.set(f64.load(to)),
      turns.set(n),
      repeat(turns, [product.set(f64.mul(product, f64.load(from))), advance(from, 8)]),
      f64.store(to, product),
      advance(to, 8),
    ])
  })
}

/**
 * sumColumns, prodColumns, maxColumns and minColumns (from, rows, n, to). They combine the rows, in
 * order, with the values at `to`.
 */
const columnsFunction = (module: ModuleWriter, which: 'sum' | 'prod' | Extreme): void => {
  const join = { sum: add, prod: mul, max: f64x2.max, min: f64x2.min }[which]
  module.func(`${which}Columns`, ['i32', 'i32', 'i32', 'i32'], null, (f, from, rows, n, to) => {
    const [turns, at, into] = f.locals('i32', 3)
    return repeat(rows, [
      turns.set(i32.shrU(i32.add(n, i32.const(1)), i32.const(1))),
      at.set(from),
      into.set(to),
      repeat(turns, [
        v128.store(into, join(v128.load(into), v128.load(at))),
        advance(at, 16),
        advance(into, 16),
      ]),
      advance(from, i32.shl(n, i32.const(3))),
    ])
  })
}

/** Writes all functions of this file. */
export const reduceFunctions = (module: ModuleWriter): void => {
  sumRowsFunction(module, 'sumRows', doubles)
  sumRowsFunction(module, 'sumSingleRows', singles)
  productRowsFunction(module)
  for (const which of ['max', 'min'] as const) extremeRowsFunction(module, which)
  for (const which of ['sum', 'prod', 'max', 'min'] as const) columnsFunction(module, which)
}

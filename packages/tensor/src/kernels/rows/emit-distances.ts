/** Writes squared distances of the elements of rows from centres. */
import type { Body, Expr, ModuleWriter } from '../assembler/index.ts'
import { advance, f32x4, f64, f64x2, i32, repeat, v128, when } from '../assembler/index.ts'

const { sub, mul } = f64x2

/**
 * A function (from, rows, n, centres) that writes (x − c)² over each x. A row has one centre, or
 * with `byColumn` a column has one. With `single` the operations round to single precision.
 */
const distancesFunction = (module: ModuleWriter, name: string, byColumn: boolean, single: boolean): void => {
  const rounded = (x: Expr<'v128'>) => (single ? f64x2.fromF32x4(f32x4.fromF64x2(x)) : x)
  module.func(name, ['i32', 'i32', 'i32', 'i32'], null, (f, from, rows, n, centres) => {
    const [distance, centre] = f.locals('v128', 2)
    const [turns, at] = f.locals('i32', 2)
    const square = (x: Expr<'v128'>): Body => [
      distance.set(rounded(sub(x, centre))),
      distance.set(rounded(mul(distance, distance))),
    ]
    const ifByColumn = (body: Body): Body => (byColumn ? body : [])
    return repeat(rows, [
      at.set(centres),
      centre.set(f64x2.loadSplat(at)),
      when(
        turns.tee(i32.shrU(n, i32.const(1))),
        repeat(turns, [
          ifByColumn([centre.set(v128.load(at)), advance(at, 16)]),
          square(v128.load(from)),
          v128.store(from, distance),
          advance(from, 16),
        ]),
      ),
      when(i32.and(n, i32.const(1)), [
        ifByColumn(centre.set(f64x2.loadSplat(at))),
        square(f64x2.loadSplat(from)),
        f64.store(from, f64x2.extract(distance, 0)),
        advance(from, 8),
      ]),
      byColumn ? [] : advance(centres, 8),
    ])
  })
}

/** Writes all functions of this file. */
export const distancesFunctions = (module: ModuleWriter): void => {
  distancesFunction(module, 'rowDistances', false, false)
  distancesFunction(module, 'rowDistancesSingle', false, true)
  distancesFunction(module, 'columnDistances', true, false)
  distancesFunction(module, 'columnDistancesSingle', true, true)
}

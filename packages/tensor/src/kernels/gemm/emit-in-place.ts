/**
 * Writes the product of float64 matrices that lie in the engine's memory: nothing is packed or
 * copied, and every element of C sums its products in a register. Rows of B and of C lie in one
 * piece; A lies in any way.
 */
import type { Body, Expr, Local, ModuleWriter } from '../assembler/index.ts'
import { advance, f64, f64x2, i32, repeat, v128, when, whilst } from '../assembler/index.ts'
import { ROWS } from './block-shape.ts'

type Address = Local<'i32'>

const raise = (variable: Address, by: Expr<'i32'>) => variable.set(i32.add(variable, by))
/** Columns of a tile: two vectors. */
const WIDTH = 2 * f64x2.lanes

/**
 * C = AB, or C − AB with `difference`. Parameters: A and the bytes from row to row and from column
 * to column of it; B, C and the bytes from row to row of each; how many rows and columns C and how
 * many columns A has, each at least 1; and `difference`.
 */
export const inPlaceFunction = (module: ModuleWriter, fused: boolean): void => {
  const multiplyAdd = (a: Expr<'v128'>, b: Expr<'v128'>, c: Expr<'v128'>) =>
    fused ? f64x2.relaxedMadd(a, b, c) : f64x2.add(c, f64x2.mul(a, b))

  module.func(
    'inPlace',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    null,
    (f, a, aRow, aStep, b, bRow, c, cRow, rows, columns, depth, difference) => {
      const [left, aTile, bAt, cTile, at, steps] = f.locals('i32', 6)
      const starts = f.locals('i32', ROWS)
      const [b0, b1, splat] = f.locals('v128', 3)
      const sums = Array.from({ length: ROWS }, () => f.locals('v128', 2))
      const [total] = f.locals('f64', 1)

      const vectors = (height: number): Body => {
        const used = sums.slice(0, height)
        const store = (value: (sum: Local<'v128'>, offset: number) => Expr<'v128'>): Body => [
          at.set(cTile),
          used.map((row, i) => [
            i > 0 ? raise(at, cRow) : [],
            row.map((sum, j) => v128.store(at, value(sum, 16 * j), 16 * j)),
          ]),
        ]
        return [
          used.flat().map(sum => sum.set(f64x2.const(0))),
          repeat(steps, [
            b0.set(v128.load(bAt)),
            b1.set(v128.load(bAt, 16)),
            used.map(([x, y], i) => [
              splat.set(f64x2.loadSplat(starts[i])),
              x.set(multiplyAdd(splat, b0, x)),
              y.set(multiplyAdd(splat, b1, y)),
              raise(starts[i], aStep),
            ]),
            raise(bAt, bRow),
          ]),
          when(
            difference,
            store((sum, offset) => f64x2.sub(v128.load(at, offset), sum)),
            store(sum => sum),
          ),
        ]
      }
      const single: Body = [
        total.set(f64.const(0)),
        repeat(steps, [
          total.set(f64.add(total, f64.mul(f64.load(starts[0]), f64.load(bAt)))),
          raise(starts[0], aStep),
          raise(bAt, bRow),
        ]),
        when(difference, f64.store(cTile, f64.sub(f64.load(cTile), total)), f64.store(cTile, total)),
      ]
      /** One tile of so many rows after the other, while there are as many rows left. */
      const down = (height: number, tile: Body): Body => {
        const first = starts.slice(0, height)
        return whilst(i32.geS(left, i32.const(height)), [
          first.map((start, i) => start.set(i === 0 ? aTile : i32.add(starts[i - 1], aRow))),
          aTile.set(i32.add(first[height - 1], aRow)),
          bAt.set(b),
          steps.set(depth),
          tile,
          cTile.set(i32.add(cTile, i32.mul(cRow, i32.const(height)))),
          advance(left, -height),
        ])
      }
      const across = (width: number, tiles: Body): Body =>
        whilst(i32.geS(columns, i32.const(width)), [
          aTile.set(a),
          cTile.set(c),
          left.set(rows),
          tiles,
          advance(b, 8 * width),
          advance(c, 8 * width),
          advance(columns, -width),
        ])
      return [across(WIDTH, [down(ROWS, vectors(ROWS)), down(1, vectors(1))]), across(1, down(1, single))]
    },
  )
}

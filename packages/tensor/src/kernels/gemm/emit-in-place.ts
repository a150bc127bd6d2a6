/**
 * Writes products of matrices in the memory of the engine. Nothing is packed or copied, and every
 * element of C sums its products in a register. The rows of B and of C are contiguous; A may have
 * any strides.
 */
import type { Body, Expr, Local, ModuleWriter } from '../assembler/index.ts'
import { advance, f32x4, f64, f64x2, i32, repeat, v128, when, whilst } from '../assembler/index.ts'
import type { FloatType } from '../engine.ts'
import { ROWS } from './block-shape.ts'
import { multiplyAddOf } from './multiply-add.ts'

/**
 * `inPlace`, for float64: C = AB, or C − AB with `difference`. Parameters: A, the bytes from row to
 * row and from column to column of A; B, the bytes from row to row of B; C, the bytes from row to
 * row of C; the number of rows of C, of columns of C and of columns of A, each at least 1; and
 * `difference`.
 *
 * `ofRuns`, for both float types: C = AB for rows of B at any places. Instead of the bytes from row
 * to row of B it takes a table of the bytes from B to each row. The columns of C fill whole panels.
 */
export const inPlaceFunction = (
  module: ModuleWriter,
  name: 'inPlace' | 'ofRuns',
  type: FloatType,
  fused: boolean,
): void => {
  const lanes = type === 'float64' ? f64x2 : f32x4
  const width = 2 * lanes.lanes
  const byTable = name === 'ofRuns'
  const multiplyAdd = multiplyAddOf(type, fused)

  module.func(
    name,
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    null,
    (f, a, aRow, aStep, b, bRow, c, cRow, rows, columns, depth, difference) => {
      const [left, aTile, bAt, cTile, at, steps, entry] = f.locals('i32', 7)
      const starts = f.locals('i32', ROWS)
      const [b0, b1, splat] = f.locals('v128', 3)
      const sums = Array.from({ length: ROWS }, () => f.locals('v128', 2))
      const [total] = f.locals('f64', 1)

      const vectors = (height: number): Body => {
        const used = sums.slice(0, height)
        const store = (value: (sum: Local<'v128'>, offset: number) => Expr<'v128'>): Body => [
          at.set(cTile),
          used.map((row, i) => [
            i > 0 ? advance(at, cRow) : [],
            row.map((sum, j) => v128.store(at, value(sum, 16 * j), 16 * j)),
          ]),
        ]
        return [
          used.flat().map(sum => sum.set(lanes.const(0))),
          byTable ? entry.set(bRow) : [],
          repeat(steps, [
            byTable ? [bAt.set(i32.add(b, i32.load(entry))), advance(entry, 4)] : [],
            b0.set(v128.load(bAt)),
            b1.set(v128.load(bAt, 16)),
            used.map(([x, y], i) => [
              splat.set(lanes.loadSplat(starts[i])),
              x.set(multiplyAdd(splat, b0, x)),
              y.set(multiplyAdd(splat, b1, y)),
              advance(starts[i], aStep),
            ]),
            byTable ? [] : advance(bAt, bRow),
          ]),
          when(
            difference,
            store((sum, offset) => lanes.sub(v128.load(at, offset), sum)),
            store(sum => sum),
          ),
        ]
      }
      const single: Body = [
        total.set(f64.const(0)),
        repeat(steps, [
          total.set(f64.add(total, f64.mul(f64.load(starts[0]), f64.load(bAt)))),
          advance(starts[0], aStep),
          advance(bAt, bRow),
        ]),
        when(difference, f64.store(cTile, f64.sub(f64.load(cTile), total)), f64.store(cTile, total)),
      ]
      /** Computes tiles of `height` rows, one after the other, while that many rows are left. */
      const down = (height: number, tile: Body): Body => {
        const first = starts.slice(0, height)
        return whilst(i32.geS(left, i32.const(height)), [
          first.map((start, i) => start.set(i === 0 ? aTile : i32.add(starts[i - 1], aRow))),
          aTile.set(i32.add(first[height - 1], aRow)),
          bAt.set(b),
          steps.set(depth),
          tile,
          advance(cTile, i32.mul(cRow, i32.const(height))),
          advance(left, -height),
        ])
      }
      const across = (wide: number, tiles: Body): Body =>
        whilst(i32.geS(columns, i32.const(wide)), [
          aTile.set(a),
          cTile.set(c),
          left.set(rows),
          tiles,
          advance(b, wide * lanes.bytes),
          advance(c, wide * lanes.bytes),
          advance(columns, -wide),
        ])
      return [
        across(width, [down(ROWS, vectors(ROWS)), down(1, vectors(1))]),
        byTable ? [] : across(1, down(1, single)),
      ]
    },
  )
}

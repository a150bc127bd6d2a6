/**
 * Writes the solution of small triangular systems in the memory of the engine. Columns are
 * independent, so a vector holds neighbouring columns of one row.
 */
import type { Body, ModuleWriter } from '../assembler/index.ts'
import { advance, f64, f64x2, i32, repeat, v128, when, whilst } from '../assembler/index.ts'

/** Columns that are solved together, in vectors of two. */
const WIDE = 8

/**
 * `solveRows`, for float64: solves LX = B for a lower triangular L and writes X over B, row by row.
 * Parameters: L, and the bytes from row to row and from column to column of L; X, and the bytes
 * from row to row of X; the number of rows and of columns of X, each at least 1; and whether the
 * diagonal of L counts as ones. The rows of X are contiguous. Every product is rounded before it is
 * subtracted.
 */
export const solveRowsFunction = (module: ModuleWriter): void => {
  module.func(
    'solveRows',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    null,
    (f, l, lRow, lStep, x, xRow, rows, columns, unit) => {
      const [left, lAt, lRowAt, xAt, xRowAt] = f.locals('i32', 5)
      const sums = f.locals('v128', WIDE / 2)
      const [splat] = f.locals('v128', 1)
      const [total] = f.locals('f64', 1)

      /** Solves the columns at `x`. `term` subtracts the product with one row above. */
      const down = (load: Body, term: Body, divide: Body, store: Body): Body => [
        left.set(rows),
        lRowAt.set(l),
        xRowAt.set(x),
        repeat(left, [
          load,
          lAt.set(lRowAt),
          xAt.set(x),
          whilst(i32.ne(xAt, xRowAt), [term, advance(lAt, lStep), advance(xAt, xRow)]),
          when(i32.eqz(unit), divide),
          store,
          advance(lRowAt, lRow),
          advance(xRowAt, xRow),
        ]),
      ]
      return [
        whilst(i32.geS(columns, i32.const(WIDE)), [
          down(
            sums.map((sum, j) => sum.set(v128.load(xRowAt, 16 * j))),
            [
              splat.set(f64x2.loadSplat(lAt)),
              sums.map((sum, j) => sum.set(f64x2.sub(sum, f64x2.mul(splat, v128.load(xAt, 16 * j))))),
            ],
            [splat.set(f64x2.loadSplat(lAt)), sums.map(sum => sum.set(f64x2.div(sum, splat)))],
            sums.map((sum, j) => v128.store(xRowAt, sum, 16 * j)),
          ),
          advance(x, 8 * WIDE),
          advance(columns, -WIDE),
        ]),
        whilst(columns, [
          down(
            total.set(f64.load(xRowAt)),
            total.set(f64.sub(total, f64.mul(f64.load(lAt), f64.load(xAt)))),
            total.set(f64.div(total, f64.load(lAt))),
            f64.store(xRowAt, total),
          ),
          advance(x, 8),
          advance(columns, -1),
        ]),
      ]
    },
  )
}

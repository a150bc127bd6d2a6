/** Writes the parts of softmax and of its logarithm, in the order of the plain loops of the ops. */
import type { Body, FunctionScope, Local, ModuleWriter } from '../assembler/index.ts'
import { advance, branchIf, f64, f64x2, i32, loop, repeat, v128, when } from '../assembler/index.ts'
import { exponential } from '../transcendental/emit-exp.ts'
import { extremeOfRow } from './emit-reduce.ts'

type Vector = Local<'v128'>
const { add, sub, mul, div } = f64x2

/** A generator of code that sets `result` to `shiftedExp(x, top)`. */
const shifted = (f: FunctionScope) => {
  const [difference, back, lost] = f.locals('v128', 3)
  const exp = exponential(f)
  return (x: Vector, top: Vector, result: Vector): Body => [
    difference.set(sub(x, top)),
    exp(difference, result),
    back.set(sub(x, difference)),
    lost.set(add(sub(x, add(difference, back)), sub(back, top))),
    result.set(
      v128.bitselect(add(result, mul(result, lost)), result, f64x2.eq(sub(lost, lost), f64x2.const(0))),
    ),
  ]
}

/**
 * softmaxRows (from, rows, n, to), and shiftedRows (from, rows, n, to, tops, totals). shiftedRows
 * writes the exponentials, with 0 at the place of the first largest element, the largest elements,
 * and the sums of the other exponentials.
 */
const softmaxFunction = (module: ModuleWriter, name: 'softmaxRows' | 'shiftedRows'): void => {
  const whole = name === 'softmaxRows'
  module.func(
    name,
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    null,
    (f, from, rows, n, to, tops, totals) => {
      const [largest, total, before] = f.locals('f64', 3)
      const [x, top, y] = f.locals('v128', 3)
      const [turns, at, into, pairs] = f.locals('i32', 4)
      const ofRow = extremeOfRow(f, 'max')
      const apply = shifted(f)
      const withoutLargest: Body = [
        at.set(from),
        into.set(to),
        turns.set(n),
        loop(again => [
          when(i32.eqz(f64.eq(f64.load(at), largest)), [
            advance(at, 8),
            advance(into, 8),
            branchIf(again, turns.tee(i32.sub(turns, i32.const(1)))),
          ]),
        ]),
        // If a row has a NaN, no element equals the largest, and the 0 is written after the row.
        f64.store(into, f64.const(0)),
      ]
      return [
        pairs.set(i32.shrU(i32.add(n, i32.const(1)), i32.const(1))),
        repeat(rows, [
          ofRow(from, n, largest),
          top.set(f64x2.splat(largest)),
          at.set(from),
          into.set(to),
          turns.set(pairs),
          total.set(f64.const(0)),
          repeat(turns, [
            x.set(v128.load(at)),
            apply(x, top, y),
            v128.store(into, y),
            // The sum is taken in the order of the row, while the next exponentials are computed.
            whole
              ? [
                  before.set(f64.add(total, f64x2.extract(y, 0))),
                  total.set(f64.add(before, f64x2.extract(y, 1))),
                ]
              : [],
            advance(at, 16),
            advance(into, 16),
          ]),
          whole
            ? when(i32.and(n, i32.const(1)), total.set(before))
            : [
                withoutLargest,
                into.set(to),
                turns.set(n),
                repeat(turns, [total.set(f64.add(total, f64.load(into))), advance(into, 8)]),
              ],
          whole
            ? [
                top.set(f64x2.splat(total)),
                into.set(to),
                turns.set(pairs),
                repeat(turns, [v128.store(into, div(v128.load(into), top)), advance(into, 16)]),
              ]
            : [f64.store(tops, largest), f64.store(totals, total), advance(tops, 8), advance(totals, 8)],
          advance(from, i32.shl(n, i32.const(3))),
          advance(to, i32.shl(n, i32.const(3))),
        ]),
      ]
    },
  )
}

/** lessRows (from, rows, n, to, tops, rests): writes x − top − rest, row by row. */
const lessFunction = (module: ModuleWriter): void => {
  module.func(
    'lessRows',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    null,
    (f, from, rows, n, to, tops, rests) => {
      const [top, rest] = f.locals('v128', 2)
      const [turns, at, into] = f.locals('i32', 3)
      return repeat(rows, [
        top.set(f64x2.loadSplat(tops)),
        rest.set(f64x2.loadSplat(rests)),
        at.set(from),
        into.set(to),
        turns.set(i32.shrU(i32.add(n, i32.const(1)), i32.const(1))),
        repeat(turns, [
          v128.store(into, sub(sub(v128.load(at), top), rest)),
          advance(at, 16),
          advance(into, 16),
        ]),
        [tops, rests].map(pointer => advance(pointer, 8)),
        advance(from, i32.shl(n, i32.const(3))),
        advance(to, i32.shl(n, i32.const(3))),
      ])
    },
  )
}

/** Writes all functions of this file. */
export const softmaxFunctions = (module: ModuleWriter): void => {
  for (const name of ['softmaxRows', 'shiftedRows'] as const) softmaxFunction(module, name)
  lessFunction(module)
}

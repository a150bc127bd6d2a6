/** The code of `linearize` and `solve` (plain-kernel.ts), operation by operation. */

import {
  advance,
  type Body,
  count,
  type Expr,
  type FunctionScope,
  f64,
  i32,
  type Local,
  type ModuleWriter,
  type Statement,
  when,
  whilst,
} from '@multiview/tensor/assembler'
import { inRow, tableRowBytes, word } from './record.ts'

const zero = f64.const(0)
/** to += value */
const addTo = (to: Expr<'i32'>, value: Expr<'f64'>): Statement => f64.store(to, f64.add(f64.load(to), value))

/** The numbers from an address to another. */
const over = (at: Local<'i32'>, from: Expr<'i32'>, end: Expr<'i32'>, body: Body): Body => [
  at.set(from),
  whilst(i32.ltU(at, end), [body, advance(at, 8)]),
]

/** The samples of a block, with their rows of columns and their d. */
const overSamples = (
  f: FunctionScope,
  block: Expr<'i32'>,
  { columns, widthBytes, ofClass }: Record<'columns' | 'widthBytes' | 'ofClass', Expr<'i32'>>,
  body: (of: Record<'row' | 'rowEnd' | 'noise' | 'offset', Local<'i32'>>) => Body,
): Body => {
  const [sample, row, rowEnd, noise, offset] = f.locals('i32', 5)
  return [
    row.set(columns),
    noise.set(word(block, 'ofNoise')),
    offset.set(ofClass),
    count(sample, i32.const(0), word(block, 'samples'), i32.const(1), [
      rowEnd.set(i32.add(row, widthBytes)),
      body({ row, rowEnd, noise, offset }),
      row.set(rowEnd),
      advance(noise, 8),
      advance(offset, word(block, 'sampleBytes')),
    ]),
  ]
}

export const emitLinearize = (module: ModuleWriter): void => {
  const types = ['i32', 'i32', 'i32', 'i32', 'i32', 'f64'] as const
  module.func('linearize', types, 'f64', (f, block, neurons, slopes, columns, ofClass, copies) => {
    const [columnBytes, slopeBytes, widthBytes, ends, table] = f.locals('i32', 5)
    const [entry, end, from, slope, place, at, neuron, rates] = f.locals('i32', 8)
    const [rise, noise, e, square, trace] = f.locals('f64', 5)
    /** The patches of a sample for one neuron. */
    const overPatches: Body = [
      from.set(i32.add(slope, i32.shrU(i32.sub(table, word(block, 'table')), i32.const(2)))),
      entry.set(table),
      whilst(i32.ltU(entry, end), [
        rise.set(f64.load(from)),
        when(f64.ne(rise, zero), [
          addTo(i32.add(place, i32.load(entry, inRow.column)), f64.mul(f64.load(entry, inRow.weight), rise)),
          // The table has −‖ξ‖².
          noise.set(f64.sub(noise, f64.mul(f64.mul(f64.load(entry, inRow.noise), rise), rise))),
        ]),
        advance(from, 8),
        advance(entry, tableRowBytes),
      ]),
    ]
    return [
      [
        columnBytes.set(word(block, 'columnBytes')),
        slopeBytes.set(i32.mul(i32.const(8), word(block, 'rows'))),
        widthBytes.set(i32.mul(neurons, columnBytes)),
        ends.set(word(block, 'ends')),
        table.set(word(block, 'table')),
        rates.set(word(block, 'rate')),
        overSamples(f, block, { columns, widthBytes, ofClass }, ({ row, rowEnd, noise: d, offset }) => [
          end.set(i32.load(ends)),
          over(at, row, rowEnd, f64.store(at, zero)),
          noise.set(zero),
          place.set(row),
          slope.set(slopes),
          count(neuron, i32.const(0), neurons, i32.const(1), [
            overPatches,
            advance(place, columnBytes),
            advance(slope, slopeBytes),
          ]),
          f64.store(d, noise),
          e.set(f64.mul(copies, f64.load(i32.add(rates, offset)))),
          when(f64.ne(e, zero), [
            square.set(noise),
            over(at, row, rowEnd, square.set(f64.add(square, f64.mul(f64.load(at), f64.load(at))))),
            trace.set(f64.add(trace, f64.mul(e, square))),
          ]),
          table.set(end),
          advance(ends, 4),
        ]),
      ],
      trace,
    ]
  })
}

export const emitSolve = (module: ModuleWriter): void => {
  const types = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'f64'] as const
  module.func('solve', types, null, (f, block, width, columns, system, ofClass, into, weight) => {
    const [widthBytes, right, rightEnd, pushes, rates, at, to, other] = f.locals('i32', 8)
    const [e, push, shrink, u, scaled] = f.locals('f64', 5)
    const readSample = (offset: Expr<'i32'>): Statement[] => [
      e.set(f64.mul(weight, f64.load(i32.add(rates, offset)))),
      push.set(f64.load(i32.add(pushes, offset))),
    ]
    /** The entry of the matrix that belongs to an entry of a row. */
    const addSample = (row: Expr<'i32'>, noise: Expr<'i32'>): Body => [
      shrink.set(f64.div(f64.const(1), f64.add(f64.const(1), f64.mul(e, f64.load(noise))))),
      at.set(row),
      whilst(i32.ltU(at, i32.add(row, widthBytes)), [
        u.set(f64.load(at)),
        when(f64.ne(u, zero), [
          addTo(i32.add(right, i32.sub(at, row)), f64.mul(f64.mul(u, push), shrink)),
          scaled.set(f64.mul(f64.mul(e, shrink), u)),
          to.set(i32.add(system, i32.mul(i32.sub(at, row), width))),
          other.set(row),
          whilst(i32.geU(at, other), [
            addTo(to, f64.mul(scaled, f64.load(other))),
            advance(to, 8),
            advance(other, 8),
          ]),
        ]),
        advance(at, 8),
      ]),
    ]
    const places = { columns, widthBytes, ofClass }
    return [
      widthBytes.set(i32.shl(width, i32.const(3))),
      right.set(i32.add(system, i32.mul(width, widthBytes))),
      rightEnd.set(i32.add(right, widthBytes)),
      pushes.set(word(block, 'push')),
      rates.set(word(block, 'rate')),
      over(at, system, rightEnd, f64.store(at, zero)),
      overSamples(f, block, places, ({ row, noise, offset }) => [
        readSample(offset),
        when(i32.or(f64.ne(e, zero), f64.ne(push, zero)), addSample(row, noise)),
      ]),
      at.set(system),
      whilst(i32.ltU(at, right), [addTo(at, f64.const(1)), advance(at, i32.add(widthBytes, i32.const(8)))]),
      choleskySolve(f, system, widthBytes, right, rightEnd),
      overSamples(f, block, places, ({ row, noise, offset }) => [
        readSample(offset),
        u.set(push),
        when(f64.gt(e, zero), [
          to.set(right),
          over(at, row, i32.add(row, widthBytes), [
            u.set(f64.sub(u, f64.mul(f64.mul(e, f64.load(at)), f64.load(to)))),
            advance(to, 8),
          ]),
        ]),
        f64.store(i32.add(into, offset), f64.div(u, f64.add(f64.const(1), f64.mul(e, f64.load(noise))))),
      ]),
    ]
  })
}

/** The system becomes its Cholesky factor, and the right side the solution. */
const choleskySolve = (
  f: FunctionScope,
  system: Expr<'i32'>,
  widthBytes: Expr<'i32'>,
  right: Expr<'i32'>,
  rightEnd: Expr<'i32'>,
): Body => {
  const [row, diagonal, i, j, at, other, place] = f.locals('i32', 7)
  const sum = f.local('f64')
  /** sum −= Σ of products, from two addresses until the first gets to an end. */
  const subtract = (end: Expr<'i32'>, otherBytes: Expr<'i32'>): Statement =>
    whilst(i32.ltU(at, end), [
      sum.set(f64.sub(sum, f64.mul(f64.load(at), f64.load(other)))),
      advance(at, 8),
      advance(other, otherBytes),
    ])
  const eight = i32.const(8)
  return [
    // The row i of the factor, and the part i of the solution of the lower half.
    row.set(system),
    i.set(i32.const(0)),
    whilst(i32.ltU(i, widthBytes), [
      diagonal.set(i32.add(row, i)),
      j.set(row),
      other.set(system),
      place.set(system),
      whilst(i32.ltU(j, diagonal), [
        sum.set(f64.load(j)),
        at.set(row),
        other.set(place),
        subtract(j, eight),
        f64.store(j, f64.div(sum, f64.load(other))),
        advance(j, 8),
        advance(place, widthBytes),
      ]),
      sum.set(f64.load(diagonal)),
      at.set(row),
      other.set(row),
      subtract(diagonal, eight),
      f64.store(diagonal, f64.sqrt(sum)),
      sum.set(f64.load(i32.add(right, i))),
      at.set(row),
      other.set(right),
      subtract(diagonal, eight),
      f64.store(i32.add(right, i), f64.div(sum, f64.load(diagonal))),
      advance(row, widthBytes),
      advance(i, 8),
    ]),
    // Backwards, with the transpose.
    whilst(i32.gtU(i, i32.const(0)), [
      i.set(i32.sub(i, eight)),
      row.set(i32.sub(row, widthBytes)),
      sum.set(f64.load(i32.add(right, i))),
      at.set(i32.add(i32.add(right, i), eight)),
      other.set(i32.add(i32.add(row, widthBytes), i)),
      subtract(rightEnd, widthBytes),
      f64.store(i32.add(right, i), f64.div(sum, f64.load(i32.add(row, i)))),
    ]),
  ]
}

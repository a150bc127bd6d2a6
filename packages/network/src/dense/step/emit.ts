/**
 * Writes the kernels of the dense step that follow the matrix product of a block: the smoothed ReLU
 * with its slope, the lists of (row, factor) that contribute to a neuron's gradient, and the
 * gradient's accumulation over the lists.
 */
import type { Body, ModuleWriter } from '@multiview/tensor/assembler'
import {
  advance,
  assemble,
  branchIf,
  f32,
  f32x4,
  f64,
  f64x2,
  i32,
  loop,
  memoryCopy,
  repeat,
  v128,
  when,
  whilst,
} from '@multiview/tensor/assembler'
import { importEngineMemory } from '@multiview/tensor/kernel-parts'
import type { FloatType } from '@multiview/tensor/kernels'

const { add, mul } = i32

/** Bytes of a list's entry: the factor, then the distance in bytes of the row of X. */
export const entryBytes = (type: FloatType): number => (type === 'float64' ? 16 : 8)
const rowAt = (type: FloatType): number => (type === 'float64' ? 8 : 4)

/**
 * slope and sum: for each sample, replaces the preactivations by slopes and adds the values over
 * the patches. Parameters: z, sums, samples, patches, bytes from row to row of z (also of sums), ϱ,
 * 1/ϱ, 1/q.
 */
const activateFunction = (module: ModuleWriter, type: FloatType, exponent: number): void => {
  const lanes = type === 'float64' ? f64x2 : f32x4
  const scalar = type === 'float64' ? 'f64' : 'f32'
  module.func(
    'activate',
    ['i32', 'i32', 'i32', 'i32', 'i32', scalar, scalar, scalar],
    null,
    (f, z, sums, samples, patches, rowBytes, threshold, perThreshold, perPower) => {
      const [limit, perLimit, perQ, zero, x, clipped, unit, slope, total] = f.locals('v128', 9)
      const [column, at, remaining] = f.locals('i32', 3)
      const splat = lanes.splat as (value: typeof threshold) => ReturnType<typeof f64x2.splat>
      const patch: Body = [
        x.set(v128.load(at)),
        clipped.set(lanes.pmin(lanes.pmax(x, zero), limit)),
        unit.set(lanes.mul(clipped, perLimit)),
        slope.set(unit),
        Array.from({ length: exponent - 1 }, () => slope.set(lanes.mul(slope, unit))),
        v128.store(at, slope),
        total.set(
          lanes.add(
            total,
            lanes.add(lanes.mul(lanes.mul(clipped, slope), perQ), lanes.pmax(lanes.sub(x, limit), zero)),
          ),
        ),
        at.set(add(at, rowBytes)),
      ]
      return [
        limit.set(splat(threshold)),
        perLimit.set(splat(perThreshold)),
        perQ.set(splat(perPower)),
        zero.set(lanes.const(0)),
        repeat(samples, [
          column.set(i32.const(0)),
          loop(again => [
            at.set(add(z, column)),
            total.set(zero),
            remaining.set(patches),
            repeat(remaining, patch),
            v128.store(add(sums, column), total),
            branchIf(again, i32.ltU(column.tee(add(column, i32.const(16))), rowBytes)),
          ]),
          z.set(add(z, mul(rowBytes, patches))),
          sums.set(add(sums, rowBytes)),
        ]),
      ]
    },
  )
}

/** The module with `activate` for the whole power `exponent` + 1. */
export const activationModule = (type: FloatType, exponent: number): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  importEngineMemory(module)
  activateFunction(module, type, exponent)
  return module.bytes()
}

/**
 * Appends to the lists of one class's neurons the rows of one sample's patches (or of a part of
 * them). Parameters: slopes (of the class's first neuron), bytes from row to row of the slopes,
 * patches, neurons, the output gradient, the distance of the first row of X, bytes from row to row
 * of X, the neurons' list ends (i32 each).
 */
const listFunction = (module: ModuleWriter, type: FloatType): void => {
  const scalar = type === 'float64' ? 'f64' : 'f32'
  const bytes = type === 'float64' ? 8 : 4
  const float = (type === 'float64' ? f64 : f32) as typeof f64
  module.func(
    'list',
    ['i32', 'i32', 'i32', 'i32', scalar as 'f64', 'i32', 'i32', 'i32'],
    null,
    (f, slopes, rowBytes, patches, neurons, outputGradient, firstRow, xRowBytes, ends) => {
      const [at, row, end, remaining] = f.locals('i32', 4)
      const factor = f.local(scalar as 'f64')
      return repeat(neurons, [
        at.set(slopes),
        row.set(firstRow),
        end.set(i32.load(ends)),
        remaining.set(patches),
        repeat(remaining, [
          factor.set(float.mul(float.load(at), outputGradient)),
          float.store(end, factor),
          i32.store(end, row, rowAt(type)),
          // An entry stays only if the end moves behind it; NaN is not 0 and stays.
          end.set(add(end, mul(float.ne(factor, float.const(0)), i32.const(entryBytes(type))))),
          at.set(add(at, rowBytes)),
          row.set(add(row, xRowBytes)),
        ]),
        i32.store(ends, end),
        advance(ends, 4),
        advance(slopes, bytes),
      ])
    },
  )
}

/**
 * One neuron's part of the gradient: sums += Σ over a list that is not empty of factor·row, for
 * `width` vectors of columns.
 *
 * It is a separate function, with the test at the start of its loop, because of V8: V8 unrolls
 * inner loops, and it delays computations if the test comes last. In both cases more vectors would
 * be loaded at a time than there are registers.
 */
const neuronFunction = (module: ModuleWriter, type: FloatType, width: number) => {
  const lanes = type === 'float64' ? f64x2 : f32x4
  return module.func(null, ['i32', 'i32', 'i32', 'i32'], null, (f, to, x, entry, end) => {
    const sums = f.locals('v128', width)
    const factor = f.local('v128')
    const row = f.local('i32')
    return [
      sums.map((sum, j) => sum.set(v128.load(to, 16 * j))),
      whilst(i32.ltU(entry, end), [
        row.set(add(x, i32.load(entry, rowAt(type)))),
        factor.set(lanes.loadSplat(entry)),
        sums.map((sum, j) => sum.set(lanes.add(sum, lanes.mul(factor, v128.load(row, 16 * j))))),
        advance(entry, entryBytes(type)),
      ]),
      sums.map((sum, j) => v128.store(to, sum, 16 * j)),
    ]
  })
}

/**
 * gradient += Σ over the lists of factor·row, for `width` vectors of columns at a time. Parameters:
 * gradient, bytes from neuron to neuron of it, x, lists, bytes from list to list, list ends,
 * neurons, column panels.
 */
const accumulateFunction = (module: ModuleWriter, type: FloatType, width: number): void => {
  const neuron = neuronFunction(module, type, width)
  module.func(
    'accumulate',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    null,
    (f, gradient, neuronBytes, x, lists, listBytes, ends, neurons, panels) => {
      const [list, end, endAt, remaining, to] = f.locals('i32', 5)
      return repeat(panels, [
        to.set(gradient),
        list.set(lists),
        endAt.set(ends),
        remaining.set(neurons),
        repeat(remaining, [
          end.set(i32.load(endAt)),
          when(i32.ltU(list, end), neuron.call(to, x, list, end)),
          to.set(add(to, neuronBytes)),
          list.set(add(list, listBytes)),
          advance(endAt, 4),
        ]),
        advance(gradient, 16 * width),
        advance(x, 16 * width),
      ])
    },
  )
}

/**
 * spread: copies contiguous rows to rows with a larger stride. Parameters: from, to, rows, bytes of
 * a row, bytes from row to row there.
 */
const spreadFunction = (module: ModuleWriter): void => {
  module.func('spread', ['i32', 'i32', 'i32', 'i32', 'i32'], null, (_, from, to, rows, bytes, distance) =>
    repeat(rows, [memoryCopy(to, from, bytes), from.set(add(from, bytes)), to.set(add(to, distance))]),
  )
}

/** The module with `spread`, `list` and `accumulate`. */
export const gradientModule = (type: FloatType, width: number): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  importEngineMemory(module)
  spreadFunction(module)
  listFunction(module, type)
  accumulateFunction(module, type, width)
  return module.bytes()
}

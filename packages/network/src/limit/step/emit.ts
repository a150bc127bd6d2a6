/** The code of wasm.ts: the passes over one panel, for one type of number and one power. */

import {
  advance as advanceBy,
  assemble,
  type Body,
  count,
  type Expr,
  type FunctionScope,
  f32,
  f32x4,
  f64,
  f64x2,
  i32,
  type Local,
  type ModuleWriter,
  type Statement,
  v128,
  when,
  whilst,
} from '@multiview/tensor/assembler'
import type { FloatType } from '@multiview/tensor/kernels'
import { bytesOf, lanesOf, rowBytes } from './plain.ts'

export const vectorBytes = 16
/**
 * Where a row of the table of patches has z, −‖ξ‖², and the offset of the feature's row in a panel
 * of a.
 */
export const inTable = { weight: 0, noise: 8, feature: 16 }
export const tableRowBytes = 24
const vectors = Array.from({ length: rowBytes / vectorBytes }, (_, v) => v)

/**
 * What `forward` works with in memory: the vectors 1/ϱ, ϱ, 1/q and the step, and a row to sum a
 * sample's outputs in.
 */
export const scratchAt = { perThreshold: 0, threshold: 16, perPower: 32, step: 48, total: 64 }
export const scratchBytes = scratchAt.total + rowBytes

/** Sizes and addresses that the passes over samples share; all addresses and strides in bytes. */
export type Samples = readonly [
  samples: number,
  /** [N] where each sample ends in the table. */
  ends: number,
  table: number,
  /** Bytes of a sample's row of outputs. */
  outputRow: number,
]

type ForwardPass = readonly [
  ...Samples,
  classes: number,
  outputs: number,
  a: number,
  b: number,
  slope: number,
  scratch: number,
]

/**
 * The functions of the module. Arrays are those of one panel, `classes` the panel's neurons'
 * offsets in a row of outputs.
 */
export interface LimitPasses {
  /** Adds to `outputs`. */
  forward(...args: ForwardPass): void
  /**
   * The same, but each b is moved by the step times its change just before it is read. a was moved
   * before.
   */
  moveAndForward(...args: ForwardPass): void
  /** Adds to `changeOfA`. */
  backward(
    ...args: [
      ...Samples,
      classes: number,
      outputGradient: number,
      changeOfA: number,
      slope: number,
      largestNoiseChange: number,
    ]
  ): void
  measure(
    rows: number,
    table: number,
    a: number,
    changeOfA: number,
    b: number,
    slope: number,
    largest: number,
    largestChange: number,
  ): void
  /** to[…bytes] += step · from[…bytes] */
  advance(step: number, to: number, from: number, bytes: number): void
}

/**
 * The instructions of the passes. They are the same for both types; only the type of a scalar
 * differs.
 */
interface Numbers {
  readonly scalar: 'f64'
  readonly of: typeof f64
  readonly lanes: typeof f64x2
  readonly bytes: number
  /** Neurons of a panel. */
  readonly neurons: number
}

const numbersOf = (type: FloatType): Numbers =>
  ({
    ...(type === 'float64'
      ? { scalar: 'f64', of: f64, lanes: f64x2 }
      : { scalar: 'f32', of: f32, lanes: f32x4 }),
    bytes: bytesOf[type],
    neurons: lanesOf(type),
  }) as unknown as Numbers

export const emitLimitStep = (type: FloatType, power: number): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  const numbers = numbersOf(type)
  module.importMemory('js', 'memory', { initial: 0 })
  emitForward(module, numbers, power, 'forward')
  emitBackward(module, numbers)
  emitMeasure(module, numbers)
  emitAdvance(module, numbers)
  emitForward(module, numbers, power, 'moveAndForward')
  return module.bytes()
}

/**
 * The patches from the present entry of the table to `end`, together with the rows of one or two
 * arrays.
 */
const overPatches = (
  entry: Local<'i32'>,
  end: Expr<'i32'>,
  alongside: readonly Local<'i32'>[],
  perPatch: Body,
): Statement =>
  whilst(i32.ltU(entry, end), [
    perPatch,
    alongside.map(row => advanceBy(row, rowBytes)),
    advanceBy(entry, tableRowBytes),
  ])

/** The row of a or changeOfA that a patch's feature has, in the panel that starts at `panel`. */
const featureRowOf = (entry: Expr<'i32'>, panel: Expr<'i32'>): Expr<'i32'> =>
  i32.add(i32.load(entry, inTable.feature), panel)

const endOf = (ends: Expr<'i32'>, sample: Expr<'i32'>): Expr<'i32'> =>
  i32.load(i32.add(ends, i32.shl(sample, i32.const(2))))

const readClasses = (into: readonly Local<'i32'>[], classes: Expr<'i32'>): Statement[] =>
  into.map((local, c) => local.set(i32.load(classes, 4 * c)))

/** Whether the neurons of a panel, in the order of their classes, are all of one class. */
const areOfOneClass = (classOf: readonly Local<'i32'>[]): Expr<'i32'> =>
  i32.eq(classOf[0], classOf[classOf.length - 1])

const rowOfVectors = (f: FunctionScope): Local<'v128'>[] => f.locals('v128', vectors.length)

const sampleTypes = ['i32', 'i32', 'i32', 'i32'] as const

const emitForward = (
  module: ModuleWriter,
  { scalar, of, lanes, bytes, neurons }: Numbers,
  power: number,
  name: 'forward' | 'moveAndForward',
): void => {
  const types = [...sampleTypes, 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const
  module.func(name, types, null, (f, samples, ends, entry, outputRow, classes, output, ...arrays) => {
    const [a, b, slope, scratch] = arrays
    const [sample, end, featureRow, isOneClass] = f.locals('i32', 4)
    const classOf = f.locals('i32', neurons)
    const [zero, perThreshold, ceiling, perPower, z] = f.locals('v128', 5)
    const [step, u, clipped, base, derivative] = f.locals('v128', 5)
    const sum = f.local(scalar)
    const moved = (at: number): Body => [
      base.set(v128.load(slope, at)),
      u.set(lanes.add(v128.load(b, at), lanes.mul(step, base))),
      v128.store(b, u, at),
    ]
    const vectorOf = (v: number): Body => {
      const at = v * vectorBytes
      return [
        name === 'forward' ? u.set(v128.load(b, at)) : moved(at),
        u.set(lanes.add(lanes.mul(v128.load(featureRow, at), z), u)),
        u.set(lanes.pmax(u, zero)),
        clipped.set(lanes.pmin(u, ceiling)),
        base.set(lanes.mul(clipped, perThreshold)),
        derivative.set(base),
        Array.from({ length: power - 2 }, () => derivative.set(lanes.mul(derivative, base))),
        v128.store(slope, derivative, at),
        addToTotal(at),
      ]
    }
    const addToTotal = (at: number): Statement =>
      // The sums are kept in memory: as locals they would not fit into the registers.
      v128.store(
        scratch,
        lanes.add(
          v128.load(scratch, scratchAt.total + at),
          lanes.add(lanes.mul(lanes.mul(clipped, derivative), perPower), lanes.sub(u, clipped)),
        ),
        scratchAt.total + at,
      )
    const totalOf = (c: number): Expr<typeof scalar> => of.load(scratch, scratchAt.total + bytes * c)
    const addToClass = (offset: Local<'i32'>, c: number): Body => {
      const at = i32.add(output, offset)
      return of.store(at, of.add(of.load(at), totalOf(c)))
    }
    // One class: the sum stays in a register from neuron to neuron.
    const firstOutput = i32.add(output, classOf[0])
    const addToOneClass: Body = [
      sum.set(of.load(firstOutput)),
      classOf.map((_, c) => sum.set(of.add(sum, totalOf(c)))),
      of.store(firstOutput, sum),
    ]
    return [
      zero.set(lanes.const(0)),
      perThreshold.set(v128.load(scratch, scratchAt.perThreshold)),
      ceiling.set(v128.load(scratch, scratchAt.threshold)),
      perPower.set(v128.load(scratch, scratchAt.perPower)),
      step.set(v128.load(scratch, scratchAt.step)),
      readClasses(classOf, classes),
      isOneClass.set(areOfOneClass(classOf)),
      count(sample, i32.const(0), samples, i32.const(1), [
        end.set(endOf(ends, sample)),
        vectors.map(v => v128.store(scratch, zero, scratchAt.total + v * vectorBytes)),
        overPatches(
          entry,
          end,
          [b, slope],
          [
            featureRow.set(featureRowOf(entry, a)),
            z.set(lanes.loadSplat(entry, inTable.weight)),
            vectors.map(vectorOf),
          ],
        ),
        when(isOneClass, addToOneClass, classOf.map(addToClass)),
        output.set(i32.add(output, outputRow)),
      ]),
    ]
  })
}

const emitBackward = (module: ModuleWriter, { of, lanes, bytes, neurons }: Numbers): void => {
  const types = [...sampleTypes, 'i32', 'i32', 'i32', 'i32', 'i32'] as const
  module.func('backward', types, null, (f, samples, ends, entry, outputRow, classes, output, ...arrays) => {
    const [changeOfA, slope, largestNoiseChange] = arrays
    const [sample, end, featureRow] = f.locals('i32', 3)
    const classOf = f.locals('i32', neurons)
    const gradient = rowOfVectors(f)
    const most = rowOfVectors(f)
    const [z, noise, g, signs] = f.locals('v128', 4)
    const vectorOf = (v: number, gradient: Local<'v128'>): Body => {
      const at = v * vectorBytes
      return [
        g.set(lanes.mul(gradient, v128.load(slope, at))),
        v128.store(featureRow, lanes.sub(v128.load(featureRow, at), lanes.mul(z, g)), at),
        g.set(lanes.mul(noise, g)),
        v128.store(slope, g, at),
        most[v].set(lanes.pmax(most[v], v128.andNot(g, signs))),
      ]
    }
    const ofClass = (c: number): Expr<'i32'> => i32.add(output, classOf[c])
    const perVector = vectorBytes / bytes
    /** The output gradients of one vector's neurons. */
    const gradientOf = (v: number): Expr<'v128'> =>
      classOf
        .slice(v * perVector + 1, (v + 1) * perVector)
        .reduce(
          (vector, _, i) => lanes.replace(vector, i + 1, of.load(ofClass(v * perVector + i + 1))),
          lanes.loadSplat(ofClass(v * perVector)),
        )
    const overSamples = (readGradient: Body, ofVector: (v: number) => Local<'v128'>): Body =>
      count(sample, i32.const(0), samples, i32.const(1), [
        end.set(endOf(ends, sample)),
        readGradient,
        overPatches(
          entry,
          end,
          [slope],
          [
            featureRow.set(featureRowOf(entry, changeOfA)),
            z.set(lanes.loadSplat(entry, inTable.weight)),
            noise.set(lanes.loadSplat(entry, inTable.noise)),
            vectors.map(v => vectorOf(v, ofVector(v))),
          ],
        ),
        output.set(i32.add(output, outputRow)),
      ])
    return [
      signs.set(lanes.const(-0)),
      readClasses(classOf, classes),
      when(
        areOfOneClass(classOf),
        // One class: its gradient is one vector.
        overSamples(gradient[0].set(lanes.loadSplat(ofClass(0))), () => gradient[0]),
        overSamples(
          vectors.map(v => gradient[v].set(gradientOf(v))),
          v => gradient[v],
        ),
      ),
      vectors.map(v => v128.store(largestNoiseChange, most[v], v * vectorBytes)),
    ]
  })
}

const emitMeasure = (module: ModuleWriter, { lanes }: Numbers): void => {
  const types = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const
  module.func('measure', types, null, (f, rows, entry, a, changeOfA, b, slope, largest, largestChange) => {
    const [end, aRow, changeRow] = f.locals('i32', 3)
    const most = rowOfVectors(f)
    const mostChange = rowOfVectors(f)
    const [z, signs] = f.locals('v128', 2)
    const raise = (to: Local<'v128'>, featureRow: Expr<'i32'>, row: Expr<'i32'>, at: number): Statement => {
      const value = lanes.add(lanes.mul(v128.load(featureRow, at), z), v128.load(row, at))
      return to.set(lanes.pmax(to, v128.andNot(value, signs)))
    }
    return [
      signs.set(lanes.const(-0)),
      end.set(i32.add(entry, i32.mul(rows, i32.const(tableRowBytes)))),
      overPatches(
        entry,
        end,
        [b, slope],
        [
          aRow.set(featureRowOf(entry, a)),
          changeRow.set(featureRowOf(entry, changeOfA)),
          z.set(lanes.loadSplat(entry, inTable.weight)),
          vectors.map(v => [
            raise(most[v], aRow, b, v * vectorBytes),
            raise(mostChange[v], changeRow, slope, v * vectorBytes),
          ]),
        ],
      ),
      vectors.map(v => [
        v128.store(largest, most[v], v * vectorBytes),
        v128.store(largestChange, mostChange[v], v * vectorBytes),
      ]),
    ]
  })
}

const emitAdvance = (module: ModuleWriter, { scalar, lanes }: Numbers): void => {
  module.func('advance', [scalar, 'i32', 'i32', 'i32'], null, (f, step, to, from, bytes) => {
    const end = f.local('i32')
    const size = f.local('v128')
    return [
      size.set(lanes.splat(step)),
      end.set(i32.add(to, bytes)),
      whilst(i32.ltU(to, end), [
        vectors.map(v => {
          const at = v * vectorBytes
          return v128.store(to, lanes.add(v128.load(to, at), lanes.mul(size, v128.load(from, at))), at)
        }),
        advanceBy(to, rowBytes),
        advanceBy(from, rowBytes),
      ]),
    ]
  })
}

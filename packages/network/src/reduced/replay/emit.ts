/** The code of wasm.ts: the passes of a replay over panels of neurons, for one power. */

import {
  advance,
  assemble,
  type Body,
  type Expr,
  type FunctionScope,
  f64x2,
  i32,
  type Local,
  type ModuleWriter,
  repeat,
  type Statement,
  v128,
  whilst,
} from '@multiview/tensor/assembler'
import { importEngineMemory } from '@multiview/tensor/kernel-parts'
import { vectorBytes } from '../../limit/step/emit.ts'
import { rowBytes } from '../../limit/step/plain.ts'
import { inTable, tableRow } from './plain.ts'

const vectors = Array.from({ length: rowBytes / vectorBytes }, (_, v) => v * vectorBytes)
const rowVectors = (f: FunctionScope): Local<'v128'>[] => f.locals('v128', vectors.length)

export type ReplayPass = 'look' | 'measure' | 'pull' | 'move'

/**
 * What every pass takes: how many panels; where the table of patches begins and ends, and the
 * arrays of the first panel; ϱ.
 */
const types = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'f64'] as const

export const emitReplay = (power: number): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  importEngineMemory(module)
  emitPass(module, power, 'look')
  emitPass(module, power, 'measure')
  emitPass(module, power, 'pull')
  emitMove(module, power)
  return module.bytes()
}

/** A splat of a number of the present patch. */
const ofPatch = (entry: Expr<'i32'>, name: keyof typeof inTable): Expr<'v128'> =>
  f64x2.loadSplat(entry, 8 * inTable[name])

/** The patches from the table's start, together with the rows of some arrays. */
const overPatches = (
  entry: Local<'i32'>,
  [table, end]: readonly [Expr<'i32'>, Expr<'i32'>],
  alongside: readonly Local<'i32'>[],
  perPatch: Body,
): Body => [
  entry.set(table),
  whilst(i32.ltU(entry, end), [
    perPatch,
    alongside.map(row => advance(row, rowBytes)),
    advance(entry, 8 * tableRow),
  ]),
]

/** u ↦ ReLU~'(u), of a preactivation that is at least 0. */
const toSlope = (
  of: Local<'v128'>,
  power: number,
  unit: Local<'v128'>,
  [threshold, perThreshold]: readonly Local<'v128'>[],
): Body => [
  unit.set(f64x2.mul(f64x2.pmin(threshold, of), perThreshold)),
  of.set(unit),
  Array.from({ length: power - 2 }, () => of.set(f64x2.mul(of, unit))),
]

const setLimits = ([threshold, perThreshold]: readonly Local<'v128'>[], value: Expr<'f64'>): Statement[] => [
  threshold.set(f64x2.splat(value)),
  perThreshold.set(f64x2.div(f64x2.const(1), threshold)),
]

/** `pull`, `measure`, which goes over the patches once more, and `look`, which finds the slopes. */
const emitPass = (module: ModuleWriter, power: number, name: Exclude<ReplayPass, 'move'>): void => {
  module.func(name, types, null, (f, panels, table, end, a, changeOfA, largest, largestChange, ...of) => {
    const [b, slope, threshold] = of
    const [entry, row] = f.locals('i32', 2)
    const limits = f.locals('v128', 2)
    const change = rowVectors(f)
    const most = rowVectors(f)
    const [z, force, zero, u, unit] = f.locals('v128', 5)
    const slopeAt = (v: number, at: number): Body => [
      u.set(f64x2.pmax(zero, f64x2.add(f64x2.mul(v128.load(a, at), z), v128.load(b, at)))),
      most[v].set(f64x2.pmax(most[v], u)),
      toSlope(u, power, unit, limits),
      v128.store(row, u, at),
    ]
    const firstPass: Body = [
      change.map(each => each.set(zero)),
      most.map(each => each.set(zero)),
      row.set(slope),
      overPatches(entry, [table, end], name === 'look' ? [row, b] : [row], [
        z.set(ofPatch(entry, 'weight')),
        force.set(f64x2.mul(z, ofPatch(entry, 'push'))),
        vectors.map((at, v) => [
          name === 'look' ? slopeAt(v, at) : u.set(v128.load(row, at)),
          change[v].set(f64x2.add(change[v], f64x2.mul(force, u))),
        ]),
      ]),
      vectors.map((at, v) => v128.store(changeOfA, change[v], at)),
    ]
    const changeOf = (v: number, at: number): Expr<'v128'> =>
      f64x2.abs(f64x2.add(f64x2.mul(change[v], z), f64x2.mul(force, v128.load(row, at))))
    const secondPass: Body = [
      name === 'look' ? vectors.map((at, v) => v128.store(largest, most[v], at)) : [],
      most.map(each => each.set(zero)),
      row.set(slope),
      overPatches(
        entry,
        [table, end],
        [row],
        [
          z.set(ofPatch(entry, 'weight')),
          force.set(f64x2.mul(ofPatch(entry, 'noiseSquared'), ofPatch(entry, 'push'))),
          vectors.map((at, v) => most[v].set(f64x2.pmax(most[v], changeOf(v, at)))),
        ],
      ),
      vectors.map((at, v) => v128.store(largestChange, most[v], at)),
    ]
    return [
      setLimits(limits, threshold),
      zero.set(f64x2.const(0)),
      repeat(panels, [
        firstPass,
        name === 'pull' ? [] : secondPass,
        slope.set(row),
        [a, changeOfA, largest, largestChange].map(each => advance(each, rowBytes)),
      ]),
    ]
  })
}

const emitMove = (module: ModuleWriter, power: number): void => {
  module.func('move', types, null, (f, panels, table, end, a, changeOfA, ...of) => {
    const [, , b, slope, threshold] = of
    const entry = f.local('i32')
    const limits = f.locals('v128', 2)
    const middle = rowVectors(f)
    const change = rowVectors(f)
    const [z, push, force, noise, half, halfNoise, zero, u, unit] = f.locals('v128', 9)
    return [
      setLimits(limits, threshold),
      zero.set(f64x2.const(0)),
      half.set(f64x2.const(0.5)),
      repeat(panels, [
        vectors.map((at, v) => [
          middle[v].set(f64x2.add(v128.load(a, at), f64x2.mul(half, v128.load(changeOfA, at)))),
          change[v].set(zero),
        ]),
        overPatches(
          entry,
          [table, end],
          [slope, b],
          [
            z.set(ofPatch(entry, 'weight')),
            push.set(ofPatch(entry, 'push')),
            noise.set(ofPatch(entry, 'noiseSquared')),
            force.set(f64x2.mul(z, push)),
            halfNoise.set(f64x2.mul(f64x2.mul(half, noise), push)),
            noise.set(f64x2.mul(noise, push)),
            vectors.map((at, v) => [
              u.set(f64x2.add(f64x2.mul(middle[v], z), v128.load(b, at))),
              u.set(f64x2.pmax(zero, f64x2.add(u, f64x2.mul(halfNoise, v128.load(slope, at))))),
              toSlope(u, power, unit, limits),
              v128.store(slope, u, at),
              change[v].set(f64x2.add(change[v], f64x2.mul(force, u))),
              v128.store(b, f64x2.add(v128.load(b, at), f64x2.mul(noise, u)), at),
            ]),
          ],
        ),
        vectors.map((at, v) => [
          v128.store(changeOfA, change[v], at),
          v128.store(a, f64x2.add(v128.load(a, at), change[v]), at),
        ]),
        [a, changeOfA].map(each => advance(each, rowBytes)),
      ]),
    ]
  })
}

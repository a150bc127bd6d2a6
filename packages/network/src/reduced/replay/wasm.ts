/**
 * The passes of plain.ts in WebAssembly, two neurons per vector. Every operation and every sum is
 * that of the plain loops, so both give the same bits.
 */

import { type Engine, engine, type Kernels } from '@multiview/tensor/kernel-parts'
import { lanes } from '../../limit/step/plain.ts'
import { hasWasmLimitStep } from '../../limit/step/wasm.ts'
import { emitReplay, type ReplayPass } from './emit.ts'
import {
  plainReplay,
  type ReplayArrays,
  type ReplayPasses,
  type ReplayShape,
  replayLengths,
} from './plain.ts'

/** Calls `use` with the fastest passes that run here. Their arrays are 0, and end with the call. */
export const withReplay = <T>(shape: ReplayShape, use: (passes: ReplayPasses) => T): T => {
  const wasm = hasWasmLimitStep(shape.power) ? engine() : null
  return wasm === null ? use(plainReplay(shape)) : withWasmReplay(wasm, shape, use)
}

export const withWasmReplay = <T>(wasm: Engine, shape: ReplayShape, use: (passes: ReplayPasses) => T): T => {
  const lengths = replayLengths(shape)
  const names = Object.keys(lengths) as (keyof ReplayArrays)[]
  const numbers = names.reduce((sum, name) => sum + lengths[name], 0)
  return wasm.reserve(8 * numbers, start => {
    const at = {} as Record<keyof ReplayArrays, number>
    const arrays = {} as Record<keyof ReplayArrays, Float64Array>
    let end = start
    for (const name of names) {
      at[name] = end
      end += 8 * lengths[name]
      arrays[name] = wasm.doubles.subarray(at[name] / 8, end / 8).fill(0)
    }
    const passes = compiledFor(wasm, shape.power)
    const run = (pass: ReplayPass) => (): void => {
      passes[pass](
        lengths.a / lanes,
        at.table,
        at.table + 8 * lengths.table,
        at.a,
        at.changeOfA,
        at.largest,
        at.largestChange,
        at.b,
        at.slope,
        shape.threshold,
      )
    }
    return use({ arrays, look: run('look'), measure: run('measure'), pull: run('pull'), move: run('move') })
  })
}

const compiled = new WeakMap<Engine, Map<number, Kernels<ReplayPass>>>()

const compiledFor = (wasm: Engine, power: number): Kernels<ReplayPass> => {
  let ofPowers = compiled.get(wasm)
  if (ofPowers === undefined) compiled.set(wasm, (ofPowers = new Map()))
  let passes = ofPowers.get(power)
  if (passes === undefined) ofPowers.set(power, (passes = wasm.compile<ReplayPass>(emitReplay(power))))
  return passes
}

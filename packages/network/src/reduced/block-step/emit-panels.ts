/** Loops over the panels, features and patches of a block, which the passes share. */

import {
  advance,
  type Body,
  count,
  type Expr,
  type FunctionScope,
  f64,
  f64x2,
  i32,
  type Local,
  repeat,
  type Statement,
  v128,
  whilst,
} from '@multiview/tensor/assembler'
import { vectorBytes } from '../../limit/step/emit.ts'
import { lanes, rowBytes } from '../../limit/step/plain.ts'
import { inRow, numbersAt, tableRowBytes, type Word, word } from './record.ts'

/** The passes for a block of one class, and for one of single neurons. */
export type Kind = 'One' | 'Each'

export const vectors = Array.from({ length: rowBytes / vectorBytes }, (_, v) => v * vectorBytes)
export const rowOfVectors = (f: FunctionScope): Local<'v128'>[] => f.locals('v128', vectors.length)

export const [thresholdAt, perThresholdAt, perPowerAt] = [0, 8, 16].map(at => numbersAt + at)

export const overPanels = (
  f: FunctionScope,
  block: Expr<'i32'>,
  body: (panel: Local<'i32'>) => Body,
): Statement[] => {
  const panel = f.local('i32')
  return count(panel, i32.const(0), word(block, 'panels'), i32.const(1), body(panel))
}

export const panelOf = (
  block: Expr<'i32'>,
  array: Word,
  panel: Expr<'i32'>,
  bytes: 'rowsBytes' | 'featuresBytes',
): Expr<'i32'> => i32.add(word(block, array), i32.mul(panel, word(block, bytes)))

/** The row of a panel in an array of one row per panel. */
export const rowOf = (block: Expr<'i32'>, array: Word, panel: Expr<'i32'>): Expr<'i32'> =>
  i32.add(word(block, array), i32.mul(panel, i32.const(rowBytes)))

export const setNumbers = (
  block: Expr<'i32'>,
  [ceiling, perThreshold]: readonly Local<'v128'>[],
): Statement[] => [
  ceiling.set(f64x2.loadSplat(block, thresholdAt)),
  perThreshold.set(f64x2.loadSplat(block, perThresholdAt)),
]

/** base ↦ base^(q−1), in the order of the plain loop. */
export const toPower = (base: Local<'v128'>, result: Local<'v128'>, power: number): Statement[] => [
  result.set(base),
  ...Array.from({ length: power - 2 }, () => result.set(f64x2.mul(result, base))),
]

/** The features of a block in turn, with the patches of each. */
export const overFeatures = (
  f: FunctionScope,
  block: Expr<'i32'>,
  before: Body,
  perPatch: (entry: Local<'i32'>) => Body,
  after: Body,
): Body => {
  const [left, entry, end, ends] = f.locals('i32', 4)
  return [
    left.set(word(block, 'features')),
    ends.set(word(block, 'featureEnds')),
    entry.set(word(block, 'byFeature')),
    repeat(left, [
      end.set(i32.load(ends)),
      before,
      whilst(i32.ltU(entry, end), [perPatch(entry), advance(entry, tableRowBytes)]),
      after,
      advance(ends, 4),
    ]),
  ]
}

/** The gradient of a patch's sample for a vector of neurons; `read` comes before. */
export const gradientOf = (
  f: FunctionScope,
  kind: Kind,
): { read(entry: Expr<'i32'>, gradients: Expr<'i32'>): Statement; of(at: number): Expr<'v128'> } => {
  const row = f.local('i32')
  const splat = f.local('v128')
  const addressOf = (entry: Expr<'i32'>, gradients: Expr<'i32'>): Expr<'i32'> =>
    i32.add(gradients, i32.load(entry, inRow.sample))
  return kind === 'One'
    ? {
        read: (entry, gradients) => splat.set(f64x2.loadSplat(addressOf(entry, gradients))),
        of: () => splat,
      }
    : {
        read: (entry, gradients) => row.set(addressOf(entry, gradients)),
        of: at => v128.load(row, at),
      }
}

/** Bytes of a sample's row of outputs. */
export const outputBytes: Record<Kind, number> = { One: 8, Each: 8 * lanes }

export const clearOutputs = (f: FunctionScope, block: Expr<'i32'>, kind: Kind): Body => {
  const [at, end] = f.locals('i32', 2)
  return [
    at.set(word(block, 'outputs')),
    end.set(i32.add(at, i32.mul(word(block, 'samples'), i32.const(outputBytes[kind])))),
    whilst(i32.ltU(at, end), [f64.store(at, f64.const(0)), advance(at, 8)]),
  ]
}

/** The slopes of one neuron of a block. */

import { advance, type Expr, f64, i32, type ModuleWriter, whilst } from '@multiview/tensor/assembler'
import { rowBytes } from '../../limit/step/plain.ts'
import { panelOf, perThresholdAt, thresholdAt } from './emit-panels.ts'
import { inRow, tableRowBytes, type Word, word } from './record.ts'

export const emitSlopesHere = (module: ModuleWriter): void => {
  module.func('slopesHere', ['i32', 'i32', 'i32', 'i32'], null, (f, block, panel, lane, into) => {
    const [from, end] = f.locals('i32', 2)
    return [
      from.set(i32.add(panelOf(block, 'slope', panel, 'rowsBytes'), lane)),
      end.set(i32.add(from, word(block, 'rowsBytes'))),
      whilst(i32.ltU(from, end), [
        f64.store(into, f64.load(from)),
        advance(into, 8),
        advance(from, rowBytes),
      ]),
    ]
  })
}

export const emitSlopesAhead = (module: ModuleWriter, power: number): void => {
  const types = ['i32', 'i32', 'i32', 'i32', 'i32', 'f64', 'f64'] as const
  module.func('slopesAhead', types, null, (f, block, panel, lane, ofSample, into, first, further) => {
    const [from, end, entry, b, a, changeOfA, gradients, place] = f.locals('i32', 8)
    const [change, u, slope, base, ofA, threshold, perThreshold] = f.locals('f64', 7)
    const laneOf = (array: Word, bytes: 'rowsBytes' | 'featuresBytes'): Expr<'i32'> =>
      i32.add(panelOf(block, array, panel, bytes), lane)
    return [
      threshold.set(f64.load(block, thresholdAt)),
      perThreshold.set(f64.load(block, perThresholdAt)),
      from.set(laneOf('slope', 'rowsBytes')),
      end.set(i32.add(from, word(block, 'rowsBytes'))),
      b.set(laneOf('b', 'rowsBytes')),
      a.set(laneOf('a', 'featuresBytes')),
      changeOfA.set(laneOf('changeOfA', 'featuresBytes')),
      gradients.set(i32.add(word(block, 'firstGradient'), ofSample)),
      entry.set(word(block, 'table')),
      whilst(i32.ltU(from, end), [
        place.set(i32.load(entry, inRow.feature)),
        change.set(f64.load(i32.add(changeOfA, place))),
        ofA.set(f64.add(f64.load(i32.add(a, place)), f64.mul(first, change))),
        ofA.set(f64.add(ofA, f64.mul(further, change))),
        change.set(f64.mul(f64.load(i32.add(gradients, i32.load(entry, inRow.sample))), f64.load(from))),
        change.set(f64.mul(f64.load(entry, inRow.noise), change)),
        u.set(f64.add(f64.load(b), f64.mul(first, change))),
        u.set(f64.add(f64.mul(ofA, f64.load(entry, inRow.weight)), f64.add(u, f64.mul(further, change)))),
        u.set(f64.select(f64.const(0), u, f64.lt(u, f64.const(0)))),
        base.set(f64.mul(f64.select(threshold, u, f64.lt(threshold, u)), perThreshold)),
        slope.set(base),
        Array.from({ length: power - 2 }, () => slope.set(f64.mul(slope, base))),
        f64.store(into, slope),
        advance(into, 8),
        advance(from, rowBytes),
        advance(b, rowBytes),
        advance(entry, tableRowBytes),
      ]),
    ]
  })
}

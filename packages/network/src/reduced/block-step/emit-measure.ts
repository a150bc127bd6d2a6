/** How much the neurons of a block would change, by the first gradient. */

import {
  advance,
  type Callable,
  count,
  f64,
  f64x2,
  i32,
  type ModuleWriter,
  repeat,
  v128,
  when,
} from '@multiview/tensor/assembler'
import { rowBytes } from '../../limit/step/plain.ts'
import {
  gradientOf,
  type Kind,
  overFeatures,
  overPanels,
  panelOf,
  rowOf,
  rowOfVectors,
  setNumbers,
  toPower,
  vectors,
} from './emit-panels.ts'
import { inRow, word } from './record.ts'

/** Bounds count as this much larger than they are computed, far above what rounding changes. */
const slack = 1 + 2 ** -40

type OfPanel = Callable<readonly ['i32', 'i32'], null>
type NumberOfPanel = Callable<readonly ['i32', 'i32'], 'f64'>
const panelTypes = ['i32', 'i32'] as const

/** Writes `changeOfA` of a panel by the first gradient. */
const emitPull = (module: ModuleWriter, kind: Kind): OfPanel =>
  module.func(null, panelTypes, null, (f, block, panel) => {
    const [slope, to, row, gradients] = f.locals('i32', 4)
    const [z] = f.locals('v128', 1)
    const change = rowOfVectors(f)
    const gradient = gradientOf(f, kind)
    return [
      slope.set(panelOf(block, 'slope', panel, 'rowsBytes')),
      to.set(panelOf(block, 'changeOfA', panel, 'featuresBytes')),
      gradients.set(word(block, 'firstGradient')),
      overFeatures(
        f,
        block,
        change.map(each => each.set(f64x2.const(0))),
        entry => [
          row.set(i32.add(slope, i32.load(entry, inRow.patch))),
          z.set(f64x2.loadSplat(entry, inRow.weight)),
          gradient.read(entry, gradients),
          vectors.map((at, v) =>
            change[v].set(f64x2.sub(change[v], f64x2.mul(z, f64x2.mul(gradient.of(at), v128.load(row, at))))),
          ),
        ],
        [vectors.map((at, v) => v128.store(to, change[v], at)), advance(to, rowBytes)],
      ),
    ]
  })

/** The largest relative change of a neuron of a panel, after `emitPull`. */
const emitMeasurePanel = (module: ModuleWriter, kind: Kind): NumberOfPanel =>
  module.func(null, panelTypes, 'f64', (f, block, panel) => {
    const [slope, change, row, gradients, largest] = f.locals('i32', 5)
    const [z, noise, size, relative] = f.locals('v128', 4)
    const most = rowOfVectors(f)
    const gradient = gradientOf(f, kind)
    return [
      [
        slope.set(panelOf(block, 'slope', panel, 'rowsBytes')),
        change.set(panelOf(block, 'changeOfA', panel, 'featuresBytes')),
        largest.set(rowOf(block, 'largest', panel)),
        gradients.set(word(block, 'firstGradient')),
        overFeatures(
          f,
          block,
          [],
          entry => [
            row.set(i32.add(slope, i32.load(entry, inRow.patch))),
            z.set(f64x2.loadSplat(entry, inRow.weight)),
            noise.set(f64x2.loadSplat(entry, inRow.noise)),
            gradient.read(entry, gradients),
            vectors.map((at, v) => [
              size.set(f64x2.mul(noise, f64x2.mul(gradient.of(at), v128.load(row, at)))),
              size.set(f64x2.abs(f64x2.add(f64x2.mul(v128.load(change, at), z), size))),
              most[v].set(f64x2.pmax(most[v], size)),
            ]),
          ],
          advance(change, rowBytes),
        ),
        vectors.map((at, v) => [
          size.set(v128.load(largest, at)),
          // A neuron whose preactivations are 0 does not count.
          most[v].set(v128.and(f64x2.div(most[v], size), f64x2.gt(size, f64x2.const(0)))),
          relative.set(f64x2.max(relative, most[v])),
        ]),
      ],
      f64.max(f64x2.extract(relative, 0), f64x2.extract(relative, 1)),
    ]
  })

/**
 * Writes `bounds` of a panel, after `emitPull`, and gives about the largest relative change that
 * they allow. A slope is at most that of the neuron's largest preactivation.
 */
const emitBound = (module: ModuleWriter, power: number): Callable<readonly ['i32', 'i32', 'f64'], 'f64'> =>
  module.func(null, ['i32', 'i32', 'f64'], 'f64', (f, block, panel, mostNoise) => {
    const [change, largest, bounds, weights, left] = f.locals('i32', 5)
    const [ceiling, perThreshold, z, noise, size, base, rise, relative] = f.locals('v128', 8)
    const bound = rowOfVectors(f)
    return [
      [
        setNumbers(block, [ceiling, perThreshold]),
        change.set(panelOf(block, 'changeOfA', panel, 'featuresBytes')),
        largest.set(rowOf(block, 'largest', panel)),
        bounds.set(rowOf(block, 'bounds', panel)),
        weights.set(word(block, 'mostWeight')),
        left.set(word(block, 'features')),
        repeat(left, [
          z.set(f64x2.loadSplat(weights)),
          vectors.map((at, v) =>
            bound[v].set(f64x2.max(bound[v], f64x2.mul(f64x2.abs(v128.load(change, at)), z))),
          ),
          advance(change, rowBytes),
          advance(weights, 8),
        ]),
        noise.set(f64x2.splat(mostNoise)),
        vectors.map((at, v) => [
          size.set(v128.load(largest, at)),
          base.set(f64x2.mul(f64x2.pmin(size, ceiling), perThreshold)),
          toPower(base, rise, power),
          bound[v].set(f64x2.mul(f64x2.add(bound[v], f64x2.mul(noise, rise)), f64x2.const(slack))),
          v128.store(bounds, bound[v], at),
          relative.set(f64x2.pmax(relative, f64x2.div(bound[v], size))),
        ]),
      ],
      f64.max(f64x2.extract(relative, 0), f64x2.extract(relative, 1)),
    ]
  })

/** Whether a neuron of a panel may change by more than this, relatively. */
const emitIsBeyond = (module: ModuleWriter): Callable<readonly ['i32', 'i32', 'f64'], 'i32'> =>
  module.func(null, ['i32', 'i32', 'f64'], 'i32', (f, block, panel, relative) => {
    const [bounds, largest] = f.locals('i32', 2)
    const [most, within] = f.locals('v128', 2)
    return [
      [
        bounds.set(rowOf(block, 'bounds', panel)),
        largest.set(rowOf(block, 'largest', panel)),
        most.set(f64x2.splat(relative)),
        within.set(f64x2.eq(f64x2.const(0), f64x2.const(0))),
        vectors.map(at =>
          within.set(
            v128.and(within, f64x2.le(v128.load(bounds, at), f64x2.mul(most, v128.load(largest, at)))),
          ),
        ),
      ],
      v128.anyTrue(v128.not(within)),
    ]
  })

/** `measure`: panels whose bounds lie below what other panels change by are left out. */
export const emitMeasure = (module: ModuleWriter, power: number, kind: Kind): void => {
  const pull = emitPull(module, kind)
  const measurePanel = emitMeasurePanel(module, kind)
  if (kind === 'Each') {
    module.func('measureEach', ['i32'], 'f64', (_, block) => [
      pull.call(block, i32.const(0)),
      measurePanel.call(block, i32.const(0)),
    ])
    return
  }
  const bound = emitBound(module, power)
  const isBeyond = emitIsBeyond(module)
  module.func('measureOne', ['i32'], 'f64', (f, block) => {
    const [sample, gradient, noise, first] = f.locals('i32', 4)
    const [mostNoise, relative, best, each] = f.locals('f64', 4)
    return [
      [
        gradient.set(word(block, 'firstGradient')),
        noise.set(word(block, 'mostNoise')),
        count(sample, i32.const(0), word(block, 'samples'), i32.const(1), [
          mostNoise.set(f64.max(mostNoise, f64.mul(f64.abs(f64.load(gradient)), f64.load(noise)))),
          advance(gradient, 8),
          advance(noise, 8),
        ]),
        best.set(f64.const(-1)),
        overPanels(f, block, panel => [
          pull.call(block, panel),
          each.set(bound.call(block, panel, mostNoise)),
          when(f64.gt(each, best), [best.set(each), first.set(panel)]),
        ]),
        relative.set(measurePanel.call(block, first)),
        overPanels(f, block, panel =>
          when(
            i32.and(i32.ne(panel, first), isBeyond.call(block, panel, relative)),
            relative.set(f64.max(relative, measurePanel.call(block, panel))),
          ),
        ),
      ],
      relative,
    ]
  })
}

/** The passes that move the neurons of a block, and give their slopes and outputs. */

import {
  advance,
  type Body,
  type Callable,
  count,
  type Expr,
  f64,
  f64x2,
  i32,
  type Local,
  type ModuleWriter,
  v128,
  when,
  whilst,
} from '@multiview/tensor/assembler'
import { rowBytes } from '../../limit/step/plain.ts'
import {
  clearOutputs,
  gradientOf,
  type Kind,
  outputBytes,
  overFeatures,
  overPanels,
  panelOf,
  perPowerAt,
  rowOf,
  rowOfVectors,
  setNumbers,
  thresholdAt,
  toPower,
  vectors,
} from './emit-panels.ts'
import { inRow, tableRowBytes, word } from './record.ts'

/**
 * Moves a of a panel by both stages and b by the first, and leaves the change of b by the second in
 * the place of the slopes.
 */
const emitPush = (
  module: ModuleWriter,
  power: number,
  kind: Kind,
): Callable<readonly ['i32', 'i32', 'f64', 'f64', 'f64'], null> =>
  module.func(null, ['i32', 'i32', 'f64', 'f64', 'f64'], null, (f, block, panel, first, further, last) => {
    const [slope, b, a, ahead, row, bRow, gradients, secondGradients] = f.locals('i32', 8)
    const [ceiling, perThreshold, step, beyond, end, z, noise] = f.locals('v128', 7)
    const [u, change, rise, base] = f.locals('v128', 4)
    const sum = rowOfVectors(f)
    const [gradient, second] = [gradientOf(f, kind), gradientOf(f, kind)]
    const patch = (at: number, v: number): Body => [
      change.set(f64x2.mul(noise, f64x2.mul(gradient.of(at), v128.load(row, at)))),
      u.set(f64x2.add(v128.load(bRow, at), f64x2.mul(step, change))),
      v128.store(bRow, u, at),
      u.set(f64x2.add(f64x2.mul(v128.load(ahead, at), z), f64x2.add(u, f64x2.mul(beyond, change)))),
      base.set(f64x2.mul(f64x2.pmin(f64x2.pmax(u, f64x2.const(0)), ceiling), perThreshold)),
      toPower(base, rise, power),
      rise.set(f64x2.mul(second.of(at), rise)),
      sum[v].set(f64x2.sub(sum[v], f64x2.mul(z, rise))),
      v128.store(row, f64x2.mul(noise, rise), at),
    ]
    return [
      setNumbers(block, [ceiling, perThreshold]),
      step.set(f64x2.splat(first)),
      beyond.set(f64x2.splat(further)),
      end.set(f64x2.splat(last)),
      slope.set(panelOf(block, 'slope', panel, 'rowsBytes')),
      b.set(panelOf(block, 'b', panel, 'rowsBytes')),
      a.set(panelOf(block, 'a', panel, 'featuresBytes')),
      ahead.set(panelOf(block, 'changeOfA', panel, 'featuresBytes')),
      gradients.set(word(block, 'firstGradient')),
      secondGradients.set(word(block, 'secondGradient')),
      overFeatures(
        f,
        block,
        vectors.map((at, v) => [
          sum[v].set(f64x2.const(0)),
          change.set(v128.load(ahead, at)),
          u.set(f64x2.add(v128.load(a, at), f64x2.mul(step, change))),
          v128.store(a, u, at),
          v128.store(ahead, f64x2.add(u, f64x2.mul(beyond, change)), at),
        ]),
        entry => [
          row.set(i32.add(slope, i32.load(entry, inRow.patch))),
          bRow.set(i32.add(b, i32.load(entry, inRow.patch))),
          z.set(f64x2.loadSplat(entry, inRow.weight)),
          noise.set(f64x2.loadSplat(entry, inRow.noise)),
          gradient.read(entry, gradients),
          second.read(entry, secondGradients),
          vectors.map(patch),
        ],
        [
          vectors.map((at, v) => v128.store(a, f64x2.add(v128.load(a, at), f64x2.mul(end, sum[v])), at)),
          advance(a, rowBytes),
          advance(ahead, rowBytes),
        ],
      ),
    ]
  })

/**
 * Writes slopes and `largest` of a panel and adds to `outputs`; before that it moves each b by the
 * step times what is in the place of its slope, if `isMoving`. If `isSmall`, slopes and outputs are
 * those for preactivations up to ϱ.
 */
export const emitForward = (
  module: ModuleWriter,
  power: number,
  kind: Kind,
  { isMoving = false, isSmall = false }: { readonly isMoving?: boolean; readonly isSmall?: boolean },
): Callable<readonly ['i32', 'i32', 'f64'], null> =>
  module.func(null, ['i32', 'i32', 'f64'], null, (f, block, panel, last) => {
    const [left, entry, end, ends, row, bRow, aRow, a, output] = f.locals('i32', 9)
    const [ceiling, perThreshold, perPower, step, z] = f.locals('v128', 5)
    const [u, clipped, base, rise] = f.locals('v128', 4)
    const total = rowOfVectors(f)
    const most = rowOfVectors(f)
    const sum = f.local('f64')
    const moved = (at: number): Body => [
      u.set(f64x2.add(v128.load(bRow, at), f64x2.mul(step, v128.load(row, at)))),
      v128.store(bRow, u, at),
    ]
    const below = (of: Local<'v128'>): Expr<'v128'> => f64x2.mul(f64x2.mul(of, rise), perPower)
    const patch = (at: number, v: number): Body => [
      isMoving ? moved(at) : u.set(v128.load(bRow, at)),
      u.set(f64x2.add(f64x2.mul(v128.load(aRow, at), z), u)),
      most[v].set(f64x2.pmax(most[v], f64x2.abs(u))),
      u.set(f64x2.pmax(u, f64x2.const(0))),
      isSmall ? [] : clipped.set(f64x2.pmin(u, ceiling)),
      base.set(f64x2.mul(isSmall ? u : clipped, perThreshold)),
      toPower(base, rise, power),
      v128.store(row, rise, at),
      total[v].set(
        f64x2.add(total[v], isSmall ? below(u) : f64x2.add(below(clipped), f64x2.sub(u, clipped))),
      ),
    ]
    const addToOutputs: Body =
      kind === 'One'
        ? [
            sum.set(f64.load(output)),
            total.flatMap(each => [0, 1].map(lane => sum.set(f64.add(sum, f64x2.extract(each, lane))))),
            f64.store(output, sum),
          ]
        : vectors.map((at, v) => v128.store(output, f64x2.add(v128.load(output, at), total[v]), at))
    return [
      setNumbers(block, [ceiling, perThreshold]),
      perPower.set(f64x2.loadSplat(block, perPowerAt)),
      step.set(f64x2.splat(last)),
      row.set(panelOf(block, 'slope', panel, 'rowsBytes')),
      bRow.set(panelOf(block, 'b', panel, 'rowsBytes')),
      a.set(panelOf(block, 'a', panel, 'featuresBytes')),
      output.set(word(block, 'outputs')),
      entry.set(word(block, 'table')),
      ends.set(word(block, 'ends')),
      count(left, i32.const(0), word(block, 'samples'), i32.const(1), [
        end.set(i32.load(ends)),
        total.map(each => each.set(f64x2.const(0))),
        whilst(i32.ltU(entry, end), [
          aRow.set(i32.add(a, i32.load(entry, inRow.feature))),
          z.set(f64x2.loadSplat(entry, inRow.weight)),
          vectors.map(patch),
          advance(entry, tableRowBytes),
          advance(row, rowBytes),
          advance(bRow, rowBytes),
        ]),
        addToOutputs,
        advance(output, outputBytes[kind]),
        advance(ends, 4),
      ]),
      output.set(rowOf(block, 'largest', panel)),
      vectors.map((at, v) => v128.store(output, most[v], at)),
    ]
  })

/** Whether all neurons of a panel have `largest` up to ϱ times a share. */
const emitIsWithin = (module: ModuleWriter): Callable<readonly ['i32', 'i32', 'f64'], 'i32'> =>
  module.func(null, ['i32', 'i32', 'f64'], 'i32', (f, block, panel, share) => {
    const largest = f.local('i32')
    const [limit, beyond] = f.locals('v128', 2)
    return [
      [
        largest.set(rowOf(block, 'largest', panel)),
        limit.set(f64x2.splat(f64.mul(share, f64.load(block, thresholdAt)))),
        vectors.map(at => beyond.set(v128.or(beyond, f64x2.gt(v128.load(largest, at), limit)))),
      ],
      i32.eqz(v128.anyTrue(beyond)),
    ]
  })

/**
 * `advance`. Panels of small neurons are taken to stay below ϱ. If one does not, all slopes and
 * outputs are computed again.
 */
export const emitAdvance = (
  module: ModuleWriter,
  power: number,
  kind: Kind,
  whole: Callable<readonly ['i32'], null>,
): void => {
  const push = emitPush(module, power, kind)
  const forward = emitForward(module, power, kind, { isMoving: true })
  const forwardSmall = emitForward(module, power, kind, { isMoving: true, isSmall: true })
  const isWithin = emitIsWithin(module)
  module.func(`advance${kind}`, ['i32', 'f64', 'f64', 'f64'], null, (f, block, first, further, last) => {
    const isWrong = f.local('i32')
    return [
      clearOutputs(f, block, kind),
      overPanels(f, block, panel => [
        push.call(block, panel, first, further, last),
        when(
          isWithin.call(block, panel, f64.const(0.5)),
          [
            forwardSmall.call(block, panel, last),
            isWrong.set(i32.or(isWrong, i32.eqz(isWithin.call(block, panel, f64.const(1))))),
          ],
          forward.call(block, panel, last),
        ),
      ]),
      when(isWrong, whole.call(block)),
    ]
  })
}

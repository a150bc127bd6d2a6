/** The code of wasm.ts: passes over the panels of a block, for one power. */

import {
  advance,
  assemble,
  type Body,
  type Callable,
  count,
  type Expr,
  type FunctionScope,
  f64,
  f64x2,
  i32,
  type Local,
  type ModuleWriter,
  repeat,
  type Statement,
  v128,
  when,
  whilst,
} from '@multiview/tensor/assembler'
import { vectorBytes } from '../../limit/step/emit.ts'
import { lanes, rowBytes } from '../../limit/step/plain.ts'
import { emitLinearize, emitSolve } from './emit-kernel.ts'
import { inRow, numbersAt, tableRowBytes, type Word, word } from './record.ts'

/** Bounds count as this much larger than they are computed, far above what rounding changes. */
const slack = 1 + 2 ** -40

/** The passes for a block of one class, and for one of single neurons. */
export type Kind = 'One' | 'Each'
type Passes = {
  readonly [K in `measure${Kind}`]: (block: number) => number
} & {
  readonly [K in `forward${Kind}`]: (block: number) => void
} & {
  readonly [K in `advance${Kind}`]: (block: number, first: number, further: number, last: number) => void
}
export interface BlockPasses extends Passes {
  /** Writes the slopes of the neuron of a lane to an address. */
  slopesHere(block: number, panel: number, lane: number, into: number): void
  /** @param sampleLane the lane's offset in a row of the gradients. */
  slopesAhead(
    block: number,
    panel: number,
    lane: number,
    sampleLane: number,
    into: number,
    first: number,
    further: number,
  ): void
  /**
   * `linearize` of block-step.ts, with the slopes of the neurons at an address.
   *
   * @param ofClass the class's offset in a row of the gradients.
   */
  linearize(
    block: number,
    neurons: number,
    slopes: number,
    columns: number,
    ofClass: number,
    copies: number,
  ): number
  /** `solve` of block-step.ts. */
  solve(
    block: number,
    width: number,
    columns: number,
    system: number,
    ofClass: number,
    into: number,
    weight: number,
  ): void
}

export const emitBlockStep = (power: number): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  module.importMemory('js', 'memory', { initial: 0 })
  for (const kind of ['One', 'Each'] as const) {
    const forward = emitForward(module, power, kind, {})
    const whole = module.func(`forward${kind}`, ['i32'], null, (f, block) => [
      clearOutputs(f, block, kind),
      overPanels(f, block, panel => forward.call(block, panel, f64.const(0))),
    ])
    emitMeasure(module, power, kind)
    emitAdvance(module, power, kind, whole)
  }
  emitSlopesHere(module)
  emitSlopesAhead(module, power)
  emitLinearize(module)
  emitSolve(module)
  return module.bytes()
}

const vectors = Array.from({ length: rowBytes / vectorBytes }, (_, v) => v * vectorBytes)
const rowOfVectors = (f: FunctionScope): Local<'v128'>[] => f.locals('v128', vectors.length)

const [thresholdAt, perThresholdAt, perPowerAt] = [0, 8, 16].map(at => numbersAt + at)

const overPanels = (
  f: FunctionScope,
  block: Expr<'i32'>,
  body: (panel: Local<'i32'>) => Body,
): Statement[] => {
  const panel = f.local('i32')
  return count(panel, i32.const(0), word(block, 'panels'), i32.const(1), body(panel))
}

const panelOf = (
  block: Expr<'i32'>,
  array: Word,
  panel: Expr<'i32'>,
  bytes: 'rowsBytes' | 'featuresBytes',
): Expr<'i32'> => i32.add(word(block, array), i32.mul(panel, word(block, bytes)))

/** The row of a panel in an array of one row per panel. */
const rowOf = (block: Expr<'i32'>, array: Word, panel: Expr<'i32'>): Expr<'i32'> =>
  i32.add(word(block, array), i32.mul(panel, i32.const(rowBytes)))

const setNumbers = (block: Expr<'i32'>, [ceiling, perThreshold]: readonly Local<'v128'>[]): Statement[] => [
  ceiling.set(f64x2.loadSplat(block, thresholdAt)),
  perThreshold.set(f64x2.loadSplat(block, perThresholdAt)),
]

/** base ↦ base^(q−1), in the order of the plain loop. */
const toPower = (base: Local<'v128'>, result: Local<'v128'>, power: number): Statement[] => [
  result.set(base),
  ...Array.from({ length: power - 2 }, () => result.set(f64x2.mul(result, base))),
]

/** The features of a block in turn, with the patches of each. */
const overFeatures = (
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
const gradientOf = (
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
const emitMeasure = (module: ModuleWriter, power: number, kind: Kind): void => {
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
const emitForward = (
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
const emitAdvance = (
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

/** Bytes of a sample's row of outputs. */
const outputBytes: Record<Kind, number> = { One: 8, Each: 8 * lanes }

const clearOutputs = (f: FunctionScope, block: Expr<'i32'>, kind: Kind): Body => {
  const [at, end] = f.locals('i32', 2)
  return [
    at.set(word(block, 'outputs')),
    end.set(i32.add(at, i32.mul(word(block, 'samples'), i32.const(outputBytes[kind])))),
    whilst(i32.ltU(at, end), [f64.store(at, f64.const(0)), advance(at, 8)]),
  ]
}

const emitSlopesHere = (module: ModuleWriter): void => {
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

const emitSlopesAhead = (module: ModuleWriter, power: number): void => {
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

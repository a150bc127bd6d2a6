/** The code of wasm.ts: passes over the panels of a block, for one power. */

import { assemble, f64 } from '@multiview/tensor/assembler'
import { emitAdvance, emitForward } from './emit-advance.ts'
import { emitLinearize, emitSolve } from './emit-kernel.ts'
import { emitMeasure } from './emit-measure.ts'
import { clearOutputs, type Kind, overPanels } from './emit-panels.ts'
import { emitSlopesAhead, emitSlopesHere } from './emit-slopes.ts'

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

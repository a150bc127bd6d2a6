/** The dense step's kernels, compiled at the first step that needs them. */
import type { Engine, KernelFunction, Kernels } from '@multiview/tensor/kernel-parts'
import type { FloatType } from '@multiview/tensor/kernels'
import { activationModule, gradientModule } from './emit.ts'

/**
 * The largest whole power with a kernel of its own; for larger and for other powers a plain loop is
 * used.
 */
export const LARGEST_POWER = 12

export interface DenseKernels {
  /** Null if the power has no kernel. */
  readonly activate: KernelFunction | null
  readonly spread: KernelFunction
  readonly list: KernelFunction
  readonly accumulate: KernelFunction
}

const compiled = new WeakMap<Engine, Map<string, Kernels<string>>>()

const once = (engine: Engine, key: string, write: () => Uint8Array<ArrayBuffer>): Kernels<string> => {
  let known = compiled.get(engine)
  if (known === undefined) compiled.set(engine, (known = new Map()))
  let kernels = known.get(key)
  if (kernels === undefined) known.set(key, (kernels = engine.compile(write())))
  return kernels
}

/**
 * The kernels for a float type, the power of the activation and the number of vectors of a gradient
 * panel.
 */
export const denseKernels = (
  engine: Engine,
  type: FloatType,
  power: number,
  vectors: number,
): DenseKernels => {
  const whole = Number.isInteger(power) && power >= 2 && power <= LARGEST_POWER
  const { spread, list, accumulate } = once(engine, `gradient ${type} ${vectors}`, () =>
    gradientModule(type, vectors),
  )
  return {
    spread,
    list,
    accumulate,
    activate: whole
      ? once(engine, `activation ${type} ${power}`, () => activationModule(type, power - 1)).activate
      : null,
  }
}

/**
 * The passes of plain.ts in WebAssembly, two neurons per vector (four in float32). Every operation
 * and every sum is that of the plain loops and nothing is fused or reassociated, so both give the
 * same bits.
 *
 * The code depends on the type and the power alone; sizes and addresses are arguments. So each
 * power is compiled once, and later models use its optimized passes.
 */

import type { WebAssemblyApi } from '@multiview/tensor/kernel-parts'
import type { FloatType } from '@multiview/tensor/kernels'
import { emitLimitStep, type LimitPasses } from './emit.ts'
import {
  checkBytes,
  type LimitStepPlaces,
  pageBytes,
  place,
  writeConstants,
  writeTable,
  writeVector,
} from './memory.ts'
import type { LimitStep } from './plain.ts'
import { bytesOf, floats, type LimitStepArrays, type LimitStepShape, rowBytes, sizes } from './plain.ts'

/** Whether the kernel exists for this power: it multiplies, so the power must be an integer. */
export const hasWasmLimitStep = (power: number): boolean =>
  Number.isInteger(power) && power >= 2 && power <= 12

const modules = new Map<string, object>()

const moduleFor = (type: FloatType, power: number, webAssembly: WebAssemblyApi): object => {
  const key = `${type} ${power}`
  let module = modules.get(key)
  if (!module) {
    module = new webAssembly.Module(emitLimitStep(type, power))
    modules.set(key, module)
  }
  return module
}

/**
 * @throws RangeError when the arrays of a step need more than the 4 GiB that a WebAssembly memory
 * can hold. Where WebAssembly is missing or forbidden it throws what the engine throws; `limitStep`
 * checks for it before.
 */
export const wasmLimitStep = <T extends FloatType = 'float64'>(
  shape: LimitStepShape,
  type: T = 'float64' as T,
): LimitStep<T> => wasmStepBeside(shape, type, 0).step

/** A step, and the memory that it lies in, which has more bytes from `end` on. */
interface StepInMemory<T extends FloatType> {
  readonly step: LimitStep<T>
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly end: number
  readonly passes: LimitPasses
}

/** A step, and `more` bytes in its memory. */
export const wasmStepBeside = <T extends FloatType>(
  shape: LimitStepShape,
  type: T,
  more: number,
): StepInMemory<T> => {
  const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
  const at = place(shape, type, 0)
  const { end } = at
  checkBytes(end + more, 'the mixed samples')
  const memory = new webAssembly.Memory({ initial: Math.ceil((end + more) / pageBytes) })
  const passes = new webAssembly.Instance(moduleFor(type, shape.power, webAssembly), { js: { memory } })
    .exports as LimitPasses
  return { step: stepAt(shape, type, at, memory.buffer, passes), memory, passes, end }
}

const arraysAt = <T extends FloatType>(
  shape: LimitStepShape,
  type: T,
  at: LimitStepPlaces,
  buffer: ArrayBuffer,
): LimitStepArrays<T> => {
  const { classes } = shape
  const { panels, lanes, samples, rows, features } = sizes(shape, type)
  const array = (address: number, length: number) => floats(type, length, buffer, address)
  const panelled = (address: number, length: number) => array(address, panels * length * lanes)
  return {
    a: panelled(at.a, features),
    b: panelled(at.b, rows),
    slope: panelled(at.slope, rows),
    changeOfA: panelled(at.changeOfA, features),
    outputs: array(at.outputs, samples * classes),
    outputGradient: array(at.outputGradient, samples * classes),
    largestNoiseChange: panelled(at.largestNoiseChange, 1),
    largest: panelled(at.largest, 1),
    largestChange: panelled(at.largestChange, 1),
  }
}

/** The passes over one panel of the arrays at these places. */
const passesAt = (shape: LimitStepShape, type: FloatType, at: LimitStepPlaces, passes: LimitPasses) => {
  const { classes } = shape
  const { panels, lanes, samples, rows, features } = sizes(shape, type)
  const samplesAt = [samples, at.ends, at.table, bytesOf[type] * classes] as const
  const panelOfA = (panel: number): number => panel * features * rowBytes
  const panelOfB = (panel: number): number => panel * rows * rowBytes
  const classesOf = (panel: number): number => at.classes + panel * 4 * lanes
  const advanceA = (step: number): void => passes.advance(step, at.a, at.changeOfA, panelOfA(panels))
  const forward = (panel: number, pass = passes.forward): void =>
    pass(
      ...samplesAt,
      classesOf(panel),
      at.outputs,
      at.a + panelOfA(panel),
      at.b + panelOfB(panel),
      at.slope + panelOfB(panel),
      at.scratch,
    )
  /** Adds to `changeOfA`. */
  const backward = (panel: number): void =>
    passes.backward(
      ...samplesAt,
      classesOf(panel),
      at.outputGradient,
      at.changeOfA + panelOfA(panel),
      at.slope + panelOfB(panel),
      at.largestNoiseChange + panel * rowBytes,
    )
  const measure = (panel: number): void =>
    passes.measure(
      rows,
      at.table,
      at.a + panelOfA(panel),
      at.changeOfA + panelOfA(panel),
      at.b + panelOfB(panel),
      at.slope + panelOfB(panel),
      at.largest + panel * rowBytes,
      at.largestChange + panel * rowBytes,
    )
  const advanceB = (step: number): void => passes.advance(step, at.b, at.slope, panelOfB(panels))
  return { forward, backward, measure, advanceA, advanceB }
}

const stepAt = <T extends FloatType>(
  shape: LimitStepShape,
  type: T,
  at: LimitStepPlaces,
  buffer: ArrayBuffer,
  passes: LimitPasses,
): LimitStep<T> => {
  const { panels } = sizes(shape, type)
  const arrays = arraysAt(shape, type, at, buffer)
  writeTable(shape, type, buffer, at)
  writeConstants(shape, type, buffer, at)
  const { forward, backward, measure, advanceA, advanceB } = passesAt(shape, type, at, passes)
  return {
    arrays,
    forward: () => {
      arrays.outputs.fill(0)
      for (let panel = 0; panel < panels; panel++) forward(panel)
    },
    advanceAndForward: step => {
      advanceA(step)
      arrays.outputs.fill(0)
      writeVector('step', step, type, buffer, at)
      for (let panel = 0; panel < panels; panel++) forward(panel, passes.moveAndForward)
    },
    backward: () => {
      arrays.changeOfA.fill(0)
      for (let panel = 0; panel < panels; panel++) backward(panel)
    },
    measure,
    advance: step => {
      advanceA(step)
      advanceB(step)
    },
  }
}

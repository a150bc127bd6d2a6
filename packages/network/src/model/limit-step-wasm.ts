/**
 * The passes of limit-step-plain.ts in WebAssembly, two neurons a vector. Every operation and
 * every sum is that of the plain loops and nothing is fused or reassociated, so both give the same bits.
 *
 * The code knows the power alone; sizes and addresses are arguments. So a power is compiled once, and every model after the
 * first finds its passes already optimized.
 */

import { emitLimitStep, type LimitPasses, rowBytes, scratchBytes, tableRowBytes } from './limit-step-emit.ts'
import type { LimitStep } from './limit-step-plain.ts'
import { classOf, type LimitStepArrays, type LimitStepShape, lanes, sizes } from './limit-step-plain.ts'

/** The part of the WebAssembly API that is used; the language's own library does not declare it. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  Instance: new (module: object, imports: object) => { readonly exports: object }
  Memory: new (limits: { initial: number }) => { readonly buffer: ArrayBuffer }
}

const pageBytes = 65_536
const cacheLineBytes = 64
/** Memory is addressed by 32 bits. */
const mostBytes = 2 ** 32

/** Whether the kernel exists for this power: it multiplies, so the power must be an integer. */
export const hasWasmLimitStep = (power: number): boolean =>
  Number.isInteger(power) && power >= 2 && power <= 12

const modules = new Map<number, object>()

const moduleFor = (power: number, webAssembly: WebAssemblyApi): object => {
  let module = modules.get(power)
  if (!module) {
    module = new webAssembly.Module(emitLimitStep(power))
    modules.set(power, module)
  }
  return module
}

/**
 * @throws RangeError when the arrays of a step need more than the 4 GiB that a WebAssembly memory can hold.
 * Where WebAssembly is missing or forbidden it throws what the engine throws; `limitStep` asks first.
 */
export const wasmLimitStep = (shape: LimitStepShape): LimitStep => wasmLimitSteps([shape])[0]

/** Steps that do not touch each other, side by side in one memory: many small ones would waste one each. */
export const wasmLimitSteps = (shapes: readonly LimitStepShape[]): LimitStep[] => {
  const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
  let end = 0
  const places = shapes.map(shape => {
    const at = place(shape, end)
    end = at.end
    return at
  })
  const memory = new webAssembly.Memory({ initial: Math.ceil(end / pageBytes) })
  const passes = new Map<number, LimitPasses>()
  const passesFor = (power: number): LimitPasses => {
    let found = passes.get(power)
    if (!found) {
      found = new webAssembly.Instance(moduleFor(power, webAssembly), { js: { memory } })
        .exports as LimitPasses
      passes.set(power, found)
    }
    return found
  }
  return shapes.map((shape, s) => stepAt(shape, places[s], memory, passesFor(shape.power)))
}

const stepAt = (
  shape: LimitStepShape,
  at: ReturnType<typeof place>,
  memory: { readonly buffer: ArrayBuffer },
  passes: LimitPasses,
): LimitStep => {
  const { classes, power, threshold } = shape
  const { panels, samples, rows, features } = sizes(shape)
  const floats = (address: number, length: number): Float64Array =>
    new Float64Array(memory.buffer, address, length)
  const panelled = (address: number, length: number): Float64Array => floats(address, panels * length * lanes)
  const arrays: LimitStepArrays = {
    a: panelled(at.a, features),
    b: panelled(at.b, rows),
    slope: panelled(at.slope, rows),
    changeOfA: panelled(at.changeOfA, features),
    outputs: floats(at.outputs, samples * classes),
    outputGradient: floats(at.outputGradient, samples * classes),
    largestNoiseChange: panelled(at.largestNoiseChange, 1),
    largest: panelled(at.largest, 1),
    largestChange: panelled(at.largestChange, 1),
  }
  writeTable(shape, memory.buffer, at)
  // Two of each, a vector: the order is that of `scratchAt` in limit-step-emit.ts.
  floats(at.scratch, 6).set([1 / threshold, threshold, 1 / power].flatMap(value => [value, value]))
  const samplesAt = [samples, at.ends, at.table, 8 * classes] as const
  const panelOfA = (panel: number): number => panel * features * rowBytes
  const panelOfB = (panel: number): number => panel * rows * rowBytes
  const classesOf = (panel: number): number => at.classes + panel * 4 * lanes
  const advanceA = (step: number): void => passes.advance(step, at.a, at.changeOfA, panelOfA(panels))
  const forward = (panel: number): void =>
    passes.forward(
      ...samplesAt,
      classesOf(panel),
      at.outputs,
      at.a + panelOfA(panel),
      at.b + panelOfB(panel),
      at.slope + panelOfB(panel),
      at.scratch,
    )
  return {
    arrays,
    forward: () => {
      arrays.outputs.fill(0)
      for (let panel = 0; panel < panels; panel++) forward(panel)
    },
    advanceAndForward: step => {
      advanceA(step)
      arrays.outputs.fill(0)
      for (let panel = 0; panel < panels; panel++) {
        // Moved just before it is read, the panel is still in the processor's cache.
        passes.advance(step, at.b + panelOfB(panel), at.slope + panelOfB(panel), rows * rowBytes)
        forward(panel)
      }
    },
    backward: () => {
      arrays.changeOfA.fill(0)
      for (let panel = 0; panel < panels; panel++)
        passes.backward(
          ...samplesAt,
          classesOf(panel),
          at.outputGradient,
          at.changeOfA + panelOfA(panel),
          at.slope + panelOfB(panel),
          at.largestNoiseChange + panel * rowBytes,
        )
    },
    measure: panel =>
      passes.measure(
        rows,
        at.table,
        at.a + panelOfA(panel),
        at.changeOfA + panelOfA(panel),
        at.b + panelOfB(panel),
        at.slope + panelOfB(panel),
        at.largest + panel * rowBytes,
        at.largestChange + panel * rowBytes,
      ),
    advance: step => {
      advanceA(step)
      passes.advance(step, at.b, at.slope, panelOfB(panels))
    },
  }
}

/** Where each array starts, in bytes, in what is free from `start` on. */
const place = (shape: LimitStepShape, start: number) => {
  const { panels, samples, rows, features } = sizes(shape)
  let end = start
  const take = (bytes: number): number => {
    const at = end
    end += Math.ceil(bytes / cacheLineBytes) * cacheLineBytes
    return at
  }
  const layout = {
    scratch: take(scratchBytes),
    classes: take(4 * panels * lanes),
    ends: take(4 * samples),
    table: take(tableRowBytes * rows),
    largestNoiseChange: take(panels * rowBytes),
    largest: take(panels * rowBytes),
    largestChange: take(panels * rowBytes),
    a: take(panels * features * rowBytes),
    changeOfA: take(panels * features * rowBytes),
    outputs: take(8 * samples * shape.classes),
    outputGradient: take(8 * samples * shape.classes),
    b: take(panels * rows * rowBytes),
    slope: take(panels * rows * rowBytes),
  }
  if (end > mostBytes - pageBytes)
    throw new RangeError(
      `limit step: ${rows} patches × ${panels * lanes} neurons need ${(end / 2 ** 30).toFixed(1)} GiB of the 4 GiB ` +
        'that WebAssembly can address; take fewer samples, patches or neurons.',
    )
  return { ...layout, end }
}

/** What the passes read beside the arrays: the table of patches, where each sample ends in it, each neuron's class. */
const writeTable = (shape: LimitStepShape, buffer: ArrayBuffer, at: ReturnType<typeof place>): void => {
  const view = new DataView(buffer)
  for (let p = 0; p < shape.feature.length; p++) {
    const row = at.table + p * tableRowBytes
    view.setFloat64(row, shape.weight[p], true)
    view.setFloat64(row + 8, -shape.noiseSquared[p], true)
    view.setUint32(row + 16, shape.feature[p] * rowBytes, true)
  }
  for (let n = 1; n < shape.firstPatch.length; n++)
    view.setUint32(at.ends + 4 * (n - 1), at.table + shape.firstPatch[n] * tableRowBytes, true)
  for (let c = 0; c < sizes(shape).panels * lanes; c++)
    view.setUint32(at.classes + 4 * c, 8 * classOf(shape, c), true)
}

/**
 * The passes of plain.ts in WebAssembly, two neurons per vector. Every operation and every sum is
 * that of the plain loops, so both give the same bits. What a move reads and writes is gone over
 * panel by panel, each while it is in the cache.
 */

import type { WebAssemblyApi } from '@multiview/tensor/kernel-parts'
import { checkBytes, pageBytes } from '../../limit/step/memory.ts'
import { type LimitStepShape, lanes, rowBytes, sizes } from '../../limit/step/plain.ts'
import { type BlockStep, checkBlock } from './block-step.ts'
import { type BlockPasses, emitBlockStep } from './emit.ts'
import { columnsOf } from './plain-kernel.ts'
import { inRow, numbersAt, recordBytes, tableRowBytes, type Word, words } from './record.ts'

const cacheLineBytes = 64

const modules = new Map<number, object>()

const passesIn = (memory: object, power: number, webAssembly: WebAssemblyApi): BlockPasses => {
  let module = modules.get(power)
  if (!module) modules.set(power, (module = new webAssembly.Module(emitBlockStep(power))))
  return new webAssembly.Instance(module, { js: { memory } }).exports as unknown as BlockPasses
}

/**
 * Steps that do not share arrays, side by side in one memory.
 *
 * @throws RangeError as `checkBlock`, and when they need more than the 4 GiB that a WebAssembly
 * memory can hold.
 */
export const wasmBlockSteps = (shapes: readonly LimitStepShape[]): BlockStep[] => {
  const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
  let end = 0
  const take = (bytes: number): number => {
    const at = end
    end += Math.ceil(bytes / cacheLineBytes) * cacheLineBytes
    return at
  }
  const places = shapes.map(shape => {
    checkBlock(shape)
    return placesOf(shape, take)
  })
  const scratch = scratchOf(shapes, take)
  checkBytes(end, `${shapes.length} blocks`)
  const memory = new webAssembly.Memory({ initial: Math.ceil(end / pageBytes) })
  const powers = new Map<number, BlockPasses>()
  return shapes.map((shape, s) => {
    let passes = powers.get(shape.power)
    if (!passes) powers.set(shape.power, (passes = passesIn(memory, shape.power, webAssembly)))
    return stepAt(shape, places[s], scratch, memory.buffer, passes)
  })
}

/** Where the steps have, in turn, the slopes and columns of some neurons and a system. */
interface Scratch {
  readonly slopes: number
  readonly columns: number
  readonly system: number
}

const scratchOf = (shapes: readonly LimitStepShape[], take: (bytes: number) => number): Scratch => {
  let [slopes, columns, system] = [0, 0, 0]
  for (const shape of shapes) {
    const { samples, rows } = sizes(shape)
    const width = shape.neurons * columnsOf(shape)
    slopes = Math.max(slopes, shape.neurons * rows)
    columns = Math.max(columns, samples * width)
    system = Math.max(system, (width + 1) * width)
  }
  return { slopes: take(8 * slopes), columns: take(8 * columns), system: take(8 * system) }
}

const counts = [
  'panels',
  'samples',
  'features',
  'rows',
  'rowsBytes',
  'featuresBytes',
  'sampleBytes',
  'columnBytes',
] as const
type Places = Record<Exclude<Word, (typeof counts)[number]>, number> & { readonly record: number }

/** The address of each array. */
const placesOf = (shape: LimitStepShape, take: (bytes: number) => number): Places => {
  const { panels, samples, rows, features } = sizes(shape)
  const outputBytes = 8 * samples * shape.classes
  return {
    record: take(recordBytes),
    table: take(tableRowBytes * rows),
    ends: take(4 * samples),
    byFeature: take(tableRowBytes * rows),
    featureEnds: take(4 * features),
    mostWeight: take(8 * features),
    mostNoise: take(8 * samples),
    largest: take(panels * rowBytes),
    bounds: take(panels * rowBytes),
    a: take(panels * features * rowBytes),
    changeOfA: take(panels * features * rowBytes),
    outputs: take(outputBytes),
    firstGradient: take(outputBytes),
    secondGradient: take(outputBytes),
    push: take(outputBytes),
    rate: take(outputBytes),
    ofNoise: take(8 * samples),
    b: take(panels * rows * rowBytes),
    slope: take(panels * rows * rowBytes),
  }
}

const stepAt = (
  shape: LimitStepShape,
  at: Places,
  scratch: Scratch,
  buffer: ArrayBuffer,
  passes: BlockPasses,
): BlockStep => {
  const { classes } = shape
  const { panels, samples, rows, features } = sizes(shape)
  writeRecord(shape, at, buffer)
  writeTables(shape, at, buffer)
  const array = (address: number, length: number): Float64Array => new Float64Array(buffer, address, length)
  const [measure, forward, advance] =
    classes === 1
      ? [passes.measureOne, passes.forwardOne, passes.advanceOne]
      : [passes.measureEach, passes.forwardEach, passes.advanceEach]
  const { record } = at
  const ofNeuron = columnsOf(shape)
  let width = 0
  return {
    arrays: {
      a: array(at.a, panels * features * lanes),
      b: array(at.b, panels * rows * lanes),
      outputs: array(at.outputs, samples * classes),
      firstGradient: array(at.firstGradient, samples * classes),
      secondGradient: array(at.secondGradient, samples * classes),
      push: array(at.push, samples * classes),
      rate: array(at.rate, samples * classes),
      largest: array(at.largest, panels * lanes),
    },
    forward: () => forward(record),
    measure: () => measure(record),
    linearize: (neurons, { ofClass, copies }, stages) => {
      let into = scratch.slopes
      for (const c of neurons) {
        const [panel, lane] = [Math.floor(c / lanes), 8 * (c % lanes)]
        if (stages) passes.slopesAhead(record, panel, lane, 8 * ofClass, into, stages.first, stages.further)
        else passes.slopesHere(record, panel, lane, into)
        into += 8 * rows
      }
      width = neurons.length * ofNeuron
      return passes.linearize(record, neurons.length, scratch.slopes, scratch.columns, 8 * ofClass, copies)
    },
    solve: (ofClass, weight, into) =>
      passes.solve(record, width, scratch.columns, scratch.system, 8 * ofClass, at[into], weight),
    advance: ({ first, further }, last) => advance(record, first, further, last),
  }
}

const writeRecord = (shape: LimitStepShape, at: Places, buffer: ArrayBuffer): void => {
  const { panels, samples, rows, features } = sizes(shape)
  const all: Record<Word, number> = {
    ...at,
    panels,
    samples,
    features,
    rows,
    rowsBytes: rows * rowBytes,
    featuresBytes: features * rowBytes,
    sampleBytes: 8 * shape.classes,
    columnBytes: 8 * columnsOf(shape),
  }
  new Int32Array(buffer, at.record, words.length).set(words.map(name => all[name]))
  new Float64Array(buffer, at.record + numbersAt, 3).set([
    shape.threshold,
    1 / shape.threshold,
    1 / shape.power,
  ])
}

/** Writes the patches by sample and by feature, and the largest z and ‖ξ‖². */
const writeTables = (shape: LimitStepShape, at: Places, buffer: ArrayBuffer): void => {
  const { classes, firstPatch, feature, weight, noiseSquared } = shape
  const { samples, rows, features } = sizes(shape)
  const doubles = new Float64Array(buffer)
  const ints = new Int32Array(buffer)
  const next = new Int32Array(features)
  for (let p = 0; p < rows; p++) next[feature[p]]++
  for (let v = 0, end = 0; v < features; v++) {
    const begin = end
    end += next[v]
    next[v] = begin
    ints[at.featureEnds / 4 + v] = at.byFeature + end * tableRowBytes
  }
  const write = (row: number, p: number, n: number): void => {
    doubles[(row + inRow.weight) / 8] = weight[p]
    doubles[(row + inRow.noise) / 8] = -noiseSquared[p]
    ints[(row + inRow.patch) / 4] = p * rowBytes
    ints[(row + inRow.feature) / 4] = feature[p] * rowBytes
    ints[(row + inRow.sample) / 4] = 8 * classes * n
    ints[(row + inRow.column) / 4] = 8 * feature[p]
  }
  for (let n = 0; n < samples; n++) {
    let most = 0
    for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) {
      const v = feature[p]
      write(at.table + p * tableRowBytes, p, n)
      write(at.byFeature + next[v]++ * tableRowBytes, p, n)
      most = Math.max(most, noiseSquared[p])
      doubles[at.mostWeight / 8 + v] = Math.max(doubles[at.mostWeight / 8 + v], Math.abs(weight[p]))
    }
    doubles[at.mostNoise / 8 + n] = most
    ints[at.ends / 4 + n] = at.table + firstPatch[n + 1] * tableRowBytes
  }
}

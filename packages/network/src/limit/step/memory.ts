/** Where a limit step in WebAssembly keeps its arrays and the table that its passes read. */

import type { FloatType } from '@multiview/tensor/kernels'
import { inTable, scratchAt, scratchBytes, tableRowBytes, vectorBytes } from './emit.ts'
import { bytesOf, classOf, type LimitStepShape, roundingOf, rowBytes, sizes } from './plain.ts'

export const pageBytes = 65_536
const cacheLineBytes = 64
/** Memory is addressed by 32 bits. */
const mostBytes = 2 ** 32

export type LimitStepPlaces = ReturnType<typeof place>

/** The address of each array in bytes; the memory is free from `start` on. */
export const place = (shape: LimitStepShape, type: FloatType, start: number) => {
  const { panels, lanes, samples, rows, features } = sizes(shape, type)
  const outputBytes = bytesOf[type] * samples * shape.classes
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
    outputs: take(outputBytes),
    outputGradient: take(outputBytes),
    b: take(panels * rows * rowBytes),
    slope: take(panels * rows * rowBytes),
  }
  checkBytes(end, `${rows} patches × ${panels * lanes} neurons`)
  return { ...layout, end }
}

/** @throws RangeError when a memory cannot hold that many bytes. */
export const checkBytes = (bytes: number, what: string): void => {
  if (bytes > mostBytes - pageBytes)
    throw new RangeError(
      `limit step: ${what} need ${(bytes / 2 ** 30).toFixed(1)} GiB of the 4 GiB ` +
        'that WebAssembly can address; take fewer samples, patches or neurons.',
    )
}

/** A number of the type at an address. */
const writer = (type: FloatType, buffer: ArrayBuffer): ((address: number, value: number) => void) => {
  const view = new DataView(buffer)
  return type === 'float64'
    ? (address, value) => view.setFloat64(address, value, true)
    : (address, value) => view.setFloat32(address, value, true)
}

/**
 * Writes what the passes read besides the arrays: the table of patches, the end of each sample in
 * it, the class of each neuron.
 */
export const writeTable = (
  shape: LimitStepShape,
  type: FloatType,
  buffer: ArrayBuffer,
  at: LimitStepPlaces,
): void => {
  const view = new DataView(buffer)
  const write = writer(type, buffer)
  for (let p = 0; p < shape.feature.length; p++) {
    const row = at.table + p * tableRowBytes
    write(row + inTable.weight, shape.weight[p])
    write(row + inTable.noise, -shape.noiseSquared[p])
    view.setUint32(row + inTable.feature, shape.feature[p] * rowBytes, true)
  }
  for (let n = 1; n < shape.firstPatch.length; n++)
    view.setUint32(at.ends + 4 * (n - 1), at.table + shape.firstPatch[n] * tableRowBytes, true)
  const { panels, lanes } = sizes(shape, type)
  for (let c = 0; c < panels * lanes; c++)
    view.setUint32(at.classes + 4 * c, bytesOf[type] * classOf(shape, c), true)
}

/** Writes a number into every lane of one of the vectors of `scratchAt`. */
export const writeVector = (
  name: Exclude<keyof typeof scratchAt, 'total'>,
  value: number,
  type: FloatType,
  buffer: ArrayBuffer,
  at: LimitStepPlaces,
): void => {
  const write = writer(type, buffer)
  for (let byte = 0; byte < vectorBytes; byte += bytesOf[type])
    write(at.scratch + scratchAt[name] + byte, value)
}

export const writeConstants = (
  { power, threshold }: LimitStepShape,
  type: FloatType,
  buffer: ArrayBuffer,
  at: LimitStepPlaces,
): void => {
  const limit = roundingOf(type)(threshold)
  writeVector('perThreshold', 1 / limit, type, buffer, at)
  writeVector('threshold', limit, type, buffer, at)
  writeVector('perPower', 1 / power, type, buffer, at)
}

import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/** Arguments, the doubles nearest to the true values, and their rounding errors in ulps. */
export interface Reference {
  columns: Float64Array[]
  value: Float64Array
  lost: Float64Array
}

/**
 * The committed samples, or millions of points that test/fixtures/math/generate.py wrote to another
 * folder.
 */
const elsewhere = process.env.MULTIVIEW_MATH_REFERENCE
const folder = elsewhere ? pathToFileURL(`${elsewhere}/`) : new URL('../../fixtures/math/', import.meta.url)

/** The output of test/fixtures/math/generate.py for one function. */
export function readReference(name: string): Reference {
  const file = new URL(`${name}.json`, folder)
  const record: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'))
  const bytes = (key: string) => {
    const { buffer, byteOffset, byteLength } = Buffer.from(record[key]!, 'base64')
    return buffer.slice(byteOffset, byteOffset + byteLength)
  }
  const columns = ['x0', 'x1'].filter(key => key in record).map(key => new Float64Array(bytes(key)))
  const lost = Float64Array.from(new Int16Array(bytes('lost')), value => value / 65534)
  return { columns, value: new Float64Array(bytes('value')), lost }
}

/** The distance between neighbouring doubles at x. */
export function ulp(x: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(x) || 5e-324))
  for (const e of [exponent + 1, exponent, exponent - 1])
    if (2 ** e <= Math.abs(x)) return 2 ** Math.max(e - 52, -1074)
  return 2 ** -1074
}

/**
 * The largest distance of f from the true values, in ulps of those or of `smallest` if that is
 * larger, and the arguments where it is reached.
 */
export function largestError(f: (...x: number[]) => number, reference: Reference, smallest = 0) {
  const worst = { ulps: 0, at: [] as number[] }
  reference.value.forEach((value, i) => {
    const at = reference.columns.map(column => column[i]!)
    const shrink = ulp(value) / ulp(Math.max(Math.abs(value), smallest))
    const ulps = Math.abs((f(...at) - value) / ulp(value) - reference.lost[i]!) * shrink
    if (!(ulps <= worst.ulps)) Object.assign(worst, { ulps, at })
  })
  return worst
}

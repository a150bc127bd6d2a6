/** Replays the cases of test/fixtures/array-api through `xp`. generate.py there describes them. */
import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type DType, Tensor, TensorError } from '@multiview/tensor'
import * as xp from '@multiview/tensor/array-api'
import { flat, make } from '../ops/calls.ts'
import { inLayout, layoutNames } from '../ops/layouts.ts'
import { distance } from '../ops/ulps.ts'
import { type Invariant, invariants } from './invariants.ts'

type Json = null | string | boolean | number | Json[] | { readonly [key: string]: Json }
type Comparison = 'bits' | 'equal' | 'shape' | Invariant | ['ulp' | 'abs', Json]
export type Case = [
  name: string,
  args: Json[],
  options: { readonly [key: string]: Json },
  result: Json,
  comparison: Comparison,
]

export interface Fixture {
  readonly pool: readonly Tensor[]
  readonly cases: readonly Case[]
}

const folder = new URL('../../fixtures/array-api/', import.meta.url)
export const fixtureNames = readdirSync(folder)
  .filter(name => name.endsWith('.json.gz'))
  .map(name => name.slice(0, -'.json.gz'.length))
  .sort()

const STORES = { float64: Float64Array, float32: Float32Array, int32: Int32Array, bool: Uint8Array }

export function readFixture(name: string): Fixture {
  const text = gunzipSync(readFileSync(new URL(`${name}.json.gz`, folder))).toString()
  const { pool, cases } = JSON.parse(text) as { pool: [DType, number[], string][]; cases: Case[] }
  const tensors = pool.map(([dtype, shape, base64]) => {
    const { buffer, byteOffset, byteLength } = Buffer.from(base64, 'base64')
    return make(dtype, shape, new STORES[dtype](buffer.slice(byteOffset, byteOffset + byteLength)))
  })
  return { pool: tensors, cases }
}

/** The function with this name in the standard, such as `linalg.solve`, if `xp` has it. */
export function functionOf(name: string): ((...args: unknown[]) => unknown) | undefined {
  let at: unknown = xp
  for (const part of name.split('.')) at = (at as Record<string, unknown> | undefined)?.[part]
  return at as undefined
}

const NUMBERS: Record<string, number> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  '-0': -0,
}

/** The value that JSON represents, with each tensor stored as `layout` does. */
function read(pool: readonly Tensor[], value: Json, layout: (x: Tensor) => Tensor = x => x): unknown {
  if (Array.isArray(value)) return value.map(part => read(pool, part, layout))
  if (typeof value !== 'object' || value === null) return value
  if ('t' in value) return layout(pool[value.t as number])
  if ('c' in value) {
    const [re, im] = (value.c as number[]).map(i => layout(pool[i]))
    return { re, im }
  }
  if ('n' in value) return NUMBERS[value.n as string]
  if ('u' in value) return undefined
  if ('o' in value)
    return Object.fromEntries(
      Object.entries(value.o as object).map(([key, part]) => [key, read(pool, part, layout)]),
    )
  throw new Error(`a fixture holds ${JSON.stringify(value)}`)
}

/** The errors of a case in C order and in one other layout, a different one for each case. */
export function complaintsOf({ pool }: Fixture, [name, args, options, result, how]: Case, turn: number) {
  const run = functionOf(name)!
  const found: string[] = []
  const [plain, ...others] = layoutNames
  for (const layout of [plain, others[turn % others.length]]) {
    const stored = (x: Tensor) => (layout === plain ? x : inLayout(x, layout))
    const inputs = read(pool, args, stored) as unknown[]
    const given = read(pool, { o: options }, stored) as object
    const call = () => run(...inputs, ...(Object.keys(given).length > 0 ? [given] : []))
    const told = (what: string) =>
      found.push(`${name}(${[...inputs, given].map(shown).join(', ')}) ${layout}: ${what}`)
    try {
      const got = call()
      const wrong = isRefusal(result)
        ? `gave ${shown(got)}, and should throw`
        : complaint(got, read(pool, result), comparisonOf(pool, how), inputs as Tensor[])
      if (wrong) told(wrong)
    } catch (error) {
      if (!(error instanceof TensorError)) told(`threw a raw ${(error as Error).stack}`)
      else if (!isRefusal(result)) told(`threw ${error.message}`)
      else if (error.operation !== name.split('.').at(-1)) told(`complains about ${error.operation}`)
    }
  }
  return found
}

/** For each function the positional arguments of a case that works, without options if possible. */
export function firstCalls(): Map<string, readonly unknown[]> {
  const calls = new Map<string, readonly unknown[]>()
  for (const plain of [true, false])
    for (const { pool, cases } of fixtureNames.map(readFixture))
      for (const [name, args, options, result] of cases)
        if (!calls.has(name) && !isRefusal(result) && (Object.keys(options).length === 0) === plain)
          calls.set(name, read(pool, args) as unknown[])
  return calls
}

const isRefusal = (result: Json) => typeof result === 'object' && result !== null && 'raises' in result

const comparisonOf = (pool: readonly Tensor[], how: Comparison) =>
  Array.isArray(how) ? ([how[0], read(pool, how[1])] as const) : ([how, undefined] as const)

/** The error of a result, if any. */
function complaint(
  got: unknown,
  want: unknown,
  how: readonly [string, unknown],
  inputs: readonly Tensor[],
): string | undefined {
  if (how[0] in invariants) return invariants[how[0] as Invariant](got as never, want as never, inputs[0])
  if (want instanceof Tensor) return complaintOfTensor(got, want, how)
  if (typeof want !== 'object' || want === null)
    return Object.is(got, want) ? undefined : `gave ${shown(got)}, not ${shown(want)}`
  // Several results, in a list or by name.
  const [a, b] = [Object(got), want].map(x => `${Array.isArray(x)} ${Object.keys(x).sort()}`)
  if (a !== b) return `gave ${shown(got)}, not ${shown(want)}`
  for (const key in want) {
    const wrong = complaint((got as never)[key], (want as never)[key], how, inputs)
    if (wrong) return `${wrong} (${key})`
  }
  return undefined
}

function complaintOfTensor(
  got: unknown,
  want: Tensor,
  [how, limit]: readonly [string, unknown],
): string | undefined {
  if (!(got instanceof Tensor)) return `gave ${shown(got)}, not a tensor`
  const [a, b] = [got, want].map(x => `${x.dtype} [${x.shape}]`)
  if (a !== b) return `gave ${a}, not ${b}`
  if (how === 'shape') return undefined
  const limits = limit instanceof Tensor ? flat(limit) : [limit as number]
  const [values, wanted] = [flat(got), flat(want)]
  const float = want.dtype === 'float32' ? 'float32' : 'float64'
  for (const [i, value] of wanted.entries()) {
    const is = values[i]
    if (Object.is(is, value)) continue
    const bound = limits[limits.length === 1 ? 0 : i]
    const near =
      (how === 'equal' && is === value) ||
      (how === 'ulp' && distance(is, value, float) <= bound) ||
      (how === 'abs' && Math.abs(is - value) <= bound)
    if (!near) return `gave ${shown(is)} at ${i}, not ${shown(value)} (${how} ${bound ?? ''})`
  }
  return undefined
}

/** A value as error messages show it. */
export function shown(x: unknown): string {
  if (x instanceof Tensor) {
    const values = flat(x).map(v => (Object.is(v, -0) ? '-0' : String(v)))
    return `${x.dtype}[${x.shape}]{${values.length > 12 ? `${values.slice(0, 12)},…` : values}}`
  }
  if (Array.isArray(x)) return `[${x.map(shown).join(', ')}]`
  if (typeof x === 'object' && x !== null)
    return `{ ${Object.entries(x)
      .map(([key, part]) => `${key}: ${shown(part)}`)
      .join(', ')} }`
  return Object.is(x, -0) ? '-0' : String(x)
}

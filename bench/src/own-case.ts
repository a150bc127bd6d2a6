/** Cases of users: modules that say what to measure. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Peer } from './peer.ts'
import { sampler } from './timing.ts'
import type { Case, Dtype, Suite } from './workload.ts'

/** The default export of a `--case` module is one of these or a list of them. */
export interface OwnCase {
  readonly name: string
  /**
   * Each is called once, in this order. It makes the data and returns the function to measure. Both
   * may be async. The others are compared with the first.
   */
  readonly implementations: Readonly<Record<string, () => unknown>>
  /** Additions and multiplications of one call, for a rate and the share of the roofline. */
  readonly operations?: number
  /** Bytes that one call reads and writes at least, for the share of the roofline. */
  readonly bytes?: number
  /** The type whose peak counts; float64 by default. */
  readonly dtype?: Dtype
}

/** A case and its implementations. */
export interface OwnWorkload {
  readonly one: Case
  readonly peers: readonly Peer[]
}

const ALLOWED = ['name', 'implementations', 'operations', 'bytes', 'dtype']

/** The error for a file that cannot be measured. */
export class CaseError extends Error {}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const checked = (file: string, value: unknown): Required<OwnCase> => {
  const refuse = (problem: string): never => {
    throw new CaseError(`${file}: ${problem}`)
  }
  if (!isObject(value))
    return refuse('its default export must be an object { name, implementations }, or a list of these')
  const unknown = Object.keys(value).find(key => !ALLOWED.includes(key))
  if (unknown !== undefined) refuse(`a case has no "${unknown}"; it may have ${ALLOWED.join(', ')}`)
  const { name, implementations, operations = 0, bytes = 0, dtype = 'float64' } = value
  if (typeof name !== 'string' || name === '') refuse('"name" must be a string that is not empty')
  if (!isObject(implementations) || Object.keys(implementations).length === 0)
    return refuse('"implementations" must be an object of functions, at least one')
  for (const [key, make] of Object.entries(implementations))
    if (typeof make !== 'function') refuse(`"implementations.${key}" must be a function that returns one`)
  for (const [key, number] of Object.entries({ operations, bytes }))
    if (typeof number !== 'number' || !(number >= 0 && number < Infinity))
      refuse(`"${key}" must be a number of at least 0`)
  if (dtype !== 'float64' && dtype !== 'float32') refuse('"dtype" must be "float64" or "float32"')
  return { name, implementations, operations, bytes, dtype } as Required<OwnCase>
}

/** A case and its implementations, as a workload of a suite. */
export const workloadOf = (
  suite: Suite,
  { name, implementations, operations = 0, bytes = 0, dtype = 'float64' }: OwnCase,
  file = suite as string,
): OwnWorkload => {
  const peer = (impl: string, make: () => unknown): Peer => ({
    name: impl,
    version: '',
    threads: 1,
    prepare: async () => {
      const run = await make()
      if (typeof run !== 'function')
        throw new CaseError(`${file}: implementations.${impl} must return the function to measure`)
      return { sample: sampler(run as () => unknown) }
    },
  })
  return {
    one: { suite, name, work: { kind: 'own', dtype, operations, bytes }, withPeers: true },
    peers: Object.entries(implementations).map(([impl, make]) => peer(impl, make)),
  }
}

/**
 * The cases of a module.
 *
 * @throws CaseError for a file that is missing, cannot be imported or exports something else.
 */
export const loadCases = async (file: string): Promise<OwnWorkload[]> => {
  const path = resolve(file)
  if (!existsSync(path)) throw new CaseError(`${file} does not exist; --case takes an ES module (.mjs)`)
  let exported: unknown
  try {
    exported = ((await import(pathToFileURL(path).href)) as { default?: unknown }).default
  } catch (error) {
    throw new CaseError(`${file} cannot be imported: ${error instanceof Error ? error.message : error}`)
  }
  const list = Array.isArray(exported) && exported.length > 0 ? exported : [exported]
  return list.map(value => workloadOf('own', checked(file, value), file))
}

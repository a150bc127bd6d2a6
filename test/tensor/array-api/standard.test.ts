/** The functions of the standard that the entry has, with their names and options. */
import { readFileSync } from 'node:fs'
import { TensorError } from '@multiview/tensor'
import * as xp from '@multiview/tensor/array-api'
import { describe, expect, test } from 'vitest'
import { complaintsOf, type Fixture, firstCalls, fixtureNames, functionOf } from './replay.ts'
import { shards } from './shards.ts'

const standard = JSON.parse(
  readFileSync(new URL('../../fixtures/array-api/standard.json', import.meta.url), 'utf8'),
) as {
  version: string
  constants: string[]
  main: Record<string, string[]>
  linalg: Record<string, string[]>
  fft: Record<string, string[]>
}

/** Complex dtypes and DLPack are out of scope. */
const OUT_OF_SCOPE = ['from_dlpack', 'linalg.eig', 'linalg.eigvals']

const functions: Record<string, string[]> = {
  ...standard.main,
  ...prefixed('linalg', standard.linalg),
  ...prefixed('fft', standard.fft),
}

function prefixed(extension: string, names: Record<string, string[]>) {
  return Object.fromEntries(Object.entries(names).map(([name, rest]) => [`${extension}.${name}`, rest]))
}

const camel = (name: string) =>
  name === 'keepdims' ? 'keepDims' : name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Names in lines of up to 80 characters. */
function lines(names: readonly string[]): string[] {
  const all = ['']
  for (const name of names) {
    const line = `${all.at(-1)} ${name}`.trim()
    if (line.length > 80) all.push(name)
    else all[all.length - 1] = line
  }
  return all
}

test('the functions that are missing, and how many there are', () => {
  const of = (names: readonly string[]) =>
    `${names.filter(name => functionOf(name)).length} of ${names.length}`
  const all = Object.keys(functions)
  const extension = (name: string) => all.filter(each => each.startsWith(`${name}.`))
  expect({
    version: xp.__array_api_version__,
    main: of(Object.keys(standard.main)),
    linalg: of(extension('linalg')),
    fft: of(extension('fft')),
    missing: lines(all.filter(name => !functionOf(name))),
  }).toMatchInlineSnapshot(`
    {
      "fft": "14 of 14",
      "linalg": "23 of 25",
      "main": "134 of 135",
      "missing": [
        "from_dlpack linalg.eig linalg.eigvals",
      ],
      "version": "2025.12",
    }
  `)
  for (const name of OUT_OF_SCOPE) expect(functionOf(name), name).toBeUndefined()
})

test('the constants and dtypes are there, and every other name is of the standard', () => {
  const { e, inf, nan, newaxis, pi } = xp
  expect([e, inf, nan, newaxis, pi]).toEqual([Math.E, Infinity, Number.NaN, null, Math.PI])
  expect(standard.constants).toEqual(['e', 'inf', 'nan', 'newaxis', 'pi'])
  const known = new Set([
    ...standard.constants,
    ...Object.keys(functions),
    ...['float64', 'float32', 'int32', 'bool'],
    ...['linalg', 'fft', '__array_api_version__', '__array_namespace_info__'],
  ])
  const exported = Object.entries(xp).flatMap(([name, value]) =>
    name === 'linalg' || name === 'fft'
      ? Object.keys(value as object).map(part => `${name}.${part}`)
      : [name],
  )
  expect(exported.filter(name => !known.has(name))).toEqual([])
})

test('every fixture is replayed by one of the shards', () => {
  expect(Object.values(shards).flat().sort()).toEqual(fixtureNames)
})

const calls = firstCalls()

describe('the arguments by keyword are those of the standard, in camel case', () => {
  const present = Object.entries(functions).filter(([name, list]) => list.includes('*') && functionOf(name))
  test.each(present)('%s', (name, parameters) => {
    const args = calls.get(name)!
    const run = () => functionOf(name)!(...args, { nonsense: 1 })
    expect(run).toThrow(TensorError)
    expect(run).toThrow(`${name.split('.').at(-1)}: nonsense: 1 is not among the options {`)
    const listed = message(run).split('{')[1].split('}')[0].split(',')
    const wanted = parameters.slice(parameters.indexOf('*') + 1).map(camel)
    expect(listed.map(part => part.split(':')[0].trim()).sort()).toEqual(wanted.sort())
  })
})

const message = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('what no function takes is refused under its name', () => {
  const strange = [Symbol('s'), 10n, () => 1, new Map(), Object.create(null)]
  test.each([...calls].filter(([name]) => functionOf(name)))('%s', (name, args) => {
    const found: string[] = []
    // After several operands an object holds the options.
    const isVariadic = functions[name].some(parameter => parameter.startsWith('...'))
    const values = strange.filter(value => !isVariadic || typeof value !== 'object')
    for (const [place] of args.entries())
      for (const value of values) {
        const given = args.map((arg, i) => (i === place ? value : arg))
        try {
          functionOf(name)!(...given)
          found.push(`argument ${place} as ${typeof value} was taken`)
        } catch (error) {
          const known = error instanceof TensorError && error.operation === name.split('.').at(-1)
          if (!known) found.push(`argument ${place} as ${typeof value} threw ${error}`)
        }
      }
    expect(found).toEqual([])
  })
})

test('a planted wrong value, dtype, shape or missing error is found', () => {
  const int = (...values: number[]) => xp.asarray(values, { dtype: xp.int32 })
  const pool = [int(1, 2), int(2, 4), int(2, 5), int(2, 4, 6), xp.asarray([2, 4])]
  const fixture: Fixture = { pool, cases: [] }
  const complaints = (result: object) =>
    complaintsOf(fixture, ['add', [{ t: 0 }, { t: 0 }], {}, result as never, 'bits'], 0)
  expect(complaints({ t: 1 })).toEqual([])
  for (const wrong of [{ t: 2 }, { t: 3 }, { t: 4 }, { raises: true }, [{ t: 1 }]])
    expect(complaints(wrong)).toHaveLength(2)
})

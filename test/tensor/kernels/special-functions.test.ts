/** Kernels and plain loops around the bounds of branches, on random bits and on dense grids. */
import { gelu, tensor } from '@multiview/tensor'
import { map, type UnaryName, withoutWebAssembly } from '@multiview/tensor/kernels'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bits, drawn, floatTypes } from './floats.ts'
import { plainLoop } from './plain-loop.ts'

const names = ['atan', 'asin', 'acos', 'erf', 'erfc', 'gelu', 'digamma', 'silu'] as const
const cases = names.flatMap(name => floatTypes.map(([type, Type]) => [name, type, Type] as const))

/** The bounds of branches, and where results become constant or subnormal. */
const BOUNDS = [
  ...[0, 5e-324, 2.2250738585072014e-308, 1e-150, 1e-20, 1e-18, 1e-9, 1e-8, 0.5, Math.SQRT1_2, 1],
  ...[
    5.9,
    6,
    9,
    26.54,
    27.2,
    28,
    2,
    3,
    10,
    11,
    37.5,
    38.4,
    39,
    40,
    708,
    715,
    744,
    751.6,
    760,
    1e18,
    1e20,
    1e300,
    Number.MAX_VALUE,
    Infinity,
  ],
  // Between two angles of the table of the arctangent.
  ...[1, 3, 5, 7, 9, 11, 13, 15].map(j => j / 16),
]
/** The numbers of representations that are tested on either side of a bound. */
const BESIDE = 40n

const beside = (bound: number): number[] => {
  const integers = BigInt64Array.from({ length: Number(2n * BESIDE) + 1 }, (_, i) => BigInt(i) - BESIDE)
  const start = new BigInt64Array(Float64Array.of(bound).buffer)[0]!
  return [...new Float64Array(integers.map(i => start + i).buffer)]
}

const differing = (name: UnaryName, x: Float64Array | Float32Array): number[] => {
  const kernel = x.slice()
  expect(map(name, x.length, x, 0, kernel, 0)).toBe(true)
  const [found, plain] = [bits(kernel), bits(plainLoop(name, x))]
  return [...x].filter((_, i) => found[i] !== plain[i])
}

test.each(cases)('%s in %s has the bits of the plain loop around the bounds of branches', (name, _, Type) => {
  const x = BOUNDS.flatMap(bound => [...beside(bound), ...beside(-bound), ...beside(Math.fround(bound))])
  expect(differing(name, Type.from(x))).toEqual([])
})

test.each(cases)('%s in %s has the bits of the plain loop on dense grids', (name, _, Type) => {
  for (const reach of [1, 10, 41, 800]) {
    const grid = new Type(10_001).map((_, i) => reach * (i / 5000 - 1))
    expect(differing(name, grid)).toEqual([])
    expect(
      differing(
        name,
        drawn(Type, 10_000, 3).map(x => reach * x),
      ),
    ).toEqual([])
  }
})

test.each(cases)('%s in %s has the bits of the plain loop on random bits', (name, _, Type) => {
  fc.assert(
    fc.property(fc.uint32Array({ minLength: 512, maxLength: 512 }), words => {
      expect(differing(name, new Type(words.buffer))).toEqual([])
    }),
  )
})

test('the approximation of gelu has no kernel and keeps its bits', () => {
  const x = drawn(Float64Array, 1000, 4)
  const approximate = () => bits(gelu(tensor(x), { approximate: 'tanh' }).data as Float64Array)
  expect(approximate()).toEqual(withoutWebAssembly(approximate))
})

import { elementwise, map } from '@multiview/tensor/kernels'
import { describe, expect, it } from 'vitest'
import { bits, drawn, type FloatConstructor, floatTypes, special } from './floats.ts'
import { plainLoop } from './plain-loop.ts'

/**
 * The arguments at which the branches of the transcendental functions begin and end, in double and
 * in single precision.
 */
const EDGES = [
  709.782712893384, 709.7827128933841, 88.72284, 88.72283, -708.4, -745.13, -745.1332191019412, -745.2, -746,
].concat([
  -103.9,
  -103.98,
  -87.4,
  700,
  -700,
  710,
  20,
  20.000000000000004,
  -20,
  1e-9,
  -1e-9,
  1e-9 + 2e-25,
  0.0216,
  -0.0108,
  0.21875,
  40,
  -40,
  Math.SQRT2,
  0.4142,
  1e-8,
  Math.PI,
  1647098.9,
  -1e22,
])

describe.each(floatTypes)('elementwise kernels in %s', (_, Type) => {
  const tails = Array.from({ length: 34 }, (_, i) => i)
  /** Lengths for plain loops, for kernels with every tail length, and for more than one block. */
  const lengths = [...tails, ...tails.map(tail => 255 + tail), 511, 16_384, 16_384 + 33]

  it.each(['add', 'sub', 'mul', 'div', 'maximum', 'minimum'] as const)(
    'has the bits of the plain twin for %s at every length and for special values',
    name => {
      for (const draw of [drawn, special])
        for (const n of lengths) {
          const [a, b] = [draw(Type, n + 3, 1), draw(Type, n + 5, 2)]
          const [kernel, plain] = [new Type(n + 9), new Type(n + 9)]
          if (!elementwise(name, n, a, 3, b, 5, kernel, 7)) {
            expect(n).toBeLessThan(256)
            continue
          }
          plain.set(plainLoop(name, a.subarray(3), b.subarray(5)), 7)
          expect(bits(kernel), `${n}`).toEqual(bits(plain))
        }
    },
  )

  it.each(['add', 'sub', 'div', 'minimum'] as const)(
    'joins a run with one number on either side as the plain twin does for %s',
    name => {
      for (const n of [256, 300, 17_001])
        for (const steps of [
          [0, 1],
          [1, 0],
        ] as const) {
          const [a, b] = [drawn(Type, n + 3, 1), drawn(Type, n + 5, 2)]
          const [kernel, plain] = [new Type(n + 9), new Type(n + 9)]
          expect(elementwise(name, n, a, 3, b, 5, kernel, 7, ...steps)).toBe(true)
          const [x, y] = [a.subarray(3), b.subarray(5)]
          plain.set(
            plainLoop(name, steps[0] ? x : new Type(n).fill(x[0]), steps[1] ? y : new Type(n).fill(y[0])),
            7,
          )
          expect(bits(kernel), `${n} ${steps}`).toEqual(bits(plain))
        }
    },
  )

  it.each([
    ...(['neg', 'abs', 'sqrt', 'relu', 'exp', 'log', 'tanh'] as const),
    ...([
      'sigmoid',
      'silu',
      'softplus',
      'sin',
      'cos',
      'atan',
      'asin',
      'acos',
      'erf',
      'erfc',
      'gelu',
      'digamma',
    ] as const),
  ])('has the bits of the plain twin for %s at every length and for special values', name => {
    const wide: typeof drawn = (Type, length, seed) => drawn(Type, length, seed).map(x => x * 760)
    const edges = (Type: FloatConstructor, length: number) =>
      new Type(length).map((_, i) => EDGES[i % EDGES.length])
    for (const draw of [drawn, special, wide, edges])
      for (const n of lengths) {
        const x = draw(Type, n + 3, 1)
        const [kernel, plain] = [new Type(n + 9), new Type(n + 9)]
        if (!map(name, n, x, 3, kernel, 7)) {
          expect(n).toBeLessThan(256)
          continue
        }
        plain.set(plainLoop(name, x.subarray(3)), 7)
        expect(bits(kernel), `${n}`).toEqual(bits(plain))
      }
  })

  it('may write over what it reads', () => {
    const a = drawn(Type, 17_000, 1)
    const doubled = a.map(x => x + x)
    elementwise('add', 17_000, a, 0, a, 0, a, 0)
    expect(bits(a)).toEqual(bits(doubled))
  })
})

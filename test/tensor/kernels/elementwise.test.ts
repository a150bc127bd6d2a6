import { addScaled, addScaledPlain, elementwise, elementwisePlain } from '@multiview/tensor/kernels'
import { describe, expect, it } from 'vitest'
import { bits, drawn, floatTypes, special } from './floats.ts'

describe.each(floatTypes)('elementwise kernels in %s', (_, Type) => {
  const lengths = [0, 1, 511, ...Array.from({ length: 34 }, (_, i) => 2048 + i), 4096, 5000]

  it.each(['add', 'sub', 'mul', 'div'] as const)(
    'has the bits of the plain twin for %s at every length and for special values',
    name => {
      for (const draw of [drawn, special])
        for (const n of lengths) {
          const [a, b] = [draw(Type, n + 3, 1), draw(Type, n + 5, 2)]
          const [kernel, plain] = [new Type(n + 9), new Type(n + 9)]
          elementwise(name, n, a, 3, b, 5, kernel, 7)
          elementwisePlain(name, n, a, 3, b, 5, plain, 7)
          expect(bits(kernel), `${n}`).toEqual(bits(plain))
        }
    },
  )

  it('adds a multiple in place with the bits of the plain twin', () => {
    for (const draw of [drawn, special])
      for (const n of lengths) {
        const x = draw(Type, n + 2, 1)
        const kernel = draw(Type, n + 4, 2)
        const plain = kernel.slice()
        addScaled(n, -0.3, x, 2, kernel, 1)
        addScaledPlain(n, -0.3, x, 2, plain, 1)
        expect(bits(kernel), `${n}`).toEqual(bits(plain))
      }
  })

  it('may write over what it reads', () => {
    const a = drawn(Type, 3000, 1)
    const doubled = a.map(x => x + x)
    elementwise('add', 3000, a, 0, a, 0, a, 0)
    expect(bits(a)).toEqual(bits(doubled))
  })
})

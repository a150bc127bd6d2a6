/**
 * All floats, or many of them: a kernel computes in doubles with less precision, and must round to
 * the same float.
 */
import { map } from '@multiview/tensor/kernels'
import { expect, test } from 'vitest'
import { plainLoop } from '../tensor/kernels/plain-loop.ts'
import { long } from './effort.ts'

/** Floats that are computed at a time. */
const PIECE = 65_536
const NEGATIVE = 0x80000000
/** Tests one float in this many, if the result is not x, a constant, or that of the plain loop. */
const SAMPLED = 4001
/** As integers: the smallest float, 2⁻³⁰, 2²¹, and the largest float. */
const [SMALLEST, FROM, TO, LARGEST] = [1, 0x30800000, 0x4a000000, 0x7f7fffff]
const SPANS = [
  [SMALLEST, FROM, SAMPLED],
  [FROM, TO, long ? 1 : SAMPLED],
  [TO, LARGEST, SAMPLED],
] as const

test.each(['exp', 'log', 'tanh', 'sigmoid', 'softplus', 'sin', 'cos'] as const)(
  'the kernel of %s gives the float to which the double of the plain twin rounds',
  name => {
    const x = new Float32Array(PIECE)
    const bits = new Uint32Array(x.buffer)
    const kernel = new Float32Array(PIECE)
    const different: number[] = []
    for (const sign of name === 'log' ? [0] : [0, NEGATIVE])
      for (const [from, to, stride] of SPANS)
        for (let first = from; first <= to; first += stride * PIECE) {
          for (let i = 0; i < PIECE; i++) bits[i] = Math.min(first + stride * i, to) + sign
          map(name, PIECE, x, 0, kernel, 0)
          const plain = plainLoop(name, x)
          for (let i = 0; i < PIECE; i++) if (!Object.is(kernel[i], plain[i])) different.push(x[i]!)
        }
    expect(different).toEqual([])
  },
)

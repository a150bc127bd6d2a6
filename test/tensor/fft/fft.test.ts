import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as mv from '@multiview/tensor'
import {
  checkGrads,
  fft,
  fftfreq,
  fftn,
  fftshift,
  foldIn,
  grad,
  hfft,
  ifft,
  ifftn,
  ifftshift,
  ihfft,
  irfft,
  irfftn,
  key,
  mul,
  normal,
  rfft,
  rfftfreq,
  rfftn,
  slice,
  stream,
  sum,
  Tensor,
  tensor,
  vmap,
  zeros,
} from '@multiview/tensor'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { turnsOf } from '../../../packages/tensor/src/fft/turns.ts'
import { make } from '../ops/calls.ts'

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/fft/${name}`, import.meta.url))

type Value = Tensor | { re: Tensor; im: Tensor }
type Transform = (x: never, options?: object) => Value
const transforms: Record<string, Transform> = {
  fft,
  ifft,
  rfft,
  irfft,
  hfft,
  ihfft,
  fftn,
  ifftn,
  rfftn,
  irfftn,
  fftshift,
  ifftshift,
}

const partsOf = (x: Value): Tensor[] => (x instanceof Tensor ? [x] : [x.re, x.im])

describe('what NumPy gives', () => {
  interface Written {
    shape: number[]
    re: number[]
    im?: number[]
  }
  const { cases } = JSON.parse(gunzipSync(fixture('numpy.json.gz')).toString()) as {
    cases: [string, Written, object, Written][]
  }
  const read = ({ shape, re, im }: Written): Value =>
    im ? { re: make('float64', shape, re), im: make('float64', shape, im) } : make('float64', shape, re)

  test.each(Object.keys(transforms))('%s', name => {
    const own = cases.filter(([of]) => of === name)
    expect(own.length).toBeGreaterThan(4)
    for (const [, input, options, output] of own) {
      const label = `${name} ${JSON.stringify(options)} of [${input.shape}]`
      const found = partsOf(transforms[name](read(input) as never, options))
      const wanted = partsOf(read(output))
      expect(found.length, label).toBe(wanted.length)
      const size = Math.max(...wanted.flatMap(part => [...part.values()].map(Math.abs)))
      found.forEach((part, i) => {
        expect(part.shape, label).toEqual(wanted[i].shape)
        const want = wanted[i].values()
        part.values().forEach((v, at) => {
          expect(Math.abs(v - want[at]), label).toBeLessThanOrEqual(2e-15 * size)
        })
      })
    }
  })
})

test('the parts of a turn are within 0.55 ulp', () => {
  for (const [n, rows] of Object.entries(
    JSON.parse(fixture('turns.json').toString()) as Record<string, number[][]>,
  )) {
    const { cos, sin } = turnsOf(Number(n))
    for (const [k, c, cRest, s, sRest] of rows)
      for (const [value, high, low] of [
        [cos[k], c, cRest],
        [sin[k], s, sRest],
      ]) {
        const ulp = 2 ** (Math.floor(Math.log2(Math.abs(high) || 1)) - 52)
        expect(Math.abs(value - high - low) / ulp, `${k}/${n}`).toBeLessThan(0.55)
      }
  }
})

/** Σₖ xₖ·exp(∓2πijk/n), by definition. */
const naive = (re: ArrayLike<number>, im: ArrayLike<number>, sign: number): [number[], number[]] => {
  const n = re.length
  const { cos, sin } = turnsOf(n)
  const result: [number[], number[]] = [[], []]
  for (let j = 0; j < n; j++) {
    let a = 0
    let b = 0
    for (let k = 0; k < n; k++) {
      const c = cos[(j * k) % n]
      const s = sign * sin[(j * k) % n]
      a += re[k] * c - im[k] * s
      b += re[k] * s + im[k] * c
    }
    result[0].push(a)
    result[1].push(b)
  }
  return result
}

const random = (name: string, shape: number[], dtype: 'float64' | 'float32' = 'float64') => ({
  re: normal(stream(1, 'fft', name, 're'), shape, { dtype }) as Tensor,
  im: normal(stream(1, 'fft', name, 'im'), shape, { dtype }) as Tensor,
})

/** The root of the summed squares of errors, relative to that of the values. */
const relative = (found: readonly ArrayLike<number>[], wanted: readonly ArrayLike<number>[]): number => {
  let error = 0
  let size = 0
  found.forEach((part, i) => {
    for (let k = 0; k < part.length; k++) {
      error += (part[k] - wanted[i][k]) ** 2
      size += wanted[i][k] ** 2
    }
  })
  return Math.sqrt(error / size)
}

test('every size to 130 gives the sum that defines it, of real and complex numbers', () => {
  for (let n = 1; n <= 130; n++) {
    const x = random('sizes', [n])
    const [re, im] = [x.re.values() as Float64Array, x.im.values() as Float64Array]
    const nothing = new Float64Array(n)
    const y = naive(re, im, -1)
    const real = naive(re, nothing, -1)
    const label = `size ${n}`
    // The error of the naive sum itself is about √n half ulps.
    expect(
      relative(
        partsOf(fft(x)).map(p => p.values()),
        y,
      ),
      label,
    ).toBeLessThan(2e-15)
    expect(
      relative(
        partsOf(fft(x.re)).map(p => p.values()),
        real,
      ),
      label,
    ).toBeLessThan(2e-15)
    const half = real.map(part => part.slice(0, Math.floor(n / 2) + 1))
    expect(
      relative(
        partsOf(rfft(x.re)).map(p => p.values()),
        half,
      ),
      label,
    ).toBeLessThan(2e-15)
    expect(relative([irfft(rfft(x.re), { n }).values()], [re]), label).toBeLessThan(2e-15)
    expect(
      relative(
        partsOf(ifft(fft(x))).map(p => p.values()),
        [re, im],
      ),
      label,
    ).toBeLessThan(2e-15)
    // Cut, and padded with zeros.
    const longer = naive([...re, 0, 0], [...im, 0, 0], -1)
    expect(
      relative(
        partsOf(fft(x, { n: n + 2 })).map(p => p.values()),
        longer,
      ),
      label,
    ).toBeLessThan(2e-15)
  }
})

test('large sizes come back within a few ulps', () => {
  for (const n of [1 << 17, 3 ** 10, 5 ** 7, 2 * 3 * 5 * 7 * 11 * 13, 65_537]) {
    const x = random('large', [n])
    const back = ifft(fft(x))
    expect(
      relative([back.re.values(), back.im.values()], [x.re.values(), x.im.values()]),
      `${n}`,
    ).toBeLessThan(2e-15)
    expect(relative([irfft(rfft(x.re), { n }).values()], [x.re.values()]), `${n}`).toBeLessThan(2e-15)
  }
})

describe('layouts and dtypes', () => {
  test('rows and columns are transformed as each alone, to the bit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
        fc.nat(2),
        fc.boolean(),
        (shape, place, flipped) => {
          const axis = place % shape.length
          const whole = random('layouts', shape)
          const x = flipped
            ? { re: whole.re.slice([null, null, -1]), im: whole.im.slice([null, null, -1]) }
            : whole
          const y = fft(x, { axis })
          const lines = (t: Tensor) =>
            t.transpose([...shape.map((_, i) => i).filter(i => i !== axis), axis]).reshape([-1, shape[axis]])
          const rows = [lines(x.re), lines(x.im), lines(y.re), lines(y.im)]
          for (let i = 0; i < rows[0].shape[0]; i++) {
            const one = fft({ re: rows[0].slice(i), im: rows[1].slice(i) })
            expect(one.re.toArray()).toEqual(rows[2].slice(i).toArray())
            expect(one.im.toArray()).toEqual(rows[3].slice(i).toArray())
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('float32 is the float64 transform, rounded once; others are float64', () => {
    const x = random('float32', [3, 30], 'float32')
    const wide = { re: mv.cast(x.re, 'float64'), im: mv.cast(x.im, 'float64') }
    for (const [single, double] of [
      [fft(x), fft(wide)],
      [rfft(x.re), rfft(wide.re)],
    ] as const) {
      expect([single.re.dtype, single.im.dtype]).toEqual(['float32', 'float32'])
      expect(single.re.values()).toEqual(Float32Array.from(double.re.values()))
      expect(single.im.values()).toEqual(Float32Array.from(double.im.values()))
    }
    expect(irfft(x).dtype).toBe('float32')
    expect(fft({ re: x.re, im: wide.im }).re.dtype).toBe('float64')
    expect(fft(tensor([1, 0], { dtype: 'int32' })).re.dtype).toBe('float64')
    expect(fft(tensor([true, false])).re.toArray()).toEqual([1, 1])
    expect(fft({ data: [1, 2], shape: [2], stride: [-1], offset: 1 }).re.toArray()).toEqual([3, 1])
  })

  test('types say the dtype', () => {
    const f32 = tensor([1, 2], { dtype: 'float32' })
    expectTypeOf(fft(f32)).toEqualTypeOf<mv.Complex<'float32'>>()
    expectTypeOf(fft({ re: f32, im: tensor([1, 2]) })).toEqualTypeOf<mv.Complex<'float64'>>()
    expectTypeOf(irfft(rfft(f32))).toEqualTypeOf<Tensor<'float32'>>()
    expectTypeOf(fftshift(f32)).toEqualTypeOf<Tensor<'float32'>>()
    expectTypeOf(fftshift(fft(f32))).toEqualTypeOf<mv.Complex<'float32'>>()
    expectTypeOf(fftfreq(3, { dtype: 'float32' })).toEqualTypeOf<Tensor<'float32'>>()
  })

  test('without rows, and along no axis', () => {
    expect(fft(zeros([0, 4])).re.shape).toEqual([0, 4])
    expect(fft(zeros([0, 4]), { n: 2 ** 45 }).im.shape).toEqual([0, 2 ** 45])
    expect(irfft(zeros([0, 3])).shape).toEqual([0, 4])
    const x = random('none', [3])
    expect(fftn(x, { axes: [] }).im.toArray()).toEqual(x.im.toArray())
    expect(fftn(x.re, { axes: [] }).im.toArray()).toEqual([0, 0, 0])
  })
})

describe('derivatives', () => {
  /** A number that depends on every element of a result. */
  const loss = (y: Value): Tensor =>
    partsOf(y)
      .map((part, i) => sum(mul(part, part).mul(normal(foldIn(key(2), i), part.shape))))
      .reduce((a, b) => a.add(b))

  const uses: [string, (re: Tensor, im: Tensor) => Value][] = [
    ['fft', (re, im) => fft({ re, im })],
    ['fft of a real tensor', re => fft(re)],
    ['fft, cut, along an axis', (re, im) => fft({ re, im }, { n: 3, axis: 0, norm: 'ortho' })],
    ['fft, longer', (re, im) => fft({ re, im }, { n: 9, norm: 'forward' })],
    ['ifft', (re, im) => ifft({ re, im })],
    ['ifft of a real tensor, longer', re => ifft(re, { n: 8 })],
    ['rfft', re => rfft(re)],
    ['rfft, longer', re => rfft(re, { n: 10 })],
    ['rfft, cut to odd', re => rfft(re, { n: 3 })],
    ['irfft', (re, im) => irfft({ re, im })],
    ['irfft to odd', (re, im) => irfft({ re, im }, { n: 7 })],
    ['irfft, cut', (re, im) => irfft({ re, im }, { n: 4 })],
    ['irfft, longer', (re, im) => irfft({ re, im }, { n: 16 })],
    ['hfft', (re, im) => hfft({ re, im })],
    ['ihfft', re => ihfft(re)],
    ['fftn', (re, im) => fftn({ re, im })],
    ['ifftn', (re, im) => ifftn({ re, im }, { s: [3, 7] })],
    ['rfftn', re => rfftn(re)],
    ['irfftn', (re, im) => irfftn({ re, im })],
    ['fftshift', (re, im) => fftshift({ re, im })],
    ['ifftshift', re => ifftshift(re, { axes: 1 })],
  ]

  test.each(uses)('%s: the gradient is right to second order', (_, use) => {
    const { re, im } = random('gradient', [4, 5])
    checkGrads((a: Tensor, b: Tensor) => loss(use(a, b)).add(sum(b.mul(b))), [re, im], { order: 2 })
  })

  test.each(uses)('%s: the pullback is the adjoint', (_, use) => {
    // ⟨F x, g⟩ = ⟨x, Fᵀ g⟩ for a linear map, to rounding.
    const x = random('adjoint', [4, 6])
    const y = partsOf(use(x.re, x.im))
    const g = y.map((part, i) => normal(stream(3, 'adjoint', i), part.shape))
    const inner = (a: Tensor, b: Tensor) => sum(a.mul(b))
    const along = (p: { re: Tensor; im: Tensor }) =>
      partsOf(use(p.re, p.im))
        .map((part, i) => inner(part, g[i]))
        .reduce((a, b) => a.add(b))
        .add(sum(p.im).mul(0))
    const back = grad(along)(x)
    const left = along(x).item()
    const right = inner(x.re, back.re).add(inner(x.im, back.im)).item()
    expect(Math.abs(left - right)).toBeLessThan(1e-13 * (1 + Math.abs(left)) * 10)
  })

  test.each(uses)('%s: vmap maps it and its gradient, with a shared part too', (_, use) => {
    const x = random('vmap', [3, 4, 5])
    const example = (part: Tensor, k: number) => slice(part, k)
    const gradient = (re: Tensor, im: Tensor) => grad((a: Tensor) => loss(use(a, im)))(re)
    const one = (re: Tensor, im: Tensor) => [...partsOf(use(re, im)), gradient(re, im)]
    for (const shared of [false, true]) {
      const im = shared ? slice(x.im, 0) : x.im
      const got = vmap(one, { inAxes: [0, shared ? null : 0] })(x.re, im)
      const want = [0, 1, 2].map(k => one(example(x.re, k), shared ? im : example(im, k)))
      got.forEach((part, i) => {
        expect(part.toArray()).toEqual(want.map(parts => parts[i].toArray()))
      })
    }
  })

  test('mixed dtypes give each part its own', () => {
    const x = { re: tensor([1, 2], { dtype: 'float32' }) as Tensor, im: tensor([3, 4]) as Tensor }
    const g = grad((p: typeof x) => loss(fft(p)))(x)
    expect([g.re.dtype, g.im.dtype]).toEqual(['float32', 'float64'])
  })
})

test('frequencies', () => {
  expect(fftfreq(5, { d: 0.5 }).toArray()).toEqual([0, 0.4, 0.8, -0.8, -0.4])
  expect(fftfreq(1).toArray()).toEqual([0])
  expect(rfftfreq(5).toArray()).toEqual([0, 0.2, 0.4])
  expect(rfftfreq(1).toArray()).toEqual([0])
  expect(fftfreq(3, { dtype: 'float32' }).dtype).toBe('float32')
})

test.each<[() => unknown, string]>([
  [() => fft(tensor(1)), 'fft: axis -1 is outside [0, 0) of a 0-d tensor'],
  [() => fft(zeros([2]), { axis: 1 }), 'fft: axis 1 is outside [-1, 1) of a 1-d tensor'],
  [() => fft(zeros([0])), 'fft: the size n is 0; it must be a whole number from 1'],
  [() => ifft(zeros([2]), { n: 1.5 }), 'ifft: the size n is 1.5; it must be a whole number from 1'],
  [() => irfft(zeros([1])), 'irfft: the size n is 0; it must be a whole number from 1'],
  [() => fft({ re: zeros([2]), im: zeros([3]) }), 'fft: re has shape [2] and im [3]; they must be equal'],
  [
    () => fft({ re: zeros([2]) } as never),
    'fft: an operand is an object; it must be a tensor, ndarray or number',
  ],
  [
    () => rfft({ re: zeros([2]), im: zeros([2]) } as never),
    'rfft: takes real numbers, not a pair; use fft, or give x.re',
  ],
  [
    () => hfft(zeros([2]), { norm: 'unitary' as never }),
    'hfft: norm "unitary" is not one of backward,ortho,forward',
  ],
  [() => fftn(zeros([2, 2]), { s: [2], axes: [0, 1] }), 'fftn: 1 sizes s for 2 axes; give one per axis'],
  [() => ifftn(zeros([2, 2]), { axes: [0, -2] }), 'ifftn: axis 0 was named twice'],
  [() => rfftn(tensor(1)), 'rfftn: needs an axis; name at least one'],
  [() => irfftn(zeros([2]), { axes: 0 as never }), 'irfftn: axes is 0; it must be an array of whole numbers'],
  [
    () => irfftn(zeros([2, 2]), { s: [2, 1e13] }),
    'irfftn: shape [2,10000000000000] has 20000000000000 elements, more than memory holds',
  ],
  [() => fft(zeros([2]), { n: null as never }), 'fft: the size n is null; it must be a whole number from 1'],
  [() => fftfreq(0), 'fftfreq: the size n is 0; it must be a whole number from 1'],
  [() => rfftfreq(3, { d: 0 }), 'rfftfreq: d is 0; it must be finite and not 0'],
  [
    () => fftfreq(3, { dtype: 'int32' as never }),
    'fftfreq: dtype "int32" is not one of float64,float32; cast the result',
  ],
])('%o is refused: %s', (run, message) => {
  expect(run).toThrow(message)
})

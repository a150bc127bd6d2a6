/**
 * Samples of padding, windows, convolutions and pools. The oracles read every element of every
 * window.
 */
import { at, build, type Plain } from './naive.ts'
import { add, numbers } from './samples.ts'

/** Windows along one axis of the oracle: kernel, stride, dilation and the padding on both sides. */
type Axis = readonly [kernel: number, stride: number, dilation: number, before: number, after: number]

const count = (n: number, [kernel, stride, dilation, before, after]: Axis): number =>
  Math.floor((n + before + after - (kernel - 1) * dilation - 1) / stride) + 1

/** Every element in a window of a plane, in order. Undefined on padding. */
function under({ shape }: Plain, axes: readonly [Axis, Axis], row: number, column: number) {
  const [height, width] = shape.slice(-2)
  const [[kh, sh, dh, top], [kw, sw, dw, left]] = axes
  return Array.from({ length: kh * kw }, (_, tap) => {
    const i = row * sh + Math.floor(tap / kw) * dh - top
    const j = column * sw + (tap % kw) * dw - left
    return i >= 0 && i < height && j >= 0 && j < width ? ([i, j] as const) : undefined
  })
}

const conv =
  (axes: readonly [Axis, Axis], groups = 1) =>
  ([x, w]: Plain[]): Plain => {
    const [samples, , height, width] = x.shape
    const [out, channels] = w.shape
    return build([samples, out, count(height, axes[0]), count(width, axes[1])], ([n, o, r, s]) => {
      const first = Math.floor(o / (out / groups)) * channels
      let total = 0
      for (let c = 0; c < channels; c++)
        under(x, axes, r, s).forEach((place, tap) => {
          if (place)
            total +=
              at(x, [n, first + c, ...place]) * at(w, [o, c, Math.floor(tap / w.shape[3]), tap % w.shape[3]])
        })
      return total
    })
  }

const plain = (kernel: number): Axis => [kernel, 1, 1, 0, 0]

add('conv2d', [numbers([2, 3, 4, 5], 0, 2), numbers([2, 3, 2, 3], 0, 2)], {}, conv([plain(2), plain(3)]))
add(
  'conv2d',
  [numbers([2, 1, 5, 4], 0, 2), numbers([2, 1, 3, 2], 0, 2)],
  { stride: [2, 1], padding: 'same', dilation: [1, 2] },
  conv([
    [3, 2, 1, 1, 1],
    [2, 1, 2, 1, 1],
  ]),
)
add(
  'conv2d',
  [numbers([1, 4, 3, 3], 0, 2), numbers([6, 2, 2, 2], 0, 2)],
  { groups: 2, padding: [1, [0, 2]], stride: 2 },
  conv(
    [
      [2, 2, 1, 1, 1],
      [2, 2, 1, 0, 2],
    ],
    2,
  ),
)
add('conv2d', [numbers([2, 3, 1, 2], 0, 2), numbers([1, 3, 1, 1], 0, 2)], {}, conv([plain(1), plain(1)]))
add('conv2d', [numbers([0, 3, 2, 2], 0, 2), numbers([1, 3, 1, 1], 0, 2)], {}, conv([plain(1), plain(1)]))

add('conv2d', [numbers([1, 1, 3, 4], 0, 2), numbers([4, 1, 2, 2], 0, 2)], { padding: [1, 0] }, xs =>
  conv([
    [2, 1, 1, 1, 1],
    [2, 1, 1, 0, 0],
  ])(xs),
)
add('conv2d', [numbers([2, 1, 2, 3], 0, 2), numbers([1, 1, 1, 2], 0, 2)], { padding: 2 }, xs =>
  conv([
    [1, 1, 1, 2, 2],
    [2, 1, 1, 2, 2],
  ])(xs),
)
add('conv2d', [numbers([1, 1, 4, 2], 0, 2), numbers([1, 1, 2, 1], 0, 2)], { padding: [[0, 3], 0] }, xs =>
  conv([
    [2, 1, 1, 0, 3],
    [1, 1, 1, 0, 0],
  ])(xs),
)

const lifted = (x: Plain): Plain => ({ ...x, shape: [...x.shape.slice(0, -1), 1, x.shape.at(-1)!] })
const lowered = (x: Plain): Plain => ({ ...x, shape: [...x.shape.slice(0, -2), x.shape.at(-1)!] })
const row = (axis: Axis): readonly [Axis, Axis] => [plain(1), axis]

add('conv1d', [numbers([2, 2, 7], 0, 2), numbers([3, 2, 3], 0, 2)], { stride: 2, padding: 1 }, xs =>
  lowered(conv(row([3, 2, 1, 1, 1]))(xs.map(lifted))),
)
add('conv1d', [numbers([1, 2, 6], 0, 2), numbers([2, 1, 2], 0, 2)], { groups: 2, dilation: [3] }, xs =>
  lowered(conv(row([2, 1, 3, 0, 0]), 2)(xs.map(lifted))),
)

const unfolded =
  (axes: readonly [Axis, Axis]) =>
  ([x]: Plain[]): Plain => {
    const [samples, channels, height, width] = x.shape
    const [rows, columns] = [count(height, axes[0]), count(width, axes[1])]
    const taps = axes[0][0] * axes[1][0]
    return build([samples, channels * taps, rows * columns], ([n, k, window]) => {
      const place = under(x, axes, Math.floor(window / columns), window % columns)[k % taps]
      return place ? at(x, [n, Math.floor(k / taps), ...place]) : 0
    })
  }
add('unfold', [numbers([2, 2, 3, 4], -2, 2)], { kernel: 2 }, unfolded([plain(2), plain(2)]))
add(
  'unfold',
  [numbers([1, 2, 4, 5], -2, 2)],
  { kernel: [3, 2], stride: [2, 3], padding: 1, dilation: [1, 2] },
  unfolded([
    [3, 2, 1, 1, 1],
    [2, 3, 2, 1, 1],
  ]),
)

const pool =
  (axes: readonly [Axis, Axis], f: (list: number[], taps: number) => number) =>
  ([x]: Plain[]): Plain => {
    const [height, width] = x.shape.slice(-2)
    return build([...x.shape.slice(0, -2), count(height, axes[0]), count(width, axes[1])], index => {
      const [r, s] = index.slice(-2)
      const places = under(x, axes, r, s)
      const list = places.flatMap(place => (place ? [at(x, [...index.slice(0, -2), ...place])] : []))
      return f(list, places.length)
    })
  }
const largest = (list: number[]) => Math.max(...list)
const total = (list: number[]) => list.reduce((a, b) => a + b, 0)
const two: readonly [Axis, Axis] = [
  [2, 2, 1, 0, 0],
  [2, 2, 1, 0, 0],
]
const padded: readonly [Axis, Axis] = [
  [3, 2, 1, 1, 1],
  [2, 1, 2, 1, 0],
]
const options = { window: [3, 2], stride: [2, 1], padding: [1, [1, 0]], dilation: [1, 2] }
for (const shape of [
  [2, 2, 4, 5],
  [4, 4],
  [0, 3, 3],
]) {
  add('maxPool2d', [numbers(shape, -2, 2)], { window: 2 }, pool(two, largest))
  add('maxPool2d', [numbers(shape, -2, 2)], options, pool(padded, largest))
  add(
    'averagePool2d',
    [numbers(shape, 0.1, 2)],
    { window: 2 },
    pool(two, list => total(list) / 4),
  )
  add(
    'averagePool2d',
    [numbers(shape, 0.1, 2)],
    options,
    pool(padded, (list, taps) => total(list) / taps),
  )
  add(
    'averagePool2d',
    [numbers(shape, 0.1, 2)],
    { ...options, countIncludePad: false },
    pool(padded, list => total(list) / list.length),
  )
}
for (const [op, f] of [
  ['maxPool1d', largest],
  ['averagePool1d', (list: number[]) => total(list) / list.length],
] as const)
  add(op, [numbers([2, 7], 0.1, 2)], { window: 3, stride: 2 }, xs =>
    lowered(pool(row([3, 2, 1, 0, 0]), f)(xs.map(lifted))),
  )

/** Padding of a list, element by element as the mode says. */
const modes: Record<string, (i: number, n: number) => number | undefined> = {
  constant: (i, n) => (i < 0 || i >= n ? undefined : i),
  edge: (i, n) => Math.max(0, Math.min(n - 1, i)),
  reflect(i, n) {
    let at = i
    while (at < 0 || at >= n) at = at < 0 ? -at : 2 * (n - 1) - at
    return at
  },
  symmetric(i, n) {
    let at = i
    while (at < 0 || at >= n) at = at < 0 ? -1 - at : 2 * n - 1 - at
    return at
  },
  wrap: (i, n) => (((i % n) + n) % n) as number,
}
const paddedBy =
  (mode: string, widths: readonly (readonly [number, number])[], value = 0) =>
  ([x]: Plain[]): Plain =>
    build(
      x.shape.map((n, axis) => widths[axis][0] + n + widths[axis][1]),
      index => {
        const place = index.map((i, axis) => modes[mode](i - widths[axis][0], x.shape[axis]))
        return place.includes(undefined) ? value : at(x, place as number[])
      },
    )
const uneven = [
  [1, 2],
  [0, 7],
] as const
for (const mode of Object.keys(modes)) {
  add('pad', [numbers([2, 3], -2, 2)], { widths: uneven, mode }, paddedBy(mode, uneven))
  const both = [
    [1, 1],
    [1, 1],
  ] as const
  add('pad', [numbers([3, 2], -2, 2)], { widths: 1, mode }, paddedBy(mode, both))
}
const seven = [
  [0, 1],
  [0, 1],
] as const
add('pad', [numbers([0, 2], -2, 2)], { widths: [0, 1], constantValues: 7 }, paddedBy('constant', seven, 7))

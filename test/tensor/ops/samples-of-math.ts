/**
 * Samples of the mathematical functions: elementwise ops whose plain twins are `Math` or short
 * series.
 */
import { elementwise } from './naive.ts'
import { add, numbers } from './samples.ts'

/** B₂ₖ for k = 1 … 8. */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510]
const series = (term: (bernoulli: number, n: number) => number) =>
  BERNOULLI.reduceRight((sum, bernoulli, k) => sum + term(bernoulli, 2 * k + 2), 0)

/**
 * log Γ(x), its derivative or the next, by Stirling's series from x + 6 on and the recurrence down.
 */
const byStirling =
  (tail: (z: number) => number, step: (x: number) => number) =>
  (x: number): number =>
    [5, 4, 3, 2, 1, 0].reduce((sum, k) => sum - step(x + k), tail(x + 6))
const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI)
const lgamma = byStirling(
  z => (z - 0.5) * Math.log(z) - z + HALF_LOG_2PI + series((b, n) => b / (n * (n - 1) * z ** (n - 1))),
  Math.log,
)
const digamma = byStirling(
  z => Math.log(z) - 1 / (2 * z) - series((b, n) => b / (n * z ** n)),
  x => 1 / x,
)
const trigamma = byStirling(
  z => 1 / z + 1 / (2 * z ** 2) + series((b, n) => b / z ** (n + 1)),
  x => -1 / x ** 2,
)

/** The Maclaurin series. */
function erf(x: number): number {
  let sum = 0
  for (let n = 60, term = 1; n >= 0; n--) {
    term = 1
    for (let k = 1; k <= n; k++) term *= -(x * x) / k
    sum += term / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * x * sum
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x))

const unary: [string, (x: number) => number, low: number, high: number, options?: object][] = [
  ['sin', Math.sin, -2, 2],
  ['cos', Math.cos, -1.4, 1.4],
  ['tan', Math.tan, -1.4, 1.4],
  ['asin', Math.asin, -0.9, 0.9],
  ['acos', Math.acos, -0.9, 0.9],
  ['atan', Math.atan, -2, 2],
  ['sinh', Math.sinh, -2, 2],
  ['cosh', Math.cosh, -2, 2],
  ['asinh', Math.asinh, -2, 2],
  ['acosh', Math.acosh, 1.2, 4],
  ['atanh', Math.atanh, -0.9, 0.9],
  ['log2', Math.log2, 1.2, 4],
  ['log10', Math.log10, 1.2, 4],
  ['exp2', x => 2 ** x, -2, 2],
  ['cbrt', Math.cbrt, 0.3, 4],
  ['reciprocal', x => 1 / x, 0.3, 4],
  ['erf', erf, -1, 1],
  ['erfc', x => 1 - erf(x), -1, 0.3],
  ['lgamma', lgamma, 4, 7],
  ['digamma', digamma, 3.5, 7],
  ['polygamma', trigamma, 3.5, 7, { order: 1 }],
  ['silu', x => x * logistic(x), -3, 3],
  ['logSigmoid', x => Math.log(logistic(x)), -3, 0],
  ['gelu', x => 0.5 * x * (1 + erf(x * Math.SQRT1_2)), -1, 1.4],
  [
    'gelu',
    x => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    -1,
    2,
    { approximate: 'tanh' },
  ],
  ['elu', x => (x > 0 ? x : Math.expm1(x)), -2, 2],
  ['elu', x => (x > 0 ? x : 0.5 * Math.expm1(x)), -2, 2, { alpha: 0.5 }],
  ['leakyRelu', x => (x > 0 ? x : 0.01 * x), -2, 2],
  ['leakyRelu', x => (x > 0 ? x : 0.25 * x), -2, 2, { negativeSlope: 0.25 }],
  ['trunc', Math.trunc, -3, 3],
  ['signbit', x => Number(x < 0), -2, 2],
  ['isinf', x => Number(Math.abs(x) === Infinity), -2, 2],
]
for (const [op, f, low, high, options = {}] of unary)
  for (const shape of [[3, 4], [], [2, 0, 3], [1, 5, 1]])
    add(op, [numbers(shape, low, high)], options, elementwise(f))

const PAIRS = [
  [
    [3, 4],
    [3, 4],
  ],
  [[3, 1], [4]],
  [[], [2, 3]],
  [[2, 0], [1]],
  [[], []],
]
const binary: [string, (a: number, b: number) => number, low: number, high: number][] = [
  ['atan2', Math.atan2, -2, 2],
  ['hypot', Math.hypot, -2, 2],
  ['copysign', (a, b) => (b < 0 ? -Math.abs(a) : Math.abs(a)), -2, 2],
  ['floorDivide', (a, b) => Math.floor(a / b), 0.5, 4],
  ['remainder', (a, b) => a % b, 0.5, 4],
  ['nextafter', (a, b) => (b > a ? a + 2 ** -53 : b < a ? a - 2 ** -53 : a), 0.51, 0.99],
]
for (const [op, f, low, high] of binary)
  for (const [p, q] of PAIRS) add(op, [numbers(p, low, high), numbers(q, low, high)], {}, elementwise(f))

const bits: [string, (a: number, b: number) => number][] = [
  ['bitwiseAnd', (a, b) => a & b],
  ['bitwiseOr', (a, b) => a | b],
  ['bitwiseXor', (a, b) => a ^ b],
  ['leftShift', (a, b) => a * 2 ** b],
  ['rightShift', (a, b) => Math.floor(a / 2 ** b)],
]
for (const [op, f] of bits)
  for (const [p, q] of PAIRS)
    add(op, [numbers(p, -99, 99, 'int32'), numbers(q, 0, 9, 'int32')], {}, elementwise(f))
for (const shape of [[3, 4], []])
  add(
    'bitwiseInvert',
    [numbers(shape, -99, 99, 'int32')],
    {},
    elementwise(x => -1 - x),
  )

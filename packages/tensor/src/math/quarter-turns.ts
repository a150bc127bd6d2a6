// The angle reduction of sin, cos and tan: x minus a whole number of quarter turns, for every
// finite double.

import { highWord } from './bits.ts'
import { powerOfTwo } from './power-of-two.ts'
import { multiply, rest, sumOf } from './two-parts.ts'

/** π/2 in two parts. */
export const HALF_PI = 1.5707963267948966
export const HALF_PI_LOW = 6.123233995736766e-17

/** π/2 in four parts. The first three have 33 bits, so n times each is exact for |n| ≤ 2²⁰. */
export const PART_1: number = 1.5707963267341256
export const PART_2: number = 6.077100506303966e-11
export const PART_3: number = 2.0222662487111665e-21
export const PART_4: number = 8.4784276603689e-32

export const TWO_OVER_PI: number = 0.6366197723675814
/** Up to this x, n stays below 2²⁰. */
export const MIDDLE: number = 1647099

/** 2/π as digits of 24 bits after the point, computed with mpmath. x < 2¹⁰²⁴ needs 50 of them. */
const DIGITS = /* @__PURE__ */ Float64Array.of(
  0xa2f983,
  0x6e4e44,
  0x1529fc,
  0x2757d1,
  0xf534dd,
  0xc0db62,
  0x95993c,
  0x439041,
  0xfe5163,
  0xabdebb,
  0xc561b7,
  0x246e3a,
  0x424dd2,
  0xe00649,
  0x2eea09,
  0xd1921c,
  0xfe1deb,
  0x1cb129,
  0xa73ee8,
  0x8235f5,
  0x2ebb44,
  0x84e99c,
  0x7026b4,
  0x5f7e41,
  0x3991d6,
  0x398353,
  0x39f49c,
  0x845f8b,
  0xbdf928,
  0x3b1ff8,
  0x97ffde,
  0x05980f,
  0xef2f11,
  0x8b5a0a,
  0x6d1f6d,
  0x367ecf,
  0x27cb09,
  0xb74f46,
  0x3f669e,
  0x5fea2d,
  0x7527ba,
  0xc7ebe5,
  0xf17b3d,
  0x0739f7,
  0x8a5292,
  0xea6bfb,
  0x5fb11f,
  0x8d5d08,
  0x560330,
  0x46fc7b,
)
const BASE = 16777216 // 2^24

/** The angle that `quarterTurns` computes, in two parts. */
export const angle: Float64Array = new Float64Array(2)

/**
 * The whole number n, modulo 4, for which x − n·π/2 lies in [−π/4, π/4] (or an ulp beyond). That
 * angle is written to `angle` in two parts, with a relative error below 2⁻⁷⁰ for every finite x.
 */
export function quarterTurns(x: number): number {
  const size = Math.abs(x)
  if (size <= 0.7853981633974483) {
    angle[0] = x
    angle[1] = 0
    return 0
  }
  return size < MIDDLE ? bySubtraction(x) : byDigits(x)
}

/**
 * Subtracts n·π/2 part by part, after W. J. Cody and W. Waite, "Software Manual for the Elementary
 * Functions" (1980).
 */
function bySubtraction(x: number): number {
  const n = Math.floor(x * TWO_OVER_PI + 0.5)
  let high = sumOf(x - n * PART_1, -n * PART_2)
  let low = rest[0]!
  high = sumOf(high, -n * PART_3)
  low += rest[0]!
  high = sumOf(high, low - n * PART_4)
  angle[0] = high
  angle[1] = rest[0]!
  return n & 3
}

const turns = new Float64Array(8)

/**
 * x·2/π modulo 4 from the digits of 2/π that matter, after M. H. Payne and R. N. Hanek, "Radian
 * reduction for trigonometric functions", ACM SIGNUM Newsletter 18 (1983) 19–24. Every double is at
 * least 2⁻⁶² of a quarter turn away from a multiple of π/2. So of 168 bits after the point more
 * than 80 are correct.
 */
function byDigits(x: number): number {
  // |x| = m·2^(24k + shift) with a whole number m below 2⁵³, as four digits of m·2^shift.
  const exponent = ((highWord(x) >> 20) & 0x7ff) - 1075
  const k = Math.floor(exponent / 24)
  let whole = Math.abs(x) * powerOfTwo(-24 * (k + 1))
  // whole = m·2^(shift − 24), split at multiples of 2^24 from the top, each step exact.
  let top = Math.floor(whole / BASE / BASE)
  whole -= top * BASE * BASE
  const x3 = top
  top = Math.floor(whole / BASE)
  whole -= top * BASE
  const x2 = top
  top = Math.floor(whole)
  const x1 = top
  const x0 = (whole - top) * BASE

  // Column c has the weight 2^(−24c). Columns left of 0 are multiples of 2^24 quarter turns.
  for (let c = 0; c < 8; c++) {
    const i = c + k - 1
    turns[c] = x0 * digit(i) + x1 * digit(i + 1) + x2 * digit(i + 2) + x3 * digit(i + 3)
  }
  for (let c = 7; c > 0; c--) {
    const carry = Math.floor(turns[c]! / BASE)
    turns[c]! -= carry * BASE
    turns[c - 1]! += carry
  }
  let n = turns[0]! % 4
  if (turns[1]! >= BASE / 2) {
    turns[1]! -= BASE
    n++
  }
  let high = (turns[1]! * BASE + turns[2]!) * powerOfTwo(-48)
  high = sumOf(high, (turns[3]! * BASE + turns[4]!) * powerOfTwo(-96))
  let low = rest[0]!
  high = sumOf(high, (turns[5]! * BASE + turns[6]!) * powerOfTwo(-144))
  low += rest[0]!
  high = sumOf(high, low + turns[7]! * powerOfTwo(-168))
  high = multiply(high, rest[0]!, HALF_PI, HALF_PI_LOW)
  angle[0] = x < 0 ? -high : high
  angle[1] = x < 0 ? -rest[0]! : rest[0]!
  return (x < 0 ? -n : n) & 3
}

/** Digit i of 2/π, 0 for places before the point. */
function digit(i: number): number {
  return i < 0 ? 0 : DIGITS[i]!
}

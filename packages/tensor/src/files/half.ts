/**
 * Floating-point numbers of 16 bits: IEEE 754's binary16 (5 bits of exponent, 10 of fraction) and
 * bfloat16, which is the upper half of a float32 (8 and 7 bits).
 */
import type { Data } from '../array/dtype.ts'
import { highWord } from '../math/bits.ts'
import { powerOfTwo } from '../math/power-of-two.ts'

interface Format {
  readonly fractionBits: number
  /** The exponent of the smallest normal number. */
  readonly least: number
  /** The exponent of the largest number. */
  readonly most: number
}

export const formats: Readonly<Record<'float16' | 'bfloat16', Format>> = {
  float16: { fractionBits: 10, least: -14, most: 15 },
  bfloat16: { fractionBits: 7, least: -126, most: 127 },
}

/** The numbers that pairs of bytes represent. */
export function fromHalves(bytes: Uint8Array, littleEndian: boolean, format: Format): Float32Array {
  const [low, high] = littleEndian ? [0, 1] : [1, 0]
  const out = new Float32Array(bytes.length / 2)
  for (let i = 0; i < out.length; i++)
    out[i] = fromHalf(bytes[2 * i + low] | (bytes[2 * i + high] << 8), format)
  return out
}

/** The nearest numbers of 16 bits, little-endian. */
export function toHalves(x: Data, offset: number, size: number, format: Format): Uint8Array {
  const bytes = new Uint8Array(size * 2)
  for (let i = 0; i < size; i++) {
    const bits = toHalf(x[offset + i], format)
    bytes[2 * i] = bits & 255
    bytes[2 * i + 1] = bits >> 8
  }
  return bytes
}

function fromHalf(bits: number, { fractionBits, least, most }: Format): number {
  const fraction = bits & ((1 << fractionBits) - 1)
  const exponent = (bits & 0x7fff) >> fractionBits
  const size =
    exponent === 0
      ? fraction * powerOfTwo(least - fractionBits)
      : exponent > most - least + 1
        ? fraction === 0
          ? Infinity
          : Number.NaN
        : (1 + fraction * powerOfTwo(-fractionBits)) * powerOfTwo(exponent - 1 + least)
  return bits & 0x8000 ? -size : size
}

/**
 * The 16 bits of the nearest number, ties to even. A double is also rounded only once. Numbers that
 * are too large become infinite.
 */
function toHalf(x: number, { fractionBits, least, most }: Format): number {
  const infinity = (most - least + 2) << fractionBits
  if (Number.isNaN(x)) return infinity | (1 << (fractionBits - 1))
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0
  const size = Math.abs(x)
  const own = (highWord(size) >> 20) - 1023
  if (own > most) return sign | infinity
  const exponent = own < least ? least : own
  // In units of the last place the magnitude is exact. A carry goes into the exponent.
  const steps = size * powerOfTwo(fractionBits - exponent)
  const whole = Math.floor(steps)
  const rest = steps - whole
  const rounded = rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? whole + 1 : whole
  return sign | (rounded + ((exponent - least) << fractionBits))
}

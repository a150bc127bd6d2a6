// The bits of a double, read through a shared buffer. No other way is both exact and fast in every
// engine.

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)

double[0] = -1
/**
 * The index of the word that holds sign and exponent. It is 1 on little-endian machines, which
 * nearly all machines are.
 */
const HIGH = words[0] === 0 ? 1 : 0

/**
 * The upper 32 bits of `x` (sign, 11 bits of exponent, 20 bits of fraction) as a signed integer.
 */
export function highWord(x: number): number {
  double[0] = x
  return words[HIGH]!
}

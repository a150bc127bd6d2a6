import type { Run } from '../array/loop.ts'

/** The maximum length of a run that is sorted by insertion. */
const SHORT = 96

/**
 * The same results as the loop of `array/sort-order.ts` by other methods. Short runs are sorted by
 * insertion. Long runs are sorted by radix, one byte at a time. The bits of floats have the order
 * of the numbers, after the sign is adjusted. The keys move together with the indices, since
 * reading keys through the indices would miss the cache. A byte that is the same in all elements is
 * skipped; integers and float32 have many such bytes.
 */
export function sortOrder(n: number, descending: boolean): Run {
  if (n <= SHORT) return byInsertion(descending)
  const numbers = new Float64Array(n)
  const words = new Int32Array(numbers.buffer)
  const counts = new Int32Array(8 * 256)
  const halves = () => [new Int32Array(n), new Int32Array(n), new Int32Array(n)] as const
  const [one, other] = [halves(), halves()]
  return (x, at, _n, step, out, o) => {
    // Adding 0 changes -0 to 0.
    for (let i = 0; i < n; i++, at += step) numbers[i] = x[at] + 0
    let [from, to] = [one, other]
    split(words, descending, counts, from)
    for (let byte = 0; byte < 8; byte++) {
      const starts = counts.subarray(256 * byte, 256 * byte + 256)
      if (starts.includes(n)) continue
      distribute(starts, 8 * (byte & 3), byte >> 2, from, to)
      ;[from, to] = [to, from]
    }
    const order = from[2]
    for (let i = 0; i < n; i++, o += step) out[o] = order[i]
  }
}

/** The low and high words of the keys, and the index of each element. */
type Keys = readonly [low: Int32Array, high: Int32Array, order: Int32Array]

/** Turns the words of floats into keys, and counts how often each byte has each value. */
function split(words: Int32Array, descending: boolean, counts: Int32Array, [lows, highs, order]: Keys): void {
  // Which word is the high one on this machine; the low word of 1 is 0.
  const high = new Int32Array(new Float64Array([1]).buffer)[1] === 0 ? 0 : 1
  const turned = descending ? -1 : 0
  counts.fill(0)
  for (let i = 0; i < order.length; i++) {
    let a = words[2 * i + 1 - high]
    let b = words[2 * i + high]
    const magnitude = b & 0x7fffffff
    if (magnitude > 0x7ff00000 || (magnitude === 0x7ff00000 && a !== 0)) {
      // All NaNs get the same key.
      a = -1
      b = -1
    } else if (b < 0) {
      a = ~a
      b = ~b
    } else b ^= -0x80000000
    a ^= turned
    b ^= turned
    lows[i] = a
    highs[i] = b
    order[i] = i
    counts[a & 255]++
    counts[256 + ((a >>> 8) & 255)]++
    counts[512 + ((a >>> 16) & 255)]++
    counts[768 + (a >>> 24)]++
    counts[1024 + (b & 255)]++
    counts[1280 + ((b >>> 8) & 255)]++
    counts[1536 + ((b >>> 16) & 255)]++
    counts[1792 + (b >>> 24)]++
  }
}

/**
 * Sorts the keys by one byte of a word. `starts` holds the counts of the byte and becomes the place
 * of each value.
 */
function distribute(starts: Int32Array, shift: number, word: number, from: Keys, to: Keys): void {
  let total = 0
  for (let digit = 0; digit < 256; digit++) {
    const count = starts[digit]
    starts[digit] = total
    total += count
  }
  // When the high word is sorted, `key` is the high word, and the low words are not moved.
  const [key, high, order] = [from[word], from[1], from[2]]
  const [key2, high2, order2] = [to[word], to[1], to[2]]
  for (let i = 0; i < order.length; i++) {
    const place = starts[(key[i] >>> shift) & 255]++
    key2[place] = key[i]
    high2[place] = high[i]
    order2[place] = order[i]
  }
}

const byInsertion =
  (descending: boolean): Run =>
  (x, at, n, step, out, o) => {
    for (let i = 0; i < n; i++) {
      const value = x[at + i * step]
      let place = i
      for (; place > 0; place--) {
        const before = out[o + (place - 1) * step]
        const other = x[at + before * step]
        if (!(descending ? larger(value, other) : larger(other, value))) break
        out[o + place * step] = before
      }
      out[o + place * step] = i
    }
  }

/** The comparison in which NaN is larger than all others. */
const larger = (a: number, b: number): boolean => a > b || (Number.isNaN(a) && !Number.isNaN(b))

/** The result of checking one property of Definition 1 of the paper on drawn samples. */

export interface PropertyCheck {
  /** The property, in words. */
  readonly property: string
  /** What the samples show: a number, or the least and the largest. */
  readonly measured: number | readonly [least: number, largest: number]
  /** What the definition and the settings require. */
  readonly required: string
  readonly met: boolean
}

/** Sums of a few shares of a total differ from it by rounding. */
const rounding = 1e-9

/** All values in [low, high]; met if there are none. */
export const within = (
  property: string,
  values: Iterable<number>,
  [low, high]: readonly [number, number],
): PropertyCheck => {
  const range = rangeOf(values)
  return {
    property,
    measured: range,
    required: `in [${rounded(low)}, ${rounded(high)}]`,
    met: range[0] >= low - rounding * Math.abs(low) && range[1] <= high + rounding * Math.abs(high),
  }
}

/** One number with an upper limit. */
export const atMost = (property: string, measured: number, most: number, why = ''): PropertyCheck => ({
  property,
  measured,
  required: `at most ${rounded(most)}${why}`,
  met: measured <= most,
})

export const rangeOf = (values: Iterable<number>): [least: number, largest: number] => {
  let least = Number.POSITIVE_INFINITY
  let largest = Number.NEGATIVE_INFINITY
  for (const value of values) {
    least = Math.min(least, value)
    largest = Math.max(largest, value)
  }
  return [least, largest]
}

export const rounded = (value: number): number => Number(value.toPrecision(4))

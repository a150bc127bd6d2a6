/** Checks of what a file gives back, for the kinds whose results are kept. */

import * as v from 'valibot'

/** A whole number of at least 0. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

export const finite = v.pipe(v.number(), v.finite())

/** A Float64Array of finite numbers, of this length if one is given. */
export const finiteArray = (length?: number) =>
  v.pipe(
    v.instance(Float64Array),
    v.check(array => (length === undefined || array.length === length) && array.every(Number.isFinite)),
  )

/** An Int32Array of this length. */
export const wholeArray = (length: number) =>
  v.pipe(
    v.instance(Int32Array),
    v.check(array => array.length === length),
  )

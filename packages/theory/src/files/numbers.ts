/** Checks of numbers and arrays of numbers that files hold. */

import * as v from 'valibot'

// JSON holds neither NaN nor Infinity; null stands for a number that could not be measured.
export const finite = v.pipe(v.number('must be a number'), v.finite('must be finite'))

/** NaN and the infinities included. */
export const anyNumber = v.custom<number>(value => typeof value === 'number', 'must be a number')

const integer = v.pipe(v.number('must be a number'), v.safeInteger('must be an integer'))

/** A whole number of at least 0. */
export const count = v.pipe(integer, v.minValue(0, 'must be at least 0'))

/** A whole number of at least 1. */
export const positiveCount = v.pipe(integer, v.minValue(1, 'must be at least 1'))

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

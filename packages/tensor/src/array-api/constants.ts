/** The constants and dtypes of the standard. A dtype is its name, as in the main entry. */

/** Euler's number. */
export const e = Math.E
/** The ratio of a circle's circumference to its diameter. */
export const pi = Math.PI
export const inf = Number.POSITIVE_INFINITY
export const nan = Number.NaN
/** Python's None: in an index it adds an axis. In this package `expand_dims` adds axes. */
export const newaxis = null

export const float64 = 'float64'
export const float32 = 'float32'
export const int32 = 'int32'
export const bool = 'bool'

/**
 * Installs the kernels as fast loops of the ops when this module is loaded. The results keep their
 * bits. Without WebAssembly the plain loops run.
 */
import { allocate, type Data, type DType } from '../array/dtype.ts'
import { fast } from '../array/fast.ts'
import { blocks, reducedShape } from '../array/reduce.ts'
import { Tensor } from '../array/tensor.ts'
import { gatherSlices, scatterAddSlices } from './by-index/by-index.ts'
import { sliceIndices } from './by-index/slice-indices.ts'
import { copyRuns } from './copy.ts'
import { elementwise, map, worthACall } from './elementwise/elementwise.ts'
import { BINARY, type BinaryName, UNARY, type UnaryName } from './elementwise/emit.ts'
import type { FloatArray } from './engine.ts'
import { firstInOrder } from './first-in-order.ts'
import { gemm } from './gemm/gemm.ts'
import { lendDoubles, solveRows } from './gemm/in-place.ts'
import { productOfRuns } from './gemm/of-runs.ts'
import { placesIn } from './places-in.ts'
import { poolPlanes } from './pool/pool.ts'
import { arranged } from './rows/arrange.ts'
import { type Reduction, reduceRows } from './rows/reduce.ts'
import { type RowOp, softmaxRows } from './rows/softmax.ts'
import { sortOrder } from './sort-order.ts'
import { unzeroed } from './unzeroed.ts'

/** Whether a name is in a list. A set is used, since a plain object also has `constructor`. */
const names = <N extends string>(list: readonly N[]) => {
  const known = new Set<string>(list)
  return (name: string): name is N => known.has(name)
}
const isBinary = names<BinaryName>(BINARY)
const isUnary = names<UnaryName>(UNARY)
const isReduction = names<Reduction>(['sum', 'prod', 'max', 'min'])
const isRowOp = names<RowOp>(['softmax', 'logSoftmax', 'logsumexp'])

/** The first array if all are floats of the same type, otherwise null. */
const alike = (out: Data, ...others: Data[]): FloatArray | null =>
  (out instanceof Float64Array || out instanceof Float32Array) &&
  others.every(other => other.constructor === out.constructor)
    ? out
    : null

fast.loop = (name, plain) => {
  if (isUnary(name))
    return (n, out, o, a, i, di, ...others) => {
      const to = di === 1 && worthACall(name, n) ? alike(out, a) : null
      if (to === null || !map(name, n, a as FloatArray, i, to, o)) plain(n, out, o, a, i, di, ...others)
    }
  if (!isBinary(name)) return plain
  return (n, out, o, a, i, di, b, j, dj, c, k, dk) => {
    const steps = (di === 1 && (dj === 0 || dj === 1)) || (di === 0 && dj === 1)
    const to = steps && worthACall(name, n) ? alike(out, a, b) : null
    if (
      to === null ||
      !elementwise(name, n, a as FloatArray, i, b as FloatArray, j, to, o, di as 0 | 1, dj as 0 | 1)
    )
      plain(n, out, o, a, i, di, b, j, dj, c, k, dk)
  }
}
fast.product = gemm
fast.lendDoubles = lendDoubles
fast.solveRows = solveRows
fast.productOfRuns = productOfRuns
fast.pool = poolPlanes
fast.store = unzeroed
fast.reduce = (name, x, axes, out) => {
  const to = x.size > 0 ? alike(out, x.data) : null
  if (to === null) return false
  if (isReduction(name)) {
    const { data, shape } = arranged(name, x, axes)
    return reduceRows(name, data, shape, to)
  }
  if (!isRowOp(name)) return false
  const { data, shape } = arranged('sum', x, axes)
  return shape.inner === 1 && softmaxRows(name, data, shape.offset, shape.outer, shape.n, to)
}
fast.distances = (x, centres, axes, keepDims) => {
  if (x.size === 0 || x.tracing) return
  const shape = reducedShape(x.shape, axes, keepDims)
  const out = allocate('sum', x.dtype, shape)
  const to = alike(out, x.data, centres.data)
  if (to === null) return
  const { data, shape: seen } = arranged('sum', x, axes)
  if (!reduceRows('sum', data, seen, to, centres.data as FloatArray)) return
  return new Tensor<DType>(x.dtype, out, shape)
}
fast.alongAxis = (name, x, out) => {
  const to = alike(out, x.data)
  return to !== null && isRowOp(name) && x.inner === 1
    ? softmaxRows(name, x.data as FloatArray, x.offset, x.outer, x.n, to)
    : false
}
fast.sortOrder = sortOrder
fast.firstInOrder = firstInOrder
fast.copy = copyRuns
fast.placesIn = placesIn
fast.gather = (x, indices, axis, out) => {
  const places = out.length > 0 ? sliceIndices('gather', x, indices, axis) : null
  if (places === null) return false
  const table = blocks('gather', x, [axis])
  const { data } = table
  return data instanceof Uint8Array || out instanceof Uint8Array
    ? false
    : gatherSlices(data, table, places, out)
}
fast.scatterAdd = (y, indices, axis, shape, values, valuesAt) => {
  const to = alike(y.data, values)
  if (to === null || values.length === 0 || y.size === 0 || shape[axis] !== indices.shape[axis]) return false
  const places = sliceIndices('scatterAdd', y, indices, axis)
  return (
    places !== null &&
    scatterAddSlices(to, blocks('scatterAdd', y, [axis]), places, values as FloatArray, valuesAt)
  )
}

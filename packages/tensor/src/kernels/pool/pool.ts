/** Pools through WebAssembly, some planes at a time. The bits are those of the plain loops. */
import type { FastPool } from '../../array/fast.ts'
import { type Engine, engine, floatTypeOf, type Kernels } from '../engine.ts'
import { type PoolName, poolModule } from './emit.ts'

/** The number of elements of planes that are in memory at a time, unless one plane has more. */
const PIECE = 1 << 15
/** Below this number of elements the call costs more than it gains. */
const WORTH_A_CALL = 256
/** Windows with more elements would need a long module. */
const MOST_ELEMENTS = 64

const compiled = new WeakMap<Engine, Map<string, Kernels<'pool' | 'pad'>>>()

/**
 * Writes the largest element of each window, or its average if there are divisors, to `out`.
 * Returns false if the plain loop has to run. The caller checks that no window holds padding only.
 */
export const poolPlanes: FastPool = (x, { plane: [down, across], planes: [planes] }, divisors, out) => {
  const { data } = x
  const float = data instanceof Float64Array || data instanceof Float32Array
  if (!float || (out.constructor as unknown) !== data.constructor) return false
  if (planes * down.size * across.size < WORTH_A_CALL || out.length === 0) return false
  if (down.kernel * across.kernel > MOST_ELEMENTS) return false
  const wasm = engine()
  if (wasm === null) return false

  const type = floatTypeOf(data)
  const name: PoolName = divisors ? 'average' : 'max'
  const bytes = data.BYTES_PER_ELEMENT
  const lanes = 16 / bytes
  const kind = {
    height: down.kernel,
    width: across.kernel,
    stride: across.stride,
    dilation: across.dilation,
  }
  let modules = compiled.get(wasm)
  if (!modules) compiled.set(wasm, (modules = new Map()))
  const key = `${name} ${type} ${Object.values(kind)}`
  let kernels = modules.get(key)
  if (!kernels) modules.set(key, (kernels = wasm.compile(poolModule(name, type, kind))))
  const { pool, pad } = kernels

  const [height, width] = [down, across].map(
    axis => (axis.count - 1) * axis.stride + (axis.kernel - 1) * axis.dilation + 1,
  )
  const bare = down.before === 0 && across.before === 0 && height <= down.size && width <= across.size
  // Without padding the planes are copied as they are.
  const [tall, wide] = bare ? [down.size, across.size] : [height, width]
  const each = down.count * across.count
  const most = Math.max(1, Math.min(planes, Math.floor(PIECE / (tall * wide))))
  const turns = Math.ceil(across.count / lanes)
  // A turn may read and write after the end of a row, and so after the end of the last one.
  const slack = 2 * lanes * (across.stride + 1) + across.kernel * across.dilation
  const area = down.size * across.size
  const [taken, given, staged] = [
    most * tall * wide + slack,
    most * each + slack,
    bare ? 0 : most * area,
  ].map(count => Math.ceil((count * bytes) / 64) * 64)
  const spans = turns * across.stride + Math.ceil(((across.kernel - 1) * across.dilation) / lanes)
  const spare = divisors ? 8 * down.count * turns * lanes : 16 * spans
  wasm.reserve(taken + given + staged + spare, address => {
    const memory = wasm.view(type)
    const [from, to] = [address / bytes, (address + taken) / bytes]
    const stagedAt = address + taken + given
    const spareAt = stagedAt + staged
    if (divisors)
      for (let row = 0, at = spareAt / 8; row < down.count; row++, at += turns * lanes)
        wasm.doubles.set(divisors.subarray(row * across.count, (row + 1) * across.count), at)
    if (!bare) memory.fill(divisors ? 0 : -Infinity, from, from + most * tall * wide)
    const [top, left] = [down.before, across.before]
    const rows = Math.min(down.size, tall - top)
    const columns = Math.min(across.size, wide - left)
    for (let first = 0; first < planes; first += most) {
      const count = Math.min(most, planes - first)
      const start = x.offset + first * area
      memory.set(data.subarray(start, start + count * area), bare ? from : stagedAt / bytes)
      if (!bare && rows > 0 && columns > 0)
        pad(
          stagedAt,
          bytes * area,
          bytes * across.size,
          bytes * (from + top * wide + left),
          bytes * tall * wide,
          bytes * wide,
          count,
          rows,
          (columns * bytes) / 4,
        )
      for (let p = 0; p < count; p++)
        pool(
          bytes * (from + p * tall * wide),
          bytes * down.stride * wide,
          bytes * down.dilation * wide,
          bytes * (to + p * each),
          bytes * across.count,
          down.count,
          turns,
          spareAt,
          spans,
        )
      out.set(memory.subarray(to, to + count * each), first * each)
    }
  })
  return true
}

/**
 * Arithmetic between contiguous runs of arrays.
 *
 * float32 goes through WebAssembly in pieces that stay in the first-level cache: V8 computes float32 as doubles, and
 * the conversions cost four times what the copies in and out do. float64 takes the plain loop, which the memory keeps
 * as slow as any kernel. The bits are the same either way.
 */
import { type Engine, engine, type FloatArray, type Kernels } from '../engine.ts'
import { type BinaryName, elementwiseModule, TURN_BYTES } from './emit.ts'
import { addScaledPlain, elementwisePlain } from './plain.ts'

/** Elements copied in at a time. */
const PIECE = 2048
/** Below this the call costs more than it gains. */
const WORTH_A_CALL = 512

const compiled = new WeakMap<Engine, Kernels<BinaryName | 'addScaled'>>()

const kernelsOf = (engine: Engine): Kernels<BinaryName | 'addScaled'> => {
  let kernels = compiled.get(engine)
  if (kernels === undefined) compiled.set(engine, (kernels = engine.compile(elementwiseModule())))
  return kernels
}

const engineFor = (n: number, array: FloatArray): Engine | null =>
  array instanceof Float32Array && n >= WORTH_A_CALL ? engine() : null

const turns = (elements: number): number => Math.ceil((elements * 4) / TURN_BYTES)

/** out[i] = a[i] ∘ b[i] for `n` elements from the offsets on; all arrays of one type, `out` possibly a or b itself. */
export const elementwise = (
  name: BinaryName,
  n: number,
  a: FloatArray,
  aOffset: number,
  b: FloatArray,
  bOffset: number,
  out: FloatArray,
  outOffset: number,
): void => {
  const wasm = engineFor(n, out)
  if (wasm === null) {
    elementwisePlain(name, n, a, aOffset, b, bOffset, out, outOffset)
    return
  }
  const kernel = kernelsOf(wasm)[name]
  wasm.reserve(3 * PIECE * 4, address => {
    const memory = wasm.floats
    const at = address / 4
    for (let i = 0; i < n; i += PIECE) {
      const count = Math.min(PIECE, n - i)
      memory.set(a.subarray(aOffset + i, aOffset + i + count), at)
      memory.set(b.subarray(bOffset + i, bOffset + i + count), at + PIECE)
      kernel(address, address + PIECE * 4, address + 2 * PIECE * 4, turns(count))
      out.set(memory.subarray(at + 2 * PIECE, at + 2 * PIECE + count), outOffset + i)
    }
  })
}

/** y[i] += α·x[i] for `n` elements from the offsets on, the product rounded before it is added. */
export const addScaled = (
  n: number,
  alpha: number,
  x: FloatArray,
  xOffset: number,
  y: FloatArray,
  yOffset: number,
): void => {
  const wasm = engineFor(n, y)
  if (wasm === null) {
    addScaledPlain(n, alpha, x, xOffset, y, yOffset)
    return
  }
  const { addScaled: kernel } = kernelsOf(wasm)
  wasm.reserve(2 * PIECE * 4, address => {
    const memory = wasm.floats
    const at = address / 4
    for (let i = 0; i < n; i += PIECE) {
      const count = Math.min(PIECE, n - i)
      memory.set(x.subarray(xOffset + i, xOffset + i + count), at)
      memory.set(y.subarray(yOffset + i, yOffset + i + count), at + PIECE)
      kernel(address, address + PIECE * 4, alpha, turns(count))
      y.set(memory.subarray(at + PIECE, at + PIECE + count), yOffset + i)
    }
  })
}

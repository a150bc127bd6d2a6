/**
 * Arithmetic and transcendental functions of contiguous runs, through WebAssembly, in pieces that
 * stay in the caches. The bits are those of the plain loops. V8 compiles a loop over typed arrays
 * to code that computes one element at a time, checks bounds, and converts float32 to double and
 * back. It becomes several times slower if the loop gets arrays of several types.
 */
import {
  type Engine,
  engine,
  type FloatArray,
  type FloatType,
  floatTypeOf,
  type KernelFunction,
  type Kernels,
} from '../engine.ts'
import { TRANSCENDENTAL, type TranscendentalName } from '../transcendental/generators.ts'
import { placeTables } from '../transcendental/table.ts'
import {
  type BinaryName,
  elementwiseModule,
  TURN_BYTES,
  transcendentalModule,
  type UnaryName,
} from './emit.ts'

/** The number of bytes of each operand that are copied in at a time. */
const PIECE_BYTES = 65536
/** Below this number of elements the call costs more than it gains. */
const WORTH_A_CALL = 256
/** The same for functions that take tens of operations per element. */
const WORTH_A_LONG_CALL = 16

/** Whether a run of `n` elements is long enough for the kernel to be faster than the plain loop. */
export const worthACall = (name: BinaryName | UnaryName, n: number): boolean =>
  n >= (isLong(name) ? WORTH_A_LONG_CALL : WORTH_A_CALL)

const isLong = (name: string): name is TranscendentalName =>
  (TRANSCENDENTAL as readonly string[]).includes(name)

type Functions = Partial<Kernels<BinaryName | UnaryName>>
const compiled = new WeakMap<Engine, Record<FloatType, Functions>>()

/** The kernel of an operation. A module is compiled at the first use of one of its functions. */
const kernelOf = (engine: Engine, name: BinaryName | UnaryName, type: FloatType): KernelFunction => {
  let known = compiled.get(engine)
  if (known === undefined) {
    compiled.set(engine, (known = { float64: {}, float32: {} }))
    placeTables(engine)
  }
  const functions = known[type]
  if (functions[name] === undefined)
    Object.assign(
      functions,
      engine.compile(isLong(name) ? transcendentalModule(name, type) : elementwiseModule(type)),
    )
  return functions[name]!
}

const turns = (bytes: number): number => Math.ceil(bytes / TURN_BYTES)

/**
 * out[i] = a[i] ∘ b[i] for `n` elements from the offsets on. All arrays have the same type, and
 * `out` may be a or b. A step is 1, or 0 to read the same element repeatedly. Returns false, and
 * writes nothing, if the plain loop is faster or WebAssembly is missing.
 */
export const elementwise = (
  name: BinaryName,
  n: number,
  a: FloatArray,
  aOffset: number,
  b: FloatArray,
  bOffset: number,
  out: FloatArray,
  outOffset: number,
  aStep: 0 | 1 = 1,
  bStep: 0 | 1 = 1,
): boolean => {
  const wasm = worthACall(name, n) ? engine() : null
  if (wasm === null) return false
  const type = floatTypeOf(out)
  const kernel = kernelOf(wasm, name, type)
  const bytes = out.BYTES_PER_ELEMENT
  const piece = PIECE_BYTES / bytes
  wasm.reserve(2 * PIECE_BYTES, address => {
    const memory = wasm.view(type)
    const aAt = address / bytes
    const bAt = aAt + piece
    // The result overwrites an operand that is copied in again for each piece.
    const to = aStep === 1 ? aAt : bAt
    if (aStep === 0) memory.fill(a[aOffset], aAt, aAt + piece)
    if (bStep === 0) memory.fill(b[bOffset], bAt, bAt + piece)
    for (let i = 0; i < n; i += piece) {
      const count = Math.min(piece, n - i)
      if (aStep === 1) memory.set(a.subarray(aOffset + i, aOffset + i + count), aAt)
      if (bStep === 1) memory.set(b.subarray(bOffset + i, bOffset + i + count), bAt)
      kernel(aAt * bytes, bAt * bytes, to * bytes, turns(count * bytes))
      out.set(memory.subarray(to, to + count), outOffset + i)
    }
  })
  return true
}

/**
 * out[i] = ∘ x[i] for `n` elements from the offsets on. Both arrays have the same type and may be
 * the same array. Returns false, and writes nothing, if the plain loop is faster or WebAssembly is
 * missing.
 */
export const map = (
  name: UnaryName,
  n: number,
  x: FloatArray,
  xOffset: number,
  out: FloatArray,
  outOffset: number,
): boolean => {
  const wasm = worthACall(name, n) ? engine() : null
  if (wasm === null) return false
  const type = floatTypeOf(out)
  const kernel = kernelOf(wasm, name, type)
  const bytes = out.BYTES_PER_ELEMENT
  const piece = PIECE_BYTES / bytes
  wasm.reserve(PIECE_BYTES, address => {
    const memory = wasm.view(type)
    const at = address / bytes
    for (let i = 0; i < n; i += piece) {
      const count = Math.min(piece, n - i)
      memory.set(x.subarray(xOffset + i, xOffset + i + count), at)
      kernel(address, address, turns(count * bytes))
      out.set(memory.subarray(at, at + count), outOffset + i)
    }
  })
  return true
}

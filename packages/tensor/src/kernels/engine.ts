/**
 * The WebAssembly engine of the kernels: whether it is available, the memory that all kernels
 * share, and modules that are compiled at their first use.
 *
 * The memory is a stack. A kernel reserves memory for the time of one call. A kernel that is called
 * meanwhile reserves memory above it. After a call its memory is free again, so nothing has to be
 * freed explicitly. The memory stays as large as the largest call required. If WebAssembly is
 * missing, lacks SIMD or is forbidden by a content-security policy, `engine()` is null. Every
 * kernel then runs its plain loop, which gives the same bits.
 */
import type { Data } from '../array/dtype.ts'
import type { FloatArray } from '../array/matrix-view.ts'
import { cos } from '../math/cos.ts'
import { sin } from '../math/sin.ts'
import { assemble, f64x2 } from './assembler/index.ts'

export type { FloatArray } from '../array/matrix-view.ts'

/** The part of the WebAssembly API that is used. TypeScript only declares it with the DOM. */
export interface WebAssemblyApi {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  Instance: new (module: object, imports: object) => { readonly exports: object }
  Memory: new (limits: { initial: number; maximum?: number }) => WasmMemory
}
interface WasmMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

export type KernelFunction = (...args: number[]) => number
export type Kernels<Name extends string> = Readonly<Record<Name, KernelFunction>>

const PAGE = 65536
const MAXIMUM_PAGES = 65536
/**
 * The permanent address of the table of the exponential: 32 pairs of doubles. Address 0 is not
 * used.
 */
export const EXPONENTIAL_TABLE = 64
/** The permanent address of the table of the hyperbolic tangent: also pairs of doubles. */
export const TANGENT_TABLE = EXPONENTIAL_TABLE + 512
/** The permanent address of the table of the arctangent: pairs of doubles, too. */
export const ANGLE_TABLE = TANGENT_TABLE + 5184
/** The permanent address of the table of the logarithm in two parts: pairs of doubles, too. */
export const LOGARITHM_TABLE = ANGLE_TABLE + 192
/** Reservations start at multiples of a cache line. */
const FIRST_ADDRESS = LOGARITHM_TABLE + 384

export class Engine {
  readonly #api: WebAssemblyApi
  readonly #memory: WasmMemory
  /** The buffer of the memory, which is another one after the memory has grown. */
  #buffer: ArrayBuffer
  readonly #fixed: boolean
  /** Whether products use fused multiply-add; see `useFusedMultiplyAdd`. */
  fused = false
  #top = FIRST_ADDRESS
  #doubles = new Float64Array(0)
  #floats = new Float32Array(0)
  #ints = new Int32Array(0)
  #octets = new Uint8Array(0)

  /** With `bytes`, the memory has room for so many bytes and never grows. */
  constructor(api: WebAssemblyApi, bytes?: number) {
    this.#api = api
    const pages = bytes && Math.ceil((FIRST_ADDRESS + bytes) / PAGE)
    this.#memory = new api.Memory(pages ? { initial: pages, maximum: pages } : { initial: 1 })
    this.#buffer = this.#memory.buffer
    this.#fixed = pages !== undefined
  }

  /**
   * Compiles a module that imports the memory and may import sin and cos. Returns its functions.
   */
  compile<Name extends string>(bytes: Uint8Array<ArrayBuffer>): Kernels<Name> {
    const module = new this.#api.Module(bytes)
    const env = { memory: this.#memory, sin, cos }
    return new this.#api.Instance(module, { env }).exports as Kernels<Name>
  }

  /** The size of the memory in pages of 64 KiB. */
  get pages(): number {
    return this.#buffer.byteLength / PAGE
  }

  /** Lends `bytes` bytes from an address on, while `use` runs. */
  reserve<T>(bytes: number, use: (address: number) => T): T {
    const address = this.#top
    const end = address + Math.ceil(bytes / 64) * 64
    this.#growTo(end, bytes)
    this.#top = end
    try {
      return use(address)
    } finally {
      this.#top = address
    }
  }

  /** Takes `bytes` bytes for good, and returns their address. Do not call it inside `reserve`. */
  take(bytes: number): number {
    const address = this.#top
    const end = address + Math.ceil(bytes / 64) * 64
    this.#growTo(end, bytes)
    this.#top = end
    return address
  }

  /** The address of an element, if its store lies in this memory and the memory never grows. */
  addressOf({ data, offset }: { readonly data: Data; readonly offset: number }): number | undefined {
    if (!this.#fixed || data.buffer !== this.#buffer) return undefined
    return data.byteOffset + offset * data.BYTES_PER_ELEMENT
  }

  #growTo(end: number, wanted: number): void {
    const missing = Math.ceil(end / PAGE) - this.pages
    if (missing <= 0) return
    if (end > MAXIMUM_PAGES * PAGE)
      throw new RangeError(
        `kernels: a call needs ${wanted} bytes of WebAssembly memory, where 4 GiB are the most there can be; ` +
          'split the arrays into smaller ones',
      )
    try {
      this.#memory.grow(missing)
      this.#buffer = this.#memory.buffer
    } catch {
      throw new RangeError(`kernels: this machine gives no further ${wanted} bytes of WebAssembly memory`)
    }
  }

  /**
   * The memory as doubles. If the memory grows, the view becomes invalid, so get it again after any
   * call that may reserve memory.
   */
  get doubles(): Float64Array {
    if (this.#doubles.buffer !== this.#buffer) this.#doubles = new Float64Array(this.#buffer)
    return this.#doubles
  }

  /** The memory as single floats; see `doubles`. */
  get floats(): Float32Array {
    if (this.#floats.buffer !== this.#buffer) this.#floats = new Float32Array(this.#buffer)
    return this.#floats
  }

  /** The memory as 32-bit integers; see `doubles`. */
  get ints(): Int32Array {
    if (this.#ints.buffer !== this.#buffer) this.#ints = new Int32Array(this.#buffer)
    return this.#ints
  }

  /** The memory as bytes; see `doubles`. */
  get octets(): Uint8Array {
    if (this.#octets.buffer !== this.#buffer) this.#octets = new Uint8Array(this.#buffer)
    return this.#octets
  }

  view(type: FloatType): FloatArray {
    return type === 'float64' ? this.doubles : this.floats
  }
}

export type FloatType = 'float32' | 'float64'

export const floatTypeOf = (array: FloatArray): FloatType =>
  array instanceof Float64Array ? 'float64' : 'float32'

/**
 * Returns an engine with a memory of its own for `bytes` bytes. This memory never grows, so tensors
 * can keep their stores in it. Returns undefined if the machine does not give so much memory.
 */
export const engineOf = (bytes: number): Engine | undefined => {
  if (engine() === null || FIRST_ADDRESS + bytes > MAXIMUM_PAGES * PAGE) return undefined
  try {
    return new Engine((globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly, bytes)
  } catch {
    return undefined
  }
}

/** Declares the imports of every kernel module. */
export const importEngineMemory = (module: ReturnType<typeof assemble>): void =>
  module.importMemory('env', 'memory', { initial: 1 })

const start = (): Engine | null => {
  const api = (globalThis as { WebAssembly?: WebAssemblyApi }).WebAssembly
  if (api === undefined) return null
  try {
    const engine = new Engine(api)
    const probe = assemble()
    probe.func('probe', ['f64'], 'f64', (_, x) => f64x2.extract(f64x2.splat(x), 1))
    const { probe: run } = engine.compile<'probe'>(probe.bytes())
    return run(2) === 2 ? engine : null
  } catch {
    return null
  }
}

let current: Engine | null | undefined

/** The engine, which is created at the first call, or null if kernels cannot run. */
export const engine = (): Engine | null => {
  if (current === undefined) current = start()
  return current
}

/**
 * The engine of the kernels and the size of its memory, for reports and for tests that the memory
 * does not grow.
 */
export const kernelState = (): { webAssembly: boolean; fused: boolean; bytes: number } => {
  const now = engine()
  return { webAssembly: now !== null, fused: now?.fused ?? false, bytes: now === null ? 0 : now.pages * PAGE }
}

/**
 * Allows or forbids that matrix products round once instead of twice if the machine can (relaxed
 * SIMD). It is faster, but the last bits then differ from the plain loops and between machines.
 * Returns whether it is in effect.
 */
export const useFusedMultiplyAdd = (wanted: boolean): boolean => {
  const now = engine()
  if (now === null) return false
  now.fused = wanted && canFuse(now)
  return now.fused
}

const canFuse = (engine: Engine): boolean => {
  const probe = assemble()
  const two = f64x2.const(2)
  probe.func('probe', [], 'f64', () => f64x2.extract(f64x2.relaxedMadd(two, two, two), 0))
  try {
    return engine.compile<'probe'>(probe.bytes()).probe() === 6
  } catch {
    return false
  }
}

/**
 * Runs `use` as if WebAssembly were missing, for tests and for measuring the speedup of the
 * kernels.
 */
export const withoutWebAssembly = <T>(use: () => T): T => {
  const before = engine()
  current = null
  try {
    return use()
  } finally {
    current = before
  }
}

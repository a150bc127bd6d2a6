/**
 * The roofline of the machine (Williams, Waterman and Patterson, 2009): how fast one thread can
 * multiply and add, and how fast it can move memory, by the size of the arrays. All loops use
 * WebAssembly's 128-bit vectors, as the kernels do.
 */
import { type Engine, engine } from '@multiview/tensor/kernel-parts'
import { operationsOfTurn, rooflineKernels, TURN } from './kernels.ts'
import { leastMs } from './least-ms.ts'

/** Bandwidth for arrays of this total size, in 10⁹ bytes per second. */
export interface Bandwidth {
  readonly bytes: number
  /** The smallest cache that holds them, or memory. */
  readonly level: string
  /** Reading two arrays and writing a third. */
  readonly add: number
  /** Reading one array. */
  readonly read: number
}

export interface Roofline {
  /** Multiplications and additions, each rounded, in 10⁹ per second. */
  readonly peak: { readonly float64: number; readonly float32: number }
  readonly bandwidth: readonly Bandwidth[]
}

const KIB = 1024
const SETS = [16, 64, 256, 1024, 4096, 16_384, 65_536].map(size => size * KIB)

/** A cache of one core. */
export interface Cache {
  readonly name: string
  readonly bytes: number
}

/** Guesses, for a system that does not say. */
export const usualCaches: readonly Cache[] = [
  { name: 'L1', bytes: 32 * KIB },
  { name: 'L2', bytes: 1024 * KIB },
  { name: 'L3', bytes: 16_384 * KIB },
]

/** Units of work in 10⁹ per second. */
const rateOf = (work: number, run: (times: number) => void, sampleMs: number): number =>
  Number((work / leastMs(run, sampleMs) / 1e6).toPrecision(4))

/**
 * Multiplications and additions in 10⁹ per second; null without WebAssembly. If the kernels round
 * once (relaxed SIMD), so do these loops.
 */
export const measurePeak = (sampleMs = 8): Roofline['peak'] | null => {
  const wasm = engine()
  if (wasm === null) return null
  const kernels = rooflineKernels(wasm)
  return wasm.reserve(64, address => {
    const peak = (type: 'float64' | 'float32') => {
      const memory = wasm.view(type)
      const at = address / memory.BYTES_PER_ELEMENT
      const vector = 16 / memory.BYTES_PER_ELEMENT
      memory.fill(1, at, at + vector)
      memory.fill(0, at + vector, at + 2 * vector)
      const operations = operationsOfTurn(type, wasm.fused) * 1000
      return rateOf(operations, times => kernels[type](address, 1000 * times), sampleMs)
    }
    return { float64: peak('float64'), float32: peak('float32') }
  })
}

const measureBandwidth = (
  wasm: Engine,
  sampleMs: number,
  sets: readonly number[],
  caches: readonly Cache[],
): Bandwidth[] => {
  const kernels = rooflineKernels(wasm)
  return wasm.reserve(Math.max(...sets) + 64, address =>
    sets.map(bytes => {
      wasm.doubles.fill(1, address / 8, (address + bytes) / 8)
      const third = Math.floor(bytes / 3 / TURN)
      const whole = Math.floor(bytes / TURN)
      const [b, out] = [address + third * TURN, address + 2 * third * TURN]
      const repeatedly = (run: () => void) => (times: number) => {
        for (let i = 0; i < times; i++) run()
      }
      return {
        bytes,
        level: caches.find(level => bytes <= level.bytes)?.name ?? 'memory',
        add: rateOf(
          3 * third * TURN,
          repeatedly(() => kernels.add(address, b, out, third)),
          sampleMs,
        ),
        read: rateOf(
          whole * TURN,
          repeatedly(() => kernels.read(address, address + bytes, whole)),
          sampleMs,
        ),
      }
    }),
  )
}

/**
 * Measures for about half a second, in samples of `sampleMs`; null without WebAssembly.
 *
 * @param sets sizes of the arrays in bytes, smallest first
 */
export const measureRoofline = (
  sampleMs = 8,
  sets: readonly number[] = SETS,
  caches: readonly Cache[] = usualCaches,
): Roofline | null => {
  const wasm = engine()
  const peak = measurePeak(sampleMs)
  if (wasm === null || peak === null) return null
  return { peak, bandwidth: measureBandwidth(wasm, sampleMs, sets, caches) }
}

/**
 * The roofline of the machine (Williams, Waterman and Patterson, 2009): how fast one thread can
 * multiply and add, and how fast it can move memory, by the size of the arrays. All loops use
 * WebAssembly's 128-bit vectors, as the kernels do.
 */
import { readFileSync } from 'node:fs'
import { engine } from '@multiview/tensor/kernel-parts'
import { operationsOfTurn, rooflineKernels, TURN } from './kernels.ts'

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

/**
 * Sizes of the caches of one core, smallest first. If the system does not say, these are guesses.
 */
const caches = (): { name: string; bytes: number }[] => {
  const found: { name: string; bytes: number }[] = []
  try {
    for (let index = 0; index < 8; index++) {
      const read = (name: string) =>
        readFileSync(`/sys/devices/system/cpu/cpu0/cache/index${index}/${name}`, 'utf8').trim()
      if (read('type') === 'Instruction') continue
      const [, size, unit] = /^(\d+)([KM])$/.exec(read('size')) ?? []
      found.push({ name: `L${read('level')}`, bytes: Number(size) * (unit === 'M' ? KIB * KIB : KIB) })
    }
  } catch {
    // The system lists no further caches.
  }
  if (found.length > 0) return found
  return [
    { name: 'L1', bytes: 32 * KIB },
    { name: 'L2', bytes: 1024 * KIB },
    { name: 'L3', bytes: 16_384 * KIB },
  ]
}

/**
 * The best rate of several samples, each at least this long. Disturbances only slow a loop down.
 */
const best = (work: number, run: (times: number) => void, sampleMs: number): number => {
  let times = 1
  let rate = 0
  for (let samples = 0; samples < 5; ) {
    const before = performance.now()
    run(times)
    const taken = performance.now() - before
    if (taken < sampleMs && times < 2 ** 30) {
      times = Math.ceil(times * Math.min(16, (1.2 * sampleMs) / Math.max(taken, 0.01)))
      continue
    }
    samples++
    rate = Math.max(rate, (work * times) / taken / 1e6)
  }
  return Number(rate.toPrecision(4))
}

/** Measures for about half a second, in samples of `sampleMs`; null without WebAssembly. */
export const measureRoofline = (sampleMs = 8, sets: readonly number[] = SETS): Roofline | null => {
  const wasm = engine()
  if (wasm === null) return null
  const kernels = rooflineKernels(wasm)
  const levels = caches()
  return wasm.reserve(Math.max(...sets) + 64, address => {
    const peak = (type: 'float64' | 'float32') => {
      const memory = wasm.view(type)
      const at = address / memory.BYTES_PER_ELEMENT
      const vector = 16 / memory.BYTES_PER_ELEMENT
      memory.fill(1, at, at + vector)
      memory.fill(0, at + vector, at + 2 * vector)
      return best(operationsOfTurn[type] * 1000, times => kernels[type](address, 1000 * times), sampleMs)
    }
    const bandwidth = sets.map((bytes): Bandwidth => {
      wasm.doubles.fill(1, address / 8, (address + bytes) / 8)
      const third = Math.floor(bytes / 3 / TURN)
      const whole = Math.floor(bytes / TURN)
      const [b, out] = [address + third * TURN, address + 2 * third * TURN]
      const repeatedly = (run: () => void) => (times: number) => {
        for (let i = 0; i < times; i++) run()
      }
      return {
        bytes,
        level: levels.find(level => bytes <= level.bytes)?.name ?? 'memory',
        add: best(
          3 * third * TURN,
          repeatedly(() => kernels.add(address, b, out, third)),
          sampleMs,
        ),
        read: best(
          whole * TURN,
          repeatedly(() => kernels.read(address, address + bytes, whole)),
          sampleMs,
        ),
      }
    })
    return { peak: { float64: peak('float64'), float32: peak('float32') }, bandwidth }
  })
}

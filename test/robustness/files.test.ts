import { Tensor, tensor } from '@multiview/tensor'
import {
  readNpy,
  readNpz,
  readSafetensors,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from '@multiview/tensor/files'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrays, npz, npzCompressed, safetensors } from '../tensor/files/numpy.ts'
import { effort } from './effort.ts'
import { hostileNpy, hostileNpz, hostileSafetensors, mutated } from './hostile-files.ts'

const small = { x: tensor([1, 2, 3]), truth: tensor([[true, false]]), n: tensor([7], { dtype: 'int32' }) }

interface Reader {
  readonly name: string
  readonly read: (bytes: Uint8Array) => unknown
  readonly samples: readonly Uint8Array[]
  readonly hostile: fc.Arbitrary<Uint8Array>
  /**
   * Bytes of memory per byte of the file: a byte may become an int32, and deflate expands by 1032
   * at most.
   */
  readonly growth: number
}
const readers: Reader[] = [
  {
    name: 'readNpy',
    read: readNpy,
    samples: [...arrays.map(({ npy }) => npy), writeNpy(small.x)],
    hostile: hostileNpy,
    growth: 4,
  },
  {
    name: 'readNpz',
    read: readNpz,
    samples: [npz, npzCompressed, writeNpz(small), writeNpz(small, { compress: true })],
    hostile: hostileNpz,
    growth: 5 * 1032,
  },
  {
    name: 'readSafetensors',
    read: readSafetensors,
    samples: [safetensors, writeSafetensors(small, { metadata: { a: 'b' } })],
    hostile: hostileSafetensors,
    growth: 4,
  },
]

const tensorsIn = (value: unknown): unknown[] =>
  value instanceof Tensor
    ? [value]
    : Object.values((value as { tensors?: object }).tensors ?? (value as object))

/**
 * Whether the reader accepts the file. It must return tensors or throw one clear error, within its
 * memory; otherwise this fails.
 */
const takes = ({ name, read, growth }: Reader, bytes: Uint8Array): boolean => {
  const before = process.memoryUsage().arrayBuffers
  const taken = () => process.memoryUsage().arrayBuffers - before
  try {
    for (const x of tensorsIn(read(bytes))) expect(x).toBeInstanceOf(Tensor)
    return true
  } catch (error) {
    expect(`${(error as Error).name}: ${(error as Error).message}`).toMatch(
      new RegExp(`^TensorError: ${name}: [^\\n]{10,400}$`),
    )
    return false
  } finally {
    expect(taken()).toBeLessThanOrEqual(growth * bytes.length + 65_536)
  }
}

describe.each(readers)('$name gives tensors or one clear error, within its memory, for', reader => {
  test('files with bytes changed, dropped and repeated', () => {
    fc.assert(
      fc.property(mutated(reader.samples), bytes => void takes(reader, bytes)),
      effort,
    )
  })

  test('files whose headers lie', () => {
    let taken = 0
    fc.assert(
      fc.property(reader.hostile, bytes => {
        if (takes(reader, bytes)) taken++
      }),
      effort,
    )
    // Some of the files must be valid, and not all.
    expect(taken).toBeGreaterThan(0)
    expect(taken).toBeLessThan(0.8 * effort.numRuns)
  })

  test('arbitrary bytes, which are not such a file', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        expect(takes(reader, bytes)).toBe(false)
      }),
      effort,
    )
  })
})

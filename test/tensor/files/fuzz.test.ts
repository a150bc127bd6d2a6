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
import { expect, test } from 'vitest'
import { arrays, npz, npzCompressed, safetensors } from './numpy.ts'

/** Any file with some bytes changed, dropped or repeated; short, so that a wrong size is likely to be met. */
const mutated = (files: Uint8Array[]) =>
  fc
    .tuple(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 8 }),
      fc.option(fc.tuple(fc.nat(), fc.nat({ max: 40 })), { nil: undefined }),
      fc.boolean(),
    )
    .map(([file, changes, cut, repeat]) => {
      const bytes = [...file]
      for (const [at, value] of changes) bytes[at % bytes.length] = value
      if (cut) {
        const piece = bytes.splice(cut[0] % bytes.length, cut[1])
        if (repeat) bytes.splice(cut[0] % (bytes.length + 1), 0, ...piece, ...piece)
      }
      return Uint8Array.from(bytes)
    })

const small = { x: tensor([1, 2, 3]), truth: tensor([[true, false]]), n: tensor([7], { dtype: 'int32' }) }
const readers: [string, (bytes: Uint8Array) => unknown, Uint8Array[]][] = [
  ['readNpy', readNpy, [...arrays.map(({ npy }) => npy), writeNpy(small.x)]],
  ['readNpz', readNpz, [npz, npzCompressed, writeNpz(small), writeNpz(small, { compress: true })]],
  ['readSafetensors', readSafetensors, [safetensors, writeSafetensors(small, { metadata: { a: 'b' } })]],
]

test.each(readers)(
  '%s gives tensors or one clear error for 4,000 mutated files, quickly',
  (name, read, files) => {
    fc.assert(
      fc.property(mutated(files), bytes => {
        const start = performance.now()
        try {
          const value = read(bytes)
          const tensors =
            value instanceof Tensor
              ? [value]
              : Object.values(
                  'tensors' in (value as object) ? (value as { tensors: object }).tensors : (value as object),
                )
          for (const x of tensors) expect(x).toBeInstanceOf(Tensor)
        } catch (error) {
          expect((error as Error).name).toBe('TensorError')
          expect((error as Error).message).toMatch(new RegExp(`^${name}: [^\\n]{10,}$`, 's'))
        }
        expect(performance.now() - start).toBeLessThan(2000)
      }),
      { numRuns: 4000 },
    )
  },
)

test.each(readers)('%s refuses arbitrary bytes', (_, read) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      expect(() => read(bytes)).toThrow()
    }),
    { numRuns: 2000 },
  )
})

test('every tensor comes back from all three formats', () => {
  const dtype = fc.constantFrom('float64', 'float32', 'int32', 'bool')
  const shape = fc.array(fc.nat({ max: 4 }), { maxLength: 4 })
  fc.assert(
    fc.property(
      dtype,
      shape,
      fc.infiniteStream(fc.integer()),
      fc.boolean(),
      (dtype, shape, values, compress) => {
        const size = shape.reduce((a, b) => a * b, 1)
        const x = tensor([...values.take(size)], { dtype })
          .reshape(shape)
          .transpose()
        for (const back of [
          readNpy(writeNpy(x)),
          readNpz(writeNpz({ x }, { compress })).x!,
          readSafetensors(writeSafetensors({ x })).tensors.x!,
        ]) {
          expect([back.dtype, back.shape]).toEqual([x.dtype, x.shape])
          expect(back.toArray()).toEqual(x.toArray())
        }
      },
    ),
  )
})

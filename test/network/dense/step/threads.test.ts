import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  crossEntropyGradient,
  type DenseShape,
  type DenseThreads,
  denseStep,
  type OutputGradient,
  openDenseThreads,
} from '@multiview/network/kernels'
import type { FloatArray } from '@multiview/tensor/kernels'
import type { Pace } from '@multiview/tensor/threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharedDenseStep } from '../../../../packages/network/src/dense/step/threads.ts'
import { bundle } from '../../../packages/bundle.ts'
import { bits, drawn, type FloatConstructor, floatTypes, special } from '../../../tensor/kernels/floats.ts'

/**
 * Tests read sources, and a worker of this Node cannot. So the worker runs the built code, bundled
 * into one file.
 */
const folder = mkdtempSync(join(tmpdir(), 'multiview-threads-'))
const worker = pathToFileURL(join(folder, 'worker.mjs'))
const test = fileURLToPath(new URL('../../../', import.meta.url))
const program = "import { serveDenseThreads } from '@multiview/network/kernels'; await serveDenseThreads()"

/** Every step uses threads. */
const always: Pace = {
  run(_, shared) {
    shared()
    return true
  },
}
const opened: DenseThreads[] = []
const pools: Pick<DenseThreads, 'count' | 'denseStep'>[] = []
beforeAll(async () => {
  writeFileSync(worker, bundle(test, program).text)
  for (const count of [1, 2, 3]) {
    const pool = await openDenseThreads(count, { worker })
    opened.push(pool)
    const denseStep = sharedDenseStep({ count, share: pool.share, pace: () => always })
    pools.push({ count, denseStep })
  }
  pools.push(opened[1])
})
afterAll(async () => {
  for (const pool of opened) await pool.close()
  rmSync(folder, { recursive: true })
})

/** Large enough to be shared among threads, with sizes that do not divide evenly. */
const base: DenseShape = { samples: 67, patches: 7, dimension: 83, classes: 7, neurons: 9 }
const cubic = { power: 3, threshold: 0.4 }

const draw = (shape: DenseShape, Type: FloatConstructor, values = drawn) => {
  const { samples, patches, dimension, classes, neurons } = shape
  return {
    x: values(Type, samples * patches * dimension, 1),
    w: values(Type, classes * neurons * dimension, 2),
    labels: Array.from({ length: samples }, (_, n) => (n * 7 + 1) % classes),
  }
}

const run = (
  step: typeof denseStep,
  shape: DenseShape,
  activation: typeof cubic,
  { x, w, labels }: ReturnType<typeof draw>,
) => {
  const objective = crossEntropyGradient(labels, shape)
  const { outputs, gradient } = step(shape, activation, x, w, objective.step)
  return { outputs: bits(outputs), gradient: bits(gradient!), loss: objective.loss() }
}

const inSharedMemory = (x: FloatArray): FloatArray => {
  const buffer = new SharedArrayBuffer(x.byteLength)
  const shared = x instanceof Float64Array ? new Float64Array(buffer) : new Float32Array(buffer)
  shared.set(x)
  return shared
}

describe.each(floatTypes)('a dense step over threads in %s', (_, Type) => {
  it.each([
    ['as many classes as go evenly and not', {}],
    ['fewer classes than threads', { classes: 2, neurons: 33 }],
    ['one class, which is not shared', { classes: 1, neurons: 70 }],
    ['one patch a sample', { patches: 1, samples: 401 }],
    ['more patches than a block has', { patches: 101, samples: 5 }],
    ['one sample', { samples: 1, patches: 401 }],
  ])('has the bits of one thread: %s', (_, change) => {
    const shape = { ...base, ...change }
    for (const values of [drawn, special]) {
      const numbers = draw(shape, Type, values)
      const alone = run(denseStep, shape, cubic, numbers)
      for (const pool of pools)
        expect(run(pool.denseStep, shape, cubic, numbers), `${pool.count}`).toEqual(alone)
    }
  })

  it.each([2, 7, 2.5])('has the bits of one thread for q = %s', power => {
    const numbers = draw(base, Type)
    const alone = run(denseStep, base, { power, threshold: 0.2 }, numbers)
    for (const pool of pools)
      expect(run(pool.denseStep, base, { power, threshold: 0.2 }, numbers)).toEqual(alone)
  })

  it('takes arrays that are shared already, and returns arrays that are not', () => {
    const numbers = draw(base, Type)
    const alone = run(denseStep, base, cubic, numbers)
    const shared = { ...numbers, x: inSharedMemory(numbers.x), w: inSharedMemory(numbers.w) }
    for (const pool of pools) {
      expect(run(pool.denseStep, base, cubic, shared)).toEqual(alone)
      const { outputs } = pool.denseStep(base, cubic, shared.x, shared.w, null)
      expect(outputs.buffer).toBeInstanceOf(ArrayBuffer)
      expect(bits(outputs)).toEqual(alone.outputs)
    }
  })

  it('asks any objective, block by block and in order, for the gradient of each output once', () => {
    const { x, w } = draw(base, Type)
    const target = drawn(Type, base.samples * base.classes, 5)
    for (const pool of pools) {
      let next = 0
      const kept: FloatArray[] = []
      const distance: OutputGradient = (block, gradient, first, count) => {
        expect(first).toBe(next)
        next += count
        expect([block.length, gradient.length]).toEqual([count * base.classes, count * base.classes])
        kept.push(block)
        block.forEach((value, i) => {
          gradient[i] = value - target[first * base.classes + i]
        })
      }
      const step = pool.denseStep(base, cubic, x, w, distance)
      expect(next).toBe(base.samples)
      expect(kept.flatMap(block => bits(block))).toEqual(bits(step.outputs))
      next = 0
      expect(bits(step.gradient!)).toEqual(bits(denseStep(base, cubic, x, w, distance).gradient!))
    }
  })
})

it('an objective that throws ends the step with its error, and the threads can take the next step', () => {
  const numbers = draw(base, Float64Array)
  const alone = run(denseStep, base, cubic, numbers)
  const labels = [...numbers.labels]
  labels[40] = base.classes
  for (const pool of pools) {
    expect(() => run(pool.denseStep, base, cubic, { ...numbers, labels })).toThrow('label 40 is 7')
    expect(run(pool.denseStep, base, cubic, numbers)).toEqual(alone)
  }
})

it('a shape that is none, and arrays that do not fit it, are refused', () => {
  const { x, w } = draw(base, Float64Array)
  for (const pool of pools) {
    expect(() => pool.denseStep({ ...base, classes: 0 }, cubic, x, w, null)).toThrow('classes is 0')
    expect(() => pool.denseStep({ ...base, samples: 66 }, cubic, x, w, null)).toThrow('x has')
  }
})

it('after closing, the caller’s thread takes steps alone', async () => {
  const pool = await openDenseThreads(2, { worker })
  const numbers = draw(base, Float64Array)
  const alone = run(denseStep, base, cubic, numbers)
  await pool.close()
  expect(pool.count).toBe(1)
  expect(run(pool.denseStep, base, cubic, numbers)).toEqual(alone)
})

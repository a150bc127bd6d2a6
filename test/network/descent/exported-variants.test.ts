/** An export of a run with momentum, decay and mini-batches has all that a replay needs. */

import { exportDenseRun, exportLimitRun, type Settings } from '@multiview/network'
import type { Tensor } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { batchesOf, batchOrderOf } from '../../../packages/network/src/descent/batches.ts'
import { distance, smallDense } from '../dense/small.ts'
import { type ExportedRun, replayStep } from '../limit/replay.ts'
import { smallWith } from '../settings.ts'

const names = { seed: 1, dataset: 'a', initialization: 'b' }
const constant = { stepRule: 'constant', stepSize: 0.3, maxSteps: 40, targetLoss: 1e-9 } as const

const arraysOf = ({ arrays }: ReturnType<typeof exportLimitRun>) => {
  const values = new Map(arrays.map(array => [array.name, array.values]))
  return (name: string) => (values.get(name) as Tensor).data as Float64Array
}

const replayable = (settings: Settings): { run: ExportedRun; array: (name: string) => Float64Array } => {
  const array = arraysOf(exportLimitRun(settings, names))
  const { classes, neurons, samples, patches, power, threshold } = settings
  const sizes = { classes, neurons, samples, patches, power, threshold }
  const of = ['label', 'feature', 'weight', 'noiseNorm', 'a0', 'b0', 'a', 'b', 'eta', 'loss', 'snapshotStep']
  const fields = [...of, 'aSnapshot', 'bSnapshot'].map(name => [name, array(name)])
  return { run: { ...sizes, ...Object.fromEntries(fields) } as ExportedRun, array }
}

test('momentum and decay: from each snapshot, the step of the manifest gives the next one and its velocity', () => {
  const settings = smallWith({ ...constant, momentum: 0.9, weightDecay: 0.01 })
  const { run, array } = replayable(settings)
  expect(exportLimitRun(settings, names).step).toBe(
    'v ← 0.9·v + ∇L(w) + 0.01·w, then w ← w − eta[t]·v, from v = 0; L: mean cross-entropy over all samples',
  )
  const { snapshotStep: steps } = run
  let pairs = 0
  for (const [kind, start] of [
    ['a', run.a0],
    ['b', run.b0],
  ] as const) {
    const at = (name: string, c: number) => array(name).subarray(c * start.length, (c + 1) * start.length)
    expect([...at(`${kind}Velocity`, 0)].every(v => v === 0)).toBe(true)
    steps.forEach((step, c) => {
      if (steps[c + 1] !== step + 1) return
      const state = {
        a: run.aSnapshot.subarray(c * run.a0.length),
        b: run.bSnapshot.subarray(c * run.b0.length),
      }
      const here = { a: state.a.slice(0, run.a0.length), b: state.b.slice(0, run.b0.length) }
      const next = replayStep(run, here, 1).next[kind]
      const velocity = Float64Array.from(
        at(`${kind}Velocity`, c),
        (v, i) => 0.9 * v + (here[kind][i] - next[i]) + 0.01 * here[kind][i],
      )
      const moved = here[kind].map((w, i) => w - run.eta[step] * velocity[i])
      expect(distance(at(`${kind}Velocity`, c + 1), velocity)).toBeLessThan(1e-12)
      expect(distance(at(`${kind}Snapshot`, c + 1), moved)).toBeLessThan(1e-12)
      pairs++
    })
  }
  expect(pairs).toBeGreaterThan(15)
})

test('mini-batches: the samples of each step, −1 where a batch has fewer', () => {
  const settings = smallWith({ ...constant, batchSize: 3, labelSmoothing: 0.1 })
  const exported = exportLimitRun(settings, names)
  const batch = arraysOf(exported)('batch')
  const batches = batchesOf(7, 3, batchOrderOf(names))
  expect(batch.length).toBe(3 * exported.steps)
  for (let step = 0; step < exported.steps; step++) {
    const of = [...batch.subarray(3 * step, 3 * step + 3)]
    expect(of).toEqual(step % 3 === 2 ? [...batches(step), -1, -1] : [...batches(step)])
  }
  expect(exported.step).toBe(
    'w ← w − eta[t]·∇L(w); L: mean cross-entropy over the samples batch[t], without −1; ' +
      'labels: 1 − 0.1 on the class and 0.1/k on every class; loss is less by their entropy; loss: that of all samples',
  )
})

test('a dense run has its velocities too: v of the next step follows from two snapshots', () => {
  const settings = smallDense({ ...constant, stepSize: 0.05, momentum: 0.8 })
  const array = arraysOf(exportDenseRun(settings, names))
  const size = array('w0').length
  const at = (name: string, c: number) => array(name).subarray(c * size, (c + 1) * size)
  expect([...array('snapshotStep')].slice(0, 2)).toEqual([0, 1])
  const velocity = at('wSnapshot', 0).map((w, i) => (w - at('wSnapshot', 1)[i]) / array('eta')[0])
  expect(distance(at('wVelocity', 1), velocity)).toBeLessThan(1e-12)
})

test('full-batch descent exports what it always did', () => {
  const exported = exportLimitRun(smallWith({ maxSteps: 3 }), names)
  expect(exported.step).toBe('w ← w − eta[t]·∇L(w); L: mean cross-entropy over all samples')
  const known = exported.arrays.map(({ name }) => name)
  expect(known).not.toContain('batch')
  expect(known).not.toContain('aVelocity')
})

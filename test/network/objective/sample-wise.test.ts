/**
 * Terms of unchanged samples are kept. The result has the same bits as computing all terms again.
 */

import { crossEntropy, type Objective } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { distillation } from '../../../packages/network/src/objective/distillation.ts'
import {
  denseLayout,
  type OutputLayout,
  outputCount,
  relaid,
  withSlots,
} from '../../../packages/network/src/objective/output-layout.ts'
import { sampleWise } from '../../../packages/network/src/objective/sample-wise.ts'
import { layoutOf } from './layouts.ts'

const [size, classes] = [12, 5]
const label = Int32Array.from({ length: size }, (_, n) => n % classes)
const partial = (): OutputLayout =>
  layoutOf(
    classes,
    Array.from(label, (y, n) => [...new Set([y, n % 3])].sort((a, b) => a - b)),
  )
const objectives: [string, (layout: OutputLayout) => Objective][] = [
  ['cross-entropy', layout => crossEntropy(label, classes, layout)],
  [
    'distillation',
    layout =>
      distillation(layout, stream(1).fillNormal(new Float64Array(outputCount(layout))), {
        temperature: 1,
        masked: true,
      }),
  ],
]
const layouts: [string, () => OutputLayout][] = [
  ['dense', () => denseLayout(size, classes)],
  ['slots and a rest', partial],
]

test.each(
  objectives.flatMap(([of, objective]) =>
    layouts.map(([on, layout]) => [of, on, objective, layout] as const),
  ),
)('%s, %s: evaluated again and again it gives what a new one gives', (_, __, objective, makeLayout) => {
  const layout = makeLayout()
  const kept = objective(layout)
  const random = stream(2)
  const outputs = random.fillNormal(new Float64Array(outputCount(layout)))
  const values = new Set<number>()
  for (let step = 0; step < 60; step++) {
    // Changes one output, then the rest of one sample, then nothing, then back to the start.
    const at = random.integer(outputs.length)
    const before = outputs[at]
    if (step % 4 !== 2) outputs[at] += random.normal()
    const gradient = new Float64Array(outputs.length).fill(Number.NaN)
    const value = kept.evaluate(outputs, gradient)
    const anew = new Float64Array(outputs.length)
    expect(value).toBe(objective(layout).evaluate(outputs, anew))
    expect(gradient).toEqual(anew)
    values.add(value)
    if (step % 4 === 3) outputs[at] = before
  }
  expect(values.size).toBeGreaterThan(30)
})

test('only terms of samples whose outputs changed are computed', () => {
  const computed: number[] = []
  const layout = partial()
  const objective = sampleWise(layout, n => {
    computed.push(n)
    return n
  })
  const outputs = new Float64Array(outputCount(layout))
  const gradient = new Float64Array(outputs.length)
  const mean = (size - 1) / 2
  expect(objective.evaluate(outputs, gradient)).toBe(mean)
  expect(computed.splice(0)).toEqual(Array.from({ length: size }, (_, n) => n))
  outputs[layout.firstSlot[4]] = 1
  outputs[layout.slotClass.length + 7] = 1
  expect(objective.evaluate(outputs, gradient)).toBe(mean)
  expect(computed.splice(0)).toEqual([4, 7])
  expect(objective.evaluate(outputs, gradient)).toBe(mean)
  expect(computed).toEqual([])
})

test('a NaN always counts as a change', () => {
  const objective = crossEntropy(label, classes)
  const outputs = new Float64Array(size * classes).fill(Number.NaN)
  const gradient = new Float64Array(outputs.length)
  expect([1, 2].map(() => objective.evaluate(outputs, gradient))).toEqual([Number.NaN, Number.NaN])
  outputs.fill(0)
  expect(objective.evaluate(outputs, gradient)).toBeCloseTo(Math.log(classes), 14)
})

test('a layout that grows is taken in whole', () => {
  const layout = partial()
  const objective = crossEntropy(label, classes, layout)
  const outputs = stream(3).fillNormal(new Float64Array(outputCount(layout)))
  objective.evaluate(outputs, new Float64Array(outputs.length))
  const old = { ...layout }
  Object.assign(
    layout,
    withSlots(layout, [
      [3, 4],
      [8, 1],
    ]),
  )
  const grown = relaid(old, outputs, layout)
  const gradient = new Float64Array(grown.length)
  const anew = new Float64Array(grown.length)
  expect(objective.evaluate(grown, gradient)).toBe(crossEntropy(label, classes, layout).evaluate(grown, anew))
  expect(gradient).toEqual(anew)
})

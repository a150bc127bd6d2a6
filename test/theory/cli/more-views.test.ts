/** More than two views on the command line, in a sweep, and in the trajectory of a run. */

import { regimes, type Settings } from '@multiview/network'
import { checkSweep, sweep } from '@multiview/theory'
import { parseCommand } from '@multiview/theory/cli'
import { expect, test } from 'vitest'
import { trajectoryFigure } from '../../../packages/theory/src/trajectory/figure.ts'
import { trajectoryCsv, trajectoryRecorder } from '../../../packages/theory/src/trajectory/trajectory.ts'
import { studentWith } from '../claims/distillation-answers.ts'
import { fakeScheduler } from '../claims/fake-scheduler.ts'

const trainedWith = async (...words: string[]): Promise<Settings> => {
  const set = words.flatMap(word => ['--set', word])
  return (await parseCommand(['train', ...set, '--export', 'x'], () => {})).settings()[0] as Settings
}

test('--set takes the views by name and symbol, a factor for each or one for all, and makes room', async () => {
  const settings = await trainedWith('V=3', 'viewFactors=1, 0.9,8e-1')
  expect([settings.views, settings.viewFactors]).toEqual([3, [1, 0.9, 0.8]])
  expect(settings.patches).toBe(30)
  expect((await trainedWith('views=5', 'viewFactors=2')).viewFactors).toEqual([2])
  expect((await trainedWith()).views).toBe(2)
})

test('--over takes numbers of views, and lists of factors with colons', async () => {
  const swept = async (...words: string[]) =>
    (await parseCommand(['sweep', ...words.flatMap(word => ['--over', word]), '--out', 'x'], () => {}))
      .settings()
      .map(each => each as Settings)
  expect((await swept('views=2,3')).map(({ views, patches }) => [views, patches])).toEqual([
    [2, 20],
    [3, 30],
  ])
  expect((await swept('viewFactors=1:0.9,1')).map(({ viewFactors }) => viewFactors)).toEqual([[1, 0.9], [1]])
  await expect(swept('views=3', 'viewFactors=1:1')).rejects.toThrow(
    /In the cell views=3, viewFactors=1:1: viewFactors is/,
  )
})

test('a sweep draws the windows of the theorems for two views alone', async () => {
  const boundsOf = async (views: readonly number[]) => {
    const request = checkSweep({
      regime: 'limit',
      over: [{ name: 'views', values: views }],
      seed: 1,
      models: 1,
      version: 'test',
      settings: { ...regimes.limit, members: 1 },
      fixed: [],
    })
    return (await sweep(request, fakeScheduler({}))).measurements.map(({ bound }) => bound)
  }
  expect((await boundsOf([2])).filter(bound => bound !== null).length).toBe(2)
  expect(await boundsOf([2, 3])).toEqual([null, null, null])
})

test('a sweep of students counts the classes of which they know all three views', async () => {
  const request = checkSweep({
    regime: 'theorems',
    over: [],
    seed: 1,
    models: 1,
    version: 'test',
    settings: { ...regimes.theorems, views: 3, patches: 123, members: 1 },
    fixed: [],
  })
  // Ten of forty classes lack their view 3.
  const strength = Float64Array.from({ length: 120 }, (_, v) => (v < 30 && v % 3 === 2 ? 0 : 1))
  const scheduler = fakeScheduler({ distill: task => studentWith(task, () => [1], { strength }) })
  const [{ measured }] = (await sweep(request, scheduler)).cells
  expect(measured.bothViews).toMatchObject({ value: 0.75 })
})

test.each(['reduced', 'student', 'self-student'])('train --model %s takes three views', async model => {
  const words = ['train', '--model', model, '--set', 'V=3', '--set', 'viewFactors=1.2,1,1', '--export', 'x']
  const [settings] = (await parseCommand(words, () => {})).settings() as readonly Settings[]
  expect([settings.views, settings.viewFactors]).toEqual([3, [1.2, 1, 1]])
})

test('a trajectory names class and view of each strength', () => {
  const recorder = trajectoryRecorder(3)
  recorder.note(0, 1, () => Float64Array.of(1, 2, 3, 4, 5, 6))
  const trajectory = recorder.finished()
  expect(trajectoryCsv(trajectory).split('\n')[0]).toBe(
    'step,loss,class_0_view_1,class_0_view_2,class_0_view_3,class_1_view_1,class_1_view_2,class_1_view_3',
  )
  expect(trajectoryFigure(trajectory)).toContain('(view 1 blue, view 2 orange, view 3 green)')
})

/**
 * The settings that a claim uses follow from the kinds of its tasks and from its lists `uses` and
 * `unused`. Here each claim runs once. Then it runs again with other settings and the results of
 * the same tasks: tasks are the same if the settings that their kinds read are the same.
 */

import { regimes, SettingError, type SettingName, settingNames } from '@multiview/network'
import { fullBatchDescent } from '@multiview/network/mixture'
import {
  type Claim,
  type ClaimSettings,
  checkRequest,
  claims,
  inlinePool,
  presets,
  scheduler,
  sizeIn,
  type Task,
  verify,
} from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { unusedByRule, usesSetting } from '../../../packages/theory/src/claims/uses.ts'
import { taskText } from '../../../packages/theory/src/plan/task-identity.ts'
import { areRead } from '../../../packages/theory/src/plan/tasks/index.ts'
import { fakeScheduler } from './fake-scheduler.ts'

/** So few steps that nothing is learned: the settings that a task reads do not depend on it. */
const small = {
  classes: 3,
  otherFeatureRate: 1.5,
  samples: 24,
  singleViewFraction: 0.25,
  neurons: 2,
  members: 4,
  initialScale: 0.005,
  maxSteps: 20,
}

const settingsOf = (claim: Claim): ClaimSettings => {
  const { regime, settings } = sizeIn(claim, 'quick')
  return {
    ...regimes[regime],
    ...settings,
    ...small,
    ...(regime === 'dense' ? { dimension: 32 } : {}),
    // This claim takes a part of the samples, which one more sample rounds up.
    ...(claim.id === 'paper-start' ? { samples: 412 } : {}),
  }
}

const few = (draws: unknown): unknown =>
  draws === null
    ? null
    : Object.fromEntries(
        Object.entries(draws as object).map(([name, value]) => [
          name,
          typeof value === 'number' && value > 4 ? 4 : value,
        ]),
      )

/** A task without the settings that its kind does not read. */
const asRead = (task: Task): string => {
  const { settings } = task
  if (settings === undefined) return taskText(task)
  const unused = unusedByRule(settings)
  const read = (Object.entries(settings) as [SettingName, unknown][]).filter(
    ([name]) => !unused.includes(name) && areRead([task.kind], settings, name),
  )
  return taskText({ ...task, settings: Object.fromEntries(read) } as never)
}

/** A claim asked for a task that it had not run at its first settings. */
class OtherTask extends Error {}

const runs = (claim: Claim) => {
  const inner = scheduler(inlinePool(), null)
  const done = new Map<string, Promise<unknown>>()
  const kinds = new Set<string>()
  let isFirst = true
  const run = (task: Task): Promise<unknown> => {
    const text = asRead(task)
    if (!isFirst && !done.has(text)) return Promise.reject(new OtherTask(task.kind))
    const result = done.get(text) ?? inner.run(task)
    done.set(text, result)
    kinds.add(task.kind)
    return result
  }
  /** All results of the claim, without its settings. */
  const found = async (settings: ClaimSettings): Promise<string> => {
    const { setting: _, ...outcome } = await claim.measure({
      scheduler: { ...inner, run: run as never },
      settings,
      settingsAt: classes => ({ ...settings, classes }),
      seed: 1,
      parameters: {},
      level: 0.99,
      draws: few(sizeIn(claim, 'quick').draws),
    })
    isFirst = false
    return JSON.stringify(outcome)
  }
  return { found, kinds }
}

/** Another value, allowed or not: a value that is refused is read. */
const another = (name: SettingName, value: unknown): unknown =>
  typeof value === 'number'
    ? value + (name === 'members' ? -1 : 1)
    : Array.isArray(value)
      ? value.map(each => 0.8 * each + 0.01)
      : value === 'adaptive'
        ? 'constant'
        : 'another'

test.each(claims.map(claim => [claim.id, claim] as const))('%s', async (_, claim) => {
  const settings = settingsOf(claim)
  const { found, kinds } = runs(claim)
  const first = await found(settings)
  expect([...kinds].sort()).toEqual([...(claim.tasks ?? []), ...(claim.controlTasks ?? [])].sort())
  // The models, and the variants of descent, are allowed or refused by name.
  const names = settingNames.filter(
    name =>
      name !== 'model' &&
      Object.hasOwn(settings, name) &&
      (!Object.hasOwn(fullBatchDescent, name) || claim.uses?.includes(name) === true),
  )
  const used: string[] = []
  // A claim that takes no context cannot read it.
  if (claim.measure.length > 0)
    for (const name of names) {
      const result = await found({
        ...settings,
        [name]: another(name, settings[name]),
      } as ClaimSettings).catch(error => {
        if (error instanceof OtherTask || error instanceof SettingError || error instanceof RangeError)
          return error.message
        throw error
      })
      if (result !== first) used.push(name)
    }
  expect(used).toEqual(names.filter(name => usesSetting(claim, settings, name)))
})

describe('in a report', () => {
  const measured = { value: 1, low: 1, high: 1, level: 0.95, n: 1, unit: 'draw' }
  const reported = (tasks: Task['kind'][], controlTasks: Task['kind'][]) => {
    const claim: Claim = {
      ...claims[0],
      tasks,
      controlTasks,
      bound: { low: 0, high: 2 },
      check: () => {},
      measure: async ({ scheduler, settings }) => {
        await scheduler.run({
          kind: 'train-reduced',
          settings,
          names: { seed: 1, dataset: 'd', initialization: 'i' },
        })
        const control = { measured: { ...measured, low: 3, high: 3 }, conditions: [] }
        return { setting: {}, measured, predicted: null, conditions: [], series: [], control }
      },
    }
    const chosen = { samples: 100, noiseNorm: 0.5 }
    const request = checkRequest({ preset: presets.quick, claims: [claim], seed: 1, chosen, version: '0' })
    return verify(request, fakeScheduler({}))
  }

  test('a control says which of the settings that the user set it alone uses', async () => {
    const { claims: both } = await reported(['train-reduced', 'measure-reduced-errors'], [])
    expect(both[0].control.statement).toBe(claims[0].control.statement)
    const { claims: some } = await reported(['measure-reduced-errors'], ['train-reduced'])
    expect(some[0].control.statement).toBe(
      `${claims[0].control.statement} Of the settings of this run, only the control uses samples.`,
    )
  })

  test('a claim runs no kind of task that it does not name', async () => {
    await expect(reported(['train'], [])).rejects.toThrow(
      'The claim theorem-1-single runs a task of the kind train-reduced, which its tasks do not name; add it there.',
    )
  })
})

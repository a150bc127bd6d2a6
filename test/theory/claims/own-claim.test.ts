/**
 * A claim is data and two functions. A claim that only this file defines runs, gets a verdict and
 * is drawn.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Claim,
  checkRequest,
  type Drawing,
  presets,
  renderReport,
  reportOf,
  series,
  type VerifyRequest,
  verify,
  writeReport,
} from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { fakeScheduler } from './fake-scheduler.ts'

const environment = { node: '', platform: '', cpu: '', workers: 1, durationSeconds: 0, kernels: '' }

/** A picture that shows only its values. */
const drawing: Drawing = {
  roles: ['steps', 'mean-steps'],
  draw: claim => ({
    name: `${claim.id}-steps`,
    title: 'Steps of each model',
    caption: 'A number is one model.',
    svg: `<svg xmlns="http://www.w3.org/2000/svg"><text>${claim.series[0].value.join(' ')}</text></svg>\n`,
  }),
}

const size = { regime: 'limit', settings: { classes: 12 }, draws: { models: 4 } } as const

const fewSteps: Claim<{ models: number }> = {
  id: 'few-steps',
  title: 'Models train in few steps',
  statement: 'A model needs 1 step.',
  source: 'nobody',
  explanation: { quantity: 'mean number of steps', why: 'The scheduler of this test answers so.' },
  control: { id: 'many-steps', statement: 'Ten times the steps.' },
  settingLabels: { models: ['networks trained', 'M'] },
  figures: [drawing],
  bound: { low: null, high: 2 },
  boundSource: 'chosen',
  presets: [],
  sizes: { quick: size, standard: size, full: size },
  async measure({ scheduler, settings, seed, draws, level }) {
    const runs = await Promise.all(
      Array.from({ length: draws.models }, (_, j) =>
        scheduler.run({
          kind: 'train',
          settings,
          names: { seed, dataset: `${j}`, initialization: `${j}` },
          raceInterval: 0,
        }),
      ),
    )
    const steps = runs.map(run => run.steps)
    const mean = steps.reduce((a, b) => a + b) / steps.length
    const about = (value: number) => ({
      value,
      low: value - 0.5,
      high: value + 0.5,
      level,
      n: draws.models,
      unit: 'model',
    })
    return {
      setting: { ...settings, models: draws.models },
      measured: about(mean),
      predicted: 1,
      conditions: [],
      series: [
        series('steps', 'steps of each model', [0, 1, 2, 3], steps),
        series('mean-steps', 'mean of the steps', [0], [mean]),
      ],
      control: { measured: about(10 * mean), conditions: [] },
    }
  },
}

describe('parameters of a request', () => {
  const withParameter: Claim = { ...(fewSteps as Claim), parameters: { noise: { default: 0.1, min: 0 } } }
  const asked = (parameters: Record<string, number>) =>
    checkRequest({
      preset: presets.quick,
      claims: [withParameter],
      seed: 1,
      chosen: {},
      parameters,
      version: 'test',
    })

  test('have values that the claim allows', () => {
    expect(asked({ noise: 0 }).parameters).toEqual({ noise: 0 })
    expect(() => asked({ noise: -1 })).toThrow(
      'noise is -1; allowed: in the claim few-steps a number, at least 0.',
    )
  })

  test('have a name that a claim has', () => {
    expect(() => asked({ noises: 1 })).toThrow('none of the selected claims has this parameter')
  })
})

const reported = async () => {
  const request: VerifyRequest = {
    preset: presets.quick,
    claims: [fewSteps],
    seed: 1,
    chosen: {},
    version: 'test',
  }
  return reportOf(await verify(checkRequest(request), fakeScheduler({})), environment)
}

describe('a claim made elsewhere', () => {
  test('is measured and judged with its control', async () => {
    const [claim] = (await reported()).claims
    expect(claim).toMatchObject({ id: 'few-steps', verdict: 'holds', measured: { value: 1, n: 4 } })
    expect(claim.control).toMatchObject({ id: 'many-steps', verdict: 'breaks', measured: { value: 10 } })
    expect(claim.setting).toMatchObject({ classes: 12, models: 4 })
  })

  test('has its texts, the labels of its settings and its own figure on the page', async () => {
    const { html, figures } = await renderReport(await reported(), [fewSteps])
    expect(figures.map(({ name }) => name)).toEqual(['few-steps-steps'])
    expect(html).toContain('<text>1 1 1 1</text>')
    expect(html).toContain('The scheduler of this test answers so.')
    expect(html).toContain('<td>networks trained</td><td class="symbol">M</td>')
    expect(html.split('mean number of steps')).toHaveLength(3)
    // Its figure shows this number, so the page does not list it again.
    expect(html).not.toContain('Also measured')
  })

  test('has plain figures if the claim itself is not known', async () => {
    const { html, figures } = await renderReport(await reported())
    expect(figures.map(({ name }) => name)).toEqual(['few-steps-series-1'])
    expect(html).not.toContain('Why it should be so')
    expect(html).toContain('Also measured')
    expect(html).toContain('<td>models</td>')
  })

  test('is written with its figure', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'multiview-own-claim-'))
    try {
      await writeReport(folder, await reported(), [fewSteps])
      expect(readdirSync(join(folder, 'figures'))).toEqual(['few-steps-steps.svg'])
      expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('Steps of each model')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

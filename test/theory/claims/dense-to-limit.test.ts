import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import type { TaskOf } from './fake-scheduler.ts'
import { judged } from './judged.ts'

const noise = stream(3, 'synthetic')

const about = (value: number): number => value * (1 + noise.uniform(-0.05, 0.05))

/** Distances that fall as d^slope, up to a few percent. Those of the control are constant. */
const falling =
  (slope: number, ofControl = 0, { growth = 1.5, strongest = 0.4 } = {}) =>
  ({ settings, names, limitInitialization }: TaskOf<'dense-and-limit'>) => ({
    distance: about(settings.dimension ** (limitInitialization === names.initialization ? slope : ofControl)),
    growth: about(growth),
    strongest: about(strongest),
  })

describe('dense-to-limit', () => {
  test('holds for a distance that falls as d^−1/2, and breaks if it stays', async () => {
    const claim = await judged('dense-to-limit', { 'dense-and-limit': falling(-0.5) })
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.value).toBeCloseTo(-0.5, 1)
    expect(claim.control.verdict).toBe('breaks')
  })

  test.each([-0.25, -0.75])('fails for the slope %d', async slope => {
    expect((await judged('dense-to-limit', { 'dense-and-limit': falling(slope) })).verdict).toBe('fails')
  })

  test('is inconclusive at the edge', async () => {
    expect((await judged('dense-to-limit', { 'dense-and-limit': falling(-0.65) })).verdict).toBe(
      'inconclusive',
    )
  })

  test('fails outside phase I', async () => {
    for (const part of [{ strongest: 1.2 }, { growth: 1.01 }])
      expect((await judged('dense-to-limit', { 'dense-and-limit': falling(-0.5, 0, part) })).verdict).toBe(
        'fails',
      )
  })

  test('is inconclusive if the interval of the mean growth reaches across what it needs', async () => {
    const claim = await judged('dense-to-limit', { 'dense-and-limit': falling(-0.5, 0, { growth: 1.1 }) })
    expect(claim.verdict).toBe('inconclusive')
    expect(claim.reason).toMatch(
      /^The interval of a condition, 1\.0\d+ to 1\.1\d*, decides nothing: growth of the strongest/,
    )
  })

  test('a control that comes nearer as fast does not break', async () => {
    const { control } = await judged('dense-to-limit', { 'dense-and-limit': falling(-0.5, -0.5) })
    expect(control.verdict).toBe('does not break')
  })
})

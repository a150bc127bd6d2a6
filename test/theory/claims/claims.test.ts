import { stream } from '@multiview/tensor'
import { claims, presets, verify } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { type Answers, fakeLaboratory, type TaskOf, tested, trained } from './fake-laboratory.ts'

/** The claim as the report states it when the laboratory answers so. */
const judged = async (id: string, answers: Answers) => {
  const findings = await verify(
    {
      preset: presets.quick,
      claims: claims.filter(claim => claim.id === id),
      seed: 1,
      chosen: {},
      version: 'test',
    },
    fakeLaboratory(answers),
  )
  return findings.claims[0]
}

const noise = stream(1, 'synthetic')
const isControl = (name: string) => name.includes('q = 2') || name.includes('shared')

describe('theorem-1-single', () => {
  /** Errors of about `share` of the single-view samples, a little different for each model. */
  const erring = (share: number) => (task: TaskOf<'test'>) =>
    tested(task, {
      single: Math.round(
        2 * task.settings.classes * task.singlePerCell * (share + noise.uniform(-0.005, 0.005)),
      ),
      multi: 0,
    })

  test('holds for errors around one half, and its control breaks when it never errs', async () => {
    const claim = await judged('theorem-1-single', {
      test: task => (task.settings.power === 2 ? tested(task, { single: 0, multi: 0 }) : erring(0.5)(task)),
    })
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.n).toBe(48)
    expect(claim.control.verdict).toBe('breaks')
    // All draws of the control are 0: the limits come from the binomial, not from a t interval of no width.
    expect(claim.control.measured.high).toBeGreaterThan(0.1)
    expect(claim.control.measured.high).toBeLessThan(0.49)
  })

  test('fails for errors outside the window, on either side', async () => {
    for (const share of [0.45, 0.55])
      expect((await judged('theorem-1-single', { test: erring(share) })).verdict).toBe('fails')
  })

  test('is inconclusive when the interval crosses the edge of the window', async () => {
    expect((await judged('theorem-1-single', { test: erring(0.51) })).verdict).toBe('inconclusive')
  })

  test('fails when one model misses one training sample', async () => {
    const claim = await judged('theorem-1-single', {
      test: erring(0.5),
      train: task => trained(task, { trainingErrors: task.names.dataset === 'single 7' ? 1 : 0 }),
    })
    expect(claim.verdict).toBe('fails')
    expect(claim.conditions).toEqual([
      { name: 'models with training accuracy 1', measured: 47, required: 48, met: false },
    ])
  })

  test('does not break where the control errs like the model', async () => {
    expect((await judged('theorem-1-single', { test: erring(0.5) })).control.verdict).toBe('does not break')
  })

  test('multi-view errors count (1−μ)/μ times', async () => {
    const claim = await judged('theorem-1-single', {
      test: task => tested(task, { single: 1000, multi: 10 }),
    })
    expect(claim.measured.value).toBeCloseTo(0.5 + 5 * 0.01, 12)
  })
})

describe('theorem-2-ensemble', () => {
  const shared = (testSet: string) => testSet.includes('shared')

  test('holds when no ensemble errs, and breaks when the members share an initialization', async () => {
    const claim = await judged('theorem-2-ensemble', {
      test: task => tested(task, { single: shared(task.testSet) ? 8000 : 0, multi: 0 }),
    })
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.value).toBe(0)
    expect(claim.measured.high).toBeLessThan(0.001)
    expect(claim.control.verdict).toBe('breaks')
  })

  test('one bad ensemble is enough to fail', async () => {
    const claim = await judged('theorem-2-ensemble', {
      test: task => tested(task, { single: task.testSet.endsWith('data set 2') ? 2000 : 0, multi: 0 }),
    })
    expect(claim.verdict).toBe('fails')
  })

  test('an error rate that the limit cannot exclude is inconclusive', async () => {
    const claim = await judged('theorem-2-ensemble', { test: task => tested(task, { single: 30, multi: 0 }) })
    expect(claim.measured.value).toBeLessThan(0.001)
    expect(claim.verdict).toBe('inconclusive')
  })

  test('counts the classes in which all members learned the same view', async () => {
    const claim = await judged('theorem-2-ensemble', {
      train: task =>
        trained(task, {
          // Class 0 always learns view 1; the others alternate with the member.
          finalStrength: Float64Array.from({ length: 20 }, (_, feature) => {
            const member = Number(task.names.initialization.split('/')[1])
            const view = feature < 2 ? 0 : member % 2
            return feature % 2 === view ? 1 : 0
          }),
        }),
    })
    const uncovered = claim.series.find(series => series.name.includes('no member learned'))
    expect(uncovered?.value).toEqual([0.1])
  })
})

describe('ensemble-law', () => {
  const halving = (task: TaskOf<'partition'>) => ({
    errors: task.sizes.map(size => 2 ** -size * (1 + noise.uniform(-0.3, 0.4))),
  })

  test('holds for errors that halve, and breaks where they stay', async () => {
    const claim = await judged('ensemble-law', {
      partition: task =>
        isControl(task.testSet)
          ? { errors: task.sizes.map(() => 0.5 + noise.uniform(-0.05, 0.05)) }
          : halving(task),
    })
    expect(claim.verdict).toBe('holds')
    expect(claim.conditions).toHaveLength(5)
    expect(claim.control.verdict).toBe('breaks')
  })

  test('fails when the error at one size is off, and names the size', async () => {
    const claim = await judged('ensemble-law', {
      partition: task => ({
        errors: halving(task).errors.map((error, at) => (at === 2 ? 1.4 * error : error)),
      }),
    })
    expect(claim.verdict).toBe('fails')
    expect(claim.conditions.filter(condition => !condition.met).map(condition => condition.name)).toEqual([
      'L = 3: the interval of error / prediction contains 1',
    ])
  })

  test('is inconclusive when the draws are too few for the width that was asked for', async () => {
    const claim = await judged('ensemble-law', {
      partition: task => ({ errors: task.sizes.map(size => 2 ** -size * (1 + noise.uniform(-1, 1))) }),
    })
    expect(claim.measured).toMatchObject({ low: null, high: null })
    expect(claim.verdict).toBe('inconclusive')
  })

  test('a control that halves like the claim does not break', async () => {
    expect((await judged('ensemble-law', { partition: halving })).control.verdict).toBe('does not break')
  })
})

describe('lottery-winning-set', () => {
  /** Starts drawn at random; the stronger one is learned, but for a share of upsets. */
  const lottery = (upsets: number) => {
    const random = stream(2, 'lottery', `${upsets}`)
    return (task: TaskOf<'train'>) => {
      const initialStrength = Float64Array.from({ length: 20 }, () => random.uniform(0, 1))
      const finalStrength = initialStrength.map((own, feature) => {
        const other = initialStrength[feature ^ 1]
        return own > other ? 1 : 0
      })
      for (let i = 0; i < 10; i++)
        if (random.bernoulli(upsets)) finalStrength.subarray(2 * i, 2 * i + 2).reverse()
      return trained(task, { initialStrength, finalStrength })
    }
  }

  test('holds when the leader is learned, and breaks for the initialization of another model', async () => {
    const claim = await judged('lottery-winning-set', { train: lottery(0.01) })
    expect(claim.verdict).toBe('holds')
    expect(claim.control.measured.value).toBeCloseTo(0.5, 1)
    expect(claim.control.verdict).toBe('breaks')
  })

  test('fails when the leader is learned no more often than a coin says', async () => {
    expect((await judged('lottery-winning-set', { train: lottery(0.5) })).verdict).toBe('fails')
  })
})

describe('lemma-tensor-power', () => {
  test('holds by its own computation, and breaks without the head start', async () => {
    const claim = await judged('lemma-tensor-power', {})
    expect(claim.verdict).toBe('holds')
    expect(claim.conditions[0]?.met).toBe(true)
    expect(claim.control.verdict).toBe('breaks')
  })
})

test('every claim has an id, a source and a statement of its own, and is in a preset', () => {
  const ids = claims.map(claim => claim.id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const claim of claims) {
    expect(claim.source).toMatch(/Allen-Zhu and Li/)
    expect(presets.quick.claims).toContain(claim.id)
  }
})

test('claims on the lottery refuse settings without one before anything runs', async () => {
  for (const chosen of [{ power: 2 }, { neurons: 1 }, { otherFeatureRate: 0 }])
    await expect(
      verify({ preset: presets.quick, claims, seed: 1, chosen, version: 'test' }, fakeLaboratory({})),
    ).rejects.toThrow(/for this claim/)
})

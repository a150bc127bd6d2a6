import { beforeAll, describe, expect, test } from 'vitest'
import { folder, multiview, tinyModels } from './command.ts'

let cwd: string
beforeAll(() => {
  cwd = folder()
})

describe('the exit status of verify', () => {
  test('is 0 if every claim holds', async () => {
    const { status } = await multiview(['verify', 'lemma-tensor-power', '--out', 'holds'], cwd)
    expect(status).toBe(0)
  })

  test('is 3 if one is inconclusive and none fails, and the summary says why', async () => {
    const { status, out } = await multiview(
      [
        'verify',
        'lemma-tensor-power',
        'theorem-1-single',
        ...tinyModels,
        '--set',
        'maxSteps=0',
        '--out',
        'open',
      ],
      cwd,
    )
    expect(status).toBe(3)
    expect(out).toMatch(/inconclusive theorem-1-single/)
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Nothing was measured: training did not start, since maxSteps is 0.',
    )
    expect(out).toContain('1 holds, 1 inconclusive')
    expect(out).toMatch(/exact,? on 615 points/)
  })

  test('is 1 if one fails, for all verdicts of the others', async () => {
    const { status, out } = await multiview(
      [
        'verify',
        'lemma-tensor-power',
        'function-approximation',
        ...tinyModels,
        '--set',
        'maxSteps=1',
        '--out',
        'fails',
      ],
      cwd,
    )
    expect(out).toMatch(/fails {8}function-approximation/)
    expect(out).toContain('not met: models with training accuracy 1')
    expect(status).toBe(1)
  })
})

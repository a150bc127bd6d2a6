import { describe, expect, test } from 'vitest'
import { judged } from './judged.ts'

describe('lemma-tensor-power', () => {
  test('holds by its own computation, and breaks without the head start', async () => {
    const claim = await judged('lemma-tensor-power', {})
    expect(claim.verdict).toBe('holds')
    expect(claim.conditions[0]?.met).toBe(true)
    expect(claim.control.verdict).toBe('breaks')
    // Nothing is random, so there is no statistical interval.
    for (const { value, low, high, level } of [claim.measured, claim.control.measured])
      expect([low, high, level]).toEqual([value, value, null])
    // 165 races at one pattern of rates, and the 90 that end sooner at five others.
    expect(claim.measured.n).toBe(165 + 5 * 90)
  })
})

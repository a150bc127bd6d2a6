import { describe, expect, test } from 'vitest'
import { judged } from './judged.ts'

describe('lemma-tensor-power', () => {
  test('holds by its own computation, and breaks without the head start', async () => {
    const claim = await judged('lemma-tensor-power', {})
    expect(claim.verdict).toBe('holds')
    expect(claim.conditions[0]?.met).toBe(true)
    expect(claim.control.verdict).toBe('breaks')
  })
})

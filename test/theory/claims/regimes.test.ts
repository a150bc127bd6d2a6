import { claims } from '@multiview/theory'
import { expect, test } from 'vitest'

test('no claim runs on the paper’s asymptotic formulas, whose data at k = 10 is not that of its definition', () => {
  const regimes = claims.flatMap(claim => Object.values(claim.sizes).map(({ regime }) => regime))
  expect(regimes.length).toBeGreaterThan(0)
  expect(regimes).not.toContain('paper')
})

import { expect, test } from 'vitest'
import { sha256 } from '../../../packages/theory/src/files/hash.ts'
import { chosenFor } from '../../../packages/theory/src/plan/audit.ts'

const keys = Array.from({ length: 20_000 }, (_, each) => sha256(String(each)).slice(0, 32))
const chosen = (share: number, seed = 'a'): string[] => keys.filter(chosenFor(share, seed))

test('an audit chooses its share of the tasks, the same ones for the same seed', () => {
  expect([chosen(0), chosen(1)]).toEqual([[], keys])
  // Five standard deviations of the binomial count.
  for (const share of [0.02, 0.5])
    expect(Math.abs(chosen(share).length - share * keys.length)).toBeLessThan(
      5 * Math.sqrt(keys.length * share * (1 - share)),
    )
  expect(chosen(0.02)).toEqual(chosen(0.02))
  // A worker that does not know the seed cannot tell which tasks are audited.
  const [isIn, isInOther] = [chosenFor(0.5, 'a'), chosenFor(0.5, 'b')]
  const both = keys.filter(key => isIn(key) && isInOther(key)).length
  expect(Math.abs(both - 5000)).toBeLessThan(5 * Math.sqrt(20_000 * 0.25 * 0.75))
})

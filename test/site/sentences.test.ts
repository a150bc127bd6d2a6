/** What the lab says of its results holds at every setting of its dials. */

import { expect, test } from 'vitest'
import { uncoveredSentence } from '../../site/lab/sentences.ts'

test('a network that learned both views is not said to contradict the theory', () => {
  // At q = 2 a network learns both views and errs on nothing; the law is about one view of a class.
  expect(uncoveredSentence(1, [], 0, 0.5)).toMatch(
    /^One network: wrong on 0%\. If it learns one view of every class, the theory says about 50%\. /,
  )
  expect(uncoveredSentence(3, [1], 0.12, 0.125)).toMatch(/^3 networks: .* If each learns one view/)
})

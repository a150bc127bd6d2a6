/** The costs of training that the study of queues reads from a page. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { trainingCost } from '../../bench/src/studies/training-cost.ts'
import { root } from '../e2e/examples.ts'

const page = `| a | b |
| --- | --- |
| 1 | 2 |

| k | m | teacher: CPU s | steps | student: CPU s |
| --- | --: | --: | --: | --: |
| 20 | 60 | 2 | 9 | 3 |
| 80 | 60 | 4 | 9 | 48 |
| 40 | 60 | 3 | 9 | 6 |
| 20 | 30 | 9 | 9 | 9 |
| exponent in k |  | 0.5 |  | 2 |

| 500 | 60 | 1 | 1 | 1 |
`

test('are those of the rows, powers of k between them, and proportional to k beyond', () => {
  const { largest, teacher, student } = trainingCost(page)
  expect(largest).toBe(80)
  expect([20, 40, 80].map(teacher)).toEqual([2, 3, 4].map(value => expect.closeTo(value, 12)))
  // 3 k, then 6 (k/40)³.
  expect([10, 30, 40, 60, 80, 160].map(student)).toEqual(
    [1.5, 4.5, 6, 20.25, 48, 96].map(value => expect.closeTo(value, 12)),
  )
})

test('are on the page of this repository', () => {
  const { largest, teacher, student } = trainingCost(readFileSync(join(root, 'docs/finite-size.md'), 'utf8'))
  expect(largest).toBeGreaterThanOrEqual(100)
  expect(teacher(1000)).toBeGreaterThan(teacher(100))
  expect(student(100)).toBeGreaterThan(teacher(100))
})

test('a page without them is refused', () => {
  expect(() => trainingCost('# A page\n')).toThrow(
    'no table with the columns teacher: CPU s and student: CPU s',
  )
  expect(() => trainingCost(page.replace(/^\| [48]0 .*\n/gm, ''))).toThrow('two rows or more')
})

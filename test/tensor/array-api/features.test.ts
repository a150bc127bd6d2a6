import { fileURLToPath } from 'node:url'
import * as main from '@multiview/tensor'
import * as xp from '@multiview/tensor/array-api'
import { table } from '@multiview/tensor/table'
import { expect, test } from 'vitest'
import { features } from '../../../scripts/features.mjs'

const page = fileURLToPath(new URL('../../../FEATURES.md', import.meta.url))

test('FEATURES.md is what scripts/features.mjs writes (after a change: npx vitest run test/tensor/array-api -u)', async () => {
  await expect(features({ ops: table, main, xp })).toMatchFileSnapshot(page)
})

test('it follows the table and the entry', () => {
  const ops = table.filter(op => op.name === 'add')
  const text = features({
    ops,
    main: { add: main.add, grad: main.grad },
    xp: { add: xp.add },
  })
  expect(text).toContain('| main namespace | 1 of 135 |')
  expect(text).toContain('| `add` | all | yes | at once |  | `add` | yes | yes | yes |')
  expect(text).toContain('| `grad` |  |  | yes |  |')
  expect(text).not.toContain('`sub`')
  expect(text).toContain('Missing: `arange`')
})

/** The scripts of docs/many-machines.md, with a `npx` that only writes down its words. */

import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { parseCommand } from '@multiview/theory/cli'
import { expect, test } from 'vitest'
import { folder } from '../e2e/command.ts'
import { root } from '../e2e/examples.ts'

const page = readFileSync(join(root, 'docs/many-machines.md'), 'utf8')

/** The words of the command that a script runs through npx. */
const wordsOf = (script: string, environment: Readonly<Record<string, string>>): string[] => {
  const place = folder()
  const npx = join(place, 'npx')
  writeFileSync(npx, '#!/bin/sh\nfor word in "$@"; do echo "$word"; done\n')
  chmodSync(npx, 0o755)
  const PATH = `${place}${delimiter}${process.env.PATH}`
  const [program, ...words] = execFileSync('bash', ['-euc', script], {
    encoding: 'utf8',
    // From a socket, bash would read the user's own settings.
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH, ...environment },
  })
    .trimEnd()
    .split('\n')
  expect(program).toBe('multiview')
  return words
}

const accepted = (words: readonly string[]): string => parseCommand(words, () => {}).verb

test('the SLURM script asks for a share of the array', () => {
  const [, script] = /^```bash slurm\n([\s\S]*?)^```/m.exec(page) ?? []
  const words = wordsOf(script, {
    SLURM_SUBMIT_DIR: '/shared/a clone',
    SLURM_ARRAY_TASK_ID: '50',
    SLURM_ARRAY_TASK_COUNT: '50',
    SLURM_CPUS_PER_TASK: '8',
  })
  expect(accepted(words)).toBe('verify')
  expect(words).toEqual(expect.arrayContaining(['/shared/a clone/full', '50/50', '8']))
})

test('the Kubernetes job asks for shares from 1', () => {
  const [, script] = /command: \[sh, -c, '(.*)'\]/.exec(page) ?? []
  for (const [index, share] of [
    ['0', '1/50'],
    ['49', '50/50'],
  ]) {
    const words = wordsOf(script, { JOB_COMPLETION_INDEX: index })
    expect(accepted(words)).toBe('verify')
    expect(words).toContain(share)
  }
})

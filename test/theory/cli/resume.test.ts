import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCommand } from '@multiview/theory/cli'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true))
afterEach(() => void vi.restoreAllMocks())

const run = (...words: string[]): Promise<number> => parseCommand(words, () => {}).run()

/** A run of the claim that trains nothing. Without its report it is an unfinished one. */
const unfinished = async (...words: string[]): Promise<string> => {
  const folder = join(mkdtempSync(join(tmpdir(), 'multiview-resume-')), 'run')
  await run('verify', 'lemma-tensor-power', '--quiet', '--out', folder, ...words)
  for (const file of ['report.json', 'claims.csv']) rmSync(join(folder, file), { force: true })
  return folder
}

test('a resumed run writes the tables that the interrupted one was asked for', async () => {
  const folder = await unfinished('--csv')
  expect(await run('verify', '--quiet', '--resume', folder)).toBe(0)
  expect(existsSync(join(folder, 'report.json'))).toBe(true)
  expect(existsSync(join(folder, 'claims.csv'))).toBe(true)
})

test('it writes none otherwise, unless the command that resumes asks for them', async () => {
  const folder = await unfinished()
  await run('verify', '--quiet', '--resume', folder)
  expect(existsSync(join(folder, 'claims.csv'))).toBe(false)
  rmSync(join(folder, 'report.json'))
  await run('verify', '--quiet', '--resume', folder, '--csv')
  expect(existsSync(join(folder, 'claims.csv'))).toBe(true)
})

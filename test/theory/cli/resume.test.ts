import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCommand } from '@multiview/theory/cli'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { moduleFile } from '../../../packages/theory/src/plan/module-file.ts'

beforeEach(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true))
afterEach(() => void vi.restoreAllMocks())

const run = async (...words: string[]): Promise<number> => (await parseCommand(words, () => {})).run()

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

/** A claim that needs no model; its module writes down that it was run. */
const module = (mark: string, value = 0.5): string => `
import { appendFileSync } from 'node:fs'
appendFileSync(${JSON.stringify(mark)}, 'run')
const measured = { value: ${value}, low: 0.4, high: 0.6, level: 0.95, n: 9, unit: 'draw' }
export const claims = [{
  id: 'own', title: 'T', statement: 'S', source: 'nobody', control: { id: 'none', statement: 'C' },
  bound: { low: 0, high: 1 }, size: { regime: 'limit', draws: {} },
  measure: async () => ({ measured, control: { measured: { ...measured, value: 3, low: 2, high: 4 } } }),
}]`

describe('a folder that was received', () => {
  /** A folder whose author put a module into it, and the file that the module writes. */
  const received = () => {
    const folder = mkdtempSync(join(tmpdir(), 'multiview-received-'))
    const mark = join(folder, 'mark')
    const path = join(folder, 'own.mjs')
    writeFileSync(path, module(mark))
    const { sha256 } = moduleFile(path)
    const request = (file: object) =>
      JSON.stringify({
        ...{ schema: 'multiview.request/1', version: '0.1.0', preset: 'quick', seed: 1 },
        ...{ claims: ['own'], set: [], claimFiles: [file] },
      })
    const run = join(folder, 'run')
    mkdirSync(run)
    return {
      folder,
      mark,
      path,
      sha256,
      run,
      keep: (file: object) => writeFileSync(join(run, 'request.json'), request(file)),
    }
  }

  test.each(['path', 'name', 'path and name'])('runs no code that its request names by %s', async by => {
    const { mark, path, sha256, run: folder, keep } = received()
    keep({ sha256, ...(by.includes('path') && { path }), ...(by.includes('name') && { name: path }) })
    await expect(run('verify', '--quiet', '--resume', folder)).rejects.toThrow(
      by === 'path' ? /holds a request\.json that .* is damaged/ : /give your copy of it with --claims FILE/,
    )
    expect(existsSync(mark)).toBe(false)
  })

  test('goes on with a file of the same content, wherever it is, and with no other', async () => {
    const { folder, mark, path, sha256, run: kept, keep } = received()
    keep({ name: 'own.mjs', sha256 })
    const resume = (...words: string[]) => run('verify', '--quiet', '--resume', kept, ...words)
    mkdirSync(join(folder, 'mine'))
    const mine = join(folder, 'mine', 'own.mjs')
    writeFileSync(mine, module(mark, 0.55))
    await expect(resume('--claims', mine)).rejects.toThrow(/own\.mjs, or a file that it imports, has changed/)
    writeFileSync(mine, module(mark))
    await expect(resume('--claims', mine, '--claims', path)).rejects.toThrow(
      /is not a file of the run in .*, or is named twice; remove it/,
    )
    expect(existsSync(mark)).toBe(false)
    expect(await resume('--claims', mine)).toBe(0)
    expect(readFileSync(mark, 'utf8')).toBe('run')
  })

  test('without a file of claims takes none', async () => {
    const { path } = received()
    const folder = await unfinished()
    await expect(run('verify', '--quiet', '--resume', folder, '--claims', path)).rejects.toThrow(
      /is not a file of the run/,
    )
  })
})

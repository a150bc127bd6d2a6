import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type KeptRequest, reportFolder } from '@multiview/theory/cli'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Impossible } from '../../../packages/theory/src/plan/impossible.ts'

const request: KeptRequest = { preset: 'quick', seed: 1, claims: ['theorem-1-single'], set: [] }
const model = `${'0123456789abcdef'.repeat(2)}.json`

let parent: string
let folder: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'multiview-folder-'))
  folder = join(parent, 'run')
})
afterEach(() => rmSync(parent, { recursive: true }))

const prepare = (folder: string, request: KeptRequest): boolean =>
  reportFolder.enter(folder, request, { isResumed: false, isShared: false })
/** Puts a file into the folder of the run. */
const put = (...path: string[]): void => {
  mkdirSync(join(folder, ...path.slice(0, -1)), { recursive: true })
  writeFileSync(join(folder, ...path), path.join('/'))
}
const everything = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()

/** A run that is over, as `verify` leaves it. */
const finished = (): void => {
  prepare(folder, request)
  put('runs', model)
  put('figures', 'theorem-1-single-models.svg')
  put('report.html')
  put('report.json')
}

describe('a finished run', () => {
  test('is replaced with all of its files, checkpoints and half-written ones among them', () => {
    finished()
    put('runs', model.replace('.json', '.partial.json'))
    put('runs', `${model}.4711.tmp`)
    put('report.html.4711.tmp')
    prepare(folder, { ...request, seed: 2 })
    expect(everything()).toEqual(['request.json'])
    expect(reportFolder.read(folder).seed).toBe(2)
  })

  test.each([
    ['beside its files', ['notes.txt']],
    ['among its models', ['runs', 'notes.txt']],
    ['among its models, with their ending', ['runs', 'results.json']],
    ['among its figures', ['figures', 'mine.svg']],
    ['in a folder of its own', ['figures', 'mine', 'a.svg']],
    ['under the name of a file of ours', ['report.html.4711.tmp', 'a']],
  ])('with a file of the user %s is refused by its name, and nothing changes', (_, path) => {
    finished()
    put(...path)
    const before = everything()
    const named = path.slice(0, path[0] === 'figures' || path[0] === 'runs' ? 2 : 1).join('/')
    expect(() => prepare(folder, request)).toThrow(
      `--out ${folder} holds ${named}, which is not a file of multiview; move it, or name another folder.`,
    )
    expect(everything()).toEqual(before)
  })

  test('with a link in place of a folder loses the link, and what it leads to stays', () => {
    finished()
    mkdirSync(join(parent, 'elsewhere'))
    writeFileSync(join(parent, 'elsewhere', 'notes.txt'), 'mine')
    rmSync(join(folder, 'runs'), { recursive: true })
    symlinkSync(join('..', 'elsewhere'), join(folder, 'runs'))
    prepare(folder, request)
    expect(everything()).toEqual(['request.json'])
    expect(readFileSync(join(parent, 'elsewhere', 'notes.txt'), 'utf8')).toBe('mine')
  })
})

describe('a run that ended', () => {
  test('because its settings are impossible leaves its folder to the next one, and cannot be resumed', async () => {
    prepare(folder, request)
    put('runs', model)
    const impossible = reportFolder.during(folder, request, async () => {
      throw new Impossible('the loss is NaN after 3 steps; take a smaller step.')
    })
    await expect(impossible).rejects.toThrow('the loss is NaN')
    expect(() => reportFolder.read(folder)).toThrow(
      /is a run that its settings made impossible \(the loss is NaN .*\); start it with other settings\.$/,
    )
    prepare(folder, { ...request, set: ['k=12'] })
    expect(everything()).toEqual(['request.json'])
    expect(reportFolder.read(folder).set).toEqual(['k=12'])
  })

  test.each([
    new Error('the disk is full'),
    new RangeError('Array buffer allocation failed'),
    new RangeError('/own.mjs: measure of the claim own threw TypeError: odd (line 3).'),
  ])('for any other reason keeps its folder, and can be resumed: %s', async error => {
    prepare(folder, request)
    put('runs', model)
    await expect(
      reportFolder.during(folder, request, async () => {
        throw error
      }),
    ).rejects.toThrow(error.message)
    expect(() => prepare(folder, request)).toThrow(
      `--out ${folder} holds an unfinished run; resume it with --resume ${folder}, or name another folder.`,
    )
    expect(reportFolder.read(folder)).toEqual(request)
  })
})

describe('a folder that is refused', () => {
  test.each([[['below']], [['runs', 'below']], [['new', 'below']]])(
    'because it lies inside another run: %j',
    path => {
      finished()
      expect(() => prepare(join(folder, ...path), request)).toThrow(
        /lies inside .*run, which is the folder of another run; name a folder outside it\.$/,
      )
      expect(existsSync(join(folder, path[0], 'below'))).toBe(false)
    },
  )

  test('because a link on the way leads into another run', () => {
    finished()
    symlinkSync(folder, join(parent, 'link'))
    expect(() => prepare(join(parent, 'link', 'below'), request)).toThrow(/lies inside .*run,/)
  })

  test('because a link in its path is broken', () => {
    symlinkSync('gone', folder)
    for (const out of [folder, join(folder, 'below')])
      expect(() => prepare(out, request)).toThrow(
        `--out ${out} leads through the link ${folder} to gone, which does not exist; remove the link, or name another folder.`,
      )
  })

  test('because it holds files of a run but no request', () => {
    finished()
    rmSync(join(folder, 'request.json'))
    expect(() => prepare(folder, request)).toThrow(
      /holds figures but no request\.json, so it is not a run of multiview; name an empty or new folder\.$/,
    )
  })
})

test('a link that leads to a folder is followed: the run is written there', () => {
  mkdirSync(join(parent, 'disk'))
  symlinkSync('disk', folder)
  finished()
  prepare(folder, request)
  expect(readdirSync(join(parent, 'disk'))).toEqual(['request.json'])
})

/** Kinds of tasks that users add. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  execute,
  fileStore,
  inlinePool,
  type OwnTaskKind,
  type Pool,
  registerTaskKind,
  scheduler,
  type Task,
  workerPool,
} from '@multiview/theory'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

interface FlipTask {
  readonly kind: 'own:flip'
  readonly heads: unknown
}
let runs = 0
const flip: OwnTaskKind<FlipTask> = {
  kind: 'own:flip',
  run: ({ heads }) => {
    runs++
    if (heads === 'throw') throw new TypeError('no coin.')
    return { heads }
  },
  isResult: (_, value) => Number((value as { heads: number }).heads) >= 0,
}
registerTaskKind(flip, { path: '/flip.mjs', sha256: 'first', tasks: 'first' })
const task = (heads: unknown): FlipTask => ({ kind: 'own:flip', heads })

describe('a kind of a user', () => {
  test('runs, and its result is checked', () => {
    expect(execute(task(3))).toEqual({ heads: 3 })
  })

  test.each([
    [
      -1,
      'the kind own:flip of /flip.mjs returned {"heads":-1}, which its isResult refuses; correct run or isResult.',
    ],
    ['throw', 'the kind own:flip of /flip.mjs threw TypeError: no coin.'],
    [
      () => 3,
      /^the kind own:flip of \/flip.mjs returned an object that holds other data; a result is plain data/,
    ],
  ])('that gives %j is told in one line', (heads, line) => {
    expect(() => execute(task(heads))).toThrow(line)
    expect(() => execute(task(heads))).toThrow(RangeError)
  })

  test('that no module exports is named, with those that exist', () => {
    expect(() => execute({ kind: 'own:dice' } as Task)).toThrow(
      /^there is no kind of task "own:dice"; choose from train, .*own:flip/,
    )
    expect(() => execute({ kind: 'flip' } as never)).toThrow(/^there is no kind of task "flip"/)
  })

  test.each([
    [{ kind: 'flip' }, 'a kind of task is named "flip"; it must be "own:" and words of a-z and 0-9'],
    [null, 'a kind of task is named undefined'],
    [{ kind: 'own:dice' }, 'the kind own:dice has no function run; a kind is { kind, run('],
    [{ kind: 'own:dice', run: () => 1 }, 'the kind own:dice has no function isResult'],
    [
      { ...flip, kind: 'own:dice', reads: ['sides'] },
      'reads of the kind own:dice is ["sides"]; it must be a list of settings by name',
    ],
    [flip, 'the kind own:flip exists already; give it another name'],
  ])('%j is refused', (kind, line) => {
    expect(() => registerTaskKind(kind as never, { path: '/other.mjs', sha256: '', tasks: '' })).toThrow(line)
  })

  test('that was registered by hand is not handed to a worker', async () => {
    registerTaskKind({ ...flip, kind: 'own:by-hand' })
    const pool = workerPool(1)
    await expect(pool.run({ kind: 'own:by-hand' })).rejects.toThrow(
      'the kind own:by-hand was registered in this thread alone, and no worker knows it',
    )
    await pool.close()
  })
})

describe('a saved result of a user’s kind', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'multiview-own-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('is read again, unless the module has changed', async () => {
    const pool: Pool = inlinePool()
    const ask = () =>
      scheduler(
        pool,
        fileStore(join(folder, 'runs'), '1', () => {}),
      ).run(task(5))
    const before = runs
    expect(await ask()).toEqual({ heads: 5 })
    expect(await ask()).toEqual({ heads: 5 })
    expect(runs - before).toBe(1)
    registerTaskKind(flip, { path: '/flip.mjs', sha256: 'second', tasks: 'second' })
    expect(await ask()).toEqual({ heads: 5 })
    expect(runs - before).toBe(2)
  })
})

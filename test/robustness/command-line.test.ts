import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { regimes, settingNames, settingTable } from '@multiview/network'
import { claims, presets } from '@multiview/theory'
import { complaint, parseCommand } from '@multiview/theory/cli'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { effort } from './effort.ts'
import { anyJson, changedJson } from './hostile-json.ts'

let folder: string
let home: string
beforeAll(() => {
  home = process.cwd()
  folder = mkdtempSync(join(tmpdir(), 'multiview-fuzz-'))
  mkdirSync(join(folder, 'empty'))
  writeFileSync(join(folder, 'file'), '')
  process.chdir(folder)
})
afterAll(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
})

/**
 * Whether the arguments are a valid command. If they are not, the command must print one clear line
 * and do nothing; otherwise this fails.
 */
const isCommand = async (words: readonly string[]): Promise<boolean> => {
  try {
    const chosen = await parseCommand(words, () => {})
    expect(chosen.run).toBeTypeOf('function')
    return chosen.verb !== 'help'
  } catch (error) {
    const line = complaint(error)
    expect(line, String((error as Error).stack)).toBeTypeOf('string')
    expect(line).toMatch(/^[^\p{Cc}]{10,1500}$/u)
    return false
  }
}

/** How many of the inputs are valid commands. The test needs some, and not all. */
const check = async (commands: fc.Arbitrary<string[]>): Promise<void> => {
  let taken = 0
  await fc.assert(
    fc.asyncProperty(commands, async words => {
      if (await isCommand(words)) taken++
    }),
    effort,
  )
  expect(taken).toBeGreaterThan(0)
  expect(taken).toBeLessThan(effort.numRuns)
  expect(readdirSync('.').sort()).toEqual(['empty', 'file'])
}

const oddText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-1',
    '1e400',
    'NaN',
    'Infinity',
    '0x10',
    '1_000',
    '٣',
    '1.5',
    '--',
    '-',
    '=',
    ',',
  ),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '../../x',
    '/dev/zero',
    'a\nb',
    '\u001b[31m',
    '\u0000',
  ),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(100, 5_000).map(length => '9'.repeat(length)),
  fc.constantFrom(100, 5_000).map(length => 'a,'.repeat(length)),
)
const numberText = fc.oneof(
  fc.integer({ min: 0, max: 30 }).map(String),
  fc.double({ min: 0, max: 2, noNaN: true }).map(String),
  fc.maxSafeNat().map(String),
)

describe('gives a command or one clear line, and does nothing, for', () => {
  test.each([
    ['--seed', ['verify']],
    ['--workers', ['verify']],
    ['--models', ['sweep', '--over', 'q=3', '--out', 'x']],
  ])('whatever stands behind %s', async (option, words) => {
    await check(fc.oneof(numberText, oddText).map(text => [...words, `${option}=${text}`]))
  })

  test.each([
    ['--preset', ['verify', '--preset'], Object.keys(presets)],
    ['--regime', ['train', '--export', 'x', '--regime'], Object.keys(regimes)],
    ['--model', ['train', '--export', 'x', '--model'], ['limit', 'dense']],
    ['--out', ['verify', '--out'], ['x', 'empty', '/']],
    ['verify', ['verify'], claims.map(claim => claim.id)],
  ])('whatever name stands behind %s', async (_, words, names) => {
    const name = fc.constantFrom(...names)
    const misspelt = fc
      .tuple(name, fc.nat({ max: 9 }), fc.string({ maxLength: 2 }))
      .map(([text, at, typed]) => text.slice(0, at) + typed + text.slice(at + 1))
    await check(fc.oneof(name, misspelt, oddText).map(text => [...words, text]))
  })

  test('any --set', async () => {
    const key = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...settingNames) },
      fc.constantFrom(...settingNames.map(name => settingTable[name].symbol)),
      oddText,
    )
    const value = fc.oneof(
      { weight: 3, arbitrary: numberText },
      fc.tuple(numberText, numberText).map(String),
      fc.constantFrom('adaptive', 'constant', 'even', 'random', 'axes'),
      oddText,
    )
    const assignment = fc.oneof(
      { weight: 8, arbitrary: fc.tuple(key, value).map(([k, v]) => `${k}=${v}`) },
      oddText,
    )
    await check(
      fc
        .tuple(
          fc.constantFrom(['verify'], ['train', '--export', 'x']),
          fc.array(assignment, { maxLength: 3 }),
        )
        .map(([words, sets]) => [...words, ...sets.flatMap(each => ['--set', each])]),
    )
  })

  test('any grid of a sweep', async () => {
    const key = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('k', 'm', 'q', 'ownWeight', 'N', 'L', 'd') },
      oddText,
    )
    const value = fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 2, max: 40 }).map(String) },
      numberText,
      oddText,
    )
    const values = fc.oneof(
      { weight: 9, arbitrary: fc.array(value, { maxLength: 4 }).map(String) },
      fc.constant('1:1.2,1:1.3'),
      // A grid with too many cells to compute.
      fc.constant(Array.from({ length: 300 }, (_, i) => i + 2).join()),
    )
    const axes = fc.array(fc.tuple(key, values), { minLength: 1, maxLength: 4 })
    await check(
      axes.map(all => [
        ...['sweep', '--out', 'x', '--set', 's=1'],
        ...all.flatMap(([k, v]) => ['--over', `${k}=${v}`]),
      ]),
    )
  })

  test('words of commands in any order', async () => {
    const word = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('verify', 'train', 'sweep', 'report', 'info', 'help') },
      fc.constantFrom(...claims.map(claim => claim.id)),
      fc.constantFrom('--preset', '--seed', '--out', '--resume', '--workers', '--set', '--json', '--quiet'),
      fc.constantFrom(
        '--list',
        '--help',
        '--version',
        '--model',
        '--regime',
        '--export',
        '--over',
        '--models',
      ),
      fc.constantFrom(
        'quick',
        'standard',
        'dense',
        'limit',
        '3',
        'k=3',
        'classes=3,4',
        'empty',
        'file',
        '/proc',
      ),
      oddText,
    )
    await check(fc.array(word, { maxLength: 8 }))
  })

  test.each([
    [
      'verify',
      {
        schema: 'multiview.request/1',
        version: '0.1.0',
        preset: 'quick',
        seed: 1,
        claims: ['ensemble-law'],
        set: ['classes=12'],
      },
    ],
    [
      'sweep',
      {
        schema: 'multiview.sweep-request/1',
        version: '0.1.0',
        regime: 'limit',
        seed: 1,
        models: 8,
        over: ['power=3,4', 'members=1,5'],
        set: ['classes=12'],
      },
    ],
  ])('whatever the request.json of a %s says', async (verb, request) => {
    const file = join('empty', 'request.json')
    const texts = fc.oneof(
      { weight: 6, arbitrary: changedJson(request) },
      anyJson,
      fc.string(),
      fc.nat({ max: 100 }).map(length => JSON.stringify(request).slice(0, length)),
    )
    let taken = 0
    try {
      await fc.assert(
        fc.asyncProperty(texts, async text => {
          writeFileSync(file, text)
          if (await isCommand([verb, '--resume', 'empty'])) taken++
        }),
        effort,
      )
      expect(taken).toBeGreaterThan(0)
      expect(readdirSync('empty')).toEqual(['request.json'])
    } finally {
      rmSync(file)
    }
  })
})

import { complaint, parseCommand, resumeHint } from '@multiview/theory/cli'
import { describe, expect, test } from 'vitest'

/** 1,2,…,n */
const numbers = (n: number): string => Array.from({ length: n }, (_, i) => i + 1).join()

/** What is said of a command line; nothing where it is one. */
const said = (words: readonly string[]): string => {
  try {
    parseCommand(words, () => {})
    return ''
  } catch (error) {
    return complaint(error) ?? `not in one line: ${error}`
  }
}

describe('a mistake is said in one line: what, the value, what is allowed, and what may have been meant', () => {
  test.each([
    [['verify', '--nope'], /unknown option '--nope'. See multiview verify --help/],
    [['verify', '--sead', '3'], /unknown option '--sead' \(Did you mean --seed\?\)/],
    [['verify', 'theorem-9'], /no claim "theorem-9"; choose from theorem-1-single/],
    [['verify', 'theorem-1-singel'], /Did you mean "theorem-1-single"\?$/m],
    [['verify', '--preset', 'quik'], /Did you mean "quick"\?$/m],
    [['verify', '--set', 'clases=3'], /no key "clases"; choose from classes.* Did you mean "classes"\?$/m],
    [['verify', '--set', 'stepRule=Adaptive'], /Did you mean "adaptive"\?$/m],
    [['verify', '--set', 'k=0x10'], /k is "0x10"; it must be an integer/],
    [
      ['train', '--regime', 'dens'],
      /--regime is "dens"; choose one of quick, dense.* Did you mean "dense"\?$/m,
    ],
    [['train', '--model', 'linear', '--export', 'x'], /--model is "linear"; choose one of limit, dense/],
    [['train', '--export', 'x', '--set', 'P=3', '--set', 'C_p=2'], /patches is 3; allowed: at least 4/],
    [['verify', '--preset', 'huge'], /--preset is "huge"; choose one of quick/],
    [['verify', '--set', 'colour=red'], /no key "colour"; choose from classes/],
    [['verify', '--set', 'classes'], /write it as key=value/],
    [['verify', '--set', 'k=1'], /k is "1"; it must be an integer in \[2,/],
    [['verify', '--set', 'classes=2.5'], /"2.5"; it must be an integer/],
    [['verify', '--set', 'q=1.9'], /q is "1.9"; it must be a number in \[2,/],
    [['verify', '--set', 'power=NaN'], /"NaN"; it must be a number/],
    [['verify', '--set', 'power='], /it must be a number/],
    [['verify', '--set', 'μ=0'], /in \(0, 1\)/],
    [['verify', '--set', 'singleViewFraction=1'], /in \(0, 1\)/],
    [['verify', '--set', 'ownWeight=1.2,1'], /a range "low,high" with low ≤ high/],
    [['verify', '--set', 'ownWeight=1'], /a range/],
    [['verify', '--set', 'stepRule=wild'], /adaptive or constant/],
    [['verify', '--set', 'γ=1.5'], /γ is "1.5"; it must be a number in \[0, 1\]/],
    [['verify', '--set', 's=11'], /at most classes = 10/],
    [['verify', '--set', 'P=1'], /P is "1"; it must be an integer in \[2,/],
    [['verify', '--set', 'q=2'], /no lottery/],
    [['verify', '--set', 'd=64'], /preset quick has no such setting/],
    [['verify', '--set', 'k=100000'], /classes is 100000; allowed: less, .* 1192 GiB would be needed/],
    [['verify', '--set', 'N=10000000'], /samples is 10000000; allowed: less, .* 119 GiB would be needed/],
    [
      ['verify', 'dense-to-limit', '--set', 'd=10000000', '--set', 'N=1000'],
      /dimension is 10000000; allowed: less, .* 447 GiB would/,
    ],
    [['verify', '--set', 'L=100000'], /L is "100000"; it must be an integer in \[1, 10000\]/],
    [['verify', '--seed', 'x'], /--seed is "x"; it must be a whole number/],
    [['verify', '--seed', '-1'], /--seed is "-1"/],
    [['verify', '--seed', '1e3'], /--seed is "1e3"/],
    [['verify', '--workers', '0'], /--workers is "0"/],
    [['report'], /missing required argument/],
    [['report', ''], /<dir> is ""; name a folder/],
    [['verify', '--out', ''], /--out is ""; name a folder/],
    [['verify', '--resume', ' '], /--resume is " "; name a folder/],
    [['train', '--export', ''], /--export is ""; name a folder/],
    [['sweep', '--over', 'q=3,4', '--out', ''], /--out is ""; name a folder/],
    [['help', 'verfy'], /unknown command 'verfy' \(Did you mean verify\?\)/],
    [['frobnicate'], /unknown command 'frobnicate'. See multiview --help/],
    [['verfy'], /unknown command 'verfy' \(Did you mean verify\?\)/],
    [['sweep', '--out', 'x'], /--over is missing; name a setting and its values/],
    [['sweep', '--over', 'k=3'], /--out is missing/],
    [['sweep', '--over', 'k', '--out', 'x'], /--over is "k"; write it as key=value/],
    [['sweep', '--over', 'k=', '--out', 'x'], /--over k is ""; it must be an integer/],
    [['sweep', '--over', 'k=3,,4', '--out', 'x'], /--over k is ""; it must be an integer/],
    [['sweep', '--over', 'k=12,13,12', '--out', 'x'], /--over k has the value "12" twice/],
    [['sweep', '--over', 'k=12', '--over', 'classes=13', '--out', 'x'], /--over names classes twice/],
    [['sweep', '--over', 'k=12', '--set', 'k=13', '--out', 'x'], /--set classes stands beside --over/],
    [
      ['sweep', '--over', 'k=12,4', '--out', 'x'],
      /In the cell classes=4: otherFeatureRate is 5; allowed: at most/,
    ],
    [['sweep', '--over', 'ownWeight=1', '--out', 'x'], /--over ownWeight is "1"; it must be a range/],
    [
      ['sweep', '--over', 'd=64', '--out', 'x'],
      /dimension is read by nothing that a sweep measures in regime quick/,
    ],
    [['sweep', '--over', 'klasses=3', '--out', 'x'], /Did you mean "classes"\?$/],
    [
      ['sweep', '--over', 'k=12', '--models', '0', '--out', 'x'],
      /--models is "0"; it must be a whole number/,
    ],
    [
      ['sweep', '--over', `N=${numbers(200)}`, '--over', `m=${numbers(200)}`, '--out', 'x'],
      /--over makes 40000 cells; at most 10000/,
    ],
    [
      ['sweep', '--over', 'k=12,100000', '--out', 'x'],
      /In the cell classes=100000: samples is 1200000; allowed: less, /,
    ],
    [
      ['sweep', '--over', 'L=1,300', '--models', '1000', '--out', 'x'],
      /--over, --models and members ask for 301000 models; at most 300000/,
    ],
    [
      ['sweep', '--over', 'L=1000,1', '--models', '301,2', '--out', 'x'],
      /--over, --models and members ask for 301002 models; at most 300000/,
    ],
  ])('%j', (words, message) => {
    expect(said(words)).toMatch(message)
  })
})

test('what is right is taken, and nothing is done yet', () => {
  for (const words of [
    ['verify'],
    ['verify', 'ensemble-law', '--seed', '7', '--set', 'μ=0.1', '--set', 'ownWeight=1,1.1'],
    ['train', '--model', 'dense', '--export', 'x', '--set', 'd=128'],
    ['sweep', '--over', 'q=3,4', '--over', 'otherWeight=0.3:0.4,0.2:0.4', '--set', 'm=4', '--out', 'x'],
    ['sweep', '--regime', 'distillation', '--over', 'k=10,1000', '--models', '8,1', '--out', 'x'],
    ['report', 'anywhere'],
    ['info'],
  ])
    expect([said(words), parseCommand(words, () => {}).verb]).toEqual(['', words[0]])
})

test('help and version are written, and end with status 0; no verb at all gets the help and status 2', async () => {
  for (const [words, pattern, status] of [
    [['--version'], /^\d+\.\d+\.\d+\n$/, 0],
    [['-V'], /^\d+\.\d+\.\d+\n$/, 0],
    [['--help'], /Usage: multiview/, 0],
    [['sweep', '--help'], /Usage: multiview sweep[\s\S]*Example:/, 0],
    [['help', 'verify'], /Usage: multiview verify[\s\S]*Example:/, 0],
    [['verify', '--version'], /^\d+\.\d+\.\d+\n$/, 0],
    [['help'], /Usage: multiview/, 0],
    [[], /Usage: multiview/, 2],
  ] as const) {
    let written = ''
    const { run } = parseCommand(words, text => {
      written += text
    })
    expect(written).toMatch(pattern)
    expect(await run()).toBe(status)
  }
})

test('how to go on is said as it can be typed where the run was started', () => {
  expect(resumeHint('verify', 'multiview-report', {})).toBe('multiview verify --resume multiview-report')
  expect(resumeHint('verify', 'a/b', { npm_lifecycle_event: 'verify' })).toBe(
    'npm run verify -- --resume a/b',
  )
  expect(resumeHint('sweep', 'a/b', { npm_lifecycle_event: 'test' })).toBe('multiview sweep --resume a/b')
  expect(resumeHint('verify', "anna's run", {})).toBe(`multiview verify --resume 'anna'\\''s run'`)
})

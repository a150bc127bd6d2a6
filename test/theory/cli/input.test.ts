import { complaint, parseCommand, resumeHint } from '@multiview/theory/cli'
import { describe, expect, test } from 'vitest'

/** 1,2,…,n */
const numbers = (n: number): string => Array.from({ length: n }, (_, i) => i + 1).join()

/** The error message for a command line; empty if it is valid. */
const said = async (words: readonly string[]): Promise<string> => {
  try {
    const { verb, run } = await parseCommand(words, () => {})
    if (verb === 'report') await run()
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
      /--regime is "dens"; choose one of theorems, limit, dense.* Did you mean "dense"\?$/m,
    ],
    [['train', '--model', 'linear', '--export', 'x'], /--model is "linear"; choose one of limit, dense/],
    [
      ['train', '--export', 'x', '--set', 'P=3', '--set', 'C_p=2'],
      /patches is 3; allowed: at least 40, so that a sample can hold every feature/,
    ],
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
    [['verify', '--set', 'ownWeight=1,2,3'], /a range "low,high" .*, or one number for both/],
    [['verify', '--set', 'views=1'], /views is "1"; it must be an integer in \[2, 64\]/],
    [
      ['verify', '--set', 'V=3'],
      /^views is 3; allowed: 2 in the claim theorem-1-single, which is about two views\.$/,
    ],
    [['verify', 'more-views', '--set', 'V=2'], /^views is 2; allowed: at least 3 for this claim/],
    [['verify', 'more-views', '--set', 'viewFactors=1.1'], /^viewFactors: none of the selected claims uses/],
    [
      ['verify', '--set', 'viewFactors=1,0'],
      /viewFactors is "1,0"; it must be numbers in \(0, 1000\], one for each view as "1,0.9", or one for all\.$/,
    ],
    [['verify', '--set', 'viewFactors='], /it must be numbers in \(0, 1000\]/],
    [['verify', '--set', 'viewFactors=1,,1'], /it must be numbers in \(0, 1000\]/],
    [
      ['verify', '--set', 'viewFactors=1,1,1'],
      /^viewFactors is \[1, 1, 1\]; allowed: one number, or views = 2 numbers\.$/,
    ],
    [['verify', '--set', 'stepRule=wild'], /adaptive or constant/],
    [['verify', '--set', 'γ=1.5'], /γ is "1.5"; it must be a number in \[0, 1\]/],
    [['verify', '--set', 's=41'], /at most classes = 40/],
    [['verify', '--set', 'P=1'], /P is "1"; it must be an integer in \[2,/],
    [['verify', '--set', 'q=2'], /^power is 2; allowed: above 2 in model reduced/],
    [['verify', '--set', 'q=2', '--set', 'model=limit', '--set', 'stepRule=adaptive'], /no lottery/],
    [
      ['verify', 'theorem-1-single', '--set', 'model=limit'],
      /^stepRule is "multirate"; allowed: adaptive or constant in model limit; stepRule multirate needs model=reduced\.$/,
    ],
    [
      ['verify', 'growth-phases', '--set', 'model=reduced', '--set', 'stepRule=multirate'],
      /^model is "reduced"; allowed: limit in the claim growth-phases\.$/,
    ],
    [
      ['verify', 'theorem-1-single', '--set', 'model=dense', '--set', 'stepRule=adaptive'],
      /^model is "dense"; allowed: reduced or limit in the claim theorem-1-single\.$/,
    ],
    [
      ['train', '--model', 'limit', '--set', 'model=dense', '--export', 'x'],
      /^--set model=dense contradicts --model limit; remove it\.$/,
    ],
    [['verify', '--set', 'd=64'], /^dimension: none of the selected claims uses this setting; remove it\.$/],
    [
      ['verify', '--set', 'k=100000'],
      /classes is 100000; allowed: a smaller value, .* 8941 GiB would be needed/,
    ],
    [
      ['verify', '--set', 'N=10000000'],
      /samples is 10000000; allowed: a smaller value, .* 61 GiB would be needed/,
    ],
    [
      ['train', '--model', 'dense', '--set', 'd=10000000', '--set', 'N=1000', '--export', 'x'],
      /--export would write an array of up to/,
    ],
    [
      ['verify', 'dense-to-limit', '--set', 'N=10000000'],
      /dimension is 1024; allowed: a smaller value, .* 458 GiB would be needed for one array; at most 16 are allowed/,
    ],
    [
      ['verify', 'growth-phases', '--set', 'N=600000'],
      /samples is 600000; allowed: a smaller value, .* GiB would be needed at once; at most 4 are allowed/,
    ],
    [['verify', '--set', 'L=100000'], /L is "100000"; it must be an integer in \[1, 10000\]/],
    [['verify', '--seed', 'x'], /--seed is "x"; it must be a whole number/],
    [['verify', '--seed', '-1'], /--seed is "-1"/],
    [['verify', '--seed', '1e3'], /--seed is "1e3"/],
    [['verify', '--workers', '0'], /--workers is "0"/],
    [
      ['verify', '--queue', 'http://:secret@host'],
      /^--queue is not the URL of a queue; write redis:\/\/HOST:6379/,
    ],
    [
      ['sweep', '--over', 'q=3', '--out', 'x', '--queue', 'secret'],
      /^--queue is not the URL of a queue; write .*PASSWORD@HOST/,
    ],
    [
      ['verify', '--queue', 'redis://:secret@host/a'],
      /^--queue has more than the number of a database behind its host/,
    ],
    [['verify', '--shard', '4/3', '--out', 'x'], /--shard is "4\/3"; write it as I\/N, such as 2\/3/],
    [['verify', '--shard', '0/3', '--out', 'x'], /with I from 1 to N/],
    [['verify', '--shard', '1/3'], /--shard needs --out; name a folder that all processes share/],
    [['verify', '--wait', '5'], /--wait says how long to wait for a queue or for other shares/],
    [['verify', '--queue', 'redis://a', '--wait', '0'], /--wait is "0"; it must be a whole number from 1/],
    [['worker'], /^--queue is missing; name a queue/],
    [['queue', '--empty'], /^--queue is missing; name a queue/],
    [['report'], /missing required argument/],
    [['compare', 'a'], /missing required argument 'b'/],
    [['compare', '', 'b'], /<a> is ""; name a folder/],
    [
      ['sweep', 'theorem-1-single', '--over', 'k=4', '--models', '3', '--out', 'x'],
      /--models belongs to a sweep of errors/,
    ],
    [['sweep', '--over', 'k=4', '--preset', 'full', '--out', 'x'], /--preset gives the sizes of claims/],
    [['sweep', '--over', 'k=9..3', '--out', 'x'], /--over has the range "9\.\.3"; the lower end comes first/],
    [['sweep', '--over', 'seed=1..90000', '--out', 'x'], /--over seed has more than 10000 values/],
    [
      ['sweep', 'ensemble-law', '--over', 'q=2,3', '--out', 'x'],
      /^In the cell power=2: power is 2; allowed: above 2 for this claim/,
    ],
    [['runs', ''], /\[dir\] is ""; name a folder/],
    [['check'], /missing required argument 'report'/],
    [['check', ''], /<report> is ""; name a folder/],
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
    [
      ['sweep', '--over', 'k=12', '--set', 'k=13', '--out', 'x'],
      /--set classes and --over classes name the same setting/,
    ],
    [
      ['sweep', '--over', 'k=12,4', '--out', 'x'],
      /In the cell classes=4: otherFeatureRate is 5; allowed: at most/,
    ],
    [['sweep', '--over', 'ownWeight=1:2:3', '--out', 'x'], /--over ownWeight is "1,2:3"; it must be a range/],
    [
      ['sweep', '--over', 'd=64', '--out', 'x'],
      /dimension: a sweep in regime limit does not use this setting; remove it/,
    ],
    [['sweep', '--over', 'klasses=3', '--out', 'x'], /Did you mean "classes"\?$/],
    [['sweep', '--over', 'seed=1,1', '--out', 'x'], /--over seed has the value "1" twice/],
    [
      ['sweep', '--over', 'seed=1,-2', '--out', 'x'],
      /--over seed is "-2"; it must be a whole number from 0 to/,
    ],
    [
      ['sweep', '--over', 'seed=1,2', '--seed', '3', '--out', 'x'],
      /--seed and --over seed both name the seed; remove one of them/,
    ],
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
      /In the cell classes=100000: samples is 1200000; allowed: a smaller value, /,
    ],
    [
      ['sweep', '--over', 'L=1,300', '--models', '1000', '--out', 'x'],
      /--over, --models and members ask for 301000 models; at most 300000/,
    ],
    [
      ['sweep', '--over', 'L=1000,1', '--models', '301,2', '--out', 'x'],
      /--over, --models and members ask for 301002 models; at most 300000/,
    ],
    // Impossible settings are refused before anything is trained or replaced.
    [
      ['verify', '--set', 'k=2', '--set', 's=2', '--set', 'P=2'],
      /patches is 2; allowed: at least 6, so that/,
    ],
    [['verify', '--set', 'k=14', '--set', 'P=20'], /patches is 20; allowed: at least 30/],
    [
      ['verify', 'theorem-1-single', '--set', 'q=2'],
      /^power is 2; allowed: above 2 in model reduced: .*; set model=limit and stepRule=adaptive as well\.$/,
    ],
    [
      ['verify', '--set', 'q=5'],
      /^initialScale is 0\.000001; allowed: at least 0\.0014 at q = 5 for this claim: .*; set initialScale as well\.$/,
    ],
    [
      ['verify', '--set', 'k=12'],
      /^otherFeatureRate is 5; allowed: at most k\/4 = 3 for theorem-3-distillation: .*, or name the other claims\.$/,
    ],
    [['verify', 'lottery-winning-set', '--set', 'L=1'], /members is 1; allowed: at least 2 for this claim/],
    [
      ['verify', 'theorem-3-distillation', '--set', 'targetMargin=1'],
      /targetMargin is 1; allowed: 0 in the reduced model/,
    ],
    // Variants of descent need constant steps, and models that have them.
    [
      ['train', '--model', 'limit', '--set', 'momentum=0.9', '--export', 'x'],
      /^momentum is 0\.9; allowed: 0 with stepRule adaptive, .*; set stepRule=constant\.$/,
    ],
    [
      ['train', '--model', 'reduced', '--set', 'B=8', '--export', 'x'],
      /^batchSize is 8; allowed: 0 in the reduced model\.$/,
    ],
    [
      ['verify', 'view-removal', '--set', 'labelSmoothing=0.1'],
      /^labelSmoothing: none of the selected claims uses this setting; remove it\.$/,
    ],
    [
      ['sweep', '--regime', 'limit', '--set', 'stepRule=constant', '--over', 'weightDecay=0,1', '--out', 'x'],
      /weightDecay is 1; allowed: 0 where errors of the limit model are measured/,
    ],
    [
      ['sweep', '--regime', 'theorems', '--over', 'targetMargin=0,1', '--out', 'x'],
      /In the cell targetMargin=1: targetMargin is 1; allowed: 0/,
    ],
    [['sweep', '--over', 'k=12', '--set', 'P=20', '--out', 'x'], /patches is 20; allowed: at least 24/],
    // Only the reduced model has the step rule multirate.
    [
      ['verify', 'growth-phases', '--set', 'stepRule=multirate'],
      /^stepRule is "multirate"; allowed: adaptive or constant in model limit/,
    ],
    [
      ['verify', 'theorem-3-distillation', 'dense-to-limit', '--set', 'stepRule=multirate'],
      /^stepRule is "multirate"; allowed: adaptive or constant in model dense/,
    ],
    [
      ['sweep', '--over', 'stepRule=adaptive,multirate', '--out', 'x'],
      /^In the cell stepRule=multirate: stepRule is "multirate"; allowed: adaptive or constant/,
    ],
    [
      ['train', '--regime', 'theorems', '--export', 'x'],
      /^stepRule is "multirate"; allowed: adaptive or constant in model/,
    ],
    [
      ['train', '--model', 'dense', '--set', 'stepRule=multirate', '--export', 'x'],
      /^stepRule is "multirate"; allowed: adaptive or constant in model/,
    ],
    [
      ['verify', 'theorem-3-distillation', '--set', 'stepRule=multirate', '--set', 'η=0.5'],
      /^stepSize: none of the selected claims uses/,
    ],
    // A setting that no claim uses is refused.
    [
      ['verify', 'lemma-tensor-power', '--set', 'μ=0.1'],
      /^singleViewFraction: none of the selected claims uses/,
    ],
    [['verify', '--set', 'η=0.5'], /^stepSize: none of the selected claims uses this setting; remove it\.$/],
    [
      ['verify', '--set', 'model=limit', '--set', 'stepRule=constant', '--set', 'stepTolerance=0.1'],
      /^stepTolerance: none/,
    ],
    [['verify', 'theorem-1-single', '--set', 'L=3'], /^members: none of the selected claims uses/],
    [['verify', 'theorem-1-single', '--set', 'tau=0.5'], /^temperature: none of the selected claims uses/],
    [['verify', 'theorem-1-single', '--set', 'P=100'], /^patches: none of the selected claims uses/],
    [['sweep', '--over', 'P=50,100', '--out', 'x'], /^patches: a sweep in regime limit does not use/],
    [
      ['train', '--regime', 'theorems', '--model', 'reduced', '--set', 'tau=0.5', '--export', 'x'],
      /^--set temperature: a training run with these settings does not use it; remove it\.$/,
    ],
    [['verify', 'dense-to-limit', '--set', 'd=64'], /^dimension: none of the selected claims uses/],
    [
      ['train', '--set', 'η=0.5', '--export', 'x'],
      /--set stepSize: a training run with these settings does not/,
    ],
    [
      ['train', '--set', 'L=5', '--export', 'x'],
      /--set members: a training run with these settings does not/,
    ],
    [['sweep', '--over', 'η=0.1,0.2', '--out', 'x'], /^stepSize: the step rule does not use this setting/],
    // One value for one setting or option.
    [['verify', '--set', 'k=12', '--set', 'k=13'], /^--set names classes twice; give it once\.$/],
    [
      ['verify', '--set', 'k=12', '--set', 'classes=12'],
      /^--set names classes twice, as k and as classes; give it once\.$/,
    ],
    [['verify', '--set', 'µ=0.1', '--set', 'mu=0.1'], /names singleViewFraction twice, as µ and as mu/],
    [
      ['train', '--set', 'σ_0=formula', '--set', 'sigma0=0.1', '--export', 'x'],
      /names initialScale twice, as σ_0 and as sigma0/,
    ],
    [['verify', '--seed', '1', '--seed', '2'], /^--seed is given twice, as "1" and as "2"; give it once\.$/],
    [['verify', '--seed=3', '--seed=3'], /^--seed is given twice/],
    [['verify', '--out', 'a', '--out', 'b'], /^--out is given twice, as "a" and as "b"/],
    [['train', '--regime', 'limit', '--regime', 'dense', '--export', 'x'], /^--regime is given twice/],
    [
      ['sweep', '--models', '1', '--models', '2', '--over', 'q=3,4', '--out', 'x'],
      /^--models is given twice/,
    ],
    // Folders.
    [['verify', '--out', 'a\nb'], /^--out is "a\\nb"; the name of a folder must not hold line breaks/],
    [['report', 'nowhere'], /^<dir> nowhere does not exist; name the folder of a finished run\.$/],
    [
      ['verify', 'theorem-1-single', '--resume', 'x'],
      /^--resume takes claims, .* from the interrupted run; remove the claim "theorem-1-single"\.$/,
    ],
    [['verify', '--resume', 'x', '--seed', '3'], /; remove --seed\.$/],
  ])('%j', async (words, message) => {
    expect(await said(words)).toMatch(message)
  })
})

test('valid arguments are accepted, and nothing runs yet', async () => {
  for (const words of [
    ['verify'],
    ['verify', 'ensemble-law', '--seed', '7', '--set', 'μ=0.1', '--set', 'ownWeight=1,1.1'],
    ['train', '--model', 'dense', '--export', 'x', '--set', 'd=128'],
    ['sweep', '--over', 'q=3,4', '--over', 'otherWeight=0.3:0.4,0.2:0.4', '--set', 'm=4', '--out', 'x'],
    ['sweep', '--regime', 'theorems', '--over', 'k=10,1000', '--models', '8,1', '--out', 'x'],
    // Either step rule runs in some of the cells.
    ['sweep', '--over', 'stepRule=constant,adaptive', '--over', 'eta=0.1,0.2', '--out', 'x'],
    ['sweep', '--over', 'seed=1,2,3', '--out', 'x'],
    ['sweep', '--over', 'P=50,100', '--set', 'γ=0.01', '--out', 'x'],
    ['train', '--set', 'P=50', '--export', 'x'],
    ['verify', 'view-removal', '--set', 'P=200'],
    ['verify', 'theorem-1-single', 'ensemble-law', '--set', 'L=3'],
    ['verify', '--set', 'model=limit', '--set', 'stepRule=constant', '--set', 'η=0.5'],
    ['train', '--set', 'stepRule=constant', '--set', 'η=0.5', '--export', 'x'],
    ['verify', 'theorem-3-distillation', 'lemma-tensor-power', '--set', 'stepRule=multirate'],
    ['train', '--model', 'student', '--set', 'model=limit', '--set', 'stepRule=adaptive', '--export', 'x'],
    ['info'],
  ])
    expect([await said(words), (await parseCommand(words, () => {})).verb]).toEqual(['', words[0]])
})

test('P grows with k and s unless it is set, and one number stands for a range of one', async () => {
  const settingsOf = async (...words: string[]) => (await parseCommand(words, () => {})).settings()
  for (const [k, patches] of [
    ['10', 22],
    ['12', 26],
    ['14', 30],
    ['37', 76],
  ] as const)
    expect((await settingsOf('verify', 'theorem-1-single', '--set', `k=${k}`))[0].patches).toBe(patches)
  expect((await settingsOf('verify', 'view-removal', '--set', 'k=12', '--set', 'P=140'))[0].patches).toBe(140)
  expect((await settingsOf('train', '--set', 'k=12', '--export', 'x'))[0].patches).toBe(24)
  expect((await settingsOf('train', '--model', 'dense', '--set', 'k=12', '--export', 'x'))[0].patches).toBe(
    24,
  )
  const cells = await settingsOf('sweep', '--over', 'k=8,12', '--over', 'C_p=1,2', '--out', 'x')
  expect(cells.map(({ patches }) => patches)).toEqual([20, 32, 24, 48])
  expect((await settingsOf('verify', 'theorem-1-single', '--set', 'ρ=0.1'))[0].weakViewWeight).toEqual([
    0.1, 0.1,
  ])
  expect((await settingsOf('sweep', '--over', 'ρ=0.1,0.2:0.3', '--out', 'x'))[1].weakViewWeight).toEqual([
    0.2, 0.3,
  ])
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
    const { run } = await parseCommand(words, text => {
      written += text
    })
    expect(written).toMatch(pattern)
    expect(await run()).toBe(status)
  }
})

test('the command to resume can be typed in the folder where the run was started', () => {
  expect(resumeHint('verify', 'multiview-report', {})).toBe('multiview verify --resume multiview-report')
  expect(resumeHint('verify', 'a/b', { npm_lifecycle_event: 'verify' })).toBe(
    'npm run verify -- --resume a/b',
  )
  expect(resumeHint('sweep', 'a/b', { npm_lifecycle_event: 'npx' })).toBe(
    'npx @multiview/theory sweep --resume a/b',
  )
  expect(resumeHint('sweep', 'a/b', { npm_lifecycle_event: 'test' })).toBe('multiview sweep --resume a/b')
  expect(resumeHint('verify', "anna's run", {})).toBe(`multiview verify --resume 'anna'\\''s run'`)
})

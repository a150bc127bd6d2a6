/** Files named by `--claims`: every error that is found before a run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { complaint, parseCommand } from '@multiview/theory/cli'
import { afterAll, beforeAll, expect, test } from 'vitest'

let cwd: string
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'multiview-claims-'))
})
afterAll(() => rmSync(cwd, { recursive: true }))

/** A complete claim, except for the given fields. */
const claim = (part: string): string => `{
  id: 'own', title: 'T', statement: 'S', source: 'nobody',
  control: { id: 'none', statement: 'C' },
  bound: { low: 0, high: 1 },
  size: { regime: 'limit', draws: {} },
  measure: async () => ({}),
  ${part}
}`
const claims = (part: string): string => `export const claims = [${claim(part)}]`

let files = 0
const said = async (name: string, ...texts: string[]): Promise<string> => saidWith([], name, texts)
const saidWith = async (set: string[], name: string, texts: string[]): Promise<string> => {
  const words = texts.flatMap(text => {
    const path = join(cwd, name.replace('.', `${++files}.`))
    writeFileSync(path, text)
    return ['--claims', path]
  })
  try {
    await (await parseCommand(['verify', 'own', ...words, ...set, '--out', join(cwd, 'out')], () => {})).run()
    return ''
  } catch (error) {
    return (complaint(error) ?? `not in one line: ${error}`).replaceAll(cwd, '').replace(/\d+\.mjs/g, '.mjs')
  }
}

test.each([
  ['no claims', 'export const claim = 3', '/a.mjs has no claims; export a list of them'],
  ['an empty list', 'export const claims = []', '/a.mjs has no claims; export a list'],
  ['what throws', 'null.x', '/a.mjs cannot be loaded: TypeError: Cannot read properties of null'],
  ['an import that is missing', "import './nowhere.mjs'", '/a.mjs cannot be loaded: '],
  [
    'no control',
    claims('control: undefined'),
    '/a.mjs: the claim own has no control; give it { id, statement }',
  ],
  [
    'a control without words',
    claims("control: { id: 'x' }"),
    'control of the claim own is {"id":"x"}; it must be',
  ],
  [
    'an id of ours',
    claims("id: 'theorem-1-single'"),
    '/a.mjs: the id theorem-1-single is that of another claim',
  ],
  [
    'an id twice',
    `export const claims = [${claim('')}, ${claim('')}]`,
    '/a.mjs: the id own is that of another',
  ],
  [
    'an id with spaces',
    claims("id: 'my claim'"),
    'id of the claim my claim is "my claim"; it must be words of a-z',
  ],
  ['no id', claims('id: undefined'), '/a.mjs: claim 1 has no id; give it words'],
  ['no bound', claims('bound: undefined'), 'the claim own has no bound; give it { low, high }'],
  [
    'a reversed bound',
    claims('bound: { low: 2, high: 1 }'),
    'bound of the claim own is {"low":2,"high":1}; it must be',
  ],
  [
    'an open bound',
    claims('bound: { low: null, high: null }'),
    'it must be { low, high }, low at most high, one',
  ],
  ['a bound that is a number', claims('bound: 3'), 'bound of the claim own is 3; it must be { low, high }'],
  [
    'an unused setting that does not exist',
    claims("unused: ['moments']"),
    'unused of the claim own is ["moments"]; it must be a list of settings by name',
  ],
  [
    'a kind that does not exist',
    claims("tasks: ['trian']"),
    'there is no kind of task "trian"; choose from train,',
  ],
  ['no measure', claims('measure: 3'), 'measure of the claim own is 3; it must be a function'],
  [
    'a drawing that is none',
    claims('figures: [{}]'),
    'it must be a list of drawings { roles: [role, …], draw(claim) }',
  ],
  ['no size', claims('size: undefined'), 'the claim own has no size; give it { regime, draws }'],
  ['an unknown regime', claims("size: { regime: 'slow', draws: 1 }"), 'regime is one of theorems, limit'],
  [
    'an unknown preset',
    claims("presets: ['huge']"),
    'presets of the claim own is ["huge"]; it must be a list of',
  ],
  [
    'tasks that are no list',
    `export const tasks = 3; ${claims('')}`,
    '/a.mjs: the export tasks must be a list',
  ],
  [
    'a kind without check',
    `export const tasks = [{ kind: 'own:x', run() {} }]; ${claims('')}`,
    'the kind own:x has no function isResult',
  ],
  [
    'a kind without prefix',
    `export const tasks = [{ kind: 'x' }]; ${claims('')}`,
    'a kind of task is named "x"; it must be "own:"',
  ],
  [
    'a check that throws',
    claims("check() { throw new TypeError('odd') }"),
    '/a.mjs: check of the claim own threw TypeError: odd',
  ],
])('a file with %s gets one line', async (_, text, line) => {
  const found = await said('a.mjs', text)
  expect(found).toContain(line)
  expect(found).not.toContain('\n')
})

test('two files with one id, a file twice, a file that is none, and one of another kind get one line', async () => {
  expect(await said('a.mjs', claims(''), claims(''))).toMatch(/the id own is that of another claim/)
  expect(await said('a.json', '{}')).toMatch(
    /a\d+\.json is not a file of a module; name one that ends in \.js, \.mjs/,
  )
  const run = async (...words: string[]) => (await parseCommand(['verify', ...words], () => {})).run()
  await expect(run('--claims', join(cwd, 'none.mjs'))).rejects.toThrow(
    'none.mjs does not exist; name an ES module.',
  )
  await expect(run('--claims', cwd)).rejects.toThrow('is not a file of a module')
  await expect(run('--claims', '')).rejects.toThrow('--claims is ""; name a file.')
  writeFileSync(join(cwd, 'twice.mjs'), claims(''))
  const path = join(cwd, 'twice.mjs')
  await expect(run('--claims', path, '--claims', path)).rejects.toThrow(
    /names .*twice\.mjs twice; once is enough/,
  )
})

test('the claims of a file can be named, and misspelt', async () => {
  expect(await said('a.mjs', claims("id: 'owm'"))).toMatch(
    /There is no claim "own"; .* Did you mean "owm"\?$/,
  )
})

test('a claim that names its tasks refuses settings that these do not read, one that does not takes all', async () => {
  /** Runs a claim with a kind of its own, NAME, which reads the setting `classes` alone. */
  const run = async (part: string): Promise<number> => {
    const name = `own:size-${++files}`
    const path = join(cwd, `named${files}.mjs`)
    const kind = `{ kind: '${name}', reads: ['classes'], run: () => 1, isResult: () => true }`
    writeFileSync(path, `export const tasks = [${kind}]; ${claims(part.replace('NAME', name))}`)
    const words = ['verify', 'own', '--claims', path, '--set', 'neurons=9', '--quiet']
    return (await parseCommand([...words, '--out', join(cwd, `named${files}`)], () => {})).run()
  }
  const refusal = 'neurons: none of the selected claims uses this setting; remove it.'
  await expect(run("tasks: ['NAME']")).rejects.toThrow(refusal)
  // This claim measures nothing, which is found when it runs.
  await expect(run("tasks: ['NAME'], uses: ['neurons']")).rejects.toThrow('measure of the claim own')
  await expect(run("unused: ['neurons']")).rejects.toThrow(refusal)
  await expect(run('')).rejects.toThrow('measure of the claim own')
})

test.each([
  [
    'a text',
    "parameters: { n: '3' }",
    'parameters of the claim own is {"n":"3"}; it must be { name: number } or',
  ],
  [
    'a default below its limits',
    'parameters: { n: { default: 0, min: 1 } }',
    'each default within its limits',
  ],
  [
    'a field with another name',
    'parameters: { n: { default: 2, least: 1 } }',
    'it must be { name: number } or',
  ],
  ['the name of a setting', 'parameters: { members: 3 }', 'neither "seed" nor a setting or its symbol'],
  ['the symbol of a setting', 'parameters: { k: 3 }', 'neither "seed" nor a setting or its symbol'],
  ['the name of an option', 'parameters: { seed: 3 }', 'neither "seed" nor a setting or its symbol'],
])('parameters that are %s are told', async (_, part, line) => {
  expect(await said('a.mjs', claims(part))).toContain(line)
})

const withParameters = claims(
  'parameters: { networks: 40, noise: { default: 0.1, min: 0, max: 1 }, factor: { default: 2, min: 1 } }',
)

test.each([
  ['networks=2.5', 'networks is 2.5; allowed: in the claim own a whole number.'],
  ['noise=-1', 'noise is -1; allowed: in the claim own a number from 0 to 1.'],
  ['noise=x', '--set noise is "x"; it must be a number.'],
  ['factor=0', 'factor is 0; allowed: in the claim own a number, at least 1.'],
  ['noise=1e999', 'noise is Infinity; allowed: in the claim own a number from 0 to 1.'],
  ['nois=0.2', 'Did you mean "noise"?'],
])('the parameter %s is refused before anything runs', async (word, line) => {
  expect(await saidWith(['--set', word], 'a.mjs', [withParameters])).toContain(line)
})

test('a parameter that is named twice is refused', async () => {
  expect(await saidWith(['--set', 'noise=0', '--set', 'noise=1'], 'a.mjs', [withParameters])).toContain(
    '--set names noise twice; give it once.',
  )
})

test('values of parameters reach the claim, which goes on to the check of its result', async () => {
  const told = withParameters.replace(
    'async () => ({})',
    'async ({ parameters }) => { throw new RangeError(JSON.stringify(parameters)) }',
  )
  expect(await saidWith(['--set', 'noise=0.5'], 'a.mjs', [told])).toContain(
    '{"networks":40,"noise":0.5,"factor":2}',
  )
})

// Writes FEATURES.md: every function, its properties, and which peers have it.
//
//   npm run build && node scripts/features.mjs
//
// Our functions come from the table of ops and the entry array-api, and those of the peers from
// scripts/peers.json (scripts/peers.mjs writes it). test/fixtures/array-api/standard.json lists the
// functions of the standard, and test/fixtures/math/bounds.json their errors. A test compares the
// page with all of these.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { table as markdownTable } from '../docs-tools/table.mjs'
import { wrapped } from '../docs-tools/wrapped.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const json = path => JSON.parse(readFileSync(join(root, path), 'utf8'))

const snake = name => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
const camel = name => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())

/** The standard's names of functions that have other names here. */
const standardNames = {
  tensor: 'asarray',
  sub: 'subtract',
  mul: 'multiply',
  div: 'divide',
  neg: 'negative',
  leftShift: 'bitwise_left_shift',
  rightShift: 'bitwise_right_shift',
  concatenate: 'concat',
  transpose: 'permute_dims',
  cast: 'astype',
  gather: 'take_along_axis',
  cumsum: 'cumulative_sum',
  cumprod: 'cumulative_prod',
  variance: 'var',
}

/** Names that some peer has for the same function, beside ours and the standard's. */
const otherNames = {
  asarray: ['array'],
  concat: ['concatenate'],
  var: ['var_', 'variance'],
  pow: ['power'],
}

/** Functions of a namespace `random`, with their names there. */
const randomNames = Object.fromEntries(
  [
    ...['bernoulli', 'beta', 'binomial', 'categorical', 'choice', 'exponential', 'gamma', 'key', 'normal'],
    ...['permutation', 'poisson', 'uniform'],
  ].map(name => [name, `random.${name}`]),
)
Object.assign(randomNames, {
  foldIn: 'random.fold_in',
  multivariateNormal: 'random.multivariate_normal',
  splitKey: 'random.split',
})

const outOfScope = ['from_dlpack', 'linalg.eig', 'linalg.eigvals']

const dtypes = {
  any: 'all',
  number: 'numbers',
  float: 'all, to float',
  bits: 'int32, bool',
}

const table = (head, rows) => markdownTable(head, rows, ':-:')

/**
 * The page, from the table of ops, the functions of the main entry and those of
 * array-api.
 */
export function features({ ops, main, xp }) {
  const standard = json('test/fixtures/array-api/standard.json')
  const parts = {
    'main namespace': Object.keys(standard.main),
    linalg: Object.keys(standard.linalg).map(name => `linalg.${name}`),
    fft: Object.keys(standard.fft).map(name => `fft.${name}`),
  }
  const all = Object.values(parts).flat()
  const ours = new Set(all.filter(name => name.split('.').reduce((at, part) => at?.[part], xp) !== undefined))
  const peers = Object.entries(json('scripts/peers.json')).map(([name, { version, names }]) => ({
    name,
    version,
    names: new Set(names.flatMap(line => line.split(' '))),
  }))

  /**
   * The peer's name of a function, '' if it lacks the function. `names` are the names in other
   * libraries.
   */
  const called = (peer, names) => {
    if (names[0].startsWith('random.')) return names.find(name => peer.names.has(name)) ?? ''
    const last = names.map(name => name.split('.').at(-1))
    const spellings = last
      .flatMap(name => [name, ...(otherNames[name] ?? [])])
      .flatMap(x => [snake(x), camel(x), x.toLowerCase()])
    const places = new Set([
      '',
      ...names.filter(name => name.includes('.')).map(name => `${name.split('.')[0]}.`),
    ])
    for (const place of ['linalg.', 'fft.', ...places])
      for (const spelling of spellings) if (peer.names.has(place + spelling)) return place + spelling
    return ''
  }

  /** The cell of a peer: its name for the function, if it differs. */
  const cell = (peer, name, others) => {
    const has = called(peer, others)
    if (has === '') return ''
    const plain = has.split('.').at(-1)
    return plain === name || camel(plain) === name ? 'yes' : `\`${has}\``
  }

  const standardName = name => {
    const found = standardNames[name] ?? snake(name)
    return all.find(each => each === found || each === `linalg.${found}` || each === `fft.${found}`) ?? ''
  }
  const code = name => (name === '' ? '' : `\`${name}\``)
  const ulps = new Map()
  for (const [, name, bound] of json('test/fixtures/math/bounds.json'))
    ulps.set(name, Math.max(bound, ulps.get(name) ?? 0))

  const row = name => {
    const other = standardName(name)
    const op = ops.find(each => each.name === name)
    return [
      code(name),
      op ? dtypes[op.dtypes ?? 'any'] : '',
      op ? (op.derivative === null ? 'none' : 'yes') : '',
      op ? (op.derivative === 'composed' || op.batch ? 'at once' : 'one by one') : '',
      ulps.get(name) ?? '',
      code(other),
      ...peers.map(peer =>
        cell(
          peer,
          name,
          randomNames[name] ? [randomNames[name], `random.${name}`] : other === '' ? [name] : [other, name],
        ),
      ),
    ]
  }
  const functions = Object.keys(main).filter(name => typeof main[name] === 'function' && !/^[A-Z]/.test(name))
  const inTable = ops.map(op => op.name).filter(name => functions.includes(name))
  const beside = functions.filter(name => !inTable.includes(name)).sort()
  const head = [
    'function',
    'dtypes',
    'derivatives',
    'vmap',
    'ulps',
    'array API',
    ...peers.map(peer => peer.name),
  ]

  const count = (names, has) => `${names.filter(has).length} of ${names.length}`
  const counts = Object.entries(parts).map(([part, names]) => [
    part,
    count(names, name => ours.has(name)),
    ...peers.map(peer => count(names, name => called(peer, [name]) !== '')),
  ])
  const missing = all.filter(name => !ours.has(name) && !outOfScope.includes(name))

  return `# Features

Written by \`scripts/features.mjs\` from the table of ops, the entry \`@multiview/tensor/array-api\`
and lists of what other libraries have (${peers.map(({ name, version }) => `${name} ${version}`).join(', ')};
\`scripts/peers.mjs\` obtained them). A test fails where this page is out of date.

## The Python array API standard ${standard.version}

How many of its functions each library has, whatever it calls them:

${table(['', 'multiview', ...peers.map(peer => peer.name)], counts)}

Out of scope are DLPack and complex eigenvalues: ${outOfScope.map(code).join(', ')}.
A complex array is \`{ re, im }\`; the dtypes are float64, float32, int32 and bool.

${wrapped(missing.length === 0 ? 'No other function is missing.' : `Missing: ${missing.map(code).join(', ')}.`)}

## Ops

Derivatives are those of any order. \`vmap\` applies an op to all examples at once, or to one after
the other. Ulps bound the error of the functions of \`@multiview/tensor/math\` in float64, which tests
measure against mpmath. A library's own name for a function stands where it is another one.

${table(head, inTable.map(row))}

## Beside the ops

${table(
  [head[0], ...head.slice(5)],
  beside.map(name => {
    const cells = row(name)
    return [cells[0], ...cells.slice(5)]
  }),
)}
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { exports } = json('packages/tensor/package.json')
  const built = entry => import(`../packages/tensor/${exports[entry].default}`)
  const [{ table: ops }, main, xp] = await Promise.all(['./table', '.', './array-api'].map(built))
  writeFileSync(join(root, 'FEATURES.md'), features({ ops, main, xp }))
}

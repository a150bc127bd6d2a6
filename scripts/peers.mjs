// Writes scripts/peers.json: the functions that NumPy, jax-js and numpy-ts have, for FEATURES.md.
//
//   npm run bench -- --quick       # installs the peers that bench/peers/package.json pins
//   node scripts/peers.mjs bench/peers/node_modules
//
// A name is listed if it is a function of the namespace in a running interpreter, Python for NumPy
// and Node for the others. Classes are left out, except NumPy's finfo and iinfo.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const folder = resolve(process.argv[2] ?? 'bench/peers/node_modules')
const versionOf = name => JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')).version
const load = (name, main) => import(pathToFileURL(join(folder, name, main)).href)
const functions = (space, prefix = '') =>
  Object.keys(space)
    .filter(name => typeof space[name] === 'function' && !/^[A-Z]/.test(name))
    .map(name => prefix + name)

const program = `
import json, numpy as np
names = []
for prefix, space in [("", np), ("linalg.", np.linalg), ("fft.", np.fft)]:
    for name in dir(space):
        f = getattr(space, name)
        if not name.startswith("_") and callable(f) and (not isinstance(f, type) or name in ("finfo", "iinfo")):
            names.append(prefix + name)
print(json.dumps([np.__version__, names]))
`
const { stdout, stderr } = spawnSync('python3', ['-c', program], { encoding: 'utf8' })
if (!stdout) throw new Error(stderr)
const [numpyVersion, numpyNames] = JSON.parse(stdout)

const jax = await load('@jax-js/jax', 'dist/index.js')
const jaxNames = [
  ...functions(jax),
  ...['numpy', 'nn', 'lax', 'scipySpecial'].flatMap(name => functions(jax[name])),
  ...functions(jax.numpy.linalg, 'linalg.'),
  ...functions(jax.numpy.fft, 'fft.'),
  ...functions(jax.random, 'random.'),
]

const numpyTs = await load('numpy-ts', 'dist/esm/index.js')
const numpyTsNames = [
  ...functions(numpyTs),
  ...functions(numpyTs.linalg, 'linalg.'),
  ...functions(numpyTs.fft, 'fft.'),
  ...functions(numpyTs.random, 'random.'),
]

const peers = {
  NumPy: { version: numpyVersion, names: numpyNames },
  'jax-js': { version: versionOf('@jax-js/jax'), names: jaxNames },
  'numpy-ts': { version: versionOf('numpy-ts'), names: numpyTsNames },
}
const shown = Object.entries(peers).map(([name, { version, names }]) => {
  const lines = ['']
  for (const each of [...new Set(names)].sort()) {
    if (`${lines.at(-1)} ${each}`.length > 96) lines.push(each)
    else lines[lines.length - 1] = `${lines.at(-1)} ${each}`.trim()
  }
  return `  ${JSON.stringify(name)}: {
    "version": ${JSON.stringify(version)},
    "names": [
${lines.map(line => `      ${JSON.stringify(line)}`).join(',\n')}
    ]
  }`
})
const path = join(dirname(fileURLToPath(import.meta.url)), 'peers.json')
writeFileSync(path, `{\n${shown.join(',\n')}\n}\n`)

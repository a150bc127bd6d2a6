// Checks that a release is ready, packs it, and prints what to publish. It publishes nothing.
//
//   node scripts/release.mjs --out ../release            # with all tests
//   node scripts/release.mjs --out ../release --no-tests # without
//   node scripts/release.mjs --out ../release --tag v1.2.3  # where a tag was pushed
//
// Exit status 1 if something is missing; each line says what to do. 2 for a wrong call.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const text = path => readFileSync(join(root, path), 'utf8')
const packageJson = name => JSON.parse(text(`packages/${name}/package.json`))

/** In the order in which they are published: each depends on those before it. */
const packages = ['tensor', 'network', 'cluster', 'theory']

const usage =
  'usage: node scripts/release.mjs --out DIR [--tag TAG] [--no-tests]; DIR must not exist, or be empty'
const call = () => {
  try {
    const { values } = parseArgs({
      options: {
        out: { type: 'string' },
        tag: { type: 'string' },
        'no-tests': { type: 'boolean', default: false },
      },
    })
    const out = values.out && resolve(values.out)
    if (out && !(existsSync(out) && readdirSync(out).length > 0))
      return { out, tag: values.tag, tests: !values['no-tests'] }
  } catch {
    // An option that does not exist.
  }
  console.error(usage)
  process.exit(2)
}
const { out, tag, tests } = call()

/** What the files of the repository lack for a release, each in one line. */
const lacking = () => {
  const [version, ...others] = new Set(packages.map(name => packageJson(name).version))
  const citation = text('CITATION.cff')
  const cited = /^repository-code: (\S+)$/m.exec(citation)?.[1]
  const heading = /^## .*$/m.exec(text('CHANGELOG.md'))?.[0] ?? 'no heading'
  const status = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' })
  const tags = execFileSync('git', ['tag', '--list', `v${version}`], { cwd: root, encoding: 'utf8' })
  return [
    others.length > 0 && `The packages have the versions ${[version, ...others].join(', ')}: give them one.`,
    !citation.includes(`\nversion: ${version}\n`) && `CITATION.cff has another version: write ${version}.`,
    /name: The authors of multiview/.test(citation) && 'CITATION.cff names no authors: write their names.',
    !cited && 'CITATION.cff names no repository: add repository-code, and repository to each package.json.',
    !new RegExp(`^## ${version.replaceAll('.', '\\.')}, \\d{4}-\\d\\d-\\d\\d$`).test(heading) &&
      `CHANGELOG.md begins with "${heading}": write "## ${version}, YYYY-MM-DD".`,
    status !== '' && `The tree has ${status.trim().split('\n').length} changed files: commit or remove them.`,
    tag !== undefined && tag !== `v${version}` && `The tag ${tag} is not v${version}: tag the right commit.`,
    tag === undefined && tags !== '' && `The tag v${version} exists: raise the version.`,
  ].filter(Boolean)
}

/** Packs all packages into the folder, and returns their tarballs in the order of publishing. */
const packed = () => {
  mkdirSync(out, { recursive: true })
  const { packageManager } = JSON.parse(text('package.json'))
  const filters = packages.flatMap(name => ['--filter', `./packages/${name}`])
  execFileSync('npx', ['--yes', packageManager, '-r', ...filters, 'pack', '--pack-destination', out], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
  return packages.map(name => join(out, `multiview-${name}-${packageJson(name).version}.tgz`))
}

const missing = lacking()
const { status } = tests
  ? spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), 'test'], { stdio: 'inherit' })
  : spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'], {
      cwd: root,
      stdio: 'inherit',
    })
// The tests also check sizes, licences and what the tarballs hold.
if (status !== 0) missing.push(`${tests ? 'npm test' : 'tsc -b'} failed: see above.`)
if (!tests) missing.push('The tests have not run: leave out --no-tests.')

const tarballs = packed().map(path => {
  const bytes = readFileSync(path)
  const hash = createHash('sha512').update(bytes).digest('base64')
  return { path, line: `${path}: ${bytes.length} bytes, sha512-${hash}` }
})
console.log(tarballs.map(({ line }) => line).join('\n'))
if (missing.length > 0) {
  console.error(`Not ready:\n${missing.map(line => `- ${line}`).join('\n')}`)
  process.exit(1)
}
const { version } = packageJson('tensor')
console.log(`Ready. Publish version ${version}, in this order:
git tag v${version} && git push origin v${version}
${tarballs.map(({ path }) => `npm publish ${path} --access public`).join('\n')}
The workflow .github/workflows/release.yml does the same for a pushed tag, with provenance.`)

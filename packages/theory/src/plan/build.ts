/** Names the build of this program: builds of one name compute equal results of equal tasks. */

import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { kernelState } from '@multiview/tensor/kernels'
import { sha256 } from '../files/hash.ts'
import { version } from '../version.ts'
import type { ModuleFile } from './module-file.ts'

const packages = ['tensor', 'network', 'cluster', 'theory'].map(name => `@multiview/${name}`)

/** Those that compute: a library that they use can change a result. */
const computing = packages.slice(0, 2)

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** How files with code end: their source, and what is built of it. */
const endings = [
  ['.ts', '.js'],
  ['.cts', '.cjs'],
] as const

/** The paths of the files below a folder that end so: with `/`, and without this end. */
const namesBelow = (folder: string, end: string, within = ''): string[] =>
  readdirSync(join(folder, within), { withFileTypes: true }).flatMap(entry => {
    const path = `${within}${entry.name}`
    if (entry.isDirectory()) return namesBelow(folder, end, `${path}/`)
    return path.endsWith(end) ? [path.slice(0, -end.length)] : []
  })

/** Name and version of each library that a package uses, as they are installed. */
const librariesOf = (folder: string, { dependencies = {} }: Manifest): string[] => {
  const { resolve } = createRequire(join(folder, 'package.json'))
  return Object.keys(dependencies)
    .filter(name => !/^@(multiview|types)\//.test(name))
    .map(name => `${name}@${manifestIn(dirname(resolve(`${name}/package.json`))).version}`)
    .sort()
}

/**
 * The hash of the code of packages, and of the libraries with which they compute. It does not
 * depend on where the packages lie. A file of `dist` without a source is left over from an earlier
 * build, and does not count.
 *
 * @param folders of the packages
 * @param code the folder of the files that run: `src` in tests, otherwise `dist`
 */
export const fingerprint = (folders: readonly string[], code: string): string => {
  const parts = folders.map(folder => {
    const manifest = manifestIn(folder)
    const files = endings.flatMap(([source, built]) => {
      const end = code === 'src' ? source : built
      const sources = new Set(namesBelow(join(folder, 'src'), source))
      return namesBelow(join(folder, code), end)
        .filter(name => sources.has(name))
        .sort()
        .map(name => [name, sha256(readFileSync(join(folder, code, `${name}${end}`)))])
    })
    return [manifest.name, files, computing.includes(manifest.name) ? librariesOf(folder, manifest) : []]
  })
  return sha256(JSON.stringify(parts))
}

const ourFingerprint = (): string => {
  const { resolve } = createRequire(import.meta.url)
  const folders = packages.map(name => dirname(resolve(`${name}/package.json`)))
  const [, code] = /(\w+)\/plan\/[^/]+$/.exec(import.meta.url) ?? []
  return fingerprint(folders, code)
}

/** A name of a key, which does not give the key away. */
const keyName = (secret: Uint8Array): string =>
  createHmac('sha256', secret).update('the name of this key').digest('hex').slice(0, 8)

let build: string | undefined

/**
 * The name of this program: version, fingerprint, and what else changes results. Workers take tasks
 * only from clients of the same name.
 *
 * @param files the user's modules
 * @param secret the key of the queue. The name has a hash of it: a worker with another key takes no
 * tasks, as their clients would refuse its results.
 */
export const programName = (files: readonly ModuleFile[], secret?: Uint8Array): string => {
  build ??= ourFingerprint().slice(0, 12)
  const hashes = files.map(file => file.sha256).sort()
  return [
    version,
    build,
    // Products with fused multiply-add have other last bits.
    ...(kernelState().fused ? ['fused'] : []),
    ...(hashes.length > 0 ? [sha256(hashes.join()).slice(0, 12)] : []),
    ...(secret === undefined ? [] : [`key.${keyName(secret)}`]),
  ].join('-')
}

/** The files of the packages and what each of them imports, read from their sources. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Import {
  /** The importing file, as a path from the root of the repository. */
  readonly from: string
  /** The imported file, as a path from the root, or a package. */
  readonly to: string
}

/** The imports of one file, of types and values, static and dynamic. */
export function importsOf(file: string, text: string): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({
    from: file,
    to: fileName.startsWith('.') ? posix.normalize(posix.join(dirname(file), fileName)) : fileName,
  }))
}

/**
 * What a file imports as soon as it is imported itself, as written; not the imports of types, and
 * not those that a function makes when it runs.
 */
export function importedAtOnce(file: string, text: string): string[] {
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  return statements.flatMap(statement => {
    const isOfTypes = ts.isImportDeclaration(statement)
      ? statement.importClause?.isTypeOnly
      : !ts.isExportDeclaration(statement) || statement.isTypeOnly
    if (isOfTypes) return []
    const { moduleSpecifier } = statement as ts.ImportDeclaration | ts.ExportDeclaration
    return moduleSpecifier === undefined ? [] : [(moduleSpecifier as ts.StringLiteral).text]
  })
}

/** The files of our packages and the other packages that are loaded when a file is imported. */
export function loadedBy(file: string): string[] {
  const loaded = new Set([file])
  for (const each of loaded) {
    if (!each.startsWith('packages/')) continue
    for (const name of importedAtOnce(each, readFileSync(join(root, each), 'utf8')))
      loaded.add(name.startsWith('.') ? posix.join(dirname(each), name) : sourceOf(name))
  }
  return [...loaded]
}

/** The file behind a name such as `@multiview/tensor/math`; the name itself if it is not ours. */
function sourceOf(name: string): string {
  const [, folder, entry] = /^@multiview\/([\w-]+)(.*)$/.exec(name) ?? []
  if (folder === undefined) return name
  const { exports } = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))
  return posix.join('packages', folder, exports[`.${entry}`]['@multiview/source'])
}

/** The modules in a folder and its subfolders, as paths from the root. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(name => posix.join(folder, name.replaceAll('\\', '/')))
    .filter(name => /\.(ts|mts|mjs)$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .sort()

/** The imports of all files below some folders. */
export const importsBelow = (...folders: string[]): Import[] =>
  folders.flatMap(filesBelow).flatMap(file => importsOf(file, readFileSync(join(root, file), 'utf8')))

/**
 * Sets of files that import each other in a cycle: the strongly connected components, by Tarjan.
 */
export function cyclesIn(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>()
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to])
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (file: string): void => {
    order.set(file, order.size)
    low.set(file, order.get(file)!)
    stack.push(file)
    for (const to of next.get(file) ?? []) {
      if (!order.has(to)) visit(to)
      if (stack.includes(to)) low.set(file, Math.min(low.get(file)!, low.get(to)!))
    }
    if (low.get(file) !== order.get(file)) return
    const component = stack.splice(stack.indexOf(file))
    if (component.length > 1 || next.get(file)?.includes(file)) found.push(component.sort())
  }
  for (const file of next.keys()) if (!order.has(file)) visit(file)
  return found
}

/**
 * The folder of a package that a file belongs to, such as `tensor/ops`; a file directly in `src` is
 * a folder of its own, such as `tensor/index.ts`.
 */
export const folderOf = (file: string): string => {
  const [, name, place] = /^packages\/([\w-]+)\/src\/([^/]+)/.exec(file) ?? []
  return name === undefined ? file : `${name}/${place}`
}

/** The folders that each folder of a package may import from, besides itself. */
export type Allowed = Readonly<Record<string, readonly string[]>>

/**
 * The imports between folders that the table does not allow. A folder that the table lacks is an
 * error too.
 */
export const forbidden = (imports: readonly Import[], allowed: Allowed): string[] =>
  imports.flatMap(({ from, to }) => {
    if (!to.startsWith('packages/')) return []
    const [source, target] = [folderOf(from), folderOf(to)]
    if (source === target || allowed[source]?.includes(target)) return []
    return [`${from} imports ${to}; ${source} may import ${allowed[source]?.join(', ') || 'nothing'}`]
  })

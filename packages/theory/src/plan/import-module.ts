/** Imports a user's module in this thread, and makes its kinds of tasks known here. */

import nodeModule from 'node:module'
import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type ModuleFile, moduleFile } from './module-file.ts'
import { registerTaskKind } from './tasks/own-kinds.ts'
import { inOneLine } from './thrown.ts'

/** What a module exports, by name. */
export type Exports = Readonly<Record<string, unknown>>

const imported = /* @__PURE__ */ new Map<string, Promise<Exports>>()

/**
 * Each thread imports a module once. In any folder the module gets `@multiview/theory`, `network`
 * and `tensor` of this program, and a `.js` file is an ES module.
 *
 * @throws RangeError for a module that has changed since it was named, that cannot be loaded, or
 * whose `tasks` are not kinds.
 */
export const importModule = (file: ModuleFile): Promise<Exports> => {
  const earlier = imported.get(file.path)
  if (earlier !== undefined) return earlier
  const exports = importNow(file)
  imported.set(file.path, exports)
  return exports
}

const importNow = async (file: ModuleFile): Promise<Exports> => {
  const { path } = file
  if (moduleFile(path).sha256 !== file.sha256)
    throw new RangeError(`${path} has changed since the run began; start the run again.`)
  useOurPackages()
  let exports: Exports
  try {
    exports = await import(pathToFileURL(path).href)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_UNKNOWN_FILE_EXTENSION')
      throw new RangeError(
        `${path} cannot be loaded: Node ${process.version} does not read ${extname(path)} files; take Node 22.18 or newer, or write it as .mjs.`,
      )
    throw new RangeError(`${path} cannot be loaded: ${inOneLine(error, path)}.`)
  }
  const { tasks = [] } = exports
  if (!Array.isArray(tasks))
    throw new RangeError(`${path}: the export tasks must be a list of kinds of tasks.`)
  for (const kind of tasks) {
    try {
      registerTaskKind(kind, file)
    } catch (error) {
      throw new RangeError(`${path}: ${(error as Error).message}`)
    }
  }
  return exports
}

let isUsed = false

const useOurPackages = (): void => {
  if (isUsed) return
  isUsed = true
  // Node 20.0 to 20.5 lack it: there a module finds only packages in the folders above it.
  nodeModule.register?.(`data:text/javascript,${encodeURIComponent(hooks)}`, { data: import.meta.url })
}

/** It is a text, because it runs in another thread of Node. */
const hooks = `
let here
export const initialize = url => { here = url }
export const resolve = async (specifier, context, next) => {
  const isOurs = /^@multiview\\/(theory|network|tensor)(\\/|$)/.test(specifier)
  const found = await next(specifier, isOurs ? { ...context, parentURL: here } : context)
  return context.parentURL === here && found.url.endsWith('.js') ? { ...found, format: 'module' } : found
}`

// Bundles the scripts of the lab for browsers, from the sources of the packages.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const nothing = fileURLToPath(new URL('nothing.cjs', import.meta.url))

/**
 * @param {string} root of the repository
 * @param {string} folder to write into
 */
export const writeScripts = (root, folder) =>
  build({
    entryPoints: ['main', 'worker', 'verify-worker', 'bench-worker', 'live'].map(name =>
      join(root, 'site/lab', `${name}.ts`),
    ),
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // The sources, so that the site needs no build of the packages.
    conditions: ['@multiview/source'],
    alias: {
      // The part of the package that needs neither files nor threads, without what draws reports.
      '@multiview/theory': join(root, 'packages/theory/src/portable.ts'),
      '@observablehq/plot': nothing,
      linkedom: nothing,
    },
    charset: 'utf8',
    logLevel: 'error',
  })

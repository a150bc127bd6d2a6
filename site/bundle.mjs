// Bundles the scripts of the lab for browsers, from the sources of the packages.
import { join } from 'node:path'
import { build } from 'esbuild'

/** Reports load their figures when they are drawn. The lab draws no report. */
const withoutFigures = {
  name: 'without-figures',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/figures?(\/index)?\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    ),
}

/** The part of the package that needs neither files nor threads. */
const portable = root => ({
  name: 'portable',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@multiview\/theory$/ }, () => ({
      path: join(root, 'packages/theory/src/portable.ts'),
    })),
})

/**
 * Scripts of one build share what they have in common. Those of the first build run as the lab or a
 * page with live figures opens, so they hold nothing that only the second needs.
 */
const builds = [
  { names: ['main', 'worker', 'live'], splitting: false },
  { names: ['verify-worker', 'bench-worker'], splitting: true },
]

/**
 * @param {string} root of the repository
 * @param {string} folder to write into
 */
export const writeScripts = (root, folder) =>
  Promise.all(
    builds.map(({ names, splitting }) =>
      build({
        entryPoints: names.map(name => join(root, 'site/lab', `${name}.ts`)),
        outdir: folder,
        bundle: true,
        splitting,
        minify: true,
        format: 'esm',
        platform: 'browser',
        target: 'es2022',
        // The sources, so that the site needs no build of the packages.
        conditions: ['@multiview/source'],
        plugins: [portable(root), withoutFigures],
        charset: 'utf8',
        logLevel: 'error',
      }),
    ),
  )

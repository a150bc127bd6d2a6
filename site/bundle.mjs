// Bundles the scripts of the lab for browsers, from the sources of the packages.
import { join } from 'node:path'
import { build } from 'esbuild'

/**
 * @param {string} root of the repository
 * @param {string} folder to write into
 */
export const writeScripts = (root, folder) =>
  build({
    entryPoints: ['main', 'worker'].map(name => join(root, 'site/lab', `${name}.ts`)),
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // The sources, so that the site needs no build of the packages.
    conditions: ['@multiview/source'],
    charset: 'utf8',
    logLevel: 'error',
  })

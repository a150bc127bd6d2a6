import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'

/** A program bundled for browsers from what is installed in `folder`. */
export function bundle(folder: string, program: string, { minify = false, external = [] as string[] } = {}) {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents: program, resolveDir: folder, loader: 'ts' },
    bundle: true,
    minify,
    external,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  })
  const { contents, text } = outputFiles[0]!
  const inputs = Object.values(metafile.outputs)[0]!.inputs
  return {
    text,
    gzipped: gzipSync(contents, { level: 9 }).length,
    /** The files of which a part is in the bundle. */
    files: Object.keys(inputs).filter(name => inputs[name]!.bytesInOutput > 0),
  }
}

/** The sizes of many programs that are bundled for browsers, each alone, minified and gzipped. */
export function sizesOf(folder: string, programs: ReadonlyMap<string, string>): Map<string, number> {
  const entries = [...programs].map(([name, program]) => {
    const path = join(folder, `${name}-alone.mjs`)
    writeFileSync(path, program)
    return { in: path, out: name }
  })
  const { outputFiles } = buildSync({
    entryPoints: entries,
    outdir: folder,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  })
  return new Map(
    outputFiles.map(({ path, contents }) => [basename(path, '.js'), gzipSync(contents, { level: 9 }).length]),
  )
}

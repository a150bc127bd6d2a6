// `npm run site`: builds the site of the lab, the documents and the reference, and serves it or
// writes it into a folder.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { serve } from './serve.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
/** Every folder that this command wrote has a file of this name. */
const mark = '.multiview-site'

const help = `Usage: npm run site [-- OPTIONS]

Builds the site of the lab, the documents and the API reference, and serves it on this machine.

  --build DIR   write the site into DIR, as static files, in place of serving it
  --base PATH   the path on its host that the files will have, as /multiview/ (default /)
  --port N      serve on this port (default 5173; 0 takes a free one)
  --help        print this text

DIR may be new, empty, or a folder that this command wrote; anything else is left as it is.
Exit status: 0 done, 2 the input was wrong, 1 a page could not be made.
`

const refuse = message => {
  console.error(`multiview site: ${message}`)
  process.exit(2)
}

const readOptions = () => {
  try {
    const { values } = parseArgs({
      options: {
        build: { type: 'string' },
        base: { type: 'string' },
        port: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    return values
  } catch (error) {
    // Only the first sentence of the message applies here.
    return refuse(`${error.message.split('. ')[0].replace(/\.$/, '')}; see npm run site -- --help.`)
  }
}

const { build: folder, base = '/', port = '5173', help: wantsHelp } = readOptions()
if (wantsHelp) {
  process.stdout.write(help)
  process.exit(0)
}
if (!/^\/([\w.~-]+\/)*$/.test(base))
  refuse(`--base ${base} is not a path such as / or /multiview/, which begins and ends with a slash.`)
if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) refuse(`--port ${port} is not a number from 0 to 65535.`)
if (folder === '') refuse('--build needs a folder.')

const target = resolve(folder ?? join(root, 'node_modules/.cache/multiview-site'))
if (folder !== undefined && existsSync(target)) {
  if (!statSync(target).isDirectory()) refuse(`--build ${folder} is a file; name a folder.`)
  if (readdirSync(target).length > 0 && !existsSync(join(target, mark)))
    refuse(`--build ${folder} holds other files; name a new or empty folder, or one that this command wrote.`)
}

/** Errors of the disk or the network. Any other error is a bug of this program. */
const refusals = {
  EACCES: 'may not be written',
  EPERM: 'may not be written',
  EROFS: 'may not be written',
  EEXIST: 'lies below a file',
  ENOTDIR: 'lies below a file',
  ENOSPC: 'does not fit on the disk',
  EADDRINUSE: 'is taken; choose another port with --port N, or --port 0',
}

const { buildSite } = await import('./build.mjs')
let made
try {
  mkdirSync(dirname(target), { recursive: true })
  // Written beside its final place and then renamed, so that it is never incomplete there.
  made = mkdtempSync(`${target}-`)
  const count = await buildSite(root, made, base)
  writeFileSync(join(made, mark), 'Written by npm run site, which may replace this folder.\n')
  chmodSync(made, 0o755)
  rmSync(target, { recursive: true, force: true })
  renameSync(made, target)
  if (folder !== undefined) console.log(`wrote ${count} pages to ${relative(process.cwd(), target) || '.'}`)
  else console.log(`open ${await serve(target, base, Number(port))}`)
} catch (error) {
  if (made !== undefined) rmSync(made, { recursive: true, force: true })
  const why = refusals[error.code]
  if (why === undefined) throw error
  refuse(`${error.code === 'EADDRINUSE' ? `port ${port}` : target} ${why}.`)
}

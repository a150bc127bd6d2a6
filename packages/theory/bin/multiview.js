#!/usr/bin/env node
import { existsSync } from 'node:fs'

const main = new URL('../dist/cli/main.js', import.meta.url)
if (existsSync(main)) await import(main.href)
else {
  process.stderr.write('multiview: the command is not built; run npm run verify or npm test once.\n')
  process.exitCode = 2
}

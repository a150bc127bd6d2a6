/** Earlier runs, one file each in `bench/history`. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Run, readRun, runText } from './run-file.ts'

/** Saves a run under its date and processor. Returns the file's name. */
export const keepRun = (folder: string, run: Run): string => {
  const { date, cpu } = run.machine
  const words = `${date.slice(0, 19)} ${cpu}`.replace(/[^\w.]+/g, '-').toLowerCase()
  const name = `${words.replace(/^-|-$/g, '')}.json`
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), runText(run))
  return name
}

/** The saved runs, oldest first. */
export const keptRuns = (folder: string): Run[] => {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names
    .filter(name => name.endsWith('.json'))
    .map(name => readRun(join(folder, name)))
    .sort((x, y) => (x.machine.date < y.machine.date ? -1 : 1))
}

/** Keeps each trained model as one file of `runs/`, so that nothing is lost when a run is interrupted. */

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LimitRun } from '@multiview/network'
import * as v from 'valibot'
import { canonical } from './task-key.ts'
import type { TrainTask } from './tasks.ts'

export interface Store {
  /** The run of this task, or undefined if it is not there or its file is not to be trusted. */
  load(key: string, task: TrainTask): LimitRun | undefined
  save(key: string, task: TrainTask, run: LimitRun): void
}

const schemaName = 'multiview.run/1'

const numbers = v.array(v.pipe(v.number(), v.finite()))
const kept = v.strictObject({
  schema: v.literal(schemaName),
  version: v.string(),
  task: v.string(),
  checksum: v.string(),
  run: v.strictObject({
    steps: v.number(),
    loss: v.number(),
    trainingErrors: v.number(),
    initialStrength: numbers,
    finalStrength: numbers,
    featureCorrelation: numbers,
    race: v.nullable(v.strictObject({ step: numbers, strength: v.array(numbers) })),
  }),
})

const checksumOf = (run: unknown): string => createHash('sha256').update(canonical(run)).digest('hex')

/**
 * @param folder the `runs/` of a report's folder; made if it is not there
 * @param warn called with one line for a file that is there but cannot be used; its model is then trained again
 */
export const fileStore = (folder: string, version: string, warn: (line: string) => void): Store => {
  mkdirSync(folder, { recursive: true })
  const pathOf = (key: string): string => join(folder, `${key}.json`)
  return {
    load: (key, task) => {
      let text: string
      try {
        text = readFileSync(pathOf(key), 'utf8')
      } catch {
        return undefined
      }
      try {
        const file = v.parse(kept, JSON.parse(text))
        if (file.version !== version) throw new Error(`it is of version ${file.version}`)
        if (file.task !== canonical(task)) throw new Error('it is of another task')
        if (file.checksum !== checksumOf(file.run)) throw new Error('its checksum does not match')
        return {
          ...file.run,
          initialStrength: Float64Array.from(file.run.initialStrength),
          finalStrength: Float64Array.from(file.run.finalStrength),
          featureCorrelation: Float64Array.from(file.run.featureCorrelation),
        }
      } catch (error) {
        warn(
          `${pathOf(key)} is not used: ${(error as Error).message.split('\n')[0]}; its model is trained again.`,
        )
        return undefined
      }
    },
    save: (key, task, run) => {
      const plain = JSON.parse(canonical(run)) as unknown
      const text = JSON.stringify({
        schema: schemaName,
        version,
        task: canonical(task),
        checksum: checksumOf(plain),
        run: plain,
      })
      const draft = `${pathOf(key)}.${process.pid}.tmp`
      try {
        writeFileSync(draft, text)
        renameSync(draft, pathOf(key))
      } catch (error) {
        rmSync(draft, { force: true })
        throw error
      }
    },
  }
}

/** The caches of one core, as the system lists them. */
import { readFileSync } from 'node:fs'
import { type Cache, usualCaches } from './roofline.ts'

/** Smallest first. */
export const caches = (): readonly Cache[] => {
  const found: Cache[] = []
  try {
    for (let index = 0; index < 8; index++) {
      const read = (name: string) =>
        readFileSync(`/sys/devices/system/cpu/cpu0/cache/index${index}/${name}`, 'utf8').trim()
      if (read('type') === 'Instruction') continue
      const [, size, unit] = /^(\d+)([KM])$/.exec(read('size')) ?? []
      found.push({ name: `L${read('level')}`, bytes: Number(size) * (unit === 'M' ? 2 ** 20 : 2 ** 10) })
    }
  } catch {
    // The system lists no further caches.
  }
  return found.length > 0 ? found : usualCaches
}

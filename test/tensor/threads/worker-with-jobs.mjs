/** A worker module of another package: beside products it squares numbers, and fails when it is told to. */
import { serveThreads } from '../../../packages/tensor/dist/threads/index.js'

await serveThreads({
  square: numbers => {
    for (let i = 0; i < numbers.length; i++) numbers[i] **= 2
  },
  fail: () => {
    throw new Error('as told')
  },
})

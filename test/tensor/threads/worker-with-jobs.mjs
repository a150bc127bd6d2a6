/**
 * A worker module of another package. It computes products, squares numbers, and fails if told to.
 */
import { serveThreads } from '../../../packages/tensor/dist/threads/index.js'

await serveThreads({
  square: numbers => {
    for (let i = 0; i < numbers.length; i++) numbers[i] **= 2
  },
  fail: () => {
    throw new Error('as told')
  },
})

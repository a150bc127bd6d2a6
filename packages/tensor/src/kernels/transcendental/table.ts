/** Puts the tables that the transcendental functions read where they read them. */
import { ROOT_HIGH, ROOT_LOW } from '../../math/expansion.ts'
import { TANH_TABLE } from '../../math/tanh.ts'
import { type Engine, EXPONENTIAL_TABLE, TANGENT_TABLE } from '../engine.ts'

/** To be called before the first kernel with such a function runs; the tables then stay. */
export const placeTables = (engine: Engine): void => {
  const at = EXPONENTIAL_TABLE / 8
  ROOT_HIGH.forEach((high, j) => {
    engine.doubles[at + 2 * j] = high
    engine.doubles[at + 2 * j + 1] = ROOT_LOW[j]
  })
  engine.doubles.set(TANH_TABLE, TANGENT_TABLE / 8)
}

/** Places the tables of the transcendental functions in the memory of the engine. */
import { ROOT_HIGH, ROOT_LOW } from '../../math/expansion.ts'
import { TANH_TABLE } from '../../math/tanh.ts'
import { type Engine, EXPONENTIAL_TABLE, TANGENT_TABLE } from '../engine.ts'

/** The bytes from address 0 on that hold the tables. */
export const TABLE_BYTES = TANGENT_TABLE + TANH_TABLE.byteLength

/** Call this before the first kernel with such a function runs. The tables stay there. */
export const placeTables = (engine: Pick<Engine, 'doubles'>): void => {
  const at = EXPONENTIAL_TABLE / 8
  ROOT_HIGH.forEach((high, j) => {
    engine.doubles[at + 2 * j] = high
    engine.doubles[at + 2 * j + 1] = ROOT_LOW[j]
  })
  engine.doubles.set(TANH_TABLE, TANGENT_TABLE / 8)
}

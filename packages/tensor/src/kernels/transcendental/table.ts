/** Places the tables of the transcendental functions in the memory of the engine. */
import { ANGLE, ANGLE_LOW } from '../../math/arctangent.ts'
import { ROOT_HIGH, ROOT_LOW } from '../../math/expansion.ts'
import { LOG_HIGH, LOG_LOW } from '../../math/log-in-parts.ts'
import { TANH_TABLE } from '../../math/tanh.ts'
import { ANGLE_TABLE, type Engine, EXPONENTIAL_TABLE, LOGARITHM_TABLE, TANGENT_TABLE } from '../engine.ts'

/** The bytes from address 0 on that hold the tables. */
export const TABLE_BYTES = LOGARITHM_TABLE + 2 * LOG_HIGH.byteLength

/** Call this before the first kernel with such a function runs. The tables stay there. */
export const placeTables = (engine: Pick<Engine, 'doubles'>): void => {
  const placePairs = (table: number, firsts: Float64Array, seconds: Float64Array): void =>
    firsts.forEach((first, j) => {
      engine.doubles.set([first, seconds[j]], table / 8 + 2 * j)
    })
  placePairs(EXPONENTIAL_TABLE, ROOT_HIGH, ROOT_LOW)
  engine.doubles.set(TANH_TABLE, TANGENT_TABLE / 8)
  placePairs(ANGLE_TABLE, ANGLE, ANGLE_LOW)
  placePairs(LOGARITHM_TABLE, LOG_HIGH, LOG_LOW)
}

/**
 * The module of the kernels for contiguous rows, one after the other. Rows are doubles unless a
 * name says singles.
 *
 * A loop over pairs may access one element after the last row. Buffers have room for it.
 */
import { assemble } from '../assembler/index.ts'
import { importEngineMemory } from '../engine.ts'
import { convertFunctions } from './emit-convert.ts'
import { distancesFunctions } from './emit-distances.ts'
import { reduceFunctions } from './emit-reduce.ts'
import { softmaxFunctions } from './emit-softmax.ts'

export type RowsFunction =
  | 'widen'
  | 'narrow'
  | 'sumRows'
  | 'sumSingleRows'
  | 'prodRows'
  | 'maxRows'
  | 'minRows'
  | 'sumColumns'
  | 'prodColumns'
  | 'maxColumns'
  | 'minColumns'
  | 'rowDistances'
  | 'rowDistancesSingle'
  | 'columnDistances'
  | 'columnDistancesSingle'
  | 'softmaxRows'
  | 'shiftedRows'
  | 'lessRows'

/** The module. All counts that its functions take are at least 1. */
export const rowsModule = (): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  importEngineMemory(module)
  convertFunctions(module)
  reduceFunctions(module)
  distancesFunctions(module)
  softmaxFunctions(module)
  return module.bytes()
}

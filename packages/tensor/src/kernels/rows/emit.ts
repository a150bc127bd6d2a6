/**
 * The kernels that go through rows lying one behind the other, as one module. Rows are doubles
 * unless a name says singles.
 *
 * A loop by pairs may read and write one element behind the last row: the buffers leave room for
 * it.
 */
import { assemble } from '../assembler/index.ts'
import { importEngineMemory } from '../engine.ts'
import { convertFunctions } from './emit-convert.ts'
import { reduceFunctions } from './emit-reduce.ts'
import { softmaxFunctions } from './emit-softmax.ts'

export type RowsFunction =
  | 'widen'
  | 'narrow'
  | 'sumRows'
  | 'sumSingleRows'
  | 'maxRows'
  | 'minRows'
  | 'sumColumns'
  | 'maxColumns'
  | 'minColumns'
  | 'softmaxRows'
  | 'shiftedRows'
  | 'lessRows'

/** The module; all counts its functions take are at least 1. */
export const rowsModule = (): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  importEngineMemory(module)
  convertFunctions(module)
  reduceFunctions(module)
  softmaxFunctions(module)
  return module.bytes()
}

/** The options that several functions of the standard share. None is null or left out. */
import type { DTypeOption } from '../array/create.ts'
import { checkDType, type DType } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'

/** The only device: the memory of the program. */
export type Device = 'cpu'

export interface DeviceOption {
  readonly device?: Device | null
}

export interface CreationOptions<D extends DType = DType> extends DeviceOption {
  readonly dtype?: D | null
}

/** Refuses another device. */
export function checkDevice(operation: string, device: unknown): void {
  if (device !== undefined && device !== null && device !== 'cpu')
    fail(operation, `device ${told(device)} is not 'cpu', the only one`)
}

/** The dtype that options name, refusing what is neither a dtype nor None. */
export function dtypeOf<D extends DType>(
  operation: string,
  { dtype }: { readonly dtype?: D | null },
): D | undefined {
  return dtype === undefined || dtype === null ? undefined : checkDType(operation, dtype)
}

/**
 * Checks options of a creator, `more` beside dtype and device, and leaves what the main entry
 * takes.
 */
export function creation<D extends DType>(
  operation: string,
  options: CreationOptions<D>,
  more: OptionKinds = {},
): DTypeOption<D> {
  checkOptions(operation, options, { dtype: '', device: '', ...more })
  checkDevice(operation, options.device)
  const dtype = dtypeOf(operation, options)
  return dtype === undefined ? {} : { dtype }
}

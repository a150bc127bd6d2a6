/**
 * Options that several functions of the standard share. A value that is null counts as left out.
 */
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

/** Throws for another device. */
export function checkDevice(operation: string, device: unknown): void {
  if (device !== undefined && device !== null && device !== 'cpu')
    fail(operation, `device ${told(device)} is not 'cpu', the only one`)
}

/** The dtype among the options. Throws for a value that is neither a dtype nor null. */
export function dtypeOf<D extends DType>(
  operation: string,
  { dtype }: { readonly dtype?: D | null },
): D | undefined {
  return dtype === undefined || dtype === null ? undefined : checkDType(operation, dtype)
}

/**
 * Checks the options of a creation function; `more` lists those besides dtype and device. Returns
 * the options that the main entry takes.
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

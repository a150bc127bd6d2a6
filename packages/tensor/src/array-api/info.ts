import type { DType } from '../array/dtype.ts'
import { checkOptions } from '../array/options.ts'
import { isOfKind, type Kind } from './data-types.ts'
import { checkDevice, type Device, type DeviceOption } from './options.ts'

const NAME = '__array_namespace_info__'

export interface NamespaceInfo {
  readonly capabilities: () => {
    readonly 'boolean indexing': boolean
    readonly 'data-dependent shapes': boolean
    readonly 'max dimensions': number | null
  }
  readonly default_device: () => Device
  readonly default_dtypes: (options?: DeviceOption) => {
    readonly 'real floating': DType
    readonly integral: DType
    readonly indexing: DType
  }
  readonly devices: () => readonly Device[]
  readonly dtypes: (
    options?: DeviceOption & { readonly kind?: Kind | readonly Kind[] | null },
  ) => Readonly<Record<string, DType>>
}

/**
 * What this namespace supports: its dtypes, defaults and device.
 *
 * @example
 * xp.__array_namespace_info__().default_dtypes().indexing // "int32"
 * xp.__array_namespace_info__().dtypes({ kind: 'real floating' }) // {"float64": "float64", "float32": "float32"}
 */
export function __array_namespace_info__(): NamespaceInfo {
  const onDevice = (options: DeviceOption, known = {}) => {
    checkOptions(NAME, options, { device: '', ...known })
    checkDevice(NAME, options.device)
  }
  return {
    capabilities: () => ({
      'boolean indexing': false,
      'data-dependent shapes': true,
      'max dimensions': null,
    }),
    default_device: () => 'cpu',
    default_dtypes(options = {}) {
      onDevice(options)
      return { 'real floating': 'float64', integral: 'int32', indexing: 'int32' }
    },
    devices: () => ['cpu'],
    dtypes(options = {}) {
      onDevice(options, { kind: '' })
      const kind = options.kind ?? (['bool', 'numeric'] as const)
      const all: readonly DType[] = ['bool', 'int32', 'float64', 'float32']
      return Object.fromEntries(all.filter(d => isOfKind(NAME, d, kind)).map(d => [d, d]))
    },
  }
}

/** The `fft` extension of the standard. Complex numbers are `{ re, im }`. */

import type { FloatDType, FloatOf } from '../array/dtype.ts'
import { checkOptions } from '../array/options.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import * as main from '../fft/index.ts'
import { checkDevice, type DeviceOption } from './options.ts'
import { withNone } from './standard-name.ts'

type OrNone<O> = { readonly [K in keyof O]: O[K] | null }
type Along = OrNone<main.FftOptions>
type AlongSeveral = OrNone<main.FftnOptions>

type ToComplex<O> = <X extends main.ComplexArg>(x: X, options?: O) => main.Complex<main.FloatOfComplex<X>>
type ToReal<O> = <X extends main.ComplexArg>(x: X, options?: O) => Tensor<main.FloatOfComplex<X>>
type OfReal<O> = <X extends Arg>(x: X, options?: O) => main.Complex<FloatOf<DTypeOf<X>>>

export const fft = /* @__PURE__ */ withNone('fft', main.fft) as ToComplex<Along>
export const ifft = /* @__PURE__ */ withNone('ifft', main.ifft) as ToComplex<Along>
export const fftn = /* @__PURE__ */ withNone('fftn', main.fftn) as ToComplex<AlongSeveral>
export const ifftn = /* @__PURE__ */ withNone('ifftn', main.ifftn) as ToComplex<AlongSeveral>
export const rfft = /* @__PURE__ */ withNone('rfft', main.rfft) as OfReal<Along>
export const irfft = /* @__PURE__ */ withNone('irfft', main.irfft) as ToReal<Along>
export const rfftn = /* @__PURE__ */ withNone('rfftn', main.rfftn) as OfReal<AlongSeveral>
export const irfftn = /* @__PURE__ */ withNone('irfftn', main.irfftn) as ToReal<AlongSeveral>
export const hfft = /* @__PURE__ */ withNone('hfft', main.hfft) as ToReal<Along>
export const ihfft = /* @__PURE__ */ withNone('ihfft', main.ihfft) as OfReal<Along>
export const fftshift = /* @__PURE__ */ withNone('fftshift', main.fftshift)
export const ifftshift = /* @__PURE__ */ withNone('ifftshift', main.ifftshift)

export type FrequencyOptions<D extends FloatDType = FloatDType> = OrNone<main.FrequencyOptions<D>> &
  DeviceOption

type Frequencies = <D extends FloatDType = 'float64'>(n: number, options?: FrequencyOptions<D>) => Tensor<D>

/** Frequencies with the option `device`, of which there is only one. */
const frequencies = (operation: string, f: typeof main.fftfreq): Frequencies =>
  withNone(operation, (n: number, options: main.FrequencyOptions & DeviceOption = {}) => {
    checkOptions(operation, options, { d: 'number', dtype: '', device: '' })
    const { device, ...rest } = options
    checkDevice(operation, device)
    return f(n, rest)
  }) as Frequencies

export const fftfreq = /* @__PURE__ */ frequencies('fftfreq', main.fftfreq)
export const rfftfreq = /* @__PURE__ */ frequencies('rfftfreq', main.rfftfreq)

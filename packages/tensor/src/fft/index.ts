/** Discrete Fourier transforms. Complex numbers are pairs of tensors, `{ re, im }`. */
export type { Complex, ComplexArg, FloatOfComplex, Norm } from './complex.ts'
export { type FftOptions, fft, ifft } from './fft.ts'
export { type FftnOptions, fftn, ifftn, irfftn, rfftn } from './fftn.ts'
export { type FrequencyOptions, fftfreq, rfftfreq } from './frequencies.ts'
export { hfft, ihfft, irfft, rfft } from './rfft.ts'
export { fftshift, ifftshift, type ShiftOptions } from './shift.ts'

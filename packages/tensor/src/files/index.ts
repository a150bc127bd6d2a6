// Arrays in files that other programs read: NumPy's .npy and .npz, and safetensors. Bytes in, bytes
// out; where they are kept is the caller's affair, so that all of it works in a browser as well.
import '../methods.ts'

export { readNpy, writeNpy } from './npy.ts'
export { readNpz, writeNpz } from './npz.ts'
export { readSafetensors, type Safetensors, writeSafetensors } from './safetensors.ts'

// Arrays in file formats of other programs: NumPy's .npy and .npz, and safetensors. The functions
// convert between bytes and tensors and do not access files, so they also work in a browser.
import '../methods.ts'

export { readNpy, writeNpy } from './npy.ts'
export { readNpz, writeNpz } from './npz.ts'
export { readSafetensors, type Safetensors, writeSafetensors } from './safetensors.ts'

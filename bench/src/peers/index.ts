/** All libraries, ours first. */
import type { Peer } from '../peer.ts'
import { jaxJs, jaxJsJit } from './jax-js.ts'
import { installPeers } from './library.ts'
import { multiview, multiviewAutodiff, multiviewJit, multiviewThreads } from './multiview.ts'
import { numpy } from './numpy.ts'
import { numpyTs } from './numpy-ts.ts'
import { onnxruntime } from './onnxruntime.ts'
import { mathJs, mlMatrix, ndarrayGemm, stdlibBlas } from './plain.ts'
import { tfjs } from './tfjs.ts'

const libraries: Record<string, () => Promise<Peer>> = {
  'tfjs-wasm': () => tfjs('wasm'),
  'jax-js': jaxJs,
  'jax-js-jit': jaxJsJit,
  'onnxruntime-web': onnxruntime,
  'numpy-ts': numpyTs,
  'tfjs-cpu': () => tfjs('cpu'),
  'ml-matrix': mlMatrix,
  'stdlib-blas': stdlibBlas,
  'ndarray-gemm': ndarrayGemm,
  mathjs: mathJs,
}

export const PEER_NAMES: readonly string[] = ['numpy', 'numpy-all', ...Object.keys(libraries)]

/** Our library and the named peers. A peer that cannot be loaded is reported and left out. */
export const assemblePeers = async (
  names: readonly string[],
  version: string,
  cores: number,
  complain: (text: string) => void,
): Promise<Peer[]> => {
  const peers = [multiview(version), multiviewJit(version), multiviewAutodiff(version)]
  const text = (error: unknown) => (error instanceof Error ? error.message : `${error}`)
  try {
    const threaded = await multiviewThreads(version, cores)
    if (threaded !== null) peers.push(threaded)
  } catch (error) {
    complain(`multiview-threads is left out: ${text(error)}`)
  }
  if (names.some(name => Object.hasOwn(libraries, name))) installPeers()
  for (const name of names) {
    try {
      const peer = Object.hasOwn(libraries, name)
        ? await libraries[name]()
        : await numpy(name === 'numpy' ? 1 : null, cores)
      if (peer === null) throw new Error('python3 with numpy is not here')
      peers.push(peer)
    } catch (error) {
      complain(`${name} is left out: ${text(error)}`)
    }
  }
  return peers
}

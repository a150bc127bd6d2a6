/** The worker of the lab: runs one experiment and posts what it finds. */

import { kernelState } from '@multiview/tensor/kernels'
import { experiment } from './experiment.ts'
import type { Found } from './found.ts'
import type { Request } from './request.ts'

export type Message = Found | { readonly kind: 'engine'; readonly webAssembly: boolean }

const scope = globalThis as unknown as {
  onmessage: (event: { data: Request }) => void
  postMessage: (message: Message) => void
}

scope.onmessage = ({ data }) => {
  scope.postMessage({ kind: 'engine', webAssembly: kernelState().webAssembly })
  experiment(data, scope.postMessage.bind(scope))
}

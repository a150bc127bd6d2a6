/**
 * Worker threads behind one interface for Node and browsers. The package uses the types of neither.
 */

/** The address of a module: a `URL`. */
export interface Address {
  readonly href: string
}

/** A thread, as seen from the thread that started it. */
export interface Thread {
  post(message: unknown): void
  /** The next message. It rejects if the thread ends before. */
  next(): Promise<unknown>
  end(): Promise<void>
}

/** The other side: the interface inside the thread. */
export interface Inside {
  post(message: unknown): void
  listen(handle: (message: unknown) => void): void
}

interface NodeWorker {
  postMessage(message: unknown): void
  once(event: string, handle: (value: unknown) => void): void
  terminate(): Promise<unknown>
  unref(): void
}
interface NodeThreads {
  Worker: new (url: Address) => NodeWorker
  parentPort: {
    postMessage(message: unknown): void
    on(event: string, handle: (value: unknown) => void): void
  }
}
interface WebWorker {
  postMessage(message: unknown): void
  addEventListener(
    event: string,
    handle: (event: { data?: unknown; message?: string }) => void,
    options?: { once: boolean },
  ): void
  terminate(): void
}
interface Scope {
  process?: { versions?: { node?: string } }
  URL: new (path: string, base: string) => Address
  Worker?: new (url: Address, options: { type: 'module' }) => WebWorker
}

const scope = globalThis as unknown as Scope
// The name is in a variable and without its scheme, so that bundlers for pages do not resolve it.
const nodeThreads = 'worker_threads'
const inNode = scope.process?.versions?.node !== undefined

/** Whether threads can share memory in this environment. */
export const canShare = (): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && (inNode || scope.Worker !== undefined)

/** Starts a thread that runs a module. It does not keep the process alive. */
export const startThread = async (module: Address): Promise<Thread> => {
  if (inNode) {
    const { Worker } = (await import(nodeThreads)) as NodeThreads
    const worker = new Worker(module)
    worker.unref()
    return {
      post: message => worker.postMessage(message),
      next: () =>
        new Promise((resolve, reject) => {
          worker.once('message', resolve)
          worker.once('error', reject)
        }),
      end: async () => void (await worker.terminate()),
    }
  }
  const worker = new scope.Worker!(module, { type: 'module' })
  return {
    post: message => worker.postMessage(message),
    next: () =>
      new Promise((resolve, reject) => {
        worker.addEventListener('message', ({ data }) => resolve(data), { once: true })
        worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
      }),
    end: async () => worker.terminate(),
  }
}

/** The interface of the thread in which this code runs. */
export const insideThread = async (): Promise<Inside> => {
  if (inNode) {
    const { parentPort } = (await import(nodeThreads)) as NodeThreads
    return {
      post: message => parentPort.postMessage(message),
      listen: handle => parentPort.on('message', handle),
    }
  }
  const self = globalThis as unknown as WebWorker
  return {
    post: message => self.postMessage(message),
    listen: handle => self.addEventListener('message', ({ data }) => handle(data)),
  }
}

/** The address of a module relative to the module that calls. */
export const beside = (path: string, meta: ImportMeta): Address =>
  new scope.URL(path, (meta as unknown as { url: string }).url)

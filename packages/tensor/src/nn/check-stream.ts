import { fail, told } from '../array/error.ts'
import { Stream } from '../random/stream.ts'

/** Refuses what is not a random stream. */
export function checkStream(operation: string, stream: Stream): Stream {
  if (!(stream instanceof Stream))
    fail(operation, `the random stream is ${told(stream)}; give one that stream() made`)
  return stream
}

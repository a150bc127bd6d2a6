/** The function of linear algebra that the standard has in its main namespace. */
import { matrixTranspose } from '../linalg/index.ts'
import { named } from './standard-name.ts'

export const matrix_transpose = /* @__PURE__ */ named('matrix_transpose', matrixTranspose)

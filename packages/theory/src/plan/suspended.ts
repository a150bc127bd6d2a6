/** Errors of what a run needs from other machines. */

/** Work that cannot go on for now, and can be resumed: exit status 75. */
export class Suspended extends Error {
  override readonly name = 'Suspended'
}

/** A server that refuses this user, or whose certificate is refused. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

// Every engine has a console. TypeScript only declares it with the DOM library, which this package
// does not use.

declare const console: { warn(text: string): void }

/** The one way in which this package warns: a line on the console that names the operation. */
export const warn = (operation: string, advice: string): void => console.warn(`${operation}: ${advice}`)

/**
 * What a thread loads first. Piscina loads it with `require`, and Node 20 can abort the process if a
 * thread ends during `require` of an ES module (`Module::IsGraphAsync`). `import()` has no such
 * fault.
 */
module.exports = async (job: never): Promise<unknown> => (await import('./worker.ts')).default(job)

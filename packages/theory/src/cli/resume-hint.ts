/**
 * The command that goes on with an interrupted run, as it can be typed where the run was started: through npm's script of the
 * verb's name, through npx, or as the command itself.
 */
export const resumeHint = (
  verb: 'verify' | 'sweep',
  folder: string,
  { npm_lifecycle_event: script }: Readonly<Record<string, string | undefined>>,
): string => {
  const command =
    script === verb ? `npm run ${verb} --` : script === 'npx' ? `npx multiview ${verb}` : `multiview ${verb}`
  return `${command} --resume ${asWord(folder)}`
}

/** A word for a shell: quoted where it holds anything that a shell would read otherwise. */
const asWord = (text: string): string =>
  /^[\w./,:+@%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

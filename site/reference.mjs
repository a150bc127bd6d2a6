// The API reference as Markdown, one page for each entry or folder of a package, from the
// docstrings.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Application } from 'typedoc'
import { reference } from './outline.mjs'

/** TypeDoc names a module after its path below `packages`. */
const titles = new Map(
  reference.map(([page, title, entry, source]) => [
    source.replace(/(\/index)?\.ts$/, ''),
    { page, title, entry },
  ]),
)

/** The signature has the type parameters. */
const tidied = (text, title, entry) => {
  const named = [...text.matchAll(/^### (\w+)/gm)].map(([, name]) => name)
  const first = named.find(name => /^[a-z]/.test(name)) ?? named[0]
  const body = text
    .replace(/^# .*\n/m, '')
    .replace(/^\*\*\*\n\n/gm, '')
    .replace(/^#{4,6} Type Parameters\n\n(?:\|.*\n)+\n?/gm, '')
    .replace(/<a id="type-parameter-[^"]*"><\/a> ?/g, '')
  return `# ${title}\n\n\`\`\`ts\nimport { ${first} } from '${entry}'\n\`\`\`\n\n${body.trim()}\n`
}

/**
 * Writes the pages of the reference into `folder`.
 *
 * @throws Error if TypeDoc cannot read the sources, or gives other pages than the outline names.
 */
export const writeReference = async (root, folder) => {
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: reference.map(([, , , source]) => join(root, 'packages', source)),
    tsconfig: join(root, 'site/tsconfig.json'),
    basePath: join(root, 'packages'),
    // `npm run build` has checked the types.
    skipErrorChecking: true,
    logLevel: 'Error',
    readme: 'none',
    entryFileName: 'README',
    disableSources: true,
    excludeInternal: true,
    excludeExternals: true,
    validation: false,
    router: 'module',
    useCodeBlocks: true,
    expandParameters: true,
    groupOrder: ['Functions', 'Classes', 'Variables', '*'],
    hidePageHeader: true,
    hideBreadcrumbs: true,
    parametersFormat: 'table',
    propertiesFormat: 'table',
    interfacePropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    outputs: [{ name: 'markdown', path: folder }],
  })
  const project = await app.convert()
  if (project === undefined) throw new Error('TypeDoc cannot read the sources; run npm run build to see why.')
  for (const module of project.children) module.name = titles.get(module.name).page.replace('/README', '')
  await app.generateOutputs(project)
  rmSync(join(folder, 'README.md'))
  for (const { page, title, entry } of titles.values()) {
    const file = join(folder, `${page}.md`)
    writeFileSync(file, tidied(readFileSync(file, 'utf8'), title, entry))
  }
}

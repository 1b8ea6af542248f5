// Where things lie, seen from here.
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../../', import.meta.url))
export const assets = `${root}src/serve/assets/`
export const text = path => readFileSync(root + path, 'utf8')
export const json = path => JSON.parse(text(path))

/** Every file below a folder. */
export const below = folder => readdirSync(root + folder, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry => `${entry.parentPath ?? entry.path}/${entry.name}`.slice(root.length))

/** The keys of the barriers. */
export const barriers = () => [...text('src/model/barriers.rs').matchAll(/^    (\w+),$/gm)].map(([, key]) => key)

/** What a line of TOML says under a name, in quotes, as in `da.label = "…"`. */
const said = (line, name) => line.match(new RegExp(`[{,] ${name.replace('.', '\\.')} = "([^"]*)"`))?.[1]

/** Names of barriers, and the levers in a planner's words: the server adds them to the words of the pages. */
function namesOf(language) {
  const own = name => (language === 'da' ? `da.${name}` : name)
  const register = text('src/model/barriers.toml').split('\n')
  const barrier_names = Object.fromEntries(barriers().map(key => [key, said(register.find(line => line.startsWith(`${key} = {`)) ?? '', own('label')) ?? '']))
  const levers = Object.fromEntries(text('src/serve/levers.toml').split('\n').filter(line => line.startsWith('    { key = ')).map(line => {
    const key = said(line, 'key')
    const unit = said(line, own('unit'))
    const label = said(line, own('label')) ?? barrier_names[key.replace('barriers.', '')] ?? ''
    return [key, { label, hint: said(line, own('hint')) ?? '', ...(unit && { unit }) }]
  }))
  return { barrier_names, levers }
}

/** The words of the pages in a language, but for those of measures and files. */
export const wordsOf = language => ({ ...json(`src/serve/assets/words/${language}.json`), ...namesOf(language) })

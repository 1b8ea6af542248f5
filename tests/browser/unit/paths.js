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

export const wordsOf = language => json(`src/serve/assets/words/${language}.json`)

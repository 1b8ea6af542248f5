// What a link holds: the page, and all that restores what one sees on it.

const piece = text => encodeURIComponent(text).replaceAll('~', '%7E').replaceAll('%2F', '/')

/** A route as the text after `#`. Lists give one pair for each item. */
export function writeRoute(page, query = {}) {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter(item => item !== undefined && item !== null && item !== '')
      .map(item => `${key}=${typeof item === 'string' ? item : piece(String(item))}`))
  return `#/${page}${pairs.length ? `?${pairs.join('&')}` : ''}`
}

/** The page and the raw pairs of a route. */
export function readRoute(hash) {
  const [path, search = ''] = hash.replace(/^#\/?/, '').split('?')
  const pairs = {}
  for (const pair of search.split('&').filter(Boolean)) {
    const at = pair.indexOf('=')
    const key = at < 0 ? pair : pair.slice(0, at)
    ;(pairs[key] ??= []).push(at < 0 ? '' : pair.slice(at + 1))
  }
  return { page: path.replace(/\/$/, ''), pairs }
}

/** Decodes a piece; a broken one is left as it is. */
export function plain(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A name and its settings in one piece: `Ask more~programme.local.invitation=2`. */
export function writeArm({ name, settings }) {
  return [piece(name), ...Object.entries(settings).map(([key, value]) => `${piece(key)}=${piece(value)}`)].join('~')
}

/** Back from {@link writeArm}; `broken` holds pieces that are no settings, as of a link that was cut. */
export function readArm(text) {
  const [name, ...rest] = text.split('~')
  const settings = {}
  const broken = []
  for (const part of rest) {
    const at = part.indexOf('=')
    if (at > 0) settings[plain(part.slice(0, at))] = plain(part.slice(at + 1))
    else broken.push(plain(part))
  }
  return { name: plain(name), settings, broken }
}

/** The source's pairs: a shipped scenario by its id, an own one with its whole text, packed. */
export function writeSource(source) {
  if (!source) return {}
  return source.id ? { s: piece(source.id) } : { own: piece(source.name), z: source.packed }
}

/** Back from {@link writeSource}; unpacking takes a moment. */
export async function readSource(pairs) {
  if (pairs.s) return { id: plain(pairs.s[0]) }
  if (pairs.own && pairs.z) return { name: plain(pairs.own[0]), toml: await unpack(pairs.z[0]), packed: pairs.z[0] }
  return null
}

async function through(stream, bytes) {
  const whole = new Blob([bytes]).stream().pipeThrough(stream)
  return new Uint8Array(await new Response(whole).arrayBuffer())
}

/** A text packed for a link: deflated, in the letters that links allow. */
export async function pack(text) {
  const bytes = await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(text))
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Back from {@link pack}. */
export async function unpack(packed) {
  const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, letter => letter.charCodeAt(0))
  return new TextDecoder().decode(await through(new DecompressionStream('deflate-raw'), bytes))
}

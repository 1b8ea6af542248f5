// Talking to the server: JSON, streams of lines, streams of frames.

/** An answer that is not what was asked for; `faults` are those of a scenario. */
export class ServerError extends Error {
  constructor(message, { status = 0, faults = null } = {}) {
    const [first, ...rest] = String(message).split('\nhint: ')
    super(first)
    this.hint = rest.join(' ')
    this.status = status
    this.faults = faults
  }
}

async function failure(response) {
  const body = await response.json().catch(() => ({}))
  return new ServerError(body.error ?? `${response.status} ${response.statusText}`, { status: response.status, faults: body.faults })
}

async function ask(path, body, signal) {
  const options = body === undefined
    ? { signal }
    : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal }
  const response = await fetch(`api/${path}`, options)
  if (!response.ok) throw await failure(response)
  return response
}

const kept = new Map()

/** A JSON answer that does not change while the server runs; asked for once. */
export function getOnce(path) {
  if (!kept.has(path)) {
    const promise = ask(path).then(response => response.json())
    promise.catch(() => kept.delete(path))
    kept.set(path, promise)
  }
  return kept.get(path)
}

/** A text that does not change while the server runs. */
export const getText = async path => (await ask(path)).text()

/** A JSON answer to a request. */
export const post = async (path, body, signal) => (await ask(path, body, signal)).json()

/** A text answer to a request. */
export const postText = async (path, body) => (await ask(path, body)).text()

/** The lines of a stream, as objects. Aborting the signal closes the connection, which cancels the run. */
export async function* lines(path, body, signal) {
  const response = await ask(path, body, signal)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    const parts = (rest + (value ?? '')).split('\n')
    rest = done ? '' : parts.pop()
    for (const part of parts) {
      if (!part.trim()) continue
      const line = JSON.parse(part)
      if (line.type === 'error') throw new ServerError(line.error)
      yield line
    }
    if (done) return
  }
}

/** The reader of a binary stream. */
export async function bytes(path, body, signal) {
  return (await ask(path, body, signal)).body.getReader()
}

/** What the server wants to see of a source. */
export const sent = source => (source.id ? { id: source.id } : { name: source.name, toml: source.toml })

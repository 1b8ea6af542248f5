// Talking to the server: JSON, streams of lines, streams of frames.

import { currentLanguage } from './words.js'

/**
 * An answer that is not what was asked for; `faults` are those of a scenario, `reason` names what pages have words for:
 * what the server refuses in their language, and what became of the server itself (`unreachable`, `broken`, `stopped`,
 * `changed`).
 */
export class ServerError extends Error {
  constructor(message, { status = 0, faults = null, reason = null, values = {} } = {}) {
    const [first, ...rest] = String(message).split('\nhint: ')
    super(first)
    this.hint = rest.join(' ')
    this.status = status
    this.faults = faults
    this.reason = reason
    this.values = values
  }
}

/** Which program answers: version and engine. */
const ENGINE = 'samspil-engine'
let engine = null
let closed = false

/** Version and engine of the server that this page came from, as soon as it has answered. */
export const currentEngine = () => engine

/** The program that answers must be the one that sent the page, or its answers are not those of what stands here. */
function recognise(response) {
  closed = false
  const now = response.headers.get(ENGINE)
  if (now && engine && now !== engine) throw new ServerError(`The server is another one: ${now}`, { reason: 'changed', values: { before: engine, now } })
  engine ??= now
}

/** Nobody answers: after a server that ended its streams in order it is closed, else nobody knows. */
const unreachable = () => new ServerError('The server cannot be reached.', { reason: closed ? 'stopped' : 'unreachable' })

/** A stream that ended in order without its last line: the server closes. */
export function farewell() {
  closed = true
  return new ServerError('The server was closed.', { reason: 'stopped' })
}

async function failure(response) {
  const body = await response.json().catch(() => ({}))
  return new ServerError(body.error ?? `${response.status} ${response.statusText}`, { status: response.status, faults: body.faults, reason: body.reason })
}

/** Answers come in the language of the page. */
const inLanguage = () => ({ 'accept-language': currentLanguage() })

async function ask(path, body, signal) {
  const options = body === undefined
    ? { headers: inLanguage(), signal }
    : { method: 'POST', headers: { ...inLanguage(), 'content-type': 'application/json' }, body: JSON.stringify(body), signal }
  const response = await fetch(`api/${path}`, options).catch(error => { throw signal?.aborted ? error : unreachable() })
  recognise(response)
  if (!response.ok) throw await failure(response)
  return response
}

/** Why a part of the page did not come: the server is gone, as far as it can be told, else the failure itself. */
export const whyNotLoaded = failure => ask('about').then(() => failure, error => error)

const kept = new Map()

/** A JSON answer that does not change while the server runs; asked for once. */
export function getOnce(path) {
  const key = `${currentLanguage()} ${path}`
  if (!kept.has(key)) {
    const promise = ask(path).then(response => response.json())
    promise.catch(() => kept.delete(key))
    kept.set(key, promise)
  }
  return kept.get(key)
}

/** A text that does not change while the server runs. */
export const getText = async path => (await ask(path)).text()

/** A page of the book with the language that it is in. */
export async function getPage(path) {
  const response = await ask(path)
  return { text: await response.text(), language: response.headers.get('content-language') ?? 'en' }
}

/** A JSON answer to a request. */
export const post = async (path, body, signal) => (await ask(path, body, signal)).json()

/** A text answer to a request. */
export const postText = async (path, body) => (await ask(path, body)).text()

/** Reads on; a connection that breaks is told from one that is given up. */
export const readOn = (reader, signal) => reader.read().catch(error => {
  throw signal?.aborted ? error : new ServerError('The connection broke off.', { reason: 'broken' })
})

/**
 * The lines of a stream, as objects; empty ones only keep the connection. The last one says `done`: a stream that ends
 * without it has not been answered to the end. Aborting the signal closes the connection, which cancels the run.
 */
export async function* lines(path, body, signal) {
  const response = await ask(path, body, signal)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  let whole = false
  for (;;) {
    const { value, done } = await readOn(reader, signal)
    const parts = (rest + (value ?? '')).split('\n')
    rest = done ? '' : parts.pop()
    for (const part of parts) {
      if (!part.trim()) continue
      const line = JSON.parse(part)
      if (line.type === 'error') throw new ServerError(line.error)
      whole = line.type === 'done'
      yield line
    }
    if (done && whole) return
    if (done) throw farewell()
  }
}

/** The reader of a binary stream. */
export async function bytes(path, body, signal) {
  return (await ask(path, body, signal)).body.getReader()
}

/** What the server wants to see of a source. */
export const sent = source => (source.id ? { id: source.id } : { name: source.name, toml: source.toml })

// The binary stream of a society: frames of `u32 length · u8 type · payload`, little endian.

/** Cuts whole frames out of chunks as they come. */
export class FrameCutter {
  constructor() {
    this.chunks = []
    this.size = 0
  }

  /** Takes a chunk and returns the frames that are whole now. */
  push(chunk) {
    this.chunks.push(chunk)
    this.size += chunk.length
    const frames = []
    while (this.size >= 4) {
      const length = new DataView(this.peek(4).buffer).getUint32(0, true)
      if (this.size < 4 + length) break
      const whole = this.take(4 + length)
      frames.push({ type: whole[4], payload: whole.slice(5) })
    }
    return frames
  }

  peek(count) {
    const bytes = new Uint8Array(count)
    let filled = 0
    for (const chunk of this.chunks) {
      const part = chunk.subarray(0, count - filled)
      bytes.set(part, filled)
      filled += part.length
      if (filled === count) break
    }
    return bytes
  }

  take(count) {
    const bytes = this.peek(count)
    let left = count
    while (left > 0) {
      const first = this.chunks[0]
      if (first.length <= left) {
        left -= first.length
        this.chunks.shift()
      } else {
        this.chunks[0] = first.subarray(left)
        left = 0
      }
    }
    this.size -= count
    return bytes
  }
}

const u16 = (bytes, count) => new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + 2 * count))

/** The population: where each citizen lives, the traits that stay, and everyday ties. */
export function readPopulation(begin, payload) {
  const count = begin.citizens
  const neighbourhood = u16(payload, count)
  let at = 2 * count
  const fixed = {}
  for (const name of begin.fixed) {
    fixed[name] = payload.subarray(at, at + count)
    at += count
  }
  const ties = new DataView(payload.buffer, payload.byteOffset).getUint32(at, true)
  at += 4
  const pairs = new Uint32Array(payload.buffer.slice(payload.byteOffset + at, payload.byteOffset + at + 8 * ties))
  return { neighbourhood, fixed, pairs }
}

/** One step: the measures, and every citizen's and professional's state. */
export function readStep(begin, payload) {
  const { citizens, professionals } = begin
  const step = new DataView(payload.buffer, payload.byteOffset).getUint32(0, true)
  const columns = begin.columns.length
  const row = new Float64Array(payload.buffer.slice(payload.byteOffset + 4, payload.byteOffset + 4 + 8 * columns))
  let at = 4 + 8 * columns
  const next = count => payload.subarray(at, (at += count))
  const flags = begin.programmes.map(() => next(citizens))
  const states = {}
  for (const name of begin.states) states[name] = next(citizens)
  return { step, row, flags, states, hours: next(citizens), attitude: next(professionals), staffFatigue: next(professionals) }
}

/** The trait that is in hours, and the hours a week that fill its scale. */
export const FREE_TIME = 'free_time_hours_per_week'
export const FREE_TIME_MOST = 40

/** Names of the bits of a citizen's flags. */
export const FLAG = { aware: 1, asked: 2, willing: 4, would: 8, part: 16, joined: 32, left: 64, burnt: 128 }

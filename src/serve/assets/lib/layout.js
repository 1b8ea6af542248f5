// Where citizens and professionals stand: one disc for each neighbourhood, dots in the order of a sunflower's seeds.

const TURN = Math.PI * (3 - Math.sqrt(5))

/** Columns of the grid of discs that use a canvas best; each row belongs to one municipality. */
export function gridColumns(count, width, height, municipalities = 1) {
  let best = { columns: 1, size: 0 }
  for (let columns = 1; columns <= count; columns++) {
    if (municipalities > 1 && (count / municipalities) % columns !== 0) continue
    const size = Math.min(width / columns, height / Math.ceil(count / columns))
    if (size > best.size) best = { columns, size }
  }
  return best.columns
}

/** Where in the grid each neighbourhood stands: municipality by municipality. */
function gridPlaces({ municipality_of: of }) {
  const order = of.map((_, place) => place).sort((one, other) => of[one] - of[other] || one - other)
  const places = []
  order.forEach((place, at) => { places[place] = at })
  return places
}

/** What a neighbourhood is called: its name, or its number where it has none; after the number of its municipality where there are several. */
export function placeNames({ municipality_of: of, neighbourhood_names: names = [] }) {
  const several = of.some(municipality => municipality > 0)
  const own = place => names[place] ?? String(place + 1)
  return of.map((municipality, place) => (several ? `${municipality + 1} · ${own(place)}` : own(place)))
}

/** Room under a disc for its name. */
const NAME_ROOM = 15

/** Positions of all dots, for a canvas of this size (CSS pixels). */
export function placeSociety(begin, population, width, height) {
  const places = begin.neighbourhoods
  const columns = gridColumns(places, width, height, 1 + Math.max(...begin.municipality_of))
  const rows = Math.ceil(places / columns)
  // Numbers stand in a corner of the disc, names need a line of their own.
  const named = begin.neighbourhood_names?.length > 0
  const room = named ? NAME_ROOM : 0
  const cell = Math.min(width / columns, height / rows - room)
  const inner = cell / 2 - Math.max(9, cell * 0.1)
  const last = places - (rows - 1) * columns
  const discs = gridPlaces(begin).map(at => {
    const row = Math.floor(at / columns)
    // The last row stands in the middle.
    const inRow = row === rows - 1 ? last : columns
    return {
      x: width / 2 + ((at % columns) - (inRow - 1) / 2) * (width / columns),
      y: (height * (row + 0.5)) / rows - room / 2,
      radius: inner,
      citizens: 0,
    }
  })
  const { neighbourhood } = population
  for (const place of neighbourhood) discs[place].citizens++
  const most = Math.max(1, ...discs.map(disc => disc.citizens))
  const spacing = inner / Math.sqrt(most)
  const seen = new Uint32Array(places)
  const x = new Float32Array(begin.citizens)
  const y = new Float32Array(begin.citizens)
  for (let citizen = 0; citizen < begin.citizens; citizen++) {
    const disc = discs[neighbourhood[citizen]]
    const number = seen[neighbourhood[citizen]]++
    const distance = spacing * Math.sqrt(number + 0.5)
    x[citizen] = disc.x + distance * Math.cos(number * TURN)
    y[citizen] = disc.y + distance * Math.sin(number * TURN)
  }
  return { discs, names: placeNames(begin), named, cell, across: width / columns, spacing, x, y, staff: placeStaff(begin, discs, cell) }
}

/** Professionals stand on a ring around the neighbourhoods that their unit serves. */
function placeStaff(begin, discs, cell) {
  const served = new Map()
  begin.unit_of.forEach((unit, place) => served.set(unit, [...(served.get(unit) ?? []), place]))
  const groups = discs.map(() => [])
  const turns = new Map()
  begin.unit_of_professional.forEach((unit, professional) => {
    const places = served.get(unit) ?? [0]
    const turn = turns.get(unit) ?? 0
    turns.set(unit, turn + 1)
    groups[places[turn % places.length]].push(professional)
  })
  const x = new Float32Array(begin.professionals)
  const y = new Float32Array(begin.professionals)
  const most = Math.max(1, ...groups.map(group => group.length))
  const ring = discs[0] ? discs[0].radius + Math.max(5, cell * 0.045) : 0
  const size = Math.max(2, Math.min(7, (2 * Math.PI * ring) / most / 1.6))
  groups.forEach((group, place) => group.forEach((professional, index) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * index) / group.length
    x[professional] = discs[place].x + ring * Math.cos(angle)
    y[professional] = discs[place].y + ring * Math.sin(angle)
  }))
  return { x, y, size }
}

/** The citizen next to a point, if one is near enough; -1 if not. */
export function citizenAt(layout, x, y, reach) {
  let found = -1
  let least = reach * reach
  for (let citizen = 0; citizen < layout.x.length; citizen++) {
    const across = layout.x[citizen] - x
    const down = layout.y[citizen] - y
    const distance = across * across + down * down
    if (distance < least) {
      least = distance
      found = citizen
    }
  }
  return found
}

/** The neighbourhood under a point; -1 if there is none. */
export const placeAt = ({ discs, cell }, x, y) => discs.findIndex(disc => Math.hypot(disc.x - x, disc.y - y) <= cell / 2)

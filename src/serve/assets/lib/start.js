// What a page opens where nothing is chosen, of what there is.

/** Kinds of scenarios in the order they are shown in. */
export const KINDS = ['own', 'question', 'case', 'theory', 'lesson', 'reference']

/** The scenario a page begins with, and the kinds it takes where that is not there. */
const STARTS = {
  'what-if': { id: 'planner/pq_02_as_is', kinds: ['question', 'own', 'case'] },
  watch: { id: 'lessons/tipping_point', kinds: ['lesson', 'own', 'case'] },
  barriers: { id: 'reference', kinds: ['reference', 'own', 'case'] },
}

/** The id of the scenario that a page opens; `undefined` where there is none at all. */
export function startOf(page, cards) {
  const { id, kinds } = STARTS[page]
  const of = kind => cards.find(card => card.kind === kind)
  const found = cards.find(card => card.id === id) ?? kinds.map(of).find(Boolean) ?? cards[0]
  return found?.id
}

/** Kinds that have scenarios. */
export const kindsOf = (cards, kinds = KINDS) => kinds.filter(kind => cards.some(card => card.kind === kind))

// Reading the rows of an answer, which may have any shape.

export type Tone = '' | 'red' | 'amber'

/** A value that was shown. */
export interface Value {
  text: string
  tone: Tone
  entry: number
  at: string // the drill time at which it was shown, or of which it is
}

export type Row = Record<string, unknown>

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)
export const rowsOf = (value: unknown): Row[] => (Array.isArray(value) ? value.filter(isRow) : isRow(value) ? [value] : [])
export const text = (row: Row | undefined, key: string): string => {
  const value = row?.[key]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
export const sub = (row: Row | undefined, key: string): Row | undefined => {
  const value = row?.[key]
  return isRow(value) ? value : undefined
}

const badStage = /^(failed|gone|expired|missing|down|unreachable|damaged|rejected)$/
const busyStage =
  /^(waiting|requested|unknown|degraded|policy_check|route_cas|edge_propagating|running|placing|starting|readiness_wait|planned|draining|cordoned)$/
export const toneOf = (word: string): Tone => (badStage.test(word) ? 'red' : busyStage.test(word) ? 'amber' : '')

import { inWords } from './format'
import type { Decision, DecisionInput, InputValue } from './messages'

// The inputs of decisions: their values in words, and the values that a quiz asks about.

export type Inputs = Record<string, InputValue>

export const defaults = (decision: Decision): Inputs => Object.fromEntries(decision.inputs.map((input) => [input.id, input.default]))

/** `2m`, `90s`: the largest unit that is exact. */
function length(seconds: number): string {
  if (seconds > 0 && seconds % 3600 === 0) return `${seconds / 3600}h`
  return seconds > 0 && seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`
}

export function valueText(input: DecisionInput, value: InputValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return choiceText(value)
  return input.kind === 'duration' ? length(value) : String(value)
}

/** A word of the control plane, as a person reads it; the name of a command stays as it is. */
export const choiceText = (word: string) => (word.includes('_') ? inWords(word) : word)

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function drawn(input: DecisionInput, random: () => number): InputValue {
  if (input.kind === 'boolean') return random() < 0.5
  if (input.choices) return input.choices[Math.floor(random() * input.choices.length)] ?? input.default
  const { min = 0, max = 0, step = 1 } = input
  return min + step * Math.floor(random() * ((max - min) / step + 1))
}

/** Half of the inputs keep their usual value, so that not every case fails at its first check. */
export function draw(decision: Decision, random: () => number): Inputs {
  return Object.fromEntries(
    decision.inputs.map((input) => {
      const keeps = random() < 0.5
      return [input.id, keeps ? input.default : drawn(input, random)]
    }),
  )
}

/** What was asked and answered right, by decision; kept in this browser. */
export interface Score {
  asked: number
  right: number
  /** Right answers in a row. */
  row: number
}
export type Scores = Record<string, Score>

const place = 'studylab.quiz'
export const noScore: Score = { asked: 0, right: 0, row: 0 }

const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0
const isScore = (value: unknown): value is Score => {
  const one = value as Score | null
  return typeof one === 'object' && one !== null && isCount(one.asked) && isCount(one.right) && isCount(one.row)
}

/** What another version or another program left there is dropped. */
export function storedScores(): Scores {
  try {
    const stored = JSON.parse(localStorage.getItem(place) ?? '{}') as Record<string, unknown>
    return Object.fromEntries(Object.entries(stored).filter(([, score]) => isScore(score))) as Scores
  } catch {
    return {}
  }
}

export function withAnswer(scores: Scores, decision: string, right: boolean): Scores {
  const before = scores[decision] ?? noScore
  const score = { asked: before.asked + 1, right: before.right + (right ? 1 : 0), row: right ? before.row + 1 : 0 }
  const after = { ...scores, [decision]: score }
  try {
    localStorage.setItem(place, JSON.stringify(after))
  } catch {
    // A browser that stores nothing keeps the score until the page is closed.
  }
  return after
}

export function withoutScores(): Scores {
  try {
    localStorage.removeItem(place)
  } catch {
    // Nothing was stored.
  }
  return {}
}

export function total(scores: Scores): Score {
  const all = Object.values(scores)
  const sum = (of: (score: Score) => number) => all.reduce((so_far, score) => so_far + of(score), 0)
  return { asked: sum((score) => score.asked), right: sum((score) => score.right), row: 0 }
}

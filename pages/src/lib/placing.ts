import type { Known, Knowledge } from './knowledge'
import { ofKind } from './knowledge'

// In which stages the things of a run are, as far as the operator was shown it.

/** A thing in a stage, as it was shown last. */
export interface Placed {
  name: string
  stage: string
  entry: number
  at: string
}

function placed(thing: Known): Placed | undefined {
  const value = thing.values[0]
  const stage = thing.links.stage
  // A wait shows that an operation has ended, and not how.
  if (!value || !stage || value.text === 'ended') return undefined
  return { name: thing.name, stage, entry: value.entry, at: value.at }
}

/** The things in the state machine with this name, those shown last first. */
export function placedIn(machine: string, known: Knowledge): Placed[] {
  const operation = /^Operation: (.*)$/.exec(machine)?.[1]
  const things = operation
    ? ofKind(known, 'operation').filter((one) => one.links.kind === operation)
    : ofKind(known, machine.toLowerCase())
  return things
    .toReversed()
    .flatMap((one) => placed(one) ?? [])
    .toSorted((a, b) => b.entry - a.entry)
}

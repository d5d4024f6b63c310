// What the operator has been shown: objects of the platform, each value with the entry from which it
// comes and the time at which it was shown. Everything is read from answers, so nothing here is
// newer than the answer that showed it.

import { bindings, backups, consumers, databases, providers, regions } from './knowledge/data'
import { done, holds, incident, waited } from './knowledge/incident'
import { Learner, type Known, type Knowledge } from './knowledge/learner'
import { edges, environments, errors, gates, routes } from './knowledge/routing'
import type { Tone, Value } from './knowledge/rows'
import { allocations, health, hosts, operations, quorum, releases, sessions } from './knowledge/running'
import type { Answer } from './messages'

export type { Known, Knowledge, Tone, Value }

function take(learner: Learner, answer: Answer, index: number) {
  if (answer.kind !== 'done' || answer.entries.length === 0) return
  learner.begin(index, answer.clock)
  const data = answer.data
  environments(learner, data)
  routes(learner, data)
  edges(learner, data)
  operations(learner, data)
  allocations(learner, data)
  releases(learner, data)
  hosts(learner, data)
  bindings(learner, data)
  databases(learner, data)
  const object = answer.command.split(' ')[2] ?? ''
  backups(learner, data, object)
  consumers(learner, data, object)
  providers(learner, data)
  regions(learner, data)
  quorum(learner, data)
  sessions(learner, data)
  health(learner, data)
  gates(learner, data)
  errors(learner, data)
  incident(learner, data)
  holds(learner, data)
  done(learner, data)
  waited(learner, data)
}

export function learn(answers: Answer[]): Knowledge {
  const learner = new Learner()
  answers.forEach((answer, n) => take(learner, answer, n))
  return learner.known
}

const number = (name: string) => Number(/\d+$/.exec(name)?.[0] ?? 0)
export const byNumber = (a: Known, b: Known) => number(a.name) - number(b.name) || a.name.localeCompare(b.name)

/** Objects of a kind, `op-9` before `op-10`. */
export const ofKind = (known: Knowledge, kind: string): Known[] =>
  [...known.values()].filter((one) => one.kind === kind).sort(byNumber)

export const toneOfValues = (values: Value[]): Tone =>
  values.some((one) => one.tone === 'red') ? 'red' : values.some((one) => one.tone === 'amber') ? 'amber' : ''

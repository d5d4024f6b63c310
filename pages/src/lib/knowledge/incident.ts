// The incident: its notices and holds, and what the operator's own commands have done.
import { inWords } from '../format'
import type { Learner } from './learner'
import { rowsOf, sub, text, type Row } from './rows'

export function incident(learner: Learner, data: Row) {
  const incident = sub(data, 'incident')
  if (!incident) return
  const status = sub(data, 'status')
  const affected = sub(data, 'affected')
  const symptom = sub(data, 'symptom')
  learner.know(
    'incident',
    text(incident, 'id'),
    [
      ...learner.value(symptom ? (symptom.present === true ? 'symptom present' : 'symptom gone') : '', symptom, symptom?.present === true ? 'red' : ''),
      ...learner.value(inWords(text(status, 'status')), status),
    ],
    {
      stage: text(status, 'status'),
      ...(affected ? { users: text(affected, 'users'), minutes: text(affected, 'minutes'), affectedEntry: text(affected, 'entry') } : {}),
    },
  )
  for (const row of rowsOf(data.notices)) {
    const answer = sub(row, 'answer')
    learner.know('notice', text(row, 'id'), learner.value(answer ? 'answered' : 'sent', answer ?? row), { to: text(row, 'to') })
  }
}

export function holds(learner: Learner, data: Row) {
  for (const row of rowsOf(data.holds)) {
    learner.know('hold', text(row, 'id'), learner.value('in force', row, 'amber'), {
      environment: text(row, 'environment') || text(row, 'host') || text(row, 'database'),
      what: text(row, 'kind'),
    })
  }
}

export function done(learner: Learner, data: Row) {
  for (const row of rowsOf(data.done)) {
    const fact = text(row, 'fact')
    const lifted = /(Unfrozen|Resolved|Uncordoned|Unfenced|Unpaused|Lifted)$/.test(fact)
    const hold = text(row, 'hold')
    if (hold) {
      learner.know('hold', hold, learner.value(lifted ? 'lifted' : 'in force', row, lifted ? '' : 'amber'), {
        environment: text(row, 'environment') || text(row, 'host') || text(row, 'database'),
        what: fact === 'EnvironmentFrozen' ? 'freeze' : '',
      })
    }
    learner.know('notice', text(row, 'notice'), learner.value('sent', row, 'amber'))
    if (fact !== 'OperationRequested') continue
    learner.know('operation', text(row, 'operation'), learner.value('requested', row, 'amber'), {
      environment: text(row, 'environment'),
      release: text(row, 'release'),
      own: 'yes',
    })
  }
}

export function waited(learner: Learner, data: Row) {
  const waited = sub(data, 'waited')
  if (!waited || text(waited, 'result') !== 'reached') return
  const kind = text(waited, 'until')
  const words = kind === 'operation' ? 'ended' : 'answered'
  if (kind === 'operation' || kind === 'notice') learner.know(kind, text(waited, 'object'), learner.value(words, waited))
}

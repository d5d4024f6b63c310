import { entryNumber } from '../format'
import { rowsOf, sub, text, type Row, type Tone, type Value } from './rows'

export interface Known {
  kind: string
  name: string
  values: Value[]
  /** Names of related objects: `host`, `release`, `environment`, `provider`, … */
  links: Record<string, string>
  /** The place among everything shown: the answer that showed it last. */
  shownBy: number
}

export type Knowledge = Map<string, Known>

/** Collects what answers show. Each answer is begun before its rows are read. */
export class Learner {
  readonly known: Knowledge = new Map()
  #answer = 0
  #at = ''

  /** What is known from here on was shown by this answer, at this drill time. */
  begin(answer: number, at: string) {
    this.#answer = answer
    this.#at = at
  }

  /** A value of this row; none without words, or if no entry shows it. */
  value(words: string, source: Row | undefined, tone: Tone = '', at = this.#at): Value[] {
    const entry = entryNumber(text(source, 'entry'))
    return words && entry ? [{ text: words, tone, entry, at }] : []
  }

  know(kind: string, name: string, values: Value[], links: Record<string, string> = {}) {
    if (!name) return
    const key = `${kind} ${name}`
    const before = this.known.get(key)
    const kept = Object.fromEntries(Object.entries(links).filter(([, to]) => to))
    this.known.set(key, {
      kind,
      name,
      // An answer that shows an object without its state does not discard the known state.
      values: values.length > 0 ? values : (before?.values ?? []),
      links: { ...before?.links, ...kept },
      shownBy: this.#answer,
    })
  }

  /** The rows of a list, or the one object with the sections beside it. */
  rows(data: Row, many: string, one: string): Row[] {
    const single = sub(data, one)
    return [...rowsOf(data[many]), ...(single ? [{ ...data, ...single }] : [])]
  }
}

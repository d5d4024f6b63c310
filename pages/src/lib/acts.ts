import { isPreview } from './planned'

// What a command of a run did, in one or two words.

/** By the words of the verb. Queries, notes, hints and waits are not acts. */
const labels: Record<string, string> = {
  classify: 'classified',
  freeze: 'frozen',
  unfreeze: 'lifted',
  cancel: 'cancelled',
  rollback: 'rolled back',
  deploy: 'deployed',
  'repair-propagation': 'new baseline',
  wake: 'woken',
  retry: 'retried',
  'notify-owner': 'notified',
  escalate: 'escalated',
  'gap-policy': 'gap policy',
  'status publish': 'published',
  'status resolve': 'resolved',
  snapshot: 'snapshot',
  verify: 'verified',
  resume: 'resumed',
  fence: 'fenced',
  unfence: 'unfenced',
  'restore plan': 'restore plan',
  'restore run': 'restored',
  'restore cutover': 'cut over',
  reconcile: 'reconciled',
  cordon: 'cordoned',
  uncordon: 'uncordoned',
  headroom: 'headroom',
  replace: 'replaced',
  drain: 'drained',
  rebuild: 'rebuilt',
  postcheck: 'postcheck',
  'record-drift': 'drift recorded',
  pause: 'paused',
  unpause: 'unpaused',
  failover: 'failed over',
  'rotate-secret': 'rotated',
  restart: 'restarted',
  impact: 'impact',
  close: 'closed',
}
const noAct = /^(show|logs|recall|help|hint|note|wait)\b/

/** Of a command line; empty: not an act. A verb without a label is its own. */
export function labelOfCommand(line: string): string {
  if (noAct.test(line) || isPreview(line)) return ''
  const [first = '', second = ''] = line.split(' ')
  return labels[`${first} ${second}`] ?? labels[first] ?? first
}

// The timeline says what happened, in the sentences of src/lab/debrief/timeline_sentences.cpp: the
// verb that each is of. Those that begin with fixed words come first, because they end with a text
// of the operator's. Empty: not an act.
const sentences: [RegExp, string][] = [
  [/^(queried|waited|noted|a hint was taken): /, ''],
  // The plan of another verb, or the result of a check, which has an entry of its own.
  [/^checked: headroom /, 'headroom'],
  [/^(checked: |(snapshot|verify|postcheck|headroom) [\w-]+: )/, ''],
  [/^classified /, 'classify'],
  [/^impact stated: /, 'impact'],
  [/^closed: /, 'close'],
  [/^status of \S+ published: /, 'status publish'],
  [/^status of \S+ resolved$/, 'status resolve'],
  [/^escalated to /, 'escalate'],
  [/^gap policy of /, 'gap-policy'],
  [/^a snapshot for /, 'snapshot'],
  [/^postcheck of /, 'postcheck'],
  [/^the drift of .* was recorded$/, 'record-drift'],
  [/^(promotion|build|migration|job) op-/, 'deploy'],
  [/^edge-repair op-/, 'repair-propagation'],
  [/^replacement op-/, 'replace'],
  [/^restore op-/, 'restore plan'],
  [/^rotation op-/, 'rotate-secret'],
  [/^(rollback|restart|wake|drain|rebuild|failover) op-/, '$1'],
  [/^op-\d+: a copy .* was begun$/, 'restore run'],
  [/^op-\d+: the cut-over was ordered$/, 'restore cutover'],
  [/^op-\d+: the events of /, 'reconcile'],
  [/^op-\d+ was retried$/, 'retry'],
  [/^op-\d+ was cancelled$/, 'cancel'],
  [/ joined op-\d+$/, 'wake'],
  [/ was notified about /, 'notify-owner'],
  [/ was ordered to verify /, 'verify'],
  [/ was ordered to resume /, 'resume'],
  [/^writers of \S+ were fenced /, 'fence'],
  [/^the fence of \S+ was lifted /, 'unfence'],
  [/ was frozen /, 'freeze'],
  [/ was unfrozen /, 'unfreeze'],
  [/ was paused /, 'pause'],
  [/ was unpaused /, 'unpause'],
  [/ was cordoned$/, 'cordon'],
  [/ was uncordoned$/, 'uncordon'],
]

/** Of an operator's row of the timeline; empty: not an act. */
export function labelOfRow(what: string): string {
  const refused = /^refused \S+ \(\S+\): (.*)$/.exec(what)
  if (refused) return labelOfCommand(refused[1] ?? '') && 'refused'
  for (const [test, verb] of sentences) {
    const found = test.exec(what)
    if (found) return labels[verb === '$1' ? (found[1] ?? '') : verb] ?? ''
  }
  return 'act'
}

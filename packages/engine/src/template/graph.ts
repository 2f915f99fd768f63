/**
 * Sorts nodes so that each stands after those it needs, otherwise in the order given, and finds the circles (Tarjan's
 * strongly connected components, without recursion because a chain can be longer than the stack).
 * @param needs nodes that must come first; names outside `nodes` are passed over
 * @returns every node once, grouped: a group of one stands alone, a larger one (or one that needs itself) is a circle
 */
export function sortByNeed<T>(nodes: Iterable<T>, needs: (node: T) => Iterable<T>): { group: T[]; circle: boolean }[] {
  const all = new Set(nodes)
  const index = new Map<T, number>()
  const low = new Map<T, number>()
  const onStack = new Set<T>()
  const stack: T[] = []
  const groups: { group: T[]; circle: boolean }[] = []

  const enter = (node: T) => {
    index.set(node, index.size)
    low.set(node, index.size - 1)
    stack.push(node)
    onStack.add(node)
    return { node, rest: needs(node)[Symbol.iterator](), needsItself: false }
  }

  for (const start of all) {
    if (index.has(start)) continue
    const frames = [enter(start)]
    while (frames.length > 0) {
      const frame = frames[frames.length - 1]!
      const next = frame.rest.next()
      if (!next.done) {
        const need = next.value
        if (need === frame.node) frame.needsItself = true
        else if (!all.has(need)) continue
        else if (!index.has(need)) frames.push(enter(need))
        else if (onStack.has(need)) low.set(frame.node, Math.min(low.get(frame.node)!, index.get(need)!))
        continue
      }
      frames.pop()
      const parent = frames[frames.length - 1]
      if (parent) low.set(parent.node, Math.min(low.get(parent.node)!, low.get(frame.node)!))
      if (low.get(frame.node) !== index.get(frame.node)) continue
      const group = stack.splice(stack.lastIndexOf(frame.node))
      for (const member of group) onStack.delete(member)
      groups.push({ group, circle: group.length > 1 || frame.needsItself })
    }
  }
  return groups
}

/**
 * One way round a circle found by `sortByNeed`, shortest from its first node, that node not repeated at the end.
 */
export function wayRound<T>(circle: readonly T[], needs: (node: T) => Iterable<T>): T[] {
  const start = circle[0]!
  const members = new Set(circle)
  const cameFrom = new Map<T, T>()
  const queue: T[] = [start]
  for (const node of queue) {
    for (const need of needs(node)) {
      if (need === start) {
        const way: T[] = []
        for (let at: T | undefined = node; at !== undefined && at !== start; at = cameFrom.get(at)) way.unshift(at)
        return [start, ...way]
      }
      if (!members.has(need) || cameFrom.has(need)) continue
      cameFrom.set(need, node)
      queue.push(need)
    }
  }
  return [...circle]
}

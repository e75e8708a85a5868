// Which files import each other in a circle? Tarjan's strongly connected components, one answer a circle.

/** Groups of nodes that all reach each other, each sorted by name. */
export const cyclesIn = (edges: ReadonlyMap<string, readonly string[]>): string[][] => {
  const found: string[][] = []
  const order = new Map<string, number>()
  const stack: string[] = []

  const visit = (node: string): number => {
    const index = order.size
    order.set(node, index)
    stack.push(node)
    let lowest = index
    for (const next of edges.get(node) ?? []) {
      if (!order.has(next)) lowest = Math.min(lowest, visit(next))
      else if (stack.includes(next)) lowest = Math.min(lowest, order.get(next) ?? lowest)
    }
    if (lowest === index) {
      const group = stack.splice(stack.indexOf(node)).sort()
      if (group.length > 1 || edges.get(node)?.includes(node)) found.push(group)
    }
    return lowest
  }

  for (const node of edges.keys()) if (!order.has(node)) visit(node)
  return found
}

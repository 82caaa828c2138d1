/** What each resource of a template waits for: the logical ids that it names by Ref, Fn::GetAtt, Fn::Sub and DependsOn. */
export type DependencyGraph = ReadonlyMap<string, ReadonlySet<string>>;

export function dependencyGraph(template: { readonly Resources?: Record<string, any> }): DependencyGraph {
  const resources = template.Resources ?? {};
  return new Map(Object.entries(resources).map(([id, resource]) => {
    const named = [...namedIn(resource), ...[resource.DependsOn ?? []].flat()];
    return [id, new Set(named.filter((name) => name in resources))];
  }));
}

/** The resources of one cycle, or nothing where CloudFormation finds an order. */
export function findCycle(graph: DependencyGraph): string[] | undefined {
  const done = new Set<string>();
  const visit = (id: string, path: string[]): string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of graph.get(id)!) {
      const cycle = visit(next, [...path, id]);
      if (cycle) return cycle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of graph.keys()) {
    const cycle = visit(id, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/** Everything that must be there before this resource. */
export function dependenciesOf(graph: DependencyGraph, id: string): Set<string> {
  const found = new Set<string>();
  const visit = (each: string) => {
    for (const next of graph.get(each)!) {
      if (found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(id);
  return found;
}

function namedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    switch (key) {
      case 'Ref': return [inner as string];
      case 'Fn::GetAtt': return [[inner].flat()[0].split('.')[0]];
      case 'Fn::Sub': {
        const [text, variables] = [inner].flat();
        return [...(text as string).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name.split('.')[0]).concat(namedIn(variables));
      }
      default: return namedIn(inner);
    }
  });
}

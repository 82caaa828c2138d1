const RUNTIME = '"github.com/aws/jsii-runtime-go"';

/** Go as gofmt writes it. Where an example has imports, it has that of jsii's runtime too, which makes its values. */
export async function formatGo(source: string): Promise<string> {
  const { format } = await import('@wasm-fmt/gofmt'); // an ECMAScript module
  const paths = [...source.matchAll(/^import (.*)$/gm)].map(([, path]) => path);
  const statements = format(source.replace(/^import .*$/gm, '')).trim();
  return paths.length === 0 ? statements : `${format(`import (\n${[RUNTIME, ...paths].join('\n')}\n)`)}\n\n${statements}`;
}

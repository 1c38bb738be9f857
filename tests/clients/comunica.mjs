// The engine Comunica over our endpoint: node comunica.mjs URL, with the questions as JSON on
// standard input. First it is told only the address and must find out what answers there.
import { QueryEngine } from '@comunica/query-sparql';

const url = process.argv[2];
let read = '';
for await (const piece of process.stdin.setEncoding('utf8')) read += piece;
const questions = JSON.parse(read);

const engine = new QueryEngine();
for (const [way, source] of Object.entries({ found: url, told: { type: 'sparql', value: url } })) {
  const context = { sources: [source] };
  const rows = await (await engine.queryBindings(questions.select, context)).toArray();
  const triples = await (await engine.queryQuads(questions.construct, context)).toArray();
  console.log(JSON.stringify({
    way,
    rows: rows.map((row) => Object.fromEntries([...row].map(([name, term]) =>
      [name.value, { type: term.termType, value: term.value, language: term.language }]))),
    ask: await engine.queryBoolean(questions.ask, context),
    triples: triples.map((triple) => [triple.subject.value, triple.predicate.value, triple.object.value]),
  }));
}

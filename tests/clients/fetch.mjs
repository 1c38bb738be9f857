// Comunica's own client for SPARQL endpoints: node fetch.mjs URL, with the questions as JSON on
// standard input. For each way to send them it writes one line of JSON with the answers.
import { SparqlEndpointFetcher } from 'fetch-sparql-endpoint';

const url = process.argv[2];
const questions = JSON.parse(await text(process.stdin));

async function text(stream) {
  let read = '';
  for await (const piece of stream.setEncoding('utf8')) read += piece;
  return read;
}

async function all(stream) {
  return new Promise((resolve, reject) => {
    const found = [];
    stream.on('data', (one) => found.push(one));
    stream.on('error', reject);
    stream.on('end', () => resolve(found));
  });
}

const ways = { get: { method: 'GET' }, form: { method: 'POST' }, direct: { method: 'POST', directPost: true } };
for (const [way, settings] of Object.entries(ways)) {
  const fetcher = new SparqlEndpointFetcher(settings);
  const rows = await all(await fetcher.fetchBindings(url, questions.select));
  const triples = await all(await fetcher.fetchTriples(url, questions.construct));
  const raw = {};
  for (const type of questions.types) {
    const [answered, , stream] = await fetcher.fetchRawStream(url, questions.select, type);
    raw[type] = { answered, length: (await text(stream)).length };
  }
  const refused = await fetcher.fetchBindings(url, questions.refused).then(all).then(
    () => 'answered', (error) => error.message);
  console.log(JSON.stringify({
    way,
    rows: rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, term]) =>
      [name, { type: term.termType, value: term.value, language: term.language }]))),
    ask: await fetcher.fetchAsk(url, questions.ask),
    triples: triples.map((triple) => [triple.subject.value, triple.predicate.value, triple.object.value]),
    raw,
    refused,
  }));
}

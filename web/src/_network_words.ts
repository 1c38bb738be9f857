// What the script says, in the language of the page; the summary is that of network_rows.py.
import type { State } from "./_network_data";

export type Language = "nb" | "en";

export interface Words {
  play: string;
  pause: string;
  allYears: string;
  possible: string;
  noSource: string;
  summary(state: State, of: string, nodes: number, edges: number, possible: number): string;
  relations(n: number): string;
  page: string;
  around: string;
  letGo: string;
  pinned: string;
  noMatch: string;
  matches(n: number): string;
  failed: string;
  moreNames(n: number): string;
}

const nb: Words = {
  play: "Spill av",
  pause: "Stopp",
  allYears: "alle år",
  possible: "mulig",
  noSource: "ingen kilde oppgitt",
  summary(state, of, nodes, edges, possible) {
    const when = !state.at ? "Alle år" : state.at.length > 4 ? state.at : `Ved utgangen av ${state.at}`;
    const rest = possible ? `, ${possible} av dem bare mulig${possible > 1 ? "e" : ""}` : "";
    return `${when}${of && `, rundt ${of}`}: ${nodes} ting, ${edges} ${edges === 1 ? "relasjon" : "relasjoner"}${rest}.`;
  },
  relations: (n) => `${n} ${n === 1 ? "relasjon" : "relasjoner"} vises`,
  page: "Alt om den",
  around: "Vis bare rundt den",
  letGo: "Slipp",
  pinned: "Festet",
  noMatch: "Ingen treff i det som vises",
  matches: (n) => `${n} treff`,
  failed: "Nettverket kunne ikke hentes. Tabellen under viser det samme.",
  moreNames: (n) => `og ${n} til`,
};

const en: Words = {
  play: "Play",
  pause: "Stop",
  allYears: "all years",
  possible: "possible",
  noSource: "no source given",
  summary(state, of, nodes, edges, possible) {
    const when = !state.at ? "All years" : state.at.length > 4 ? state.at : `At the end of ${state.at}`;
    const rest = possible ? `, ${possible} of them only possible` : "";
    return `${when}${of && `, around ${of}`}: ${nodes} ${nodes === 1 ? "thing" : "things"}, ${edges} ${edges === 1 ? "relation" : "relations"}${rest}.`;
  },
  relations: (n) => `${n} ${n === 1 ? "relation" : "relations"} shown`,
  page: "All about it",
  around: "Show only around it",
  letGo: "Let go",
  pinned: "Pinned",
  noMatch: "No match in what is shown",
  matches: (n) => `${n} ${n === 1 ? "match" : "matches"}`,
  failed: "The network could not be fetched. The table below shows the same.",
  moreNames: (n) => `and ${n} more`,
};

export function words(language: string | undefined): Words {
  return language === "en" ? en : nb;
}

// A worker: finds places for the nodes, and tells them as they become better.
import { laidOut, type Pair, type Places } from "./_network_places";

self.addEventListener("message", ({ data }: MessageEvent<{ edges: Pair[]; places: Places; wider: number }>) => {
  laidOut(data.edges, data.places, data.wider, (places, done) => self.postMessage({ places, done }));
});

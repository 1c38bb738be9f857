// Bundle each entry of src/ for the browser. node build.mjs DIRECTORY
import { build } from "esbuild";
import { readdirSync, renameSync, rmSync } from "node:fs";

const [directory] = process.argv.slice(2);
const made = "node_modules/.built"; // put in place when all is made: a mistake leaves what was there
rmSync(made, { recursive: true, force: true });
const entries = readdirSync("src").filter((name) => /\.(ts|css)$/.test(name) && !name.startsWith("_"));
const { warnings } = await build({
  entryPoints: entries.map((name) => `src/${name}`),
  bundle: true,
  minify: true,
  format: "iife", // not a module, which a page opened as a file may not load
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  outdir: made,
  loader: { ".svg": "file", ".woff2": "file", ".png": "file" },
  legalComments: "linked", // the licences of what is bundled travel with it
  logLevel: "info",
});
if (warnings.length) process.exit(1);
rmSync(directory, { recursive: true, force: true });
renameSync(made, directory);

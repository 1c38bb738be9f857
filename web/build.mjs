// Bundle each entry of src/ for the browser. node build.mjs DIRECTORY
import { build } from "esbuild";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

const [directory] = process.argv.slice(2);
const made = "node_modules/.built"; // put in place when all is made: a mistake leaves what was there
rmSync(made, { recursive: true, force: true });
const entries = readdirSync("src").filter((name) => /\.(ts|css)$/.test(name) && !name.startsWith("_"));
const { warnings, metafile } = await build({
  entryPoints: entries.map((name) => `src/${name}`),
  bundle: true,
  minify: true,
  format: "iife", // not a module, which a page opened as a file may not load
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  outdir: made,
  loader: { ".svg": "file", ".woff2": "file", ".png": "file" },
  legalComments: "linked", // what packages have bundled themselves says its licence in comments
  metafile: true,
  logLevel: "info",
});
if (warnings.length) process.exit(1);
writeFileSync(`${made}/licences.txt`, licences(Object.keys(metafile.inputs)));
rmSync(directory, { recursive: true, force: true });
renameSync(made, directory);

// The licence of each package that something was bundled from: what they ask whoever passes them on.
function licences(inputs) {
  const packages = inputs.map((path) => /^node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(packages.filter(Boolean))].sort().map((name) => {
    const directory = `node_modules/${name}`;
    const { version, license, author } = JSON.parse(readFileSync(`${directory}/package.json`, "utf8"));
    const file = readdirSync(directory).find((found) => /^licen[cs]e/i.test(found));
    const text = file ? readFileSync(`${directory}/${file}`, "utf8").trim() : `${license}, ${author?.name ?? author}`;
    return `${name} ${version} (${license})\n\n${text}\n`;
  }).join(`\n${"-".repeat(72)}\n\n`);
}

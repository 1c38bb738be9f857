// Bundle each entry of src/ for the browser. node build.mjs DIRECTORY
import { build } from "esbuild";
import { readdirSync, rmSync } from "node:fs";

const [directory] = process.argv.slice(2);
rmSync(directory, { recursive: true, force: true });
const entries = readdirSync("src").filter((name) => /\.(ts|css)$/.test(name) && !name.startsWith("_"));
const { warnings } = await build({
  entryPoints: entries.map((name) => `src/${name}`),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  outdir: directory,
  loader: { ".svg": "file", ".woff2": "file", ".png": "file" },
  legalComments: "linked", // the licences of what is bundled travel with it
  logLevel: "info",
});
if (warnings.length) process.exit(1);

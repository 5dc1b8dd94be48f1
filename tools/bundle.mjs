// bundle: one file from a script or style and all it imports.
//
//   node tools/bundle.mjs ENTRY OUT OUT.d
//
// OUT.d tells ninja what went in. Fonts and pictures stay as written: bake links them by name.
import { build } from "esbuild";
import { writeFileSync } from "node:fs";

const [entry, out, seen] = process.argv.slice(2);
const { metafile } = await build({
  entryPoints: [entry],
  outfile: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020"],
  charset: "utf8",
  external: ["*.woff2", "*.svg", "*.png"],
  metafile: true,
  logLevel: "warning",
});
const inputs = Object.keys(metafile.inputs);
writeFileSync(seen, `${out}: ${inputs.map((name) => name.replaceAll(" ", "\\ ")).join(" \\\n ")}\n`);

// WCAG 2.2 contrast check of the token pairs in tokens.css.  Run: node tests/contrast.mjs
// Reads every light-dark(oklch(…), oklch(…)) token, converts to sRGB, prints the ratio, exits 1 on a failure.
import { readFileSync } from "node:fs";
const css = readFileSync(new URL("../crates/web/static/tokens.css", import.meta.url), "utf8");
const tok = {};
for (const m of css.matchAll(/--([\w-]+):\s*light-dark\(oklch\(([^)]+)\),\s*oklch\(([^)]+)\)\)/g))
  tok[m[1]] = [m[2], m[3]].map(s => s.split("/")[0].trim().split(/\s+/).map(Number));
function rgb([L, C, H]) {
  const h = H * Math.PI / 180, a = C * Math.cos(h), b = C * Math.sin(h);
  const l = (L + .3963377774 * a + .2158037573 * b) ** 3, m = (L - .1055613458 * a - .0638541728 * b) ** 3, s = (L - .0894841775 * a - 1.291485548 * b) ** 3;
  return [4.0767416621 * l - 3.3077115913 * m + .2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - .3413193965 * s, -.0041960863 * l - .7034186147 * m + 1.707614701 * s]
    .map(v => Math.min(1, Math.max(0, v)));   // linear light, clipped to sRGB
}
const lum = c => { const [r, g, b] = rgb(c); return .2126 * r + .7152 * g + .0722 * b; };
const ratio = (a, b) => { const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };

const text = [], mark = [];
for (const bg of ["canvas", "surface", "surface-2", "surface-3", "surface-4", "raised"]) for (const fg of ["ink", "ink-2", "ink-3"]) text.push([fg, bg]);
for (const bg of ["canvas", "surface", "surface-2", "surface-3", "raised", "accent-soft"]) text.push(["accent-ink", bg]);
for (const f of ["on-accent"]) text.push([f, "accent"], [f, "accent-hover"]);
for (const s of ["ok", "bad"]) text.push(["on-solid", s + "-solid"], ["on-solid", s + "-solid-hover"]);
for (const k of ["in", "out", "asset", "liab", "mix", "ok", "warn", "bad", "info"])
  for (const bg of ["surface", "surface-2", "surface-3", "raised", "canvas", k + "-soft"]) text.push([k + "-ink", bg]);
for (const k of ["accent-soft", "ok-soft", "warn-soft", "bad-soft", "info-soft", "in-soft", "out-soft", "asset-soft", "liab-soft", "mix-soft"]) text.push(["ink", k], ["ink-2", k], ["ink-3", k]);
for (const bg of ["surface", "surface-2", "raised", "canvas"]) mark.push(["line-input", bg], ["focus", bg]);
mark.push(["focus", "surface-3"], ["focus", "accent-soft"]);
for (const s of ["s1", "s2", "s3", "s4", "s5", "s6", "s-rest", "in-mark", "out-mark", "asset-mark", "liab-mark", "mix-mark", "ok-mark", "bad-mark", "info-mark"]) mark.push([s, "surface"]);

let bad = 0, n = 0, worst = { r: 99 };
const verbose = process.argv.includes("-v");
for (const [list, need] of [[text, 4.5], [mark, 3]]) for (const [fg, bg] of list) ["light", "dark"].forEach((t, i) => {
  if (!tok[fg] || !tok[bg]) { console.log("MISSING", fg, bg); bad++; return; }
  const r = ratio(tok[fg][i], tok[bg][i]); n++;
  if (r - need < worst.r) worst = { r: r - need, what: `${t} ${fg} on ${bg} ${r.toFixed(2)} (needs ${need})` };
  if (r < need) bad++;
  if (r < need || verbose) console.log(r < need ? "FAIL" : "ok  ", t.padEnd(5), r.toFixed(2).padStart(6), `≥${need}`, `${fg} on ${bg}`);
});
console.log(`${n} pairs checked, ${bad} failed. Tightest: ${worst.what}`);
process.exit(bad ? 1 : 0);

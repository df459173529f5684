/** The look of the payment page: light and dark, narrow and wide, no script. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #14161f);
  --wash: light-dark(#f4f5fb, #1c1f2c);
  --ink: light-dark(#171a2b, #eef0fa);
  --quiet: light-dark(#565b73, #aab0c9);
  --line: light-dark(#8b90a8, #6d7390);
  --accent: light-dark(#4338ca, #a9b1ff);
  --button: light-dark(#4338ca, #4f46e5);
  --wrong: light-dark(#b3123c, #ff9aae);
  --wrong-wash: light-dark(#fff0f3, #331720);
  --test: light-dark(#7a4100, #ffd08a);
  --test-wash: light-dark(#fff3dd, #33260f);
}
* { box-sizing: border-box; }
body { display: flex; flex-direction: column; min-height: 100vh; margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .25rem; }
.test { margin: 0; padding: .5rem 1rem; background: var(--test-wash); color: var(--test); text-align: center; }
.sides { display: grid; flex: 1; align-content: start; }
.summary { background: var(--wash); padding: 2rem 1.25rem; }
.pay { padding: 2rem 1.25rem; }
.summary > *, .pay > * { max-width: 26rem; margin-inline: auto; }
@media (min-width: 56rem) {
  .sides { grid-template-columns: 1fr 1fr; align-content: stretch; }
  .summary, .pay { padding-block: 4rem; }
  .summary > * { margin-inline: auto 2rem; }
  .pay > * { margin-inline: 2rem auto; }
}
.alone { width: 100%; max-width: 32rem; margin: 0 auto; padding: 3rem 1.25rem; }
.total { margin-block: .25rem 1.5rem; font-size: 2.25rem; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
h1 { margin-block: 1.5rem 0; font-size: 1.05rem; font-weight: 500; color: var(--quiet); }
h2 { margin-block: 0 1rem; font-size: 1.15rem; }
.alone h1, .wide h1 { margin-block: 0 1rem; font-size: 1.5rem; font-weight: 650; color: var(--ink); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem 0; text-align: start; vertical-align: top; font-weight: 400; }
td:last-child:not(.what) { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; padding-inline-start: 1rem; }
tfoot tr:last-child > * { border-block-start: 1px solid var(--line); font-weight: 650; }
.each { display: block; color: var(--quiet); font-size: .9rem; }
.methods { display: flex; gap: .5rem; margin-block-end: 1.5rem; padding: 0; list-style: none; }
.methods a { display: block; padding: .6rem 1rem; border: 1px solid var(--line); border-radius: .5rem; color: var(--ink); text-decoration: none; }
.methods a[aria-current] { border: 2px solid var(--accent); padding: calc(.6rem - 1px) calc(1rem - 1px); font-weight: 600; }
.field { margin-block-end: 1rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; align-items: start; }
label { display: block; margin-block-end: .25rem; font-size: .95rem; font-weight: 550; }
input { width: 100%; padding: .7rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); color: var(--ink); font: inherit; }
input[aria-invalid="true"] { border: 2px solid var(--wrong); padding: calc(.7rem - 1px) calc(.75rem - 1px); }
.wrong { margin: .25rem 0 0; color: var(--wrong); font-size: .95rem; }
.refused { padding: .75rem 1rem; border-radius: .5rem; background: var(--wrong-wash); color: var(--wrong); }
button, .button { display: inline-block; width: 100%; padding: .85rem 1rem; border: 2px solid var(--button); border-radius: .5rem; background: var(--button); color: #fff; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; }
button.second { margin-block-start: .75rem; background: transparent; color: var(--accent); border-color: var(--accent); }
details { margin-block-start: 2rem; color: var(--quiet); font-size: .95rem; }
summary { cursor: pointer; padding-block: .5rem; }
code { font: .95em ui-monospace, SFMono-Regular, Menlo, monospace; color: var(--ink); white-space: nowrap; }
td.what { padding-inline-start: 1rem; }
.wide { width: 100%; max-width: 70rem; margin: 0 auto; padding: 2rem 1.25rem; }
.scroll { overflow-x: auto; }
.wide h2 { margin-block-start: 2.5rem; }
.wide th { color: var(--quiet); font-size: .9rem; }
.wide th, .wide td, .wide td:last-child:not(.what) { padding-inline: 0 1.5rem; border-block-end: 1px solid var(--wash); white-space: nowrap; text-align: start; }
`;

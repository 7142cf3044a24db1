/**
 * The page's looks: the colours of the reader's system, one column, wide tables that scroll by themselves. Colours have a
 * contrast of at least 4.5 to 1 on their ground, in the dark too.
 */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--soft:#f3f4f6;--line:#d5d8de;--text:#16181d;--dim:#565d69;--bad:#b3161b;--good:#0b6b34;--wait:#855300;--before:#8d94a1;--now:#083d7d}
@media screen and (prefers-color-scheme:dark){:root{--ground:#101216;--soft:#1a1d23;--line:#353a44;--text:#e9ebef;--dim:#a3abb8;--bad:#ff8a85;--good:#6fd391;--wait:#f2bb58;--before:#5f6673;--now:#8cc4ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:1rem 1rem 3rem;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{margin:0;font-size:1.8rem;line-height:1.3}
h2{margin:2.2rem 0 .6rem;padding-top:.7rem;border-top:1px solid var(--line);font-size:1.15rem}
p,ul{margin:.3rem 0}
ul{padding-left:1.2rem}
code{font-size:.9em}
a{margin-right:1.2rem;color:inherit}
.bad{color:var(--bad)}.good{color:var(--good)}.wait{color:var(--wait)}.dim,dt,caption,thead th{color:var(--dim)}
dd{margin:0}
.three{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.7rem}
.three div{padding:.7rem .9rem;background:var(--soft);border-left:.3rem solid;border-radius:.3rem}
.three dd{font-size:1.2rem;font-weight:600}
.three dd+dd{font-size:1rem;font-weight:400;color:var(--text)}
.facts{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.2rem 1rem}
.wide{margin:.5rem 0 1rem;overflow-x:auto}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{text-align:left}
caption span{display:block;max-width:calc(100vw - 2rem)}
thead th{overflow-wrap:normal}th,td{padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400}
td{min-width:6rem;overflow-wrap:break-word}td.number{min-width:0}
tbody th{min-width:9rem}
.number{text-align:right;white-space:nowrap}
svg.bar{display:block;width:100%;min-width:6rem;height:1.2rem;margin-top:.15rem;fill:currentColor;opacity:.9}
svg.bar:not(.bad){color:var(--dim)}
.bar line{stroke:var(--text);stroke-width:2;vector-effect:non-scaling-stroke}
h3{margin:0;font-size:1rem;line-height:1.4}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(18rem,100%),1fr));gap:1rem;margin:.6rem 0 1.2rem}
article{min-width:0;padding:.7rem .9rem;border:1px solid var(--line);border-radius:.3rem;font-size:.85rem}
@media screen{.many article{content-visibility:auto;contain-intrinsic-size:auto 27rem}}
article.drifted{grid-column:1/-1;border-left:.3rem solid var(--bad);font-size:.95rem}
@media(min-width:48rem){article.drifted .chart text{font-size:7px}article.drifted .both{display:grid;grid-template-columns:3fr 2fr;gap:0 1.5rem}}
.chart{display:block;width:100%;height:auto;max-height:20rem;overflow:visible}
.chart text{fill:var(--dim);font:10px system-ui,sans-serif;text-anchor:middle}.chart .end{text-anchor:end}.chart .start{text-anchor:start}
.chart line{stroke:var(--line);vector-effect:non-scaling-stroke}
.pair{display:block;width:100%;min-width:3rem;height:1.35em}
.before{fill:var(--before)}
.now{fill:none;stroke:var(--now);stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round;vector-effect:non-scaling-stroke}
.then{fill:none;stroke:var(--before);stroke-width:5;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.chart .start{text-anchor:start}.limit,.moment{stroke:var(--text)!important;stroke-dasharray:5 4}.moment{stroke-dasharray:2 3}.point{fill:var(--now)}.chart .interval{stroke:var(--now);stroke-width:1.5}.incident{fill:var(--bad)}.known-bad{fill:var(--wait);fill-opacity:.2;stroke:var(--wait);stroke-dasharray:1 2;vector-effect:non-scaling-stroke}
.wide-chart{max-width:54rem;max-height:none}strong a{margin:0}
section h3{margin-top:.8rem}article h3{margin-top:0}
.strip a{display:block;margin:0;width:100%;height:100%}
.legend svg{display:inline-block;width:1.8em;height:.9em}
.small{position:relative;width:100%;margin:.3rem 0;overflow-wrap:normal}.small th,.small td{min-width:0;padding:.12rem 0 .12rem .6rem}
.small tr>:first-child{padding-left:0}.small td{text-align:right}.small tbody th{min-width:4rem}.small:has(.pair) tbody th{overflow-wrap:anywhere}.small thead th:nth-child(n+2){text-align:right}
.small caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.small td:has(svg){width:35%}.small:has(.pair) th:nth-child(2){text-align:left!important}.gap{fill:var(--ground)}
article .facts{display:grid;grid-template-columns:auto 1fr;gap:0 .8rem;margin:.3rem 0}article .facts dd{margin:0}
main>section>.cards{align-items:start}
.heat{display:inline-block;padding:.1rem .4rem;border-radius:.2rem}.h1{background:color-mix(in srgb,var(--before) 10%,transparent)}.h2{background:color-mix(in srgb,var(--before) 20%,transparent)}.h3{background:color-mix(in srgb,var(--before) 30%,transparent)}.h4{background:color-mix(in srgb,var(--before) 40%,transparent)}.h5{background:color-mix(in srgb,var(--before) 50%,transparent)}.h6{background:color-mix(in srgb,var(--before) 60%,transparent)}.h7{background:color-mix(in srgb,var(--before) 70%,transparent)}.h8{background:color-mix(in srgb,var(--before) 80%,transparent)}.h9{background:color-mix(in srgb,var(--before) 90%,transparent)}.h10{background:color-mix(in srgb,var(--before) 100%,transparent)}
details{overflow-x:auto}summary{cursor:pointer;color:var(--dim)}
.strip{display:flex;flex-wrap:wrap;align-items:flex-end;gap:.25rem .2rem;margin:0;padding:0;list-style:none}
.strip li{width:1.05rem;height:.9rem;border:1px solid var(--line);border-radius:.15rem;overflow:hidden;font-size:1px}
.strip .bad{height:1.7rem;background:var(--bad)}.strip .good{background:var(--good)}.strip .unknown{color:var(--ground)}
.strip .now,.strip :target{outline:2px solid var(--text);outline-offset:1px}
@media(max-width:30rem){.wide-chart text{font-size:18px}.facts{display:block}.facts dd{margin-bottom:.5rem}
.wide table{font-size:.85rem}.wide th,.wide td{padding-right:.5rem}.wide td{min-width:3.5rem}.wide td.number{min-width:0;white-space:normal}.wide tbody th{min-width:5.5rem}.wide svg.bar{min-width:3rem}.wide small{font-size:.75rem}}
@media print{*{print-color-adjust:exact}td,tbody th,svg.bar{min-width:0}th,td{overflow-wrap:anywhere}.small th,.small td{overflow-wrap:break-word}.number{white-space:normal}body{padding:0;font-size:10pt}.wide{overflow:visible}h2{break-after:avoid}tr,article{break-inside:avoid}}
`;

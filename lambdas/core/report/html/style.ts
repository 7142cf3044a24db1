/**
 * The page's looks: the colours of the reader's system, one column, wide tables that scroll by themselves. Colours have a
 * contrast of at least 4.5 to 1 on their ground, in the dark too.
 */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--soft:#f3f4f6;--line:#d5d8de;--text:#16181d;--dim:#565d69;--bad:#b3161b;--good:#0b6b34;--wait:#855300}
@media screen and (prefers-color-scheme:dark){:root{--ground:#101216;--soft:#1a1d23;--line:#353a44;--text:#e9ebef;--dim:#a3abb8;--bad:#ff8a85;--good:#6fd391;--wait:#f2bb58}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:62rem;padding:1rem 1rem 3rem;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
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
th,td{padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400}
td{min-width:6rem;overflow-wrap:break-word}td.number{min-width:0}
tbody th{min-width:9rem}
.number{text-align:right;white-space:nowrap}
svg{display:block;width:100%;min-width:6rem;height:1.2rem;margin-top:.15rem;fill:currentColor;opacity:.9}
svg:not(.bad){color:var(--dim)}
line{stroke:var(--text);stroke-width:2;vector-effect:non-scaling-stroke}
.strip{display:flex;flex-wrap:wrap;align-items:flex-end;gap:.25rem .2rem;margin:0;padding:0;list-style:none}
.strip li{width:1.05rem;height:.9rem;border:1px solid var(--line);border-radius:.15rem;overflow:hidden;font-size:1px}
.strip .bad{height:1.7rem;background:var(--bad)}.strip .good{background:var(--good)}.strip .unknown{color:var(--ground)}
.strip .now{outline:2px solid var(--text);outline-offset:1px}
@media(max-width:30rem){.facts{display:block}.facts dd{margin-bottom:.5rem}}
@media print{*{print-color-adjust:exact}body{padding:0;font-size:10pt}.wide{overflow:visible}h2{break-after:avoid}tr{break-inside:avoid}}
`;

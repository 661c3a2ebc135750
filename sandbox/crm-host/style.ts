import { verbatim } from './html'

/** The CRM's own look: navy, so that nobody takes its pages for the framed ones. */
export const style = verbatim(`<style>
:root{--ink:#17202b;--soft:#5b6876;--line:#dfe5ea;--paper:#fff;--ground:#f3f5f7;--navy:#14253d;--navy-2:#22395a;--accent:#1857c4;--warn:#8a5200;--warn-bg:#fff4df;--bad:#a82119;--bad-bg:#fdeceb}
*{box-sizing:border-box}
body{margin:0;font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--ground);display:grid;grid-template-columns:208px 1fr;min-height:100vh}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
aside{background:var(--navy);color:#c9d5e5;padding:18px 12px;display:flex;flex-direction:column;gap:2px}
aside .brand{color:#fff;font-weight:700;font-size:15px;padding:0 10px 14px;letter-spacing:-.01em}
aside .brand small{display:block;font-weight:400;color:#9fb2cb;font-size:12px}
aside a{color:inherit;padding:8px 10px;border-radius:7px}aside a:hover{background:var(--navy-2);text-decoration:none}
aside a[aria-current]{background:var(--navy-2);color:#fff;font-weight:600}aside hr{border:0;border-top:1px solid var(--navy-2);margin:10px}
main{padding:22px 26px 40px;min-width:0}main.wide{padding:0;display:flex;flex-direction:column}
h1{font-size:20px;margin:0;letter-spacing:-.01em}h2{font-size:15px;margin:26px 0 8px}p{margin:6px 0}
.top{display:flex;gap:12px;align-items:center;justify-content:space-between;flex-wrap:wrap;margin-bottom:16px}
.card{background:var(--paper);border:1px solid var(--line);border-radius:10px;overflow-x:auto}.pad{padding:16px 18px}
table{width:100%;border-collapse:collapse}th{text-align:left;color:var(--soft);font-weight:500;font-size:12.5px}
th,td{padding:9px 14px;border-bottom:1px solid var(--line);vertical-align:top}tr:last-child td{border-bottom:0}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
tr.gone td{color:#8b97a3;text-decoration:line-through}
.tag{display:inline-block;border-radius:99px;padding:1px 9px;font-size:12px;font-weight:600;background:var(--ground);color:var(--soft);border:1px solid var(--line)}
.tag.lock{background:var(--warn-bg);color:var(--warn);border-color:transparent}
.note{border-radius:8px;padding:10px 14px;margin-bottom:14px;background:var(--warn-bg);color:var(--warn)}.note.bad{background:var(--bad-bg);color:var(--bad)}
button,.button{font:inherit;font-weight:600;border:1px solid #b6c2ce;background:var(--paper);color:var(--ink);border-radius:7px;padding:6px 12px;cursor:pointer;display:inline-block;min-height:34px}
button.main,.button.main{background:var(--accent);border-color:var(--accent);color:#fff}button.bad{color:var(--bad)}button:disabled{opacity:.5;cursor:not-allowed}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
form.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:12px 16px}
label{display:block;font-size:12.5px;color:var(--soft)}input,select,textarea{font:inherit;width:100%;padding:7px 9px;border:1px solid #b6c2ce;border-radius:7px;background:var(--paper);color:var(--ink);margin-top:3px}
input:disabled,select:disabled,textarea:disabled{background:var(--ground);color:var(--soft)}
.row{display:flex;gap:8px;align-items:center;flex-wrap:wrap}.row form{display:inline}.tabs{display:flex;gap:4px;flex-wrap:wrap;margin-bottom:12px}.tabs a{padding:6px 11px;border-radius:7px;color:var(--soft)}.tabs a[aria-current]{background:var(--paper);border:1px solid var(--line);color:var(--ink);font-weight:600}
dl{display:grid;grid-template-columns:150px 1fr;gap:4px 14px;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.bar{background:var(--paper);border-bottom:1px solid var(--line);padding:10px 18px;display:flex;gap:14px;align-items:center;justify-content:space-between;flex-wrap:wrap}
.bar select{width:auto;margin:0}.bar label{display:inline-flex;gap:6px;align-items:center}
iframe{border:0;width:100%;flex:1;min-height:calc(100vh - 60px);background:var(--paper)}
iframe.letter{min-height:420px;border:1px solid var(--line);background:#fff}pre{white-space:pre-wrap}
details{font-size:13px}details summary{cursor:pointer;color:var(--accent)}code{background:var(--ground);padding:1px 6px;border-radius:5px;user-select:all}
@media(max-width:760px){body{display:block}aside{flex-direction:row;flex-wrap:wrap;padding:10px}aside .brand{width:100%;padding:2px 8px 6px}aside hr{display:none}main{padding:16px 14px 30px}dl{grid-template-columns:1fr}}
</style>`)

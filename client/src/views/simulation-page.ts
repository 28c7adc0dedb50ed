/** Inside the page of a simulation; its script is client/webview/simulation.ts. */
export const simulationPage = `<header>
<h1 id="title">Simulated Bans</h1>
<div id="tools" role="toolbar" aria-label="Report">
<button id="jails">Jails…</button>
<span>Export as</span>
<button id="html">HTML…</button>
<button id="markdown">Markdown…</button>
<button id="csv">CSV…</button>
<button id="json">JSON…</button>
</div>
</header>
<p id="status" role="status"></p>
<main id="report">
<dl id="summary"></dl>
<section id="restarts" aria-labelledby="restartsTitle" hidden>
<h2 id="restartsTitle">Restarts of the server</h2>
<p>What if the server was restarted meanwhile: which bans come back, and what it forgets.</p>
<div id="restartTools">
<label for="restart">Restart at</label>
<input type="text" id="restart" spellcheck="false" autocomplete="off" aria-describedby="restartProblem">
<button id="addRestart">Restart</button>
<ul id="restartList"></ul>
</div>
<p id="restartProblem" role="alert"></p>
<p id="restartNote" hidden>The lens above the jail and the marks in the log know of no restart.</p>
</section>
<section id="trial" aria-labelledby="trialTitle" hidden>
<h2 id="trialTitle">What if</h2>
<p>The same log with other settings. The jail's own stand in bold; a click on a cell takes its settings.</p>
<div id="triedTools" hidden>
<label for="tried">Jail</label><select id="tried"></select>
<span>The other jails stay as they are; the figures are those of all together.</span>
</div>
<div id="sliders">
<label for="maxretry">maxretry</label><input type="range" id="maxretry" min="0" step="1"><output id="maxretryValue"></output>
<label for="findtime">findtime</label><input type="range" id="findtime" min="0" step="1"><output id="findtimeValue"></output>
<label for="bantime">bantime</label><input type="range" id="bantime" min="0" step="1"><output id="bantimeValue"></output>
</div>
<p id="result" role="status"></p>
<div class="table"><table id="grid"></table></div>
</section>
<div id="charts"></div>
<div id="tables"></div>
<section id="remarks" aria-labelledby="remarksTitle" hidden>
<h2 id="remarksTitle">Notes</h2>
<ul id="notes"></ul>
</section>
</main>`;

/** Inside the page of the diagram; its script is client/webview/diagram.ts. */
export const diagramPage = `<div id="tools" role="toolbar" aria-label="Diagram">
<button id="smaller" title="Smaller (-)" aria-label="Smaller">−</button>
<span id="level" aria-live="polite">100 %</span>
<button id="larger" title="Larger (+)" aria-label="Larger">+</button>
<button id="fit" title="As wide as the page">Fit</button>
<label><input type="checkbox" id="variables" checked> Variables in full</label>
<label><input type="checkbox" id="part"> Only the part at the cursor</label>
<button id="export">Export as SVG…</button>
</div>
<p id="message" role="status" hidden></p>
<main id="picture" aria-label="Railroad diagram of the regex"></main>`;

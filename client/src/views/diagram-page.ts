/** Addresses of what the page loads; from `source` it may be loaded. */
export interface DiagramPage {
  readonly source: string;
  readonly script: string;
  readonly style: string;
}

/** The page of the diagram: no script and no style of its own, nothing that comes from a file. The picture is sent to it. */
export function diagramPage({ source, script, style }: DiagramPage): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${source}; script-src ${source}">
<title>Regex Diagram</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<div id="tools" role="toolbar" aria-label="Diagram">
<button id="smaller" title="Smaller (-)" aria-label="Smaller">−</button>
<span id="level" aria-live="polite">100 %</span>
<button id="larger" title="Larger (+)" aria-label="Larger">+</button>
<button id="fit" title="As wide as the page">Fit</button>
<label><input type="checkbox" id="variables" checked> Variables in full</label>
<label><input type="checkbox" id="part"> Only the part at the cursor</label>
<button id="export">Export as SVG…</button>
</div>
<p id="message" role="status" hidden></p>
<main id="picture" aria-label="Railroad diagram of the regex"></main>
<script src="${script}"></script>
</body>
</html>
`;
}

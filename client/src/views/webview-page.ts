/** Addresses of what a page loads; from `source` it may be loaded. */
export interface PageAddresses {
  readonly source: string;
  readonly script: string;
  readonly styles: readonly string[];
}

/** A page with no script and no style of its own, and nothing in it that comes from a file: what it shows is sent to it. */
export function webviewPage(title: string, body: string, { source, script, styles }: PageAddresses): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${source}; script-src ${source}">
<title>${title}</title>
${styles.map((style) => `<link rel="stylesheet" href="${style}">`).join('\n')}
</head>
<body>
${body}
<script src="${script}"></script>
</body>
</html>
`;
}

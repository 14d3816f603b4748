/** The traffic panel's page without its numbers, which its script puts in. Pure. */
import { escapeMarkup } from '../../lab/markup';

export function trafficBody(title: string): string {
  return `<main>
<h1>${escapeMarkup(title)}</h1>
<p id="status" class="dim" role="status"></p>
<div class="controls">
<button type="button" id="run">Pause</button>
<button type="button" id="stop" class="secondary">Stop</button>
<label>Requests a second <input id="rate" type="range" min="1" max="200" value="10"><output id="rate-value" for="rate">10</output></label>
<label>Ask <select id="target"></select></label>
<label>Show by <select id="by"><option value="server">web server</option><option value="balancer">load balancer</option></select></label>
</div>
<svg id="chart" viewBox="0 0 600 202" role="img" aria-label="Answers and failures of each second of the last minute; the table says who answered how often"></svg>
<p class="dim">Grey behind a second: the probe itself stood still, as its machine was busy. What is missing there says nothing about the lab.</p>
<table>
<caption class="dim">The last minute</caption>
<thead><tr><th scope="col">Answered by</th><th scope="col">Requests</th><th scope="col">Share</th></tr></thead>
<tbody id="counts"></tbody>
</table>
<table>
<caption class="dim">Time to the whole answer</caption>
<thead><tr><th scope="col">Half of them within</th><th scope="col">95 of 100 within</th><th scope="col">The slowest</th></tr></thead>
<tbody><tr><td id="p50">–</td><td id="p95">–</td><td id="max">–</td></tr></tbody>
</table>
</main>`;
}

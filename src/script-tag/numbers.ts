/**
 * numbers.js: a worker that writes one number and one date, and ends. The first of each loads tables of the browser, which all threads of a page
 * share: a page that does it itself stands still for 10 ms and more, on a slow phone for 50 (docs/measurements.md#lighthouse).
 */
;(0).toLocaleString()
new Date().toLocaleDateString()
close()

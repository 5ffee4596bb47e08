/**
 * The report of a run as a page for a browser.
 *
 * <p>Start with {@link dev.nightshift.report.HtmlReport}:
 *
 * <pre>{@code
 * HtmlReport.of(run.await().report()).writeTo(reports);
 * }</pre>
 *
 * <p>Pages are immutable and safe for concurrent use.
 */
package dev.nightshift.report;

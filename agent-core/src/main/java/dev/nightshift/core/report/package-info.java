/**
 * What the human reads when coming back: the report of a run as a value, as Markdown and as JSON.
 *
 * <p>Start with {@link dev.nightshift.core.report.RunReport}:
 *
 * <pre>{@code
 * RunReport report = run.await().report();
 * report.writeTo(reports);
 * }</pre>
 *
 * <p>Reports are immutable and safe for concurrent use.
 */
package dev.nightshift.core.report;

/**
 * How a page is put together: what a template may ask, the templates themselves, which become
 * classes of this package, and the one way by which foreign text gets into a page. Not exported; it
 * can change at any time.
 *
 * <p>Start with {@link dev.nightshift.report.internal.Pages}.
 */
package dev.nightshift.report.internal;

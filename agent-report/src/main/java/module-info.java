import org.jspecify.annotations.NullMarked;

/**
 * The report of a run, and of many, as a page for a browser that needs no script and asks nobody
 * for anything.
 *
 * <p>Start with {@link dev.nightshift.report.HtmlReport}.
 */
@NullMarked
module dev.nightshift.report {
  requires transitive dev.nightshift.core;
  requires gg.jte.runtime;
  requires io.github.javadiffutils;
  requires static java.compiler;
  requires static org.jspecify;

  exports dev.nightshift.report;
}

package dev.nightshift.report.internal;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.RecordedRun;
import java.util.List;
import java.util.Set;

/** The pages, whole. */
public final class Pages {
  private Pages() {}

  /**
   * Returns the page of a run's report.
   *
   * @param report the report
   * @return a whole HTML document
   */
  public static String report(RunReport report) {
    VisibleHtml page = new VisibleHtml();
    JtereportGenerated.render(page, null, ReportPage.of(report));
    return page.toString();
  }

  /**
   * Returns the page of many runs.
   *
   * @param runs as they are
   * @param linked those whose report lies in a directory beside the page
   * @return a whole HTML document
   */
  public static String index(List<RecordedRun> runs, Set<RunId> linked) {
    VisibleHtml page = new VisibleHtml();
    JteindexGenerated.render(page, null, IndexPage.of(runs, linked));
    return page.toString();
  }
}

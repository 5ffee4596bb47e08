package dev.nightshift.report.internal;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RunConversation;
import java.util.List;
import java.util.Set;

/** The pages, whole. */
public final class Pages {
  private Pages() {}

  /**
   * Returns the page of a run's report.
   *
   * @param report the report
   * @param conversations what was said in the run; empty if that is not known
   * @return a whole HTML document
   */
  public static String report(RunReport report, List<RunConversation> conversations) {
    VisibleHtml page = new VisibleHtml();
    JtereportGenerated.render(page, null, ReportPage.of(report, conversations));
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

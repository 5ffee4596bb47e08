package dev.nightshift.report;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.RunConversation;
import dev.nightshift.report.internal.PageFile;
import dev.nightshift.report.internal.Pages;
import java.nio.file.Path;
import java.util.List;

/**
 * A run's report as one page for a browser: the same facts as {@code report.md} and {@code
 * report.json}, with the change side by side.
 *
 * <p>The page holds all it shows. It has no script, asks nobody for anything, and says so to the
 * browser by a content security policy. Foreign text (of models, of the repository, of the host)
 * stands in it escaped for its place, with {@code U+202E} and all else that is not seen written
 * out, and cut where it is long; what was cut is said.
 *
 * <p><b>Shape:</b> HTML 5 in UTF-8, LF line ends, at most some megabytes. The same report gives the
 * same page, byte for byte. <b>Threads:</b> immutable. <b>Source:</b>
 * docs/decisions/046-a-page-without-a-script.
 */
public final class HtmlReport {
  /** The name of the file that {@link #writeTo} writes. */
  public static final String FILE = "report.html";

  private final RunReport report;
  private final List<RunConversation> conversations;

  private HtmlReport(RunReport report, List<RunConversation> conversations) {
    this.report = report;
    this.conversations = conversations;
  }

  /**
   * Makes the page of a report.
   *
   * @param report of a run that ended, also one that was told again by {@code Nightshift.replay}
   * @return the page
   */
  public static HtmlReport of(RunReport report) {
    return new HtmlReport(Require.nonNull(report, "report"), List.of());
  }

  /**
   * Adds what the agents and their models said to each other, folded away behind all else. Of each
   * text the first and last thousands of characters stand there, of each conversation the first and
   * last turns; what is left out is said.
   *
   * @param conversations of the same run, from {@code StateDirectory.conversations}
   * @return a copy
   */
  public HtmlReport withConversations(List<RunConversation> conversations) {
    return new HtmlReport(report, Require.elements(conversations, "conversations"));
  }

  /**
   * Returns the page.
   *
   * @return a whole HTML document
   */
  public String html() {
    return Pages.report(report, conversations);
  }

  /**
   * Writes {@link #FILE} beside {@code report.md}, replacing an older one; it is whole at any time.
   *
   * @param directory made if missing
   * @throws dev.nightshift.core.base.WorkspaceException if it cannot be written
   */
  public void writeTo(Path directory) {
    PageFile.write(html(), Require.nonNull(directory, "directory").resolve(FILE));
  }

  @Override
  public String toString() {
    return "HtmlReport[" + report.runId() + "]";
  }
}

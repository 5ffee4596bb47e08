package dev.nightshift.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.RunCourse;
import dev.nightshift.core.report.RunEvidence;
import dev.nightshift.core.report.RunPlace;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.report.RunSpend;
import dev.nightshift.core.report.RunWork;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class PagesTest {
  private final Document page = Jsoup.parse(Pages.report(SampleReports.with("words")));

  @Test
  void allowsNothingButItsOwnStyle() {
    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .startsWith("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    assertThat(page.select("[src], script, link[rel=stylesheet]")).isEmpty();
    assertThat(page.select("style").html()).doesNotContain("url(", "@import");
  }

  @Test
  void headingsSkipNoLevel() {
    int level = 0;
    for (Element heading : page.select("h1, h2, h3, h4, h5, h6")) {
      int next = heading.normalName().charAt(1) - '0';
      assertThat(next).as(heading.text()).isLessThanOrEqualTo(level + 1);
      level = next;
    }
    assertThat(page.select("h1")).hasSize(1);
  }

  @Test
  void aReaderOfTheScreenFindsItsWay() {
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("header, nav, main, footer")).hasSize(4);
    Element first = page.select("a, button, summary, [tabindex=0]").first();
    assertThat(first).isNotNull();
    assertThat(first.attr("href")).isEqualTo("#main");
    assertThat(page.select("section").stream().allMatch(part -> part.hasAttr("aria-labelledby")))
        .isTrue();
    assertThat(page.select("th:not([scope])")).isEmpty();
    assertThat(page.select("table:not(:has(caption))")).isEmpty();
    assertThat(page.select("svg[role=img] > title, svg[role=img] > desc")).hasSize(2);
  }

  @Test
  void eachLinkInThePageLeadsSomewhereInIt() {
    List<String> ids = page.select("[id]").eachAttr("id");

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(page.select("a[href^=#]").eachAttr("href"))
        .isNotEmpty()
        .allSatisfy(link -> assertThat(ids).contains(link.substring(1)));
    assertThat(page.select("[aria-labelledby]").eachAttr("aria-labelledby"))
        .allSatisfy(names -> assertThat(ids).contains(names.split(" ")));
  }

  @Test
  void tellsTheFactsOfTheReport() {
    assertThat(page.select(".facts").text())
        .contains("1 of 3 met", "1 of 1 passed", "4 ran, 0 failed", "$1.0000 of at most $2.0000");
    assertThat(page.select("#spend").text())
        .contains("would have cost $1.2000: 16.7 % was saved", "$2.5000: 60.0 % was saved");
    assertThat(page.select("#tests .unknown").text()).contains("names of the tests that passed");
    assertThat(page.select("#tests").text()).contains("Failed for an earlier candidate");
    assertThat(page.select("#chart-text").text()).contains("This run: $1.0000");
    assertThat(page.select("#take pre").text())
        .contains("git revert -m 1 " + "3".repeat(40), "git worktree add --detach ../check-run-1");
  }

  @Test
  void theSameReportGivesTheSamePage() {
    assertThat(Pages.report(SampleReports.with("words")))
        .isEqualTo(Pages.report(SampleReports.with("words")));
  }

  @Test
  void aRunThatDidNothingHasAPage() {
    RunReport report =
        new RunReport(
            RunId.of("run-2"),
            Task.builder("Fix it").build(),
            new RunReport.Ending(
                RunReport.Outcome.FAILED, EndReason.INTERRUPTED, "", RunReport.DeliveryKind.NONE),
            RunPlace.none(),
            new RunCourse(Instant.EPOCH, Duration.ZERO, Duration.ZERO, 0, "bubblewrap"),
            RunEvidence.none(),
            RunWork.none(),
            RunSpend.none());

    Document empty = Jsoup.parse(Pages.report(report));

    assertThat(empty.select("main").text())
        .contains("There is nothing to take.", "Nothing is changed.", "The task has none.")
        .doesNotContain("null");
    assertThat(empty.select("#eyes ul")).isEmpty();
    assertThat(empty.select("svg rect")).isEmpty();
  }
}

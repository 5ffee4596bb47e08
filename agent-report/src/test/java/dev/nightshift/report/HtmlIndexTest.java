package dev.nightshift.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlIndexTest {
  private static final String HOSTILE = "<script>alert(1)</script>\u202e\"'";

  @TempDir private Path reports;

  private final List<RecordedRun> runs =
      List.of(
          run("run-1", "cheap", "0.10", 5, EndReason.MERGED),
          run("run-2", HOSTILE, "0.90", 1, EndReason.GATE_FAILED),
          run("run-3", "open", "0.50", 9, null));

  @Test
  void eachOrderHasEachRunOnce() {
    Document page = Jsoup.parse(HtmlIndex.of(reports, runs).html());

    assertThat(titles(page, "begun")).containsExactly("cheap", shown(), "open");
    assertThat(titles(page, "cost")).containsExactly(shown(), "open", "cheap");
    assertThat(titles(page, "time")).containsExactly("open", "cheap", shown());
    assertThat(titles(page, "end")).hasSize(3);
    assertThat(page.select("input[checked]").eachAttr("id")).containsExactly("by-begun");
    assertThat(page.select("script")).isEmpty();
  }

  @Test
  void saysWhatAllCostSoFar() {
    Document page = Jsoup.parse(HtmlIndex.of(reports, runs).html());

    assertThat(page.select(".facts dd").stream().map(Element::ownText))
        .containsExactly("3", "1", "$1.5000");
    assertThat(page.select(".facts small").eachText()).contains("2 ended");
  }

  @Test
  void linksTheReportsThatAreThere() throws Exception {
    Files.createFile(Files.createDirectory(reports.resolve("run-1")).resolve(HtmlReport.FILE));

    HtmlIndex.of(reports, runs).write();

    Document page = Jsoup.parse(Files.readString(reports.resolve("index.html")));
    assertThat(page.select("#order-cost a").eachAttr("href")).containsExactly("run-1/report.html");
  }

  @Test
  void aDamagedRunHasItsRow() {
    RecordedRun damaged =
        new RecordedRun(
            RunId.of("run-9"),
            RecordedRun.Status.DAMAGED,
            null,
            RecordedRun.Progress.unknown(),
            new RecordedRun.End(null, "line 3", "look at it"));

    Document page = Jsoup.parse(HtmlIndex.of(reports, List.of(damaged)).html());

    assertThat(page.select("#order-begun tbody").text()).contains("damaged", "look at it");
  }

  @Test
  void noRunsArePageEnough() {
    assertThat(Jsoup.parse(HtmlIndex.of(reports, List.of()).html()).select("main").text())
        .contains("No run was begun here.");
  }

  private static String shown() {
    return "<script>alert(1)</script>\u27e6U+202E\u27e7\"'";
  }

  private static List<String> titles(Document page, String order) {
    return page.select("#order-" + order + " tbody th").stream().map(Element::ownText).toList();
  }

  private static RecordedRun run(
      String id, String title, String cost, int minutes, @Nullable EndReason reason) {
    RoleSpend spent = new RoleSpend(Money.usd(cost), 1, TokenUsage.of(1, 1));
    return new RecordedRun(
        RunId.of(id),
        reason == null ? RecordedRun.Status.AT_WORK : RecordedRun.Status.ENDED,
        new RecordedRun.Origin(Task.builder(title).build(), "", Instant.EPOCH),
        new RecordedRun.Progress(
            RunState.IMPLEMENTING,
            "nightshift/" + id,
            Duration.ofMinutes(minutes),
            new SpendView(List.of(), spent, Money.zero(), Money.zero(), Map.of())),
        new RecordedRun.End(reason, "", ""));
  }
}

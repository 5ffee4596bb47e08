package dev.nightshift.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.report.RunCourse;
import dev.nightshift.core.report.RunEvidence;
import dev.nightshift.core.report.RunPlace;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.report.RunSpend;
import dev.nightshift.core.report.RunWork;
import dev.nightshift.core.run.RunConversation;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class PagesTest {
  private final Document page = Jsoup.parse(SampleReports.page("words"));

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
    assertThat(SampleReports.page("words")).isEqualTo(SampleReports.page("words"));
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

    Document empty = Jsoup.parse(Pages.report(report, List.of()));

    assertThat(empty.select("main").text())
        .contains("There is nothing to take.", "Nothing is changed.", "The task has none.")
        .doesNotContain("null");
    assertThat(empty.select("#eyes ul")).isEmpty();
    assertThat(empty.select("svg rect")).isEmpty();
  }

  @Test
  void whatWasSaidIsFoldedAndToldInItsOrder() {
    Document said = Jsoup.parse(Pages.report(SampleReports.with("a"), SampleReports.said("words")));

    assertThat(said.select("#talks details[open]")).isEmpty();
    assertThat(said.select("#talks summary").eachText())
        .containsExactly(
            "implementer, main: 2 answers", "reviewer, main#2, in fork left: 1 answer");
    Element first = said.select("#talks details").get(0);
    assertThat(first.select("h3").eachText())
        .containsExactly(
            "1. Nightshift", "2. fake:writer", "3. Nightshift", "4. fake:writer", "5. Nightshift");
    assertThat(first.select("figcaption").eachText())
        .containsExactly(
            "System text, sent with each turn",
            "text",
            "thought",
            "text",
            "calls words",
            "other",
            "a call gave",
            "text",
            "a call failed");
  }

  @Test
  void aPageWithoutConversationsSaysNothingOfThem() {
    assertThat(Pages.report(SampleReports.with("a"), List.of()))
        .doesNotContain("id=\"talks\"")
        .contains("Prompts and replies are not part of this page");
  }

  @Test
  void longConversationsKeepTheirEndsAndSayWhatIsLeftOut() {
    ModelId model = new ModelId("fake", "writer");
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      turns.add(UserTurn.text("question " + i));
      turns.add(AssistantTurn.text(model, "answer " + i));
    }
    turns.add(UserTurn.text("b" + "x".repeat(2_998) + "\ud83d\ude00" + "y".repeat(20_000) + "e"));
    RunConversation said = new RunConversation("", AgentRole.IMPLEMENTER, "main", "", turns);

    Document page = Jsoup.parse(Pages.report(SampleReports.with("a"), List.of(said)));

    List<String> heads = page.select("#talks h3").eachText();
    assertThat(heads).hasSize(120).startsWith("1. Nightshift").endsWith("401. Nightshift");
    assertThat(page.select("#talks p.soft").eachText())
        .contains("281 turns are left out here; the records of the run have all.");
    assertThat(page.select("#talks pre").last().wholeText())
        .startsWith("bx")
        .contains("x\n[.. 17,003 characters are left out; the records of the run have them ..]\ny")
        .endsWith("ye")
        .doesNotContain("\ud83d");
  }
}

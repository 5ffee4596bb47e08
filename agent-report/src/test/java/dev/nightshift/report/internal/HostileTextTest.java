package dev.nightshift.report.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.report.RunReport.DeliveryKind;
import dev.nightshift.core.tree.ReadableDiff;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a model, a repository or a host wrote is text in a page, wherever it stands. */
class HostileTextTest {
  /** The attributes of the page's own, and all that their values may be. */
  private static final Map<String, String> OWN_VALUES =
      Map.of(
          "class", "[a-z ]+",
          "href", "#[a-z0-9-]+|data:,",
          "id", "[a-z0-9-]+",
          "datetime", "[0-9TZ:-]+",
          "scope", "col|row");

  @TestFactory
  Stream<DynamicTest> leavesThePageAsItIsWithPlainText() {
    return HostileTexts.all().entrySet().stream()
        .flatMap(
            text ->
                Stream.of(DeliveryKind.values())
                    .map(
                        kind ->
                            DynamicTest.dynamicTest(
                                text.getKey() + ", " + kind, () -> check(text.getValue(), kind))));
  }

  private static void check(String text, DeliveryKind kind) {
    String page = Pages.report(report(text, kind), SampleReports.said(text));
    Document parsed = Jsoup.parse(page);

    assertThat(PageStructure.of(parsed))
        .isEqualTo(
            PageStructure.of(
                Jsoup.parse(Pages.report(report("plain", kind), SampleReports.said("plain")))));
    assertThat(parsed.select("script, iframe, img, object, embed, base, form")).isEmpty();
    for (Element element : parsed.getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        assertThat(attribute.getKey()).doesNotStartWith("on").isNotEqualTo("style");
        assertThat(attribute.getValue())
            .as(attribute.getKey())
            .matches(OWN_VALUES.getOrDefault(attribute.getKey(), "(?s).*"));
      }
    }
    assertThat(VisibleText.isVisible(page)).isTrue();
  }

  @TestFactory
  Stream<DynamicTest> showsEachTextAsItIs() {
    return HostileTexts.all().entrySet().stream()
        .filter(text -> text.getValue().length() < VisibleHtml.MAX_CHARS)
        .map(
            text ->
                DynamicTest.dynamicTest(
                    text.getKey(),
                    () -> {
                      RunReport report = SampleReports.with(text.getValue());

                      Document page = Jsoup.parse(Pages.report(report, List.of()));

                      assertThat(page.select("main blockquote pre").eachText())
                          .extracting(HostileTextTest::shown)
                          .contains(shown(text.getValue().strip()));
                      assertThat(page.select("h1").text()).isEqualTo(shown(report.task().title()));
                    }));
  }

  /** As a parser tells a text: white space as one space. */
  private static String shown(String text) {
    return VisibleText.of(text).replaceAll("[ \n\t]+", " ").strip();
  }

  @Test
  void saysWhatIsCutOfALongText() {
    String page = SampleReports.page("x".repeat(50_000));

    assertThat(page).contains("30001 more characters are not shown here");
    assertThat(Pattern.compile("x++").matcher(page).results().map(MatchResult::group))
        .extracting(String::length)
        .contains(VisibleHtml.MAX_CHARS - 1)
        .allMatch(shown -> shown <= VisibleHtml.MAX_CHARS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://x",
        "data:text/html,x",
        "file:///etc/passwd",
        "https:no-host",
        "vbscript:x"
      })
  void sendsNobodyToWhatIsNoWebPage(String link) {
    Document page = Jsoup.parse(Pages.report(linked(link), List.of()));

    assertThat(page.select("header code").eachText()).contains(link);
    assertThat(hrefs(page)).doesNotContain(link);
  }

  @Test
  void linksWhereTheChangeIsTalkedAbout() {
    String link = "https://forge.example/pulls/1?a=%22%3E&b=2";

    assertThat(hrefs(Jsoup.parse(Pages.report(linked(link), List.of())))).contains(link);
  }

  @Test
  void noTemplateWritesAValueAsItIs() {
    VisibleHtml page = new VisibleHtml();

    assertThatThrownBy(() -> page.writeUnsafeContent("<b>"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(page.toString()).isEmpty();
  }

  private static Set<String> hrefs(Document page) {
    return Set.copyOf(page.select("a[href]").eachAttr("href"));
  }

  private static RunReport linked(String link) {
    return SampleReports.with(
        "x", DeliveryKind.PROPOSED, ReadableDiff.of("", false), URI.create(link));
  }

  private static RunReport report(String text, DeliveryKind kind) {
    List<String> lines =
        List.of(
            "diff --git a/" + text + " b/" + text,
            "@@ -1,2 +1,2 @@" + text,
            " " + text,
            "-old " + text,
            "+new " + text,
            "beside: " + text);
    List<String> joined = lines.stream().map(line -> line.replaceAll("[\r\n]", " ")).toList();
    return SampleReports.with(
        text, kind, ReadableDiff.of(String.join("\n", joined) + "\n", true), null);
  }
}

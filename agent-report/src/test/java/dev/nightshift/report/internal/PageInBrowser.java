package dev.nightshift.report.internal;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A proof in a real browser: with hostile texts in every place for text a page has the elements
 * that it has with plain ones, no script runs, and nothing is asked for.
 */
final class PageInBrowser {
  private static final Pattern ELEMENT = Pattern.compile("<([a-z][a-z0-9]*)");
  private static final Pattern TITLE = Pattern.compile("(?s)<title>(.*?)</title>");
  private static final String RAN = "<title>ran</title>";

  private final Browser browser;
  private final PageServer server;
  private final List<String> faults = new ArrayList<>();

  private PageInBrowser(Browser browser, PageServer server) {
    this.browser = browser;
    this.server = server;
  }

  /**
   * Runs the proof.
   *
   * @param arguments the program, a directory for pictures, and maybe {@code --quick}
   */
  public static void main(String[] arguments) throws Exception {
    Path out = Files.createDirectories(Path.of(arguments[1])).toAbsolutePath();
    boolean isQuick = arguments.length > 2;
    Path profiles = Files.createTempDirectory(out, "profiles-");
    try (PageServer server = PageServer.start()) {
      PageInBrowser proof = new PageInBrowser(new Browser(arguments[0], profiles), server);
      proof.canFail();
      int pages = proof.hostile(isQuick);
      proof.pictures(out);
      System.out.printf(
          "report: %d pages with hostile texts in every place, %d faults; pictures in %s%n",
          pages, proof.faults.size(), out);
      proof.faults.forEach(System.out::println);
      System.exit(proof.faults.isEmpty() ? 0 : 1);
    }
  }

  /** The same texts do harm where nobody escapes them, and not even then under the policy. */
  private void canFail() throws IOException, InterruptedException {
    String attack = at("<img src=//evil/raw><script>document.title='ran'</script>");
    String open = "<!DOCTYPE html><html><head><title>raw</title></head><body>" + attack;
    String policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"><title>";
    String ran = browser.dom(server.add("raw", open));
    List<String> asked = server.strange();
    expect(
        ran.contains(RAN) && !asked.isEmpty(), "an open page is not harmed: this proves nothing");
    String held = browser.dom(server.add("held", open.replace("<title>", policy)));
    expect(!held.contains(RAN), "the policy lets a script run");
    expect(server.strange().isEmpty(), "the policy lets a request through");
  }

  private int hostile(boolean isQuick) throws IOException, InterruptedException {
    Map<String, String> texts = new LinkedHashMap<>();
    HostileTexts.all().forEach((name, text) -> texts.put(name, at(text)));
    String all =
        String.join(" ", texts.values().stream().filter(text -> text.length() < 500).toList());
    if (isQuick) {
      texts.keySet().removeIf(name -> !name.equals("script") && !name.equals("handler"));
    }
    texts.put("all of them", all);
    String plain = browser.dom(server.add("plain", SampleReports.page("plain")));
    expect(server.strange().isEmpty(), "plain: something was asked for");
    int number = 0;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      RunReport report = SampleReports.with(text.getValue());
      String page = SampleReports.page(text.getValue());
      String dom = browser.dom(server.add("page-" + number++, page));
      check(text.getKey(), report, dom, plain);
    }
    return number;
  }

  private void check(String name, RunReport report, String dom, String plain) {
    List<String> asked = server.strange();
    expect(asked.isEmpty(), name + ": asked for " + asked);
    expect(elements(dom).equals(elements(plain)), name + ": the page has other elements");
    String title = TITLE.matcher(dom).results().findFirst().map(found -> found.group(1)).orElse("");
    String told = title.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    String expected = VisibleText.of("merged: " + report.task().title());
    expect(
        told.strip().replaceAll("\\s+", " ").equals(expected.strip().replaceAll("\\s+", " ")),
        name + ": the title is " + told);
  }

  private static List<String> elements(String dom) {
    return ELEMENT
        .matcher(dom)
        .results()
        .map((MatchResult found) -> found.group(1))
        .filter(element -> !element.equals("del") && !element.equals("ins"))
        .toList();
  }

  private void pictures(Path out) throws IOException, InterruptedException {
    String page = server.add("picture", SampleReports.page("Words of a model"));
    for (boolean isDark : List.of(false, true)) {
      Path picture = out.resolve(isDark ? "report-dark.png" : "report-light.png");
      browser.picture(page, picture, isDark);
      expect(Files.size(picture) > 20_000, picture + " shows nothing");
    }
    Path print = out.resolve("report.pdf");
    browser.print(page, print);
    expect(Files.size(print) > 20_000, print + " shows nothing");
    expect(server.strange().isEmpty(), "a picture asked for something");
  }

  private String at(String text) {
    return text.replace("//evil", "//" + server.host() + "/evil");
  }

  private void expect(boolean holds, String fault) {
    if (!holds) {
      faults.add("- " + fault);
    }
  }
}

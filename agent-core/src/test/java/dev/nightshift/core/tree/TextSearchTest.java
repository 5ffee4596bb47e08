package dev.nightshift.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSearchTest {
  @Test
  void findsLinesInPathOrderWithTheirNumbers() {
    SearchResult result =
        search(new SearchQuery("x+", "", 10), Map.of("b.txt", "no\nxx\r\n", "a.txt", "x\n\nax"));

    assertThat(result.matches())
        .containsExactly(
            new SearchResult.Match("a.txt", 1, "x"),
            new SearchResult.Match("a.txt", 3, "ax"),
            new SearchResult.Match("b.txt", 2, "xx"));
    assertThat(result.truncated()).isFalse();
  }

  @Test
  void anchorsMeanTheLine() {
    SearchResult result = search(new SearchQuery("^b$", "", 10), Map.of("a", "ab\nb\r\nba"));

    assertThat(result.matches()).containsExactly(new SearchResult.Match("a", 2, "b"));
  }

  @Test
  void readsOnlyWhatTheGlobMatches() {
    SearchResult result =
        TextSearch.search(
            new SearchQuery("x", "*.java", 10),
            List.of("A.java", "secret"),
            path -> {
              assertThat(path).isEqualTo("A.java");
              return content(path, "x");
            });

    assertThat(result.matches()).hasSize(1);
  }

  @Test
  void tellsThatThereWereMoreThanTheLimit() {
    Map<String, String> files = Map.of("a", "x\nx\nx");

    assertThat(search(new SearchQuery("x", "", 3), files).truncated()).isFalse();
    assertThat(search(new SearchQuery("x", "", 2), files).truncated()).isTrue();
    assertThat(search(new SearchQuery("x", "", 2), files).matches()).hasSize(2);
  }

  @Test
  void skipsBinaryAndUnreadableFiles() {
    SearchResult result =
        TextSearch.search(
            new SearchQuery("x", "", 10),
            List.of("binary", "gone", "text"),
            path -> {
              if (path.equals("gone")) {
                throw new WorkspaceException(WorkspaceException.Kind.NOT_FOUND, "gone");
              }
              return content(path, path.equals("binary") ? "x\0\0\0" : "x");
            });

    assertThat(result.matches()).extracting(SearchResult.Match::path).containsExactly("text");
  }

  @Test
  void passesOnAFailureOfTheFileSystem() {
    assertThatThrownBy(
            () ->
                TextSearch.search(
                    new SearchQuery("x", "", 10),
                    List.of("a"),
                    path -> {
                      throw new WorkspaceException(WorkspaceException.Kind.IO, "disk");
                    }))
        .hasMessage("disk");
  }

  @Test
  void searchesFilesInOlderEncodings() {
    byte[] latin1 = "caf\u00e9 x".getBytes(StandardCharsets.ISO_8859_1);

    SearchResult result =
        TextSearch.search(
            new SearchQuery("x$", "", 10),
            List.of("a"),
            path -> FileContent.of(path, latin1, false));

    assertThat(result.matches()).hasSize(1);
  }

  @Test
  void cutsLongLinesButNotInTheMiddleOfACharacter() {
    SearchResult result =
        search(new SearchQuery("^a", "", 1), Map.of("a", "a".repeat(499) + "\uD83D\uDE00z"));

    assertThat(result.matches().get(0).text()).isEqualTo("a".repeat(499) + "\u2026");
  }

  @Test
  void findsLinesThatHoldANul() {
    SearchResult result = search(new SearchQuery("key.*wipe", "", 9), Map.of("a", "key\0wipe\n"));

    assertThat(result.matches()).containsExactly(new SearchResult.Match("a", 1, "key\0wipe"));
  }

  @Test
  void searchesFilesWithAByteOrderMark() {
    byte[] utf16 = "\uFEFFone\ntwo\n".getBytes(StandardCharsets.UTF_16LE);

    SearchResult result =
        TextSearch.search(
            new SearchQuery("^(one|two)$", "", 10),
            List.of("a"),
            path -> FileContent.of(path, utf16, false));

    assertThat(result.matches()).extracting(SearchResult.Match::line).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[a",
        "a{2501}",
        "(?=x)",
        "(a)\\1",
        "a++",
        "(?>a)",
        ")",
        "*a",
        "\\Gx",
        "((((a{100}){100}){100}){100})"
      })
  void refusesPatternsItCannotRun(String pattern) {
    assertThatThrownBy(() -> search(new SearchQuery(pattern, "", 1), Map.of("a", "a")))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkspaceException.Kind.BAD_QUERY))
        .hasMessageContaining(pattern);
  }

  @Test
  void staysLinearWhereBacktrackingExplodes() {
    SearchResult result =
        search(new SearchQuery("(a*)*(a*)*b$", "", 1), Map.of("a", "a".repeat(20_000)));

    assertThat(result.matches()).isEmpty();
  }

  @Test
  void interruptEndsASearchInTheMiddleOfALine() {
    byte[] line = "x".repeat(200_000).getBytes(StandardCharsets.UTF_8);
    TimeSource time = new Reading(ManualTime.create(), () -> Thread.currentThread().interrupt());

    assertThatThrownBy(() -> search("(.?){200}y", line, time))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void searchThatTakesTooLongIsABadQueryWithARemedy() {
    byte[] line = "x".repeat(200_000).getBytes(StandardCharsets.UTF_8);
    ManualTime clock = ManualTime.create();
    TimeSource time = new Reading(clock, () -> clock.advance(Duration.ofSeconds(7)));

    assertThatThrownBy(() -> search("(.?){200}y", line, time))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkspaceException.Kind.BAD_QUERY))
        .hasMessageContaining("simpler pattern");
  }

  @Test
  void manyShortLinesAreAsInterruptibleAsALongOne() {
    byte[] lines = "x\n".repeat(200_000).getBytes(StandardCharsets.UTF_8);
    TimeSource time = new Reading(ManualTime.create(), () -> Thread.currentThread().interrupt());

    assertThatThrownBy(() -> search("y", lines, time)).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void findsInLongLinesWhatItFindsInShortOnes() {
    String far = "a".repeat(5_000) + " \uD83D\uDE00 needle z";

    for (String pattern : List.of("needle", "\\bneed.*z$", "^a+ . n", "(?i)NEEDLE")) {
      SearchResult.Match match =
          search(new SearchQuery(pattern, "", 9), Map.of("a", far)).matches().get(0);

      assertThat(match.text().length()).isBetween(500, 502);
      assertThat(match.text()).contains(pattern.startsWith("^") ? "aaa\u2026" : " needle z");
    }
  }

  private static SearchResult search(SearchQuery query, Map<String, String> files) {
    Map<String, String> sorted = new TreeMap<>(files);
    return TextSearch.search(query, sorted.keySet(), path -> content(path, sorted.get(path)));
  }

  private static FileContent content(String path, String text) {
    return FileContent.of(path, text.getBytes(StandardCharsets.UTF_8), false);
  }

  private static SearchResult search(String pattern, byte[] file, TimeSource time) {
    return TextSearch.search(
        new SearchQuery(pattern, "", 1),
        List.of("a"),
        path -> FileContent.of(path, file, false),
        time);
  }

  /** A clock to which something happens from its fifth reading on. */
  private static final class Reading implements TimeSource {
    private final ManualTime clock;
    private final Runnable event;
    private int readings;

    private Reading(ManualTime clock, Runnable event) {
      this.clock = clock;
      this.event = event;
    }

    @Override
    public Instant now() {
      return clock.now();
    }

    @Override
    public long nanoTime() {
      if (++readings > 4) {
        event.run();
      }
      return clock.nanoTime();
    }

    @Override
    public void sleep(Duration duration) {
      throw new AssertionError("a search does not wait");
    }
  }
}

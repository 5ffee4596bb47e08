package dev.nightshift.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
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
              return content(path, path.equals("binary") ? "x\0" : "x");
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
        search(new SearchQuery("z", "", 1), Map.of("a", "a".repeat(499) + "\uD83D\uDE00z"));

    assertThat(result.matches().get(0).text()).isEqualTo("a".repeat(499));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[a", "a{1001}", "(?=x)", "((((a{100}){100}){100}){100})"})
  void refusesPatternsItCannotRun(String pattern) {
    assertThatThrownBy(() -> search(new SearchQuery(pattern, "", 1), Map.of("a", "a")))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkspaceException.Kind.BAD_QUERY))
        .hasMessageContaining(pattern);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((\\Q)\\E a{100}){100}){100}",
        "(([[:alpha:])]a{100}){100}){100}",
        "(([(]a{100}){100}){100}",
        "((a{100}|b){100,}){99}",
        "(\\)a{100}){1,100}{9}",
      })
  void quotedBracketsDoNotHideRepeats(String pattern) {
    assertThat(RepeatBound.holds(pattern)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\w{1,64}@\\w{1,255}", "a{1000}", "(ab{3}c){20}", "{", "x{,3}", "\\"})
  void ordinaryRepeatsAreWithinBounds(String pattern) {
    assertThat(RepeatBound.holds(pattern)).isTrue();
  }

  @Test
  void staysLinearWhereBacktrackingExplodes() {
    SearchResult result =
        search(new SearchQuery("(a*)*(a*)*b$", "", 1), Map.of("a", "a".repeat(20_000)));

    assertThat(result.matches()).isEmpty();
  }

  private static SearchResult search(SearchQuery query, Map<String, String> files) {
    Map<String, String> sorted = new TreeMap<>(files);
    return TextSearch.search(query, sorted.keySet(), path -> content(path, sorted.get(path)));
  }

  private static FileContent content(String path, String text) {
    return FileContent.of(path, text.getBytes(StandardCharsets.UTF_8), false);
  }
}

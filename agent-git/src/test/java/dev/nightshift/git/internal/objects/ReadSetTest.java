package dev.nightshift.git.internal.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.core.tree.FileContent;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadSetTest {
  private static final NavigableSet<String> AB = new TreeSet<>(List.of("a", "b"));
  private final AtomicInteger read = new AtomicInteger();

  private static ReadSet searched(int times) {
    ReadSet reads = ReadSet.empty();
    for (int i = 0; i < times; i++) {
      reads.addSearch(new SearchQuery("x" + i, "", 1), new SearchResult(List.of(), false));
    }
    return reads;
  }

  private FileContent empty(String path) {
    read.incrementAndGet();
    return FileContent.of(path, new byte[0], false);
  }

  @Test
  void searchesThatFindNothingRuleTheNewsOut() {
    assertThat(searched(3).touchedBy(AB, paths -> this::empty)).isEmpty();
    assertThat(read).hasValue(6);
  }

  @Test
  void allSearchesHaveOneDeadline() {
    ManualTime time = ManualTime.create();

    NavigableSet<String> touched =
        searched(200)
            .touchedBy(
                AB,
                paths ->
                    path -> {
                      time.advance(Duration.ofSeconds(8));
                      return empty(path);
                    },
                time);

    assertThat(touched).containsExactly("a", "b");
    assertThat(read).hasValue(4);
  }

  @Test
  void interruptEndsTheSearchesAndRulesNothingOut() {
    Thread.currentThread().interrupt();

    NavigableSet<String> touched = searched(200).touchedBy(AB, paths -> this::empty);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(touched).containsExactly("a", "b");
    assertThat(read).hasValue(0);
  }

  @Test
  void searchThatCannotBeRepeatedRulesNothingOut(@TempDir Path directory) {
    TreeView now = WorkspaceFiles.ofDirectory(directory);
    ReadSet reads = ReadSet.empty();
    reads.addSearch(new SearchQuery("(", "", 1), new SearchResult(List.of(), false));

    assertThat(reads.touchedBy(AB, paths -> now::read)).containsExactly("a", "b");
  }
}

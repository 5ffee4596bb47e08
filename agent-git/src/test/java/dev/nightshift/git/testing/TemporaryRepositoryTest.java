package dev.nightshift.git.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemporaryRepositoryTest {
  @Test
  void equalStepsGiveEqualCommits() {
    try (TemporaryRepository one = TemporaryRepository.bare(Map.of("a", "1", "b/c", "2"));
        TemporaryRepository two = TemporaryRepository.bare(Map.of("a", "1", "b/c", "2"))) {
      assertThat(one.commit("main", Map.of("a", "3")))
          .isEqualTo(two.commit("main", Map.of("a", "3")));
    }
  }

  @Test
  void readsBackWhatWasCommitted() {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a", "1"))) {
      String first = repository.tip("main");
      repository.commitFile("main", "run", new byte[] {0, 1}, true);
      repository.commitLink("main", "link", "a");
      String last = repository.delete("main", "a");

      assertThat(repository.files(last))
          .containsExactly(Map.entry("link", "120000"), Map.entry("run", "100755"));
      assertThat(repository.readBytes(last, "run")).containsExactly(0, 1);
      assertThat(repository.read(first, "a")).isEqualTo("1");
      assertThatThrownBy(() -> repository.read(last, "a")).hasMessageContaining("no file a");
      assertThat(repository.refs()).containsExactly("refs/heads/main");
      assertThat(repository.problems()).isEmpty();
    }
  }

  @Test
  void checksOutTheFirstCommit() {
    try (TemporaryRepository repository = TemporaryRepository.checkedOut(Map.of("a/b", "1\n"))) {
      assertThat(repository.directory().resolve("a/b")).hasContent("1\n");
    }
  }

  @Test
  void findsAMissingObject() throws IOException {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a", "1"))) {
      String tree = repository.tree(repository.tip("main"));
      Files.delete(
          repository
              .directory()
              .resolve("objects/" + tree.substring(0, 2) + "/" + tree.substring(2)));

      assertThat(repository.problems()).singleElement().asString().contains(tree);
    }
  }

  @Test
  void closeRemovesTheDirectory() throws IOException {
    TemporaryRepository repository = TemporaryRepository.bare(Map.of("a", "1"));
    Path directory = repository.directory();
    repository.close();
    repository.close();

    try (Stream<Path> left = Files.list(directory.getParent())) {
      assertThat(left).doesNotContain(directory);
    }
  }
}

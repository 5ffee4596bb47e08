package dev.nightshift.git.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.workspace.SearchQuery;
import dev.nightshift.core.workspace.SearchResult;
import dev.nightshift.core.workspace.TreeView;
import dev.nightshift.core.workspace.WorkspaceFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadSetTest {
  @Test
  void searchThatCannotBeRepeatedRulesNothingOut(@TempDir Path directory) {
    TreeView now = WorkspaceFiles.ofDirectory(directory);
    ReadSet reads = ReadSet.empty();
    reads.addSearch(new SearchQuery("(", "", 1), new SearchResult(List.of(), false));

    assertThat(reads.touchedBy(Set.of("a", "b"), now)).containsExactly("a", "b");
  }
}

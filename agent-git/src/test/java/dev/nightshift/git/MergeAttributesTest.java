package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that git would not merge line by line, because of their attribute {@code merge}. */
class MergeAttributesTest {
  private static final String OURS = "[merge \"ours\"]\n\tdriver = true\n";
  @TempDir private Path root;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.lock -merge",
        "*.lock binary",
        "*.lock merge=binary",
        "*.lock merge=ours",
        "[attr]generated -merge\n*.lock generated",
        "* -merge\n*.txt merge"
      })
  void aLockFileThatGitWouldNotMergeByLinesIsAConflict(String attributes) throws Exception {
    assertThat(mergedBoth(Map.of(".gitattributes", attributes + "\n"), "", OURS))
        .containsExactly("NOT_MERGEABLE data.lock.of-branch");
  }

  @Test
  void attributesOfTheRepositoryAndOfDirectoriesCountToo() throws Exception {
    assertThat(mergedBoth(Map.of(), "*.lock -merge\n", ""))
        .containsExactly("NOT_MERGEABLE data.lock.of-branch");
    assertThat(mergedBoth(Map.of(".gitattributes", "*.lock -merge\n"), "*.lock merge\n", ""))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.lock merge",
        "*.lock merge=text",
        "*.lock merge=union",
        "*.lock merge=nobody",
        "*.lock -diff -text",
        "*.png -merge",
        "*.lock -merge\n*.lock !merge"
      })
  void otherFilesAreMergedByLines(String attributes) throws Exception {
    assertThat(mergedBoth(Map.of(".gitattributes", attributes + "\n"), "", OURS)).isEmpty();
  }

  @Test
  void aDriverForFilesWithoutAnAttributeCounts() throws Exception {
    assertThat(mergedBoth(Map.of(), "", "[merge]\n\tdefault = binary\n"))
        .containsExactly("NOT_MERGEABLE data.lock.of-branch");
  }

  /** It was merged by lines, though git gave it to the program. */
  @ParameterizedTest
  @ValueSource(strings = {"gitdir:/x/", "onbranch:main", "hasconfig:remote.*.url:x"})
  void aDriverBehindAConditionOfTheConfigurationCounts(String condition) throws Exception {
    Path drivers = Files.writeString(root.resolve("drivers"), OURS);
    Path nested =
        Files.writeString(root.resolve("nested"), "[includeIf \"gitdir:/\"]\npath = drivers\n");
    for (Path included : List.of(drivers, nested)) {
      String config = "[includeIf \"" + condition + "\"]\n\tpath = " + included + "\n";
      assertThat(mergedBoth(Map.of(".gitattributes", "*.lock merge=ours\n"), "", config))
          .containsExactly("NOT_MERGEABLE data.lock.of-branch");
      assertThat(mergedBoth(Map.of(".gitattributes", "*.lock merge=nobody\n"), "", config))
          .isEmpty();
    }
  }

  /**
   * It was looked for beside the repository's configuration, which names the file that names it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"include", "includeIf \"gitdir:/x/\""})
  void aDriverBesideAnIncludedFileThatNamesItCounts(String section) throws Exception {
    Path conf = Files.createDirectory(root.resolve("conf"));
    Files.writeString(conf.resolve("drivers"), OURS);
    Path named = Files.writeString(conf.resolve("git"), "[" + section + "]\n\tpath = drivers\n");

    assertThat(
            mergedBoth(
                Map.of(".gitattributes", "*.lock merge=ours\n"),
                "",
                "[include]\n\tpath = " + named + "\n"))
        .containsExactly("NOT_MERGEABLE data.lock.of-branch");
  }

  @Test
  void aConfigurationThatIncludesItselfMergesNothing() throws Exception {
    Path endless = root.resolve("endless");
    Files.writeString(endless, "[includeIf \"gitdir:/\"]\n\tpath = endless\n");

    assertThat(mergedBoth(Map.of(), "", "[includeIf \"gitdir:/\"]\n\tpath = " + endless + "\n"))
        .containsExactly("NOT_MERGEABLE data.lock.of-branch");
  }

  @Test
  void attributesThatOnlyTheBranchHasDoNotCount() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("data.lock", lines(0)));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, ".gitattributes", "*.lock -merge\n");
      Workbench.write(workspace, "data.lock", lines(5));
      bench.repository.commit("main", Map.of("data.lock", lines(35)));

      assertThat(bench.queue().candidate(RunId.of("r1"), Workbench.commit(workspace)))
          .isInstanceOf(Merge.Clean.class);
    }
  }

  /** Edits two lines far apart, and returns the conflicts. */
  private List<String> mergedBoth(Map<String, String> files, String info, String config)
      throws Exception {
    Map<String, String> base = new HashMap<>(files);
    base.put("data.lock", lines(0));
    Path workspaces = Files.createTempDirectory(root, "runs");
    try (Workbench bench = Workbench.bare(workspaces, base)) {
      Path repository = bench.repository.directory();
      Files.createDirectories(repository.resolve("info"));
      Files.writeString(repository.resolve("info/attributes"), info);
      try (ManagedWorkspace workspace = bench.open("r1")) {
        Workbench.write(workspace, "data.lock", lines(5));
        String head = Workbench.commit(workspace);
        bench.repository.commit("main", Map.of("data.lock", lines(35)));
        Files.writeString(repository.resolve("config"), config, StandardOpenOption.APPEND);
        Merge merge = bench.queue().candidate(RunId.of("r1"), head);
        return merge instanceof Merge.Conflicted conflicted
            ? conflicted.report().paths().stream()
                .map(path -> path.kind() + " " + path.branchVersionAt())
                .toList()
            : List.of();
      }
    }
  }

  private static String lines(int edited) {
    return IntStream.rangeClosed(1, 40)
        .mapToObj(line -> (line == edited ? "edited " : "line ") + line + "\n")
        .collect(Collectors.joining());
  }
}

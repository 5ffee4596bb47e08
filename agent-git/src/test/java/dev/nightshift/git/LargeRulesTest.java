package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules count however long their file is; where one is too long, nothing lands unruled. */
class LargeRulesTest {
  private static final Task TASK = Task.builder("Task").instructions("Do it.").build();
  @TempDir private Path temporary;

  private Workbench bench(Map<String, String> files) {
    return Workbench.bare(temporary.resolve("runs"), files);
  }

  private static String rules(String first, int bytes) {
    String line = "generated/file-";
    StringBuilder text = new StringBuilder(first).append('\n');
    for (int i = 0; text.length() < bytes; i++) {
      text.append(line).append(i).append(first.contains("=") ? " -diff\n" : "\n");
    }
    return text.toString();
  }

  @Test
  void secretThatALargeIgnoreFileNamesDoesNotLand() {
    try (Workbench bench = bench(Map.of(".gitignore", rules(".env", 430_000)));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, ".env", "PASSWORD=1\n");

      assertThat(workspace.agentView().leftOut(".env").lines(9))
          .containsExactly(".env: ignored by .gitignore line 1: .env");
      assertThat(bench.repository.files(Workbench.commit(workspace)))
          .containsOnlyKeys(".gitignore");
      assertThat(workspace.leftOut().count()).isEqualTo(1);
    }
  }

  @Test
  void secretThatALargeExcludeFileNamesDoesNotLand() throws IOException {
    try (Workbench bench = bench(Map.of("a", "a\n"))) {
      exclude(bench, rules(".env", 430_000));
      try (ManagedWorkspace workspace = bench.open("r1")) {
        Workbench.write(workspace, ".env", "PASSWORD=1\n");

        assertThat(bench.repository.files(Workbench.commit(workspace))).containsOnlyKeys("a");
      }
    }
  }

  @Test
  void fileThatALargeAttributesFileGivesToAProgramDoesNotLand() throws IOException {
    String attributes = rules("*.key filter=crypt", 430_000) + "*.bat text eol=crlf\n";
    try (Workbench bench = bench(Map.of(".gitattributes", attributes))) {
      Path config = bench.repository.directory().resolve("config");
      Files.writeString(config, Files.readString(config) + "[filter \"crypt\"]\n\tclean = rot13\n");
      try (ManagedWorkspace workspace = bench.open("r1")) {
        Workbench.write(workspace, "b.key", "secret\n");
        Workbench.write(workspace, "r.bat", "a\r\n");

        String head = Workbench.commit(workspace);

        assertThat(bench.repository.files(head)).containsOnlyKeys(".gitattributes", "r.bat");
        assertThat(bench.repository.read(head, "r.bat")).isEqualTo("a\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".gitignore", "sub/.gitignore", ".gitattributes"})
  void baseWithRulesTooLargeToApplyIsRefusedBeforeARunStarts(String path) {
    try (Workbench bench = bench(Map.of(path, rules("x", 1_000_001)))) {
      assertThatThrownBy(() -> bench.workspaces.checkTarget(TASK))
          .isInstanceOfSatisfying(
              WorkspaceException.class,
              refused -> assertThat(refused.kind()).isEqualTo(WorkspaceException.Kind.UNSUPPORTED))
          .hasMessage(
              "'"
                  + path
                  + "' is larger than 1000000 bytes, so its rules are not applied;"
                  + " shorten it, or split it over directories");
    }
  }

  @Test
  void excludeFileTooLargeToApplyIsRefusedBeforeARunStarts() throws IOException {
    try (Workbench bench = bench(Map.of("a", "a\n"))) {
      exclude(bench, rules(".env", 1_000_001));

      assertThatThrownBy(() -> bench.workspaces.checkTarget(TASK))
          .hasMessageContaining("'info/exclude' is larger than");
      try (ManagedWorkspace workspace = bench.open("r1")) {
        Workbench.write(workspace, ".env", "PASSWORD=1\n");

        assertThat(workspace.agentView().leftOut(".env").count()).isEqualTo(1);
        assertThat(bench.repository.files(Workbench.commit(workspace))).containsOnlyKeys("a");
      }
    }
  }

  @Test
  void newFilesBelowAnIgnoreFileTooLargeToApplyAreLeftOutWithThatReason() {
    try (Workbench bench = bench(Map.of(".gitignore", ".env\n", "sub/a", "a\n", "b", "b\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "sub/.env", "PASSWORD=1\n");
      Workbench.write(workspace, "sub/deep/new", "n\n");
      Workbench.write(workspace, "sub/a", "better\n");
      Workbench.write(workspace, "new", "n\n");
      Workbench.write(workspace, "sub/.gitignore", rules("x", 1_000_001));

      String why = ": 'sub/.gitignore' is larger than 1000000 bytes, so its rules are not applied";
      String head = Workbench.commit(workspace);

      assertThat(bench.repository.files(head)).containsOnlyKeys(".gitignore", "sub/a", "b", "new");
      assertThat(bench.repository.read(head, "sub/a")).isEqualTo("better\n");
      assertThat(workspace.leftOut().lines(9))
          .containsExactly("sub/.env" + why, "sub/.gitignore" + why, "sub/deep/new" + why);
      assertThat(workspace.leftOut().named().get(0).cause()).isEqualTo(LeftOut.Cause.LIMIT);
      assertThat(workspace.agentView().leftOut("sub/deep/new").lines(9))
          .containsExactly("sub/deep/new" + why);
    }
  }

  @Test
  void ignoreFileOfTheBaseThatGrowsTooLargeStaysAsItWas() {
    try (Workbench bench = bench(Map.of(".gitignore", ".env\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, ".gitignore", rules("x", 1_000_001));
      Workbench.write(workspace, ".env", "PASSWORD=1\n");

      String head = Workbench.commit(workspace);

      assertThat(head).isEqualTo(bench.repository.tip("main"));
      assertThat(workspace.leftOut().count()).isEqualTo(2);
    }
  }

  @Test
  void changedFilesBelowAttributesTooLargeToApplyStayAsTheyWere() {
    try (Workbench bench = bench(Map.of("a", "a\n", "b", "b\n", "sub/c", "c\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "sub/.gitattributes", rules("* -text", 1_000_001));
      Workbench.write(workspace, "sub/c", "better\n");
      Workbench.write(workspace, "a", "better\n");

      String head = Workbench.commit(workspace);

      assertThat(bench.repository.read(head, "a")).isEqualTo("better\n");
      assertThat(bench.repository.read(head, "sub/c")).isEqualTo("c\n");
      assertThat(workspace.leftOut().lines(9))
          .hasSize(2)
          .allMatch(line -> line.contains("'sub/.gitattributes' is larger than 1000000 bytes"));
    }
  }

  private static void exclude(Workbench bench, String rules) throws IOException {
    Path info = Files.createDirectories(bench.repository.directory().resolve("info"));
    Files.writeString(info.resolve("exclude"), rules);
  }
}

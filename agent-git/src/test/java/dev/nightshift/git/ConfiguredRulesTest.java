package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that a repository's own configuration names hold as they do in git. */
class ConfiguredRulesTest {
  private static final Task TASK = Task.builder("Task").instructions("Do it.").build();
  @TempDir private Path temporary;

  private Workbench bench(String config, Map<String, String> files) throws IOException {
    Workbench bench = Workbench.bare(temporary.resolve("runs"), files);
    Path file = bench.repository.directory().resolve("config");
    Files.writeString(file, Files.readString(file) + config);
    return bench;
  }

  /** Symptom: a file that core.excludesFile of .git/config names landed. */
  @Test
  void secretThatTheExcludesFileOfTheRepositoryNamesDoesNotLand() throws IOException {
    Path rules = Files.writeString(temporary.resolve("rules"), ".env\n*.key\n");
    try (Workbench bench =
            bench("[core]\n\texcludesFile = " + rules + "\n", Map.of(".gitignore", "!b.key\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, ".env", "PASSWORD=1\n");
      Workbench.write(workspace, "sub/a.key", "k\n");
      Workbench.write(workspace, "b.key", "public\n");

      assertThat(workspace.agentView().leftOut(".env").lines(9))
          .containsExactly(".env: ignored by core.excludesFile " + rules + " line 1: .env");
      assertThat(bench.repository.files(Workbench.commit(workspace)))
          .containsOnlyKeys(".gitignore", "b.key");
      assertThat(workspace.leftOut().count()).isEqualTo(2);
    }
  }

  /** What the repository's own exclude file says outweighs it, as in git. */
  @Test
  void theExcludeFileTakesBackWhatTheConfiguredOneIgnores() throws IOException {
    Path rules = Files.writeString(temporary.resolve("rules"), "*.key\n");
    try (Workbench bench = bench("[core]\n\texcludesFile = " + rules + "\n", Map.of("a", "a\n"))) {
      Path info = Files.createDirectories(bench.repository.directory().resolve("info"));
      Files.writeString(info.resolve("exclude"), "!b.key\n");
      try (ManagedWorkspace workspace = bench.open("r1")) {
        Workbench.write(workspace, "a.key", "k\n");
        Workbench.write(workspace, "b.key", "k\n");

        assertThat(bench.repository.files(Workbench.commit(workspace)))
            .containsOnlyKeys("a", "b.key");
      }
    }
  }

  @Test
  void rulesOfAnIncludedConfigurationHold() throws IOException {
    Path rules = Files.writeString(temporary.resolve("rules"), ".env\n");
    Path included =
        Files.writeString(
            temporary.resolve("included"), "[core]\n\texcludesFile = " + rules + "\n");
    try (Workbench bench = bench("[include]\n\tpath = " + included + "\n", Map.of("a", "a\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, ".env", "PASSWORD=1\n");

      assertThat(bench.repository.files(Workbench.commit(workspace))).containsOnlyKeys("a");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules-of-mine", "./rules-of-mine"})
  void relativePathIsOneOfTheOwnersFiles(String path) throws IOException {
    try (Workbench bench = bench("[core]\n\texcludesFile = " + path + "\n", Map.of("a", "a\n"))) {
      Files.writeString(bench.repository.directory().resolve("rules-of-mine"), ".env\n");
      try (ManagedWorkspace workspace = bench.open("r1")) {
        Workbench.write(workspace, ".env", "PASSWORD=1\n");

        assertThat(bench.repository.files(Workbench.commit(workspace))).containsOnlyKeys("a");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"excludesFile", "attributesFile"})
  void fileThatDoesNotExistHasNoRules(String key) throws IOException {
    String config = "[core]\n\t" + key + " = " + temporary.resolve("none") + "\n";
    try (Workbench bench = bench(config, Map.of("a", "a\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "b", "b\n");

      assertThat(bench.repository.files(Workbench.commit(workspace))).containsOnlyKeys("a", "b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"excludesFile", "attributesFile"})
  void pathThatIsNotUnderstoodIsRefusedBeforeARunStarts(String key) throws IOException {
    try (Workbench bench = bench("[core]\n\t" + key + " = ~eve/rules\n", Map.of("a", "a\n"))) {
      assertThatThrownBy(() -> bench.workspaces.checkTarget(TASK))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("core." + key + " ~eve/rules")
          .hasMessageContaining("put the configuration right");
      try (ManagedWorkspace workspace = bench.open("r1")) {
        Workbench.write(workspace, "b", "b\n");

        assertThat(bench.repository.files(Workbench.commit(workspace))).containsOnlyKeys("a");
      }
    }
  }

  @Test
  void configurationThatIncludesItselfIsRefusedAndLosesNothing() throws IOException {
    Path endless = temporary.resolve("endless");
    Files.writeString(endless, "[includeIf \"gitdir:/\"]\n\tpath = endless\n");
    try (Workbench bench = bench("[include]\n\tpath = " + endless + "\n", Map.of("a", "a\n"))) {
      assertThatThrownBy(() -> bench.workspaces.checkTarget(TASK))
          .hasMessageContaining("endless is included too deeply");
      try (ManagedWorkspace workspace = bench.open("r1")) {
        Workbench.write(workspace, ".env", "PASSWORD=1\n");

        assertThat(bench.repository.files(Workbench.commit(workspace))).containsOnlyKeys("a");
        assertThat(workspace.leftOut().lines(9)).singleElement().asString().contains("too deeply");
      }
    }
  }

  /** Symptom: .gitignore says .ENV, core.ignorecase is true, and .env landed. */
  @ParameterizedTest
  @CsvSource({
    ".ENV,.env,true",
    ".env,.ENV,true",
    "*.KEY,a.key,true",
    "sub/*.Key,sub/a.kEY,true",
    "/Secrets/,secrets/a,true",
    "[A-Z]nv,env,true",
    "[[:upper:]]nv,env,true",
    "[E]nv,env,false",
    "E?v,env,true",
    "**/X/Y,a/x/y,true",
    "Ä,ä,false",
  })
  void caseOfARuleCountsOnlyWhereTheConfigurationSaysSo(String rule, String path, boolean ignored)
      throws IOException {
    Map<String, String> files = Map.of(".gitignore", rule + "\n");
    try (Workbench ignoring = bench("[core]\n\tignorecase = true\n", files);
        ManagedWorkspace workspace = ignoring.open("r1")) {
      Workbench.write(workspace, path, "PASSWORD=1\n");

      assertThat(ignoring.repository.files(Workbench.commit(workspace)).containsKey(path))
          .isEqualTo(!ignored);
    }
  }

  @Test
  void caseOfARuleCountsWhereNothingIsConfigured() throws IOException {
    try (Workbench bench = bench("", Map.of(".gitignore", ".ENV\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, ".env", "A=1\n");

      assertThat(bench.repository.files(Workbench.commit(workspace))).containsKey(".env");
    }
  }

  @Test
  void attributesOfTheConfiguredFileHoldInEitherCase() throws IOException {
    Path rules = Files.writeString(temporary.resolve("rules"), "*.BAT text\n*.c text\n");
    String config = "[core]\n\tignorecase = true\n\tattributesFile = " + rules + "\n";
    try (Workbench bench = bench(config, Map.of(".gitattributes", "x.c -text\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "r.bat", "a\r\n");
      Workbench.write(workspace, "x.c", "a\r\n");

      String head = Workbench.commit(workspace);

      assertThat(bench.repository.read(head, "r.bat")).isEqualTo("a\n");
      assertThat(bench.repository.read(head, "x.c")).isEqualTo("a\r\n");
    }
  }
}

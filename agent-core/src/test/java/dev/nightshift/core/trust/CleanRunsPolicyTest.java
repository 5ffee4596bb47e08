package dev.nightshift.core.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.report.ReviewTime;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.ChangedFile.Kind;
import dev.nightshift.core.tree.ChangedFile.Modes;
import dev.nightshift.core.tree.ChangedFile.Shown;
import dev.nightshift.core.trust.TrustPolicy.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanRunsPolicyTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private final TrustPolicy policy = TrustPolicy.afterCleanRuns(3);

  @ParameterizedTest
  @CsvSource({
    "documentation, README.md",
    "documentation, docs/guide/start.adoc",
    "documentation, docs/img/page.png",
    "tests, src/test/java/ATest.java",
    "tests, pkg/a_test.go",
    "tests, tests/unit/test_a.py",
    "tests, web/a.spec.ts",
    "dependency-update, web/package-lock.json",
    "dependency-update, go.sum"
  })
  void landsWhatIsOfItsKind(String kind, String path) {
    assertThat(verdict(kind, new ChangedFile(path, Kind.MODIFIED, 1, 0))).isEqualTo(Verdict.LAND);
  }

  @ParameterizedTest
  @CsvSource({
    "documentation, src/main/java/A.java",
    "documentation, docs/conf.py",
    "documentation, README.md.py",
    "documentation, AGENTS.md",
    "documentation, sub/CLAUDE.md",
    "documentation, agents.md",
    "documentation, AGENTS.override.md",
    "documentation, CLAUDE.local.md",
    "documentation, CONVENTIONS.md",
    "documentation, .windsurf/rules/x.md",
    "documentation, sub/.claude/commands/x.md",
    "documentation, .GitHub/copilot-instructions.md",
    "documentation, src/main/resources/prompts/system.md",
    "documentation, src/site/index.md",
    "documentation, README/run.sh",
    "documentation, docs/x.prompt.md",
    "documentation, .github/PULL_REQUEST_TEMPLATE.md",
    "documentation, requirements.txt",
    "tests, src/main/java/A.java",
    "tests, pom.xml",
    "tests, src/main/java/LoadTest.java",
    "tests, src/pkg/test_utils.py",
    "tests, tests/conftest.py",
    "tests, src/test/resources/junit-platform.properties",
    "tests, src/test/resources/META-INF/services/org.junit.platform.launcher.LauncherSessionListener",
    "tests, src/test/java/.gitattributes",
    "tests, test/Makefile",
    "tests, .mvn/jvm.config",
    "dependency-update, src/main/java/A.java",
    "dependency-update, build.sh",
    "dependency-update, package.json",
    "dependency-update, pom.xml",
    "dependency-update, src/main/resources/archetype/yarn.lock"
  })
  void refusesWhatIsNot(String kind, String path) {
    assertThat(verdict(kind, new ChangedFile(path, Kind.MODIFIED, 1, 1)))
        .isEqualTo(Verdict.MISMATCH);
    assertThat(
            verdict(
                kind,
                new ChangedFile("README.md", Kind.MODIFIED, 1, 1),
                new ChangedFile(path, Kind.ADDED, 1, 0)))
        .isEqualTo(Verdict.MISMATCH);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 100755",
    "'', 120000",
    "'', 160000",
    "100644, 100755",
    "120000, 120000",
    "100755, 100755",
    "160000, 160000",
    "120000, 100644"
  })
  void aProgramALinkOrASubmoduleIsOfNoKind(String before, String after) {
    ChangedFile file =
        new ChangedFile("a.md", Kind.MODIFIED, 1, 0, "", new Modes(before, after), Shown.PLAIN);

    assertThat(verdict("documentation", file)).isEqualTo(Verdict.MISMATCH);
  }

  @ParameterizedTest
  @CsvSource({
    "tests, test/test_a.py, test/test_b.py",
    "documentation, LICENSE.md, old.md",
    "documentation, b.md, A.java",
    "documentation, b.md, ''",
    "dependency-update, yarn.lock, web/yarn.lock"
  })
  void nothingIsTakenAway(String kind, String path, String previous) {
    assertThat(verdict(kind, new ChangedFile(path, Kind.RENAMED, 0, 0, previous)))
        .isEqualTo(Verdict.MISMATCH);
    assertThat(verdict(kind, new ChangedFile(path, Kind.DELETED, 0, 9)))
        .isEqualTo(Verdict.MISMATCH);
  }

  @Test
  void aTestLosesNoLine() {
    assertThat(verdict("tests", new ChangedFile("src/test/java/ATest.java", Kind.MODIFIED, 9, 1)))
        .isEqualTo(Verdict.MISMATCH);
  }

  @Test
  void needsSoManyCleanRunsInARow() {
    Change change = change(new ChangedFile("a.md", Kind.MODIFIED, 1, 1));
    Task task = task("documentation", Risk.LOW);

    assertThat(policy.judge(task, change, standing(task, 9, 1, 2)).verdict())
        .isEqualTo(Verdict.PROPOSE);
    assertThat(policy.judge(task, change, standing(task, 3, 1, 3)).verdict())
        .isEqualTo(Verdict.LAND);
  }

  @Test
  void highRiskAndUnknownKindsNeverLand() {
    Change change = change(new ChangedFile("a.md", Kind.MODIFIED, 1, 1));
    for (Task task :
        List.of(
            task("documentation", Risk.HIGH),
            task("refactoring", Risk.LOW),
            task("bug-fix", Risk.LOW))) {
      assertThat(policy.judge(task, change, standing(task, 99, 0, 99)).verdict())
          .isEqualTo(Verdict.PROPOSE);
    }
  }

  @Test
  void aHostNamesKindsOfItsOwn() {
    TaskKind kind = new TaskKind("copyright-year");
    TrustPolicy own = TrustPolicy.afterCleanRuns(1, Map.of(kind, List.of("NOTICE")));
    Task task = task("copyright-year", Risk.LOW);

    assertThat(
            own.judge(
                    task,
                    change(new ChangedFile("NOTICE", Kind.MODIFIED, 1, 1)),
                    standing(task, 1, 0, 1))
                .verdict())
        .isEqualTo(Verdict.LAND);
    assertThat(
            own.judge(
                    task("documentation", Risk.LOW),
                    change(new ChangedFile("a.md", Kind.MODIFIED, 1, 1)),
                    standing(task("documentation", Risk.LOW), 9, 0, 9))
                .verdict())
        .isEqualTo(Verdict.PROPOSE);
  }

  @Test
  void refusesARuleThatLetsEverythingPassOrNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustPolicy.afterCleanRuns(0))
        .withMessageContaining("cleanRuns 0 must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustPolicy.afterCleanRuns(3, Map.of(TaskKind.DOCUMENTATION, List.of())))
        .withMessageContaining("kind 'documentation' has no glob");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TrustPolicy.afterCleanRuns(3, Map.of(TaskKind.DOCUMENTATION, List.of("src/["))))
        .withMessageContaining("src/[");
  }

  private Verdict verdict(String kind, ChangedFile... files) {
    Task task = task(kind, Risk.LOW);
    return policy.judge(task, change(files), standing(task, 3, 0, 3)).verdict();
  }

  private static Standing standing(Task task, int clean, int bad, int streak) {
    TrustKey key = new TrustKey("shop", task.kind(), task.risk(), "a:x", "b:y");
    return new Standing(key, clean, bad, 0, 0, streak, "", ReviewTime.unknown());
  }

  private static Task task(String kind, Risk risk) {
    return Task.builder("Do it").kind(new TaskKind(kind)).risk(risk).build();
  }

  private static Change change(ChangedFile... files) {
    return new Change(COMMIT, COMMIT, List.of(files), "", false);
  }
}

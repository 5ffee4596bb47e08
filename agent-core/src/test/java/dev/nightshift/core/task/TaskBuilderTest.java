package dev.nightshift.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskBuilderTest {
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "/", ".", "./", "src/[", "{a,b", "../src/**", "src\\**", "a//b"})
  void refusesAnAllowedPathThatAllowsEverythingOrNothing(String glob) {
    TaskBuilder task = Task.builder("Change it");

    assertThatThrownBy(() -> task.allowPath(glob))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("allowed path '" + glob + "' is refused: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "?*",
        "*?",
        "{*,x}",
        "{*}*",
        "{*,x}*",
        "{src/**,*}",
        "*{}",
        "[!x]*",
        "?*[^a]",
        "*.*",
        "?*.*",
        "*[a-z]*",
        "*[!0-9]",
        "*.??*",
        "[!**]*",
        "{*.*,src/**}"
      })
  void refusesAGlobThatAllowsEveryPathWithoutSayingSo(String glob) {
    TaskBuilder task = Task.builder("Change it");

    assertThatThrownBy(() -> task.allowPath(glob))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("allowed path '" + glob + "' is refused: ")
        .hasMessageContaining("write ./")
        .hasMessageContaining("or ** if every path is meant");
    assertThatThrownBy(() -> task.allowBinary(glob)).hasMessageContaining("write ./");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/", "?*/", "[!x]*/", "{*,x}/", "*[a-z]*/"})
  void refusesAGlobThatAllowsAlmostAllDirectoriesWithoutSayingSo(String glob) {
    TaskBuilder task = Task.builder("Change it");

    assertThatThrownBy(() -> task.allowPath(glob))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("allowed path '" + glob + "' is refused: ")
        .hasMessageContaining("name the directories that are meant, or ** if every path is meant");
  }

  @Test
  void refusesATitleThatNobodySees() {
    assertThatThrownBy(() -> Task.builder(" \u200b\u2060").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be one line that is not blank");
  }

  @Test
  void refusesAlternativesThatAllowEveryPathTogether() {
    TaskBuilder task = Task.builder("Change it");

    assertThatThrownBy(() -> task.allowPath("{[a-z]*,[!a-z]*}"))
        .hasMessageContaining("'[!a-z]*' matches every path, or nearly");
    assertThatThrownBy(() -> task.allowPath("{[a-m]*,[n-z]*,[A-Z]*,[.0-9]*}"))
        .hasMessageContaining("its alternatives match every path together");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./*",
        "./?*",
        "src/*",
        "*.md",
        "?",
        "[ab]*",
        "**/*",
        "***",
        "{*.md,src}",
        "src/**",
        "src/",
        "*/**",
        "**/*.java",
        "*Test.java",
        "*test*",
        "[A-Z]*",
        "[a-z]*",
        "*/*",
        "*/src/",
        ".*",
        "*.???",
        "{*.java,*.kt,*.xml,*.md,*.yml,*.json,*.ts,*.png,*.adoc}"
      })
  void takesAGlobThatNamesSomething(String glob) {
    assertThat(Task.builder("Change it").allowPath(glob).build().allowedPaths())
        .containsExactly(glob);
  }

  @Test
  void takesDirectoriesAndGlobsThatSayWhatTheyMean() {
    Task task =
        Task.builder("Change it").allowPath("src").allowPath("docs/").allowPath("**").build();

    assertThat(task.allowedPaths()).containsExactly("src", "docs/", "**");
  }

  @Test
  void refusesAnAllowedPathOfAnotherTaskWhenItIsCopied() {
    OwnTask own = new OwnTask();
    own.allowedPaths = List.of("src/**", "");

    assertThatThrownBy(() -> Task.copyOf(own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed path ''");
  }

  @Test
  void namesTheMethodOfAnotherTaskThatReturnsNull() {
    Map<String, Consumer<OwnTask>> faults =
        Map.of(
            "title", task -> task.title = null,
            "instructions", task -> task.instructions = null,
            "dispatchKey", task -> task.dispatchKey = null,
            "kind", task -> task.kind = null,
            "risk", task -> task.risk = null,
            "acceptance", task -> task.acceptance = null,
            "allowedPaths", task -> task.allowedPaths = null);

    faults.forEach(
        (method, fault) -> {
          OwnTask own = new OwnTask();
          fault.accept(own);
          assertThatThrownBy(() -> Task.copyOf(own))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageStartingWith(method + "() of the task " + OwnTask.class.getName());
        });
  }

  @Test
  void namesTheListOfAnotherTaskThatHoldsNull() {
    OwnTask own = new OwnTask();
    own.acceptance = Collections.singletonList(null);
    OwnTask other = new OwnTask();
    other.allowedPaths = Collections.singletonList(null);

    assertThatThrownBy(() -> Task.copyOf(own)).hasMessageStartingWith("acceptance()");
    assertThatThrownBy(() -> Task.copyOf(other)).hasMessageStartingWith("allowedPaths()");
  }

  @Test
  void copiesAnotherTaskWhole() {
    OwnTask own = new OwnTask();
    own.dispatchKey = "key";

    Task copy = Task.copyOf(own);

    assertThat(copy.title()).isEqualTo("Change it");
    assertThat(copy.dispatchKey()).isEqualTo("key");
    assertThat(copy.risk()).isEqualTo(Risk.LOW);
  }

  /** What a user's class may return in spite of its declaration. */
  private static final class OwnTask implements Task {
    private @Nullable String title = "Change it";
    private @Nullable String instructions = "";
    private @Nullable String dispatchKey = "";
    private @Nullable TaskKind kind = TaskKind.FEATURE;
    private @Nullable Risk risk = Risk.LOW;
    private @Nullable List<AcceptanceCriterion> acceptance = List.of();
    private @Nullable List<String> allowedPaths = List.of();

    @Override
    @SuppressWarnings("NullAway")
    public String title() {
      return title;
    }

    @Override
    @SuppressWarnings("NullAway")
    public String instructions() {
      return instructions;
    }

    @Override
    @SuppressWarnings("NullAway")
    public String dispatchKey() {
      return dispatchKey;
    }

    @Override
    @SuppressWarnings("NullAway")
    public TaskKind kind() {
      return kind;
    }

    @Override
    @SuppressWarnings("NullAway")
    public Risk risk() {
      return risk;
    }

    @Override
    @SuppressWarnings("NullAway")
    public List<AcceptanceCriterion> acceptance() {
      return acceptance;
    }

    @Override
    @SuppressWarnings("NullAway")
    public List<String> allowedPaths() {
      return allowedPaths;
    }
  }
}

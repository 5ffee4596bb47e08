package dev.nightshift.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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

  @Test
  void takesDirectoriesAndGlobsThatSayWhatTheyMean() {
    Task task =
        Task.builder("Change it").allowPath("src").allowPath("docs/").allowPath("**").build();

    assertThat(task.allowedPaths()).containsExactly("src", "docs/", "**");
  }

  @Test
  void refusesAnAllowedPathOfAnotherTaskWhenItIsCopied() {
    Task own =
        new Task() {
          @Override
          public String title() {
            return "Change it";
          }

          @Override
          public String instructions() {
            return "";
          }

          @Override
          public List<String> allowedPaths() {
            return List.of("src/**", "");
          }
        };

    assertThatThrownBy(() -> Task.copyOf(own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed path ''");
  }
}

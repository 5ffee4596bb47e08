package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.forge.github.GitHubForge;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubNameTest {
  /** Symptom: the owners that a company manages, ada_acme for example, could not be named. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"acme/shop", "ada_acme/shop", "a-b/.github", "a/x_y.z"})
  void anOwnerMayHaveAnUnderscore(String repository) {
    assertThat(GitHubForge.of(repository).name()).isEqualTo("github:" + repository);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"acme", "acme/", "/shop", "_a/shop", "acme/..", "a/b/c", "a b/c"})
  void anyOtherShapeIsRefused(String repository) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GitHubForge.of(repository))
        .withMessageContaining("must be OWNER/NAME");
  }
}

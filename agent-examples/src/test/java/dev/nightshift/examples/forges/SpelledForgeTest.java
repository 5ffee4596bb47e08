package dev.nightshift.examples.forges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpelledForgeTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "github:acme/shop, github:acme/shop, https://github.com/acme/shop.git",
    "gitlab:acme/web/shop, gitlab:acme/web/shop, https://gitlab.com/acme/web/shop.git",
    "github:https://ghe.example.com/acme/shop, github:acme/shop,"
        + " https://ghe.example.com/acme/shop.git",
    "gitlab:https://git.example.com:8443/acme/shop, gitlab:acme/shop,"
        + " https://git.example.com:8443/acme/shop.git"
  })
  void aForgeIsNamedByOneWord(String spelled, String name, String remote) {
    assertThat(SpelledForge.of(spelled).name()).isEqualTo(name);
    assertThat(SpelledForge.of(spelled).remote(Path.of("."))).hasToString(remote);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "acme/shop",
        "gitea:acme/shop",
        "github:acme",
        "gitlab:acme/shop?x",
        "gitlab:http://git.example.com/acme/shop",
        "gitlab:https://user:secret@git.example.com/acme/shop"
      })
  void anythingElseIsRefusedAndShowsNoSecret(String spelled) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpelledForge.of(spelled))
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("secret"));
  }
}

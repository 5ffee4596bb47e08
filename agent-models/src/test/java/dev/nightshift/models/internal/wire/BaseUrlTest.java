package dev.nightshift.models.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {
  /** Symptom: a URL with a key in it was refused in a message that repeated the key. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "https://gw/v1?api-key=SECRET",
        "https://gw/v1#SECRET",
        "https://user:SECRET@gw/v1",
        "http:user:SECRET@gw",
        "https://user:SE#CRET@gw/v1?x=1",
        "https://gw/v1?mail=a@b&key=SECRET",
        "user:SECRET@gw"
      })
  void refusesAUrlWithoutRepeatingWhatMayBeSecret(String url) {
    assertThatThrownBy(() -> BaseUrl.of(url, "v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be an http or https URL")
        .hasMessageNotContainingAny("SECRET", "CRET", "SE#");
  }

  @Test
  void showsAllOfAUrlThatHasNothingToHide() {
    assertThat(BaseUrl.shown("http://gw:8000/v1")).isEqualTo("http://gw:8000/v1");
    assertThat(BaseUrl.shown("https://me@gw/v1")).isEqualTo("https://...@...");
  }
}

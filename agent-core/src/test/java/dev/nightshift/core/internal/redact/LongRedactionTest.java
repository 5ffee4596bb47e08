package dev.nightshift.core.internal.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts so long that with a cost by the square of the length each would take hours. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LongRedactionTest {
  private static final int LONG = 10_000_000;
  private static final int HARD = 500_000;
  private static final Redaction REDACTION = Redaction.of(List.of());

  @Test
  void takesOutAPrivateKeyOfTenMegabytes() {
    String line = "MIIEpAIBAAKCAQEA0123456789abcdefghijABCDEFGHIJ0123456789abcdefgh\n";
    String lines = line.repeat(LONG / line.length());

    String redacted = REDACTION.text("-----BEGIN PRIVATE KEY-----\n" + lines);

    assertThat(redacted.contains("MIIE")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=\"",
        "token='x ",
        "Authorization: Digest a ",
        "cookie: a",
        "-----BEGIN PRIVATE KEY-----",
        "-----END PRIVATE KEY-----\n",
        "PRIVATE KEY ",
        "sk-aaaa-",
        "eyJ-",
        "://a@",
        "<password>",
        "\n{\"a\"b\"",
        "data: {\"text\":\"a\n",
        "\\\"",
        "%25"
      })
  void readsWhatBeginsAgainAndAgain(String part) {
    String text = part.repeat(HARD / part.length());

    assertThat(REDACTION.text(text)).isNotEmpty();
  }
}

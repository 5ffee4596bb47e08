package dev.nightshift.core.internal.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SecretScanTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("innocents")
  void findsNothingInAnInnocentText(String text) {
    assertThat(SecretScan.of(text.replace("\\n", "\n"))).isEmpty();
  }

  static List<String> innocents() throws IOException {
    return rows("innocents.txt");
  }

  @Test
  void saysWhereASecretIs() {
    String text = "a\napi_key = \"v8Kq2Zr7pXw4\";\n";

    List<SecretScan.Secret> found = SecretScan.of(text);

    assertThat(found).containsExactly(new SecretScan.Secret(13, 25, SecretScan.Kind.ASSIGNED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void findsARandomKeyOfEachKnownShape(String prefix, Letters letters, int shortest) {
    Random random = new Random(prefix.hashCode());
    StringBuilder key = new StringBuilder(prefix);
    String digits = letters == Letters.CAPITAL ? "ABCDEFGHJKLMNPQRSTUVWXYZ2345679" : "";
    String from = letters == Letters.HEX ? "0123456789abcdef" : digits;
    String alphabet =
        from.isEmpty() ? "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ2345679" : from;
    while (key.length() < prefix.length() + shortest + 8) {
      key.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }

    List<SecretScan.Secret> found = SecretScan.of("x = f(\"" + key + "\")\n");

    assertThat(found).extracting(SecretScan.Secret::kind).containsExactly(SecretScan.Kind.KEY);
  }

  static Stream<Arguments> shapes() {
    return TokenShapes.rows().stream()
        .map(row -> row.split(" ", -1))
        .map(row -> arguments(row[0], Letters.valueOf(row[1]), Integer.parseInt(row[2])));
  }

  private static List<String> rows(String name) throws IOException {
    try (InputStream in = SecretScanTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(row -> !row.startsWith("#") && !row.isBlank())
          .toList();
    }
  }
}

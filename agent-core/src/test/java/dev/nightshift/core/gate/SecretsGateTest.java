package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.internal.redact.ConfiguredSecrets;
import dev.nightshift.core.tree.PatchFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsGateTest {
  /** Invented; written in two so that no scanner takes this file for a leak. */
  private static final String KEY = "ghp_" + "aZ3kQ9vR7mW2xT8bN4cJ6hL1pD5sF0gY2uE";

  @TempDir private Path directory;

  @Test
  void namesTheLineOfAnAddedKeyAndNeverTheKey() throws Exception {
    GateResult result = evaluate(changing("src/App.java", "+int a;", "+call(\"" + KEY + "\");"));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail())
        .contains("src/App.java:8 a key that begins like those of a known service", "EXAMPLE")
        .doesNotContain(KEY, KEY.substring(6, 14));
  }

  @Test
  void showsNoPathThatIsAKeyItself() throws Exception {
    assertThat(evaluate(changing("keys/" + KEY, "+" + KEY)).detail())
        .contains("keys/")
        .doesNotContain(KEY.substring(6, 14));
  }

  @Test
  void passesWhereNothingSecretIsAdded() throws Exception {
    GateResult result = evaluate(changing("App.java", "+String password = ask(\"password\");"));

    assertThat(result.isPassed()).isTrue();
    assertThat(result.detail()).isEqualTo("no added line holds what looks like a secret");
  }

  @Test
  void takesAKeyThatIsOnlyMovedOrRemovedForNoNewOne() throws Exception {
    String line = "token = \"" + KEY + "\"";

    assertThat(evaluate(changing("a.py", "-" + line)).isPassed()).isTrue();
    assertThat(evaluate(changing("a.py", "-" + line, "+  " + line)).isPassed()).isTrue();
    assertThat(evaluate(changing("a.py", " " + line, "+x = 1")).isPassed()).isTrue();
    assertThat(evaluate(changing("a.py", "+" + line)).isPassed()).isFalse();
  }

  @Test
  void findsTheValueWhoseNameStoodThereBefore() throws Exception {
    GateResult result =
        evaluate(changing("a.yaml", " password: |", "+  v8Kq2-Zr7pXw4", " port: 1"));

    assertThat(result.detail()).contains("a.yaml:8 a value given to the name of a secret");
  }

  @Test
  void namesAPrivateKeyOnceHoweverManyLinesItHas() throws Exception {
    GateResult result =
        evaluate(
            changing(
                "id",
                "+-----BEGIN RSA PRIVATE " + "KEY-----",
                "+MIIEpAIBAAKCAQEAx7Qm9Vd2LkPz4sRw8TnYb3Hf6JgUc1Eo5Ai0XqNvDlKtWyMz",
                "+Zs2Gh7RbTf4Yc9JkLm1Wq8NpXv3Ud6EoAi5QxKtByHzVg0CwSnDrFjMlPaOeIu",
                "+-----END RSA PRIVATE " + "KEY-----"));

    assertThat(result.detail()).containsOnlyOnce("a private key").contains("id:8 ");
  }

  @Test
  void findsWhatThisProcessWasConfiguredWith() throws Exception {
    String own = ConfiguredSecrets.add("plain-words-but-ours-1");

    GateResult result = evaluate(changing("notes.txt", "+see " + own));

    assertThat(result.detail())
        .contains("a secret that this process was given")
        .doesNotContain(own);
  }

  @Test
  void takesAMadeUpValueForNone() throws Exception {
    String[] lines = {
      "+aws = AKIA" + "IOSFODNN7EXAMPLE",
      "+password=changeme1",
      "+url = postgres://app:password@localhost/db",
      "+API_KEY=your-key-goes-here-1234",
      "+secret: ${DB_PASSWORD}",
      "+token = \"xxxxxxxxxxxxxxxx\"",
    };

    for (String line : lines) {
      assertThat(evaluate(changing("a.env", line)).isPassed()).as(line).isTrue();
    }
  }

  @Test
  void findsAPasswordInAUrl() throws Exception {
    GateResult result = evaluate(changing("a", "+url=postgres://app:v8Kq2Zr7@db.host/x"));

    assertThat(result.detail()).contains("a:7 a password in a URL").doesNotContain("v8Kq2Zr7");
  }

  @Test
  void doesNotLookWhereTheHostSaysSo() throws Exception {
    PatchFile patch = changing("src/test/resources/keys/a.txt", "+" + KEY);

    GateResult excepted =
        new GateBench(new ProcessCheckout(directory, ""))
            .patch(patch)
            .evaluate(Gates.secretsExcept("src/test/resources/keys/**"));
    GateResult elsewhere =
        new GateBench(new ProcessCheckout(directory, ""))
            .patch(patch)
            .evaluate(Gates.secretsExcept("docs/**"));

    assertThat(excepted.isPassed()).isTrue();
    assertThat(excepted.detail()).contains("not looked at: src/test/resources/keys/**");
    assertThat(elsewhere.isPassed()).isFalse();
  }

  @Test
  void failsForAChangeThatIsTooLargeToBeSearched() throws Exception {
    GateResult result = evaluate(PatchFile.tooLarge());

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).contains("larger than 20 MB", "make a smaller one");
  }

  @Test
  void listsAtMostTwentyPlaces() throws Exception {
    String[] lines = new String[25];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "+" + KEY + i;
    }

    assertThat(evaluate(changing("a", lines)).detail()).contains("a:26 ", ", and 5 more;");
  }

  @Test
  void refusesAnExceptionOfNothingOrOfAMalformedGlob() {
    assertThatThrownBy(Gates::secretsExcept)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secrets()");
    assertThatThrownBy(() -> Gates.secretsExcept("src/["))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("src/[");
  }

  private GateResult evaluate(PatchFile patch) throws InterruptedException {
    return new GateBench(new ProcessCheckout(directory, "")).patch(patch).evaluate(Gates.secrets());
  }

  /** A patch whose only hunk begins at line 7. */
  private static PatchFile changing(String path, String... lines) {
    int added = count(lines, '+') + count(lines, ' ');
    int removed = count(lines, '-') + count(lines, ' ');
    String patch =
        "diff --git a/%1$s b/%1$s\nindex 0..1\n--- a/%1$s\n+++ b/%1$s\n@@ -7,%2$d +7,%3$d @@\n"
                .formatted(path, removed, added)
            + String.join("\n", lines)
            + "\n";
    return PatchFile.of(patch.getBytes(StandardCharsets.UTF_8));
  }

  private static int count(String[] lines, char sign) {
    int count = 0;
    for (String line : lines) {
      count += line.charAt(0) == sign ? 1 : 0;
    }
    return count;
  }
}

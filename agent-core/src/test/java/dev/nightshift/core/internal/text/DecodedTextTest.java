package dev.nightshift.core.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodedTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void knowsAnEncodingByItsByteOrderMark(String name) {
    Charset charset = Charset.forName(name);
    String text = "\uFEFFGr\u00fc\u00dfe \u4e16 \ud83d\ude00\r\n";
    byte[] bytes = DecodedText.encode(text, charset).orElseThrow();

    assertThat(DecodedText.of(bytes)).contains(new DecodedText(text, charset));
  }

  /** Symptom: behind two bytes of a mark, a script was shown as letters of a far language. */
  @Test
  void tellsWhatAnInterpreterReadsInUtf16() {
    byte[] script = "..\n\nrm -rf \"$HOME\"; echo done\n".getBytes(StandardCharsets.US_ASCII);
    script[0] = (byte) 0xff;
    script[1] = (byte) 0xfe;
    DecodedText utf16 = DecodedText.of(script).orElseThrow();

    assertThat(utf16.text()).doesNotContain("rm");
    assertThat(utf16.asciiBetweenTheLines()).containsExactly("\n\nrm -rf \"$HOME\"; echo done\n");
    assertThat(asciiIn("\u00ff\u00fe\nr\0m -\0rf \0~;\0\n ")).containsExactly("\nrm -rf ~;\n ");
    assertThat(asciiIn("\u00ff\u00fe\0\0rm\0\0 -\0\0rf\0\0 ~\0\0")).containsExactly("rm -rf ~");
    assertThat(asciiIn("\u00ff\u00fer\0m\0 \0-\0r\0f\0 \0~\0")).isEmpty();
    assertThat(asciiIn("\u00ff\u00feO0`0U0D0W0~0Y0")).isEmpty();
    String innocent = "\uFEFFGr\u00fc\u00dfe, rm -rf\r\n\u4e16\u754c\r\n";
    assertThat(new DecodedText(innocent, StandardCharsets.UTF_16LE).asciiBetweenTheLines())
        .isEmpty();
    assertThat(new DecodedText("rm -rf \n", StandardCharsets.UTF_8).asciiBetweenTheLines())
        .isEmpty();
  }

  private static List<String> asciiIn(String bytes) {
    return DecodedText.of(bytes.getBytes(StandardCharsets.ISO_8859_1))
        .orElseThrow()
        .asciiBetweenTheLines();
  }

  @Test
  void takesForLatinWhatIsNotUtf8() {
    assertThat(DecodedText.of(new byte[] {'T', (byte) 0xfc, '\n'}))
        .contains(new DecodedText("T\u00fc\n", StandardCharsets.ISO_8859_1));
  }

  @Test
  void takesLettersOfOtherOldEncodingsForText() {
    byte[] cyrillic = "\u041f\u0440\u0438\u0432\u0435\u0442\n".getBytes(Charset.forName("IBM866"));

    assertThat(DecodedText.of(cyrillic)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\0b",
        "export const key = (a, b) => a + '\0' + b;\n",
        "\u001b[31mred\u001b[0m\u0007\n",
        "one\rtwo\rthree"
      })
  void takesControlsForPartOfAText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(DecodedText.of(bytes)).map(DecodedText::text).contains(text);
  }

  @Test
  void takesANulAmongLatinLettersForPartOfAText() {
    byte[] bytes = "Tsch\u00fcs='\0'\nx=1\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(DecodedText.of(bytes)).isPresent();
  }

  @Test
  void findsANulBehindALongText() {
    byte[] bytes = ("x\n".repeat(10_000) + "\0").getBytes(StandardCharsets.UTF_8);

    assertThat(DecodedText.of(bytes).orElseThrow().text()).endsWith("\n\0");
  }

  @Test
  void takesRandomBytesForNoText() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      byte[] bytes = new byte[300 + random.nextInt(5_000)];
      random.nextBytes(bytes);

      assertThat(DecodedText.of(bytes)).as("round %s", round).isEmpty();
    }
  }

  @Test
  void takesCompiledCodeForNoText() throws java.io.IOException {
    try (var code = DecodedText.class.getResourceAsStream("DecodedText.class")) {
      assertThat(DecodedText.of(code.readAllBytes())).isEmpty();
    }
    assertThat(DecodedText.of(new byte[] {0, 1})).isEmpty();
  }

  @Test
  void encodesBackWhateverItDecodes() {
    Random random = new Random(2);
    byte[] alphabet = {'a', '\n', '\r', 0, (byte) 0xff, (byte) 0xfe, (byte) 0xc3, (byte) 0xbc, 'b'};
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = new byte[random.nextInt(12)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = alphabet[random.nextInt(alphabet.length)];
      }
      DecodedText.of(bytes)
          .ifPresent(
              decoded ->
                  assertThat(DecodedText.encode(decoded.text(), decoded.charset()).orElseThrow())
                      .as(Arrays.toString(bytes))
                      .isEqualTo(bytes));
    }
  }
}

package dev.nightshift.core.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "0000, nul",
    "001B, escape",
    "007F, delete",
    "0085, next line",
    "009B, control sequence introducer",
    "00A0, no-break space",
    "00AD, soft hyphen",
    "034F, grapheme joiner",
    "061C, arabic letter mark",
    "115F, hangul filler of an initial",
    "180B, mongolian variation selector",
    "2009, thin space",
    "200B, zero-width space",
    "200D, zero-width joiner",
    "200F, right-to-left mark",
    "2028, line separator",
    "2029, paragraph separator",
    "202E, right-to-left override",
    "2060, word joiner",
    "2066, left-to-right isolate",
    "2800, empty braille pattern",
    "3000, ideographic space",
    "3164, hangul filler",
    "D800, half of a surrogate pair",
    "E000, private use",
    "FDD0, noncharacter",
    "FE0F, variation selector after a letter",
    "FEFF, byte order mark",
    "FFA0, halfwidth hangul filler",
    "FFFC, object replacement",
    "FFFE, noncharacter",
    "1D173, musical format",
    "E0001, language tag",
    "E0041, tag letter",
    "E0100, ideographic variation selector",
    "10FFFF, last noncharacter"
  })
  void writesOutACharacterNobodySees(String hex, String name) {
    assertThat(name).isNotEmpty();
    String hidden = Character.toString(Integer.parseInt(hex, 16));

    assertThat(VisibleText.of("a" + hidden + "b")).isEqualTo("a\u27e6U+" + hex + "\u27e7b");
    assertThat(VisibleText.isVisible(hidden)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\tb\n\u00e9 \u4e16\u754c \ud83d\ude00 {\"x\"}",
        "\u2764\ufe0f \u26a0\ufe0e \u2705\ufe0f 1\ufe0f\u20e3",
        "a\u0308 \u0635\u0628\u0627\u062d \u05e9\u05dc\u05d5\u05dd \u0928\u092e\u0938\u094d\u0924\u0947"
      })
  void leavesWhatAReaderSees(String text) {
    assertThat(VisibleText.exact(text)).isEqualTo(text);
  }

  @Test
  void showsEachFurtherSelectorAfterASymbol() {
    assertThat(VisibleText.of("\u2764\ufe0f\ufe0f")).isEqualTo("\u2764\ufe0f\u27e6U+FE0F\u27e7");
    assertThat(VisibleText.of("+\ufe0f")).isEqualTo("+\u27e6U+FE0F\u27e7");
    assertThat(VisibleText.of("\u2260\ufe0e")).isEqualTo("\u2260\u27e6U+FE0E\u27e7");
  }

  @Test
  void showsCarriageReturns() {
    assertThat(VisibleText.of("a\r\nb")).isEqualTo("a\u240d\nb");
  }

  @Test
  void hearsWordsThroughWhatIsNotSeen() {
    assertThat(VisibleText.spoken("I\u00a0re\u200bject\u00ad it\r\nn\u202eow"))
        .isEqualTo("I reject it \nnow");
  }

  @Test
  void leavesAVisibleTextAsItIs() {
    String once = VisibleText.of("\u27e6U+202E\u27e7 \u202e \r\u240d");

    assertThat(VisibleText.of(once)).isEqualTo(once);
  }

  @Test
  void tellsSignsOfATextFromThoseOfTheNotation() {
    assertThat(VisibleText.exact("\u27e6U+202E\u27e7 \u240d \u27e6x\u27e7"))
        .isEqualTo("\u27e6U+27E6\u27e7U+202E\u27e7 \u27e6U+240D\u27e7 \u27e6x\u27e7");
  }

  @Test
  void canBeReadBack() {
    Random random = new Random(7);
    int[] alphabet = {'a', '\n', '\r', 0, 0x27e6, 0x27e7, 'U', '+', '2', 0x240d, 0x202e, 0xE0041};
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
      }
      String shown = VisibleText.exact(text.toString());

      assertThat(VisibleText.isVisible(shown)).isTrue();
      assertThat(VisibleText.read(shown)).isEqualTo(text.toString());
    }
  }

  @Test
  void keepsSignsOfCodePointsThatDoNotExist() {
    assertThat(VisibleText.read("\u27e6U+110000\u27e7")).isEqualTo("\u27e6U+110000\u27e7");
  }

  @Test
  void putsANameOnOneLine() {
    assertThat(VisibleText.name("a\nb\t\u202e c"))
        .isEqualTo("a\u27e6U+000A\u27e7b\u27e6U+0009\u27e7\u27e6U+202E\u27e7 c");
  }

  @Test
  void putsATextOnOneLine() {
    assertThat(VisibleText.oneLine(" a\nb\r\u202e ", 80)).isEqualTo("a b\u240d\u27e6U+202E\u27e7");
    assertThat(VisibleText.oneLine("abcdef", 3)).isEqualTo("ab\u2026");
  }

  @Test
  void doesNotSplitACharacterWhenItCuts() {
    assertThat(VisibleText.cut("a\ud83d\ude00bc", 3)).isEqualTo("a\u2026");
  }

  @Test
  void listsEachInvisibleCharacterOnce() {
    assertThat(VisibleText.listed("a\u0000\r\nb\u0000\u202e"))
        .isEqualTo("\u27e6U+0000\u27e7 in line 1, \u27e6U+202E\u27e7 in line 2");
    assertThat(VisibleText.listed("\u0000\u0001\u0002\u0003\u0004\u0005\u0006"))
        .endsWith("\u27e6U+0004\u27e7 in line 1 and 2 others");
    assertThat(VisibleText.listed("plain\r\n")).isEmpty();
  }

  @Test
  void escapesInJsonWhatItsReaderWouldNotSee() {
    assertThat(VisibleText.json("{\n  \"a\" : \"\u202e\u00e9\udb40\udc41\u0085\"\n}"))
        .isEqualTo("{\n  \"a\" : \"\\u202e\u00e9\\udb40\\udc41\\u0085\"\n}");
  }
}

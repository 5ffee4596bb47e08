package dev.nightshift.core.internal.junit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.TestEvidence;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests print colours and worse, reporters copy them: jest-community/jest-junit#197. */
class XmlDecodingTest {
  private static final String REPORT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- made by a reporter -->
      <testsuites><testsuite name="@suite@" failures="1" tests="4">
      <properties><property name="p" value='@value@'/></properties>
      <testcase classname="c@class@" name='n@name@'>@text@<failure message="m">@trace@</failure></testcase>
      <testcase classname="c" name="quiet"/><testcase name="not run"><skipped/></testcase>
      <testcase name="prints"><system-out><![CDATA[<failure/> @output@ ]] > &#27;]]></system-out></testcase>
      <!-- @comment@ --><system-err>@error@</system-err></testsuite></testsuites>
      """;
  private static final TestEvidence CLEAN = new TestEvidence(3, 1, 1, List.of("irrelevant"));

  /** What no version of XML allows, and what no decoder makes a character of. */
  private static final List<byte[]> FORBIDDEN =
      List.of(
          text("\u001b[32m"),
          text("\0"),
          text("\b\u000b\f\u001f\u007f\u0080"),
          text("\uFFFE\uFFFF"),
          text("&#27;[0m"),
          text("&#x1b;"),
          text("&#x1B;&#0;&#00000000008;"),
          text("&#xD83D;&#xDE00;"),
          text("&#55296;&#xffff;&#65534;"),
          text("&#x110000;&#99999999999999999999;"),
          new byte[] {(byte) 0xFF},
          new byte[] {(byte) 0xC3},
          new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
          new byte[] {(byte) 0xF8, (byte) 0x88},
          new byte[] {(byte) 0xC0, (byte) 0xBC});

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static Optional<TestEvidence> parse(byte[] report) throws Exception {
    return TestReportParser.parse(new ByteArrayInputStream(report));
  }

  private static void assertCountedAsClean(byte[] report) throws Exception {
    assertThat(parse(report)).hasValueSatisfying(XmlDecodingTest::isAsClean);
  }

  private static void isAsClean(TestEvidence evidence) {
    assertThat(evidence)
        .usingRecursiveComparison()
        .ignoringFields("failures", "failedTests")
        .isEqualTo(CLEAN);
  }

  @Test
  void countsTheSameWhateverForbiddenCharactersTextsAndAttributesHold() throws Exception {
    Random random = new Random(11);

    for (int round = 0; round < 3_000; round++) {
      ByteArrayOutputStream dirty = new ByteArrayOutputStream();
      String[] parts = REPORT.split("@[a-z]+@", -1);
      for (int part = 0; part < parts.length; part++) {
        for (int i = 0; part > 0 && i < random.nextInt(4); i++) {
          dirty.writeBytes(FORBIDDEN.get(random.nextInt(FORBIDDEN.size())));
        }
        dirty.writeBytes(text(parts[part]));
      }
      assertCountedAsClean(dirty.toByteArray());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@</testsuite>\0\0\0",
        "@</testsuite>\u001a",
        "@</testsuite>\n<!-- \u0007 -->\u001b\n",
        "\0@</testsuite>",
        "\0\u0001<?xml version='1.0' encoding='ISO-8859-1'?>@</testsuite>",
        "<?xml version='1.0'?>\u001b@</testsuite>",
        "@<!---> < \u001b ' --></testsuite>",
        "@<!----><!--\u001b> - --></testsuite>",
        "@<?x > \u001b ?></testsuite>",
        "@<a b='&#x00000000000000000000000000000000000000000000000000000000000000000000001b;'/></testsuite>",
        "@<a b='&#99999999999999999999999999999999999999999999999999999999999999999999999;'/></testsuite>"
      })
  void countsAReportPaddedOrWithAWellFormedOddity(String around) throws Exception {
    String report =
        around.replace(
            "@", "<testsuite><testcase name='a'><failure message='m'/></testcase><testcase/>");

    TestEvidence evidence = parse(text(report)).orElseThrow();

    assertThat(evidence.executed()).isEqualTo(2);
    assertThat(evidence.failed()).isEqualTo(1);
  }

  /** A name or a mark that is damaged could hide a failure, so it stays malformed. */
  @Test
  void countsTheSameOrRefusesWhereverAForbiddenCharacterStands() throws Exception {
    byte[] clean = text(REPORT.replaceAll("@[a-z]+@", "x"));
    int refused = 0;

    for (int at = 0; at <= clean.length; at++) {
      for (byte[] forbidden : FORBIDDEN) {
        ByteArrayOutputStream dirty = new ByteArrayOutputStream();
        dirty.write(clean, 0, at);
        dirty.writeBytes(forbidden);
        dirty.write(clean, at, clean.length - at);
        try {
          parse(dirty.toByteArray()).ifPresent(XmlDecodingTest::isAsClean);
        } catch (XMLStreamException malformed) {
          refused++;
        }
      }
    }

    assertThat(refused).isBetween(clean.length, clean.length * FORBIDDEN.size() - clean.length);
  }

  @Test
  void readsAForbiddenCharacterAsTheReplacementCharacter() throws Exception {
    String report =
        "<testsuite><testcase classname='A' name='&#27;b'><failure message='\u001b[31mno&#x0; &#169; &amp;#27;'/>"
            + "</testcase><testcase name='c'><failure><![CDATA[\u0007 &#27;]]></failure></testcase></testsuite>";

    assertThat(parse(text(report)).orElseThrow().failures())
        .containsExactly("A.\uFFFDb: \uFFFD[31mno\uFFFD © &#27;", ".c: \uFFFD &#27;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<testsuite><test\u001bcase name='a'><failure/></testcase></testsuite>",
        "<testsuite><testcase name='a'><failu\u0007re/></testcase></testsuite>",
        "<testsuite><testcase \0name='a'/></testsuite>",
        "<testsuite><testcase name='a'/></testsuite>x",
        "<testsuite><testcase name='a'/></testsuite>&#0;",
        "<testsuite><testcase name='a'></testsuite\0></testsuite>",
        "<testsuite><testcase name='&#;'/></testsuite>",
        "<testsuite><testcase name='&#27'/></testsuite>",
        "<testsuite><testcase name='&#x1bz;'/></testsuite>",
        "<testsuite><testcase name='a'>&#27;</testsuite>"
      })
  void refusesWhatIsMalformedOutsideOfTexts(String report) {
    assertThatThrownBy(() -> parse(text(report))).isInstanceOf(XMLStreamException.class);
  }

  /** Undecodable bytes within a name must not become a letter of another name. */
  @Test
  void refusesBytesOutsideTheEncodingInAName() {
    byte[] report =
        "<testsuite><testcase name='a'><fail\u00e9ure/></testcase></testsuite>"
            .getBytes(ISO_8859_1);

    assertThatThrownBy(() -> parse(report)).isInstanceOf(XMLStreamException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, ISO-8859-1",
    "US-ASCII, UTF-8",
    "UTF-16, UTF-8",
    "UTF-16LE, ISO-8859-1",
    "x-no-such-encoding, UTF-8",
    "IBM037, UTF-8",
    "windows-1252, UTF-8",
    "Shift_JIS, UTF-8",
    "utf-8, UTF-16LE",
    "utf-16, UTF-16BE"
  })
  void countsAReportThatDeclaresAnotherEncodingThanItsOwn(String declared, String own)
      throws Exception {
    String report =
        REPORT.replace("\"UTF-8\"", '"' + declared + '"').replaceAll("@[a-z]+@", "é ü ß");

    assertCountedAsClean(report.getBytes(Charset.forName(own)));
  }

  @Test
  void countsUtf16WithoutByteOrderMark() throws Exception {
    String report = "<testsuite><testcase name='ä\u001b'/></testsuite>";

    assertThat(parse(report.getBytes(UTF_16LE)).orElseThrow().executed()).isEqualTo(1);
    assertThat(parse(report.getBytes(UTF_16BE)).orElseThrow().executed()).isEqualTo(1);
  }

  @Test
  void findsReferencesAcrossTheBlocksItReads() throws Exception {
    for (int pad = 8_150; pad < 8_200; pad++) {
      String report =
          "<testsuite><testcase name='" + "x".repeat(pad) + "&#27;\u001b'/></testsuite>";
      assertThat(parse(text(report)).orElseThrow().executed()).isEqualTo(1);
    }
  }
}

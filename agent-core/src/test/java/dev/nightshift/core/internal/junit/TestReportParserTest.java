package dev.nightshift.core.internal.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.TestEvidence;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestReportParserTest {
  private static TestEvidence parse(String xml) throws Exception {
    return TestReportParser.parse(bytes(xml)).orElseThrow();
  }

  private static ByteArrayInputStream bytes(String xml) {
    return new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void countsATestThatPassedOnASecondAttemptAsPassed() throws Exception {
    TestEvidence evidence =
        parse(
            """
            <testsuite name="A" tests="2" failures="1">
              <testcase classname="A" name="flaky">
                <flakyFailure message="first attempt"><stackTrace>error</stackTrace></flakyFailure>
                <flakyError/>
              </testcase>
              <testcase classname="A" name="steady"/>
            </testsuite>
            """);

    assertThat(evidence).isEqualTo(new TestEvidence(2, 0, 0, List.of()));
  }

  @Test
  void countsATestThatFailedInEveryAttemptOnce() throws Exception {
    TestEvidence evidence =
        parse(
            """
            <testsuite name="A">
              <testcase classname="A" name="dead">
                <failure message="first"/><rerunFailure message="second"/><rerunError/>
              </testcase>
            </testsuite>
            """);

    assertThat(evidence)
        .isEqualTo(new TestEvidence(1, 1, 0, List.of("A.dead: first"), List.of("A.dead")));
  }

  @Test
  void countsACaseWithFailureAndErrorOnce() throws Exception {
    TestEvidence evidence =
        parse("<testsuite><testcase name='a'><failure/><error/></testcase></testsuite>");

    assertThat(evidence.failed()).isEqualTo(1);
  }

  @Test
  void readsNestedSuites() throws Exception {
    TestEvidence evidence =
        parse(
            """
            <testsuites name="all" failures="1">
              <testsuite name="outer" failures="1">
                <testsuite name="inner"><testcase name="x"><failure/></testcase></testsuite>
                <testcase name="y"/>
              </testsuite>
            </testsuites>
            """);

    assertThat(evidence)
        .isEqualTo(new TestEvidence(2, 1, 0, List.of("inner.x:"), List.of("inner.x")));
  }

  @Test
  void addsFailuresThatOnlyTheSuiteCounts() throws Exception {
    TestEvidence evidence =
        parse("<testsuite name='A' errors='2'><testcase name='x'/></testsuite>");

    assertThat(evidence)
        .isEqualTo(new TestEvidence(3, 2, 0, List.of("A: 2 failures that no test case shows")));
  }

  /** Symptom: a report whose failures could not be counted was green, and the change landed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "failures='many'",
        "failures='1,000'",
        "failures='3.0'",
        "failures='+3'",
        "failures='-1'",
        "failures='2147483648'",
        "failures='99999999999'",
        "failures='\u0663'",
        "failures=''",
        "failures=' '",
        "errors='0x1'",
        "errors='NaN'"
      })
  void refusesAReportWhoseCountsCannotBeRead(String count) {
    String[] report = {
      "<testsuite name='A' " + count + "><testcase name='a'/></testsuite>",
      "<testsuites name='A' " + count + "><testsuite><testcase name='a'/></testsuite></testsuites>",
      "<testsuites><testsuite name='A' " + count + "/><testcase name='a'/></testsuites>"
    };

    for (String xml : report) {
      assertThatThrownBy(() -> parse(xml))
          .isInstanceOf(XMLStreamException.class)
          .hasMessage(count.replace('\'', '"') + " of suite 'A' is no count of tests");
    }
  }

  /** Symptom: a report without failures was red, because its tool left another count empty. */
  @ParameterizedTest
  @ValueSource(strings = {"skipped=''", "disabled=''", "skipped='some'", "tests='?'"})
  void readsAReportWhoseOtherCountsSayNothing(String count) throws Exception {
    assertThat(parse("<testsuite failures='0' " + count + "><testcase name='a'/></testsuite>"))
        .isEqualTo(new TestEvidence(1, 0, 0, List.of()));
  }

  @Test
  void readsACountWithBlanksAroundIt() throws Exception {
    assertThat(parse("<testsuite failures=' 3 '><testcase name='a'/></testsuite>").failed())
        .isEqualTo(3);
  }

  /** Symptom: the failure of one suite hid that another one counted a failure without its case. */
  @Test
  void addsUnseenFailuresToThoseOfOtherSuites() throws Exception {
    TestEvidence evidence =
        parse(
            """
            <testsuites failures="2">
              <testsuite name="A" failures="1"><testcase name="a"><failure/></testcase></testsuite>
              <testsuite name="B" errors="1"/>
            </testsuites>
            """);

    assertThat(evidence)
        .isEqualTo(
            new TestEvidence(2, 2, 0, List.of("A.a:", "B: 1 failures that no test case shows")));
  }

  /** Symptom: a retry in one suite hid the failures that another suite counts. */
  @Test
  void takesARetryForAnExcuseOnlyInItsOwnSuite() throws Exception {
    TestEvidence evidence =
        parse(
            """
            <testsuites>
              <testsuite name="A" failures="1">
                <testcase name="a"><flakyFailure/></testcase>
              </testsuite>
              <testsuite name="B" failures="1"/>
            </testsuites>
            """);

    assertThat(evidence.failures()).containsExactly("B: 1 failures that no test case shows");
  }

  /**
   * Symptom: one test that passed on a second attempt hid five failures, and the gate was green.
   */
  @Test
  void takesARetryForTheExcuseOfOneFailureOnly() throws Exception {
    String retried = "<testcase name='a'><flakyFailure/></testcase>";

    assertThat(parse("<testsuite tests='9' failures='5'>" + retried + "</testsuite>"))
        .isEqualTo(new TestEvidence(5, 4, 0, List.of(": 4 failures that no test case shows")));
    assertThat(
            parse(
                    "<testsuites failures='5'><testsuite name='A'>"
                        + retried
                        + "</testsuite><testsuite name='B'/></testsuites>")
                .failed())
        .isEqualTo(4);
    assertThat(
            parse(
                    "<testsuite errors='7'><testcase name='a'><error/><rerunError/></testcase>"
                        + "</testsuite>")
                .failed())
        .isEqualTo(6);
  }

  @Test
  void takesEachAttemptForTheExcuseOfOneFailure() throws Exception {
    String twice = "<testcase name='a'><flakyFailure/><flakyError/></testcase>";
    String suite = "<testsuite failures='1' errors='1'>" + twice + "</testsuite>";

    assertThat(parse("<testsuites failures='4'>" + suite + suite + "</testsuites>").failed())
        .isZero();
  }

  @Test
  void countsMoreFailuresThanAnIntHolds() throws Exception {
    String suite = "<testsuite name='A' failures='99999999' errors='99999999'/>";

    TestEvidence evidence = parse("<testsuites>" + suite.repeat(20) + "</testsuites>");

    assertThat(evidence.failed()).isEqualTo(Integer.MAX_VALUE);
    assertThat(TestEvidence.sum(List.of(evidence, evidence)).failed()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void countsAnErrorOfASuiteItself() throws Exception {
    TestEvidence evidence = parse("<testsuite name='A'><error message='set-up'/></testsuite>");

    assertThat(evidence.failures()).containsExactly("A: set-up");
  }

  @Test
  void namesTheClassWhenSetUpOfTheClassFails() throws Exception {
    TestEvidence evidence =
        parse(
            "<testsuite><testcase classname='A' name=''><error type='X'/></testcase></testsuite>");

    assertThat(evidence.failures()).containsExactly("A: X");
  }

  @Test
  void countsCasesMarkedAsNotRunAsSkipped() throws Exception {
    TestEvidence evidence =
        parse("<testsuite><testcase name='a' status='notrun'/><testcase name='b'/></testsuite>");

    assertThat(evidence).isEqualTo(new TestEvidence(1, 0, 1, List.of()));
  }

  @Test
  void doesNotTakeOutputForAVerdict() throws Exception {
    TestEvidence evidence =
        parse(
            "<testsuite><testcase name='a'><system-out><![CDATA[<failure/>]]></system-out>"
                + "<properties><property name='skipped'><skipped/></property></properties>"
                + "</testcase></testsuite>");

    assertThat(evidence).isEqualTo(new TestEvidence(1, 0, 0, List.of()));
  }

  @Test
  void keepsAtMostFiftyFailuresAndOneLineForEach() throws Exception {
    String failing =
        "<testcase name='a'><failure message='one&#10;two \u001f".replace("\u001f", "")
            + "x".repeat(900)
            + "'/></testcase>";

    TestEvidence evidence =
        parse("<testsuite>" + String.join("", Collections.nCopies(60, failing)) + "</testsuite>");

    assertThat(evidence.failed()).isEqualTo(60);
    assertThat(evidence.failures()).hasSize(50);
    assertThat(evidence.failures()).allMatch(line -> line.length() == 300 && !line.contains("\n"));
  }

  /** Symptom: a report behind an empty line, as a template writes it, was a red gate. */
  @Test
  void readsAReportBehindBlanks() throws Exception {
    String report =
        "\n \r\n\t<?xml version='1.0' encoding='ISO-8859-1'?><testsuite name='a'><testcase name='b'/></testsuite>";

    assertThat(parse(report)).isEqualTo(new TestEvidence(1, 0, 0, List.of()));
    assertThat(parse("\uFEFF" + report).executed()).isOne();
  }

  @Test
  void takesNoOtherDocumentForATestReport() throws Exception {
    assertThat(TestReportParser.parse(bytes("<failsafe-summary result='0'/>"))).isEmpty();
  }

  /** Damaged reports are refused as malformed or counted, and never end in another way. */
  @Test
  void survivesDamagedReports() throws Exception {
    byte[] report =
        "<?xml version='1.0'?><testsuite name='a' errors='1'><testcase name='b'><failure>&lt;c</failure></testcase></testsuite>"
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(7);
    int refused = 0;

    for (int round = 0; round < 5_000; round++) {
      byte[] damaged = report.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        TestReportParser.parse(new ByteArrayInputStream(damaged));
      } catch (XMLStreamException malformed) {
        refused++;
      }
    }

    assertThat(refused).isBetween(2_000, 4_999);
  }
}

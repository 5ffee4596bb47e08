package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.command.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command is a real shell script that writes what a build tool would write. */
class TestsGateTest {
  private static final String GREEN =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="ATest" tests="3" failures="0" errors="0" skipped="1">
        <testcase classname="ATest" name="one"/>
        <testcase classname="ATest" name="two"><system-out>error failure</system-out></testcase>
        <testcase classname="ATest" name="three"><skipped message="later"/></testcase>
      </testsuite>
      """;
  private static final String RED =
      """
      <testsuite name="BTest" tests="3" failures="1" errors="1">
        <testcase classname="BTest" name="good"/>
        <testcase classname="BTest" name="wrong">
          <failure message="expected: 1 but was: 2" type="AssertionError">trace</failure>
        </testcase>
        <testcase classname="BTest" name="broken"><error>boom at line 7
          more</error></testcase>
      </testsuite>
      """;

  @TempDir Path temp;
  private Path checkout;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = Files.createDirectory(temp.resolve("checkout"));
    Files.writeString(temp.resolve("green.xml"), GREEN);
    Files.writeString(temp.resolve("red.xml"), RED);
  }

  private GateResult tests(String script) throws InterruptedException {
    return GateBench.in(checkout).evaluate(Gates.tests("sh", "-c", script));
  }

  private void write(String path, String content) throws IOException {
    Path file = checkout.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void passesAndCountsWhatTheReportOfThisRunSays() throws Exception {
    GateResult result =
        tests(
            "mkdir -p target/surefire-reports; cp ../green.xml target/surefire-reports/TEST-A.xml");

    assertThat(result.isPassed()).isTrue();
    assertThat(result.name()).isEqualTo("tests");
    assertThat(result.tests()).hasValue(new TestEvidence(2, 0, 1, List.of()));
    assertThat(result.detail()).isEqualTo("2 tests executed, 0 failed, 1 skipped");
    assertThat(result.command()).startsWith("sh -c mkdir");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "target/surefire-reports/TEST-A.xml",
        "module/target/failsafe-reports/TEST-AIT.xml",
        "a/b/build/test-results/test/TEST-A.xml",
        "build/test-results/integration/any-name.xml",
        "elsewhere/TEST-A.xml",
        "junit.xml",
        "report.xml",
        "src/backend/target/surefire-reports/TEST-A.xml",
        "ui/test-results/junit-chrome.xml"
      })
  void countsReportsInTheUsualPlacesOfAnyModule(String path) throws Exception {
    GateResult result = tests("mkdir -p $(dirname " + path + "); cp ../green.xml " + path);

    assertThat(result.isPassed()).as(result.detail()).isTrue();
    assertThat(result.tests().orElseThrow().executed()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "target/test-classes/TEST-A.xml",
        "target/classes/junit.xml",
        "node_modules/x/TEST-A.xml",
        "target/surefire-reports/junitreports/TEST-A.xml",
        "pom.xml"
      })
  void doesNotCountCopiedResourcesAndForeignFiles(String path) throws Exception {
    GateResult result = tests("mkdir -p $(dirname " + path + "); cp ../green.xml " + path);

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).contains("wrote no test report");
  }

  @Test
  void addsUpTheReportsOfAllModules() throws Exception {
    GateResult result =
        tests("for m in a b c; do mkdir -p $m/target; cp ../green.xml $m/target/TEST-$m.xml; done");

    assertThat(result.tests().orElseThrow().executed()).isEqualTo(6);
    assertThat(result.tests().orElseThrow().skipped()).isEqualTo(3);
  }

  @Test
  void failsAndNamesTheFailingTestsFirst() throws Exception {
    GateResult result = tests("echo building; cp ../red.xml TEST-B.xml; exit 1");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.tests().orElseThrow().failures())
        .containsExactly("BTest.wrong: expected: 1 but was: 2", "BTest.broken: boom at line 7");
    assertThat(result.detail())
        .isEqualTo(
            """
            2 of 3 tests failed; the command exited 1
              BTest.wrong: expected: 1 but was: 2
              BTest.broken: boom at line 7
            output:
            building""");
  }

  @Test
  void failsWhenReportsShowFailuresAlthoughTheCommandExitsZero() throws Exception {
    GateResult result = tests("cp ../red.xml TEST-B.xml");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).startsWith("2 of 3 tests failed; the command exited 0");
  }

  @Test
  void failsWhenTheCommandFailsAlthoughAllReportsAreGreen() throws Exception {
    GateResult result = tests("cp ../green.xml TEST-A.xml; exit 3");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).isEqualTo("exited 3, although all 2 tests in its reports passed");
  }

  @Test
  void failsWhenNoReportIsWritten() throws Exception {
    GateResult result = tests("echo BUILD SUCCESS");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.tests()).hasValue(new TestEvidence(0, 0, 0, List.of()));
    assertThat(result.detail())
        .startsWith("exited 0 but wrote no test report; let it execute tests");
  }

  @Test
  void failsWhenEveryTestWasSkipped() throws Exception {
    Files.writeString(
        temp.resolve("skipped.xml"),
        "<testsuite><testcase name='a'><skipped/></testcase></testsuite>");

    GateResult result = tests("cp ../skipped.xml TEST-S.xml");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).startsWith("exited 0 but executed no test (1 skipped)");
  }

  @Test
  void failsWhenTheReportHoldsNoTestCase() throws Exception {
    Files.writeString(temp.resolve("empty.xml"), "<testsuite tests='12'/>");

    GateResult result = tests("cp ../empty.xml TEST-S.xml");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).startsWith("exited 0 but executed no test");
  }

  @Test
  void failsWhenTheProgramDoesNotExist() throws Exception {
    GateResult result =
        GateBench.in(checkout).evaluate(Gates.tests("no-such-program-here", "test"));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).startsWith("command not found (exit status 127)");
  }

  @Test
  void failsWhenTheShellExits127() throws Exception {
    GateResult result = tests("no-such-program-here; exit $?");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).startsWith("command not found (exit status 127)");
  }

  /** Symptom: the run ended because bash was missing, which had just run the tests. */
  @ParameterizedTest
  @ValueSource(ints = {126, 127})
  void isRedWhenTestsWereExecutedAndNothingIsNamedAsMissing(int status) throws Exception {
    GateResult result =
        GateBench.in(checkout)
            .on(checkout)
            .evaluate(Gates.tests("sh", "-c", "cp ../green.xml TEST-A.xml; exit " + status));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail())
        .startsWith("ended with exit status " + status)
        .contains("although all 2 tests in its reports passed");
  }

  @Test
  void failsOnTimeoutAndKeepsWhatWasPrinted() throws Exception {
    Command slow =
        Command.of("sh", "-c", "echo begun; cp ../green.xml TEST-A.xml; sleep 600")
            .withTimeout(Duration.ofMillis(700));

    GateResult result = GateBench.in(checkout).evaluate(Gates.tests(slow));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail())
        .startsWith("timed out after 0.7 s and was killed")
        .contains("begun");
  }

  @Test
  void saysWhichSignalKilledTheCommand() throws Exception {
    GateResult result = tests("exit 137");

    assertThat(result.detail()).startsWith("was killed by signal 9, perhaps for want of memory");
  }

  @Test
  void doesNotCountCommittedReports() throws Exception {
    write("target/surefire-reports/TEST-A.xml", GREEN);

    GateResult result = tests("true");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).startsWith("exited 0 but wrote no test report");
  }

  @Test
  void doesNotCountCopiesOfCommittedReports() throws Exception {
    write("TEST-old.xml", GREEN);

    GateResult result =
        tests(
            "mkdir -p target/surefire-reports; cp TEST-old.xml target/surefire-reports/TEST-A.xml");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).startsWith("exited 0 but wrote no test report");
  }

  @Test
  void doesNotCountStaleFailuresEither() throws Exception {
    write("old/TEST-B.xml", RED);

    GateResult result = tests("cp ../green.xml TEST-A.xml");

    assertThat(result.isPassed()).isTrue();
    assertThat(result.tests().orElseThrow().failed()).isZero();
  }

  @Test
  void countsACommittedReportThatThisRunWroteAnewWithAnotherTime() throws Exception {
    write("TEST-A.xml", GREEN.replace("tests=", "time=\"0.017\" tests="));

    GateResult result = tests("cat ../green.xml > TEST-A.xml");

    assertThat(result.isPassed()).as(result.detail()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "touch -d tomorrow target/TEST-a.xml",
        "cp target/TEST-a.xml ../away; cp ../away target/TEST-a.xml",
        "mv target t2; cp -r t2 target",
        "cp target/TEST-a.xml target/TEST-b.xml",
        "cat target/TEST-a.xml > ../away; rm -r target; mv ../away TEST-new.xml",
        "cp data/a.xml TEST-9.xml",
        "cp node_modules/x/b.XML TEST-9.xml",
        "mkdir -p t/surefire-reports; mv data/a.xml t/surefire-reports/TEST-A.xml"
      })
  void doesNotCountCommittedContentThatTheRunTouchedMovedOrCopied(String script) throws Exception {
    write("target/TEST-a.xml", GREEN);
    write("target/TEST-b.xml", GREEN.replace("ATest", "BTest"));
    write("data/a.xml", GREEN.replace("ATest", "CTest"));
    write("node_modules/x/b.XML", GREEN.replace("ATest", "DTest"));

    GateResult result = tests(script);

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).startsWith("exited 0 but wrote no test report");
  }

  @Test
  void countsAReportWhoseContentChangedUnderTheSameTimestamp() throws Exception {
    write("TEST-A.xml", GREEN);

    GateResult result =
        tests(
            "touch -r TEST-A.xml ../time; cat ../red.xml > TEST-A.xml; touch -r ../time TEST-A.xml");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.tests().orElseThrow().failed()).isEqualTo(2);
  }

  @Test
  void countsOnlyTheSecondRunOfTwoInOneCheckout() throws Exception {
    GateBench bench = GateBench.in(checkout);

    GateResult first = bench.evaluate(Gates.tests("sh", "-c", "cp ../green.xml TEST-A.xml"));
    GateResult second = bench.evaluate(Gates.tests("sh", "-c", "true"));

    assertThat(first.isPassed()).isTrue();
    assertThat(second.isPassed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cut off | <testsuite><testcase name='a'/>",
        "not XML | nothing at all",
        "empty | ''",
        "count | <testsuite tests='1' failures='many'><testcase name='a'/></testsuite>",
        "document type | <!DOCTYPE testsuite [<!ENTITY a 'b'>]><testsuite><testcase name='a'/></testsuite>"
      })
  void failsOnAMalformedReportAndNamesIt(String kind, String content) throws Exception {
    Files.writeString(temp.resolve("bad.xml"), content);

    GateResult result = tests("cp ../green.xml TEST-A.xml; cp ../bad.xml TEST-bad.xml");

    assertThat(result.isPassed()).as(kind).isFalse();
    assertThat(result.detail())
        .startsWith("a test report it wrote cannot be counted")
        .contains("TEST-bad.xml: malformed");
  }

  @Test
  void readsNoExternalEntity() throws Exception {
    Path secret = temp.resolve("secret.txt");
    Files.writeString(secret, "do-not-read-me");
    Files.writeString(
        temp.resolve("bad.xml"),
        "<!DOCTYPE r [<!ENTITY x SYSTEM '"
            + secret.toUri()
            + "'>]><testsuite><testcase name='a'><failure>&x;</failure></testcase></testsuite>");

    GateResult result = tests("cp ../bad.xml TEST-bad.xml");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).doesNotContain("do-not-read-me");
  }

  @Test
  void doesNotFollowLinksOrOpenPipes() throws Exception {
    GateResult result =
        tests("ln -s \"$(cd .. && pwd)/green.xml\" TEST-link.xml; mkfifo TEST-pipe.xml");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).startsWith("exited 0 but wrote no test report");
  }

  @Test
  void refusesAReportTooLargeToRead() throws Exception {
    GateResult result = tests("truncate -s 65M TEST-huge.xml");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).contains("TEST-huge.xml: 68157440 bytes, more than the 67108864");
  }

  @Test
  void ignoresOtherDocumentsWithTheNameOfAReport() throws Exception {
    Files.writeString(
        temp.resolve("jacoco.xml"),
        "<?xml version='1.0'?><!DOCTYPE report PUBLIC '-//JACOCO//DTD Report 1.1//EN' 'report.dtd'>"
            + "<report name='x'/>");

    GateResult result = tests("cp ../green.xml TEST-A.xml; cp ../jacoco.xml report.xml");

    assertThat(result.isPassed()).as(result.detail()).isTrue();
  }

  @Test
  void boundsTheDetailAndKeepsHeadAndTail() throws Exception {
    GateResult result =
        tests(
            "echo first line; i=0; while [ $i -lt 999 ]; do echo noise $i; i=$((i+1)); done;"
                + " printf '\\033[31mlast\\033[0m line\\007'; exit 1");

    assertThat(result.detail().length()).isBetween(3_000, 4_200);
    assertThat(result.detail())
        .startsWith("exited 1\noutput:\nfirst line\n")
        .contains("characters left out")
        .endsWith("last line\u27e6U+0007\u27e7");
  }

  @Test
  void includesTheHintOfTheSandbox() throws Exception {
    GateBench bench =
        new GateBench(new ProcessCheckout(checkout, "the sandbox has no network; try --network"));

    GateResult result = bench.evaluate(Gates.tests("false"));

    assertThat(result.detail()).contains("hint: the sandbox has no network; try --network");
  }

  @Test
  void measuresItsDurationWithTheClockOfTheRun() throws Exception {
    GateBench bench = GateBench.in(checkout);
    MergeGate slow =
        (candidate, context) -> {
          bench.clock().advance(Duration.ofSeconds(5));
          return GateResult.passed("slow", "");
        };

    GateResult result = bench.evaluate(Gates.allOf(slow, Gates.tests("false")));

    assertThat(result.duration()).isEqualTo(Duration.ofSeconds(5));
    assertThat(result.parts().get(1).duration()).isZero();
  }

  @Test
  void refusesAnEmptyCommand() {
    assertThatThrownBy(Gates::tests)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a program");
  }

  @Test
  void countsUtf16Reports() throws Exception {
    Files.write(
        temp.resolve("utf16.xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><testsuite><testcase name='ä'/></testsuite>"
            .getBytes(StandardCharsets.UTF_16));

    GateResult result = tests("cp ../utf16.xml TEST-A.xml");

    assertThat(result.isPassed()).as(result.detail()).isTrue();
  }

  @Test
  void endsAsInterruptedWhenTheRunIsCancelledBeforeReportsAreRead() throws Exception {
    write("TEST-A.xml", GREEN);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> tests("true")).isInstanceOf(InterruptedException.class);

    assertThat(Thread.interrupted()).isFalse();
  }
}

package dev.nightshift.core.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WritingToolsTest {
  private final MemoryFiles files = new MemoryFiles();
  private final ToolCaller tools = new ToolCaller(files);

  @Test
  void writesAFileExactlyAsGiven() throws InterruptedException {
    ToolOutcome outcome = tools.call("write_file", "path", "a/B.txt", "content", "x\r\n\u20ac");

    assertThat(outcome.content()).isEqualTo("Wrote a/B.txt (2 lines, 6 bytes)");
    assertThat(files.text("a/B.txt")).isEqualTo("x\r\n\u20ac");
  }

  @Test
  void warnsWhenReplacingAFileLosesItsLineEnds() throws InterruptedException {
    files.put("A.bat", "a\r\nb\r\n".getBytes(StandardCharsets.UTF_8));

    assertThat(tools.call("write_file", "path", "A.bat", "content", "a\nc\n").content())
        .startsWith("Replaced A.bat")
        .contains("had CRLF line ends");
  }

  @Test
  void saysAtOnceThatATextHoldsANul() throws InterruptedException {
    assertThat(tools.call("write_file", "path", "k.mjs", "content", "a\n'\0'\n").content())
        .startsWith("Wrote k.mjs (2 lines, 6 bytes). It holds control")
        .contains("\u27e6U+0000\u27e7 in line 2");
  }

  @Test
  void saysAtOnceThatNobodyCanReviewWhatIsNoText() throws InterruptedException {
    assertThat(tools.call("write_file", "path", "k.bin", "content", "\0\1\2a").content())
        .contains("Most of it is no text", "only proposed to a human");
  }

  @Test
  void saysAtOnceThatSignsOfTheNotationAreTakenAsText() throws InterruptedException {
    assertThat(tools.call("write_file", "path", "k", "content", "\u27e6U+0000\u27e7").content())
        .contains("as they stand");
    assertThat(files.text("k")).isEqualTo("\u27e6U+0000\u27e7");
  }

  @Test
  void warnsWhenReplacingAFileLosesItsEncoding() throws InterruptedException {
    files.put("a", "t\u00fc".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(tools.call("write_file", "path", "a", "content", "t\u00f6").content())
        .contains("It was in ISO-8859-1 and now is in UTF-8.");
  }

  @Test
  void refusesHalfASurrogatePair() throws InterruptedException {
    ToolOutcome outcome = tools.call("write_file", "path", "A", "content", "\ud800");

    assertThat(outcome.isError()).isTrue();
    assertThatThrownBy(() -> files.bytes("A")).isInstanceOf(WorkspaceException.class);
  }

  @Test
  void deletesAFile() throws InterruptedException {
    files.put("A", new byte[0]);

    assertThat(tools.call("delete_file", "path", "A").isError()).isFalse();

    assertThatThrownBy(() -> files.bytes("A")).isInstanceOf(WorkspaceException.class);
  }

  @Test
  void showsExitCodeDurationAndOutputOfACommand() throws InterruptedException {
    tools.willAnswer(
        CommandResult.builder(1, "1 test failed").duration(Duration.ofMillis(12_340)).build());

    ToolOutcome outcome = tools.call("run_command", "command", "mvn -q test | tail -5");

    assertThat(outcome.isError()).isTrue();
    assertThat(outcome.content()).isEqualTo("exit code 1 after 12.3 s\n1 test failed\n");
    assertThat(tools.commands.get(0).argv())
        .containsExactly("/bin/sh", "-c", "mvn -q test | tail -5");
    assertThat(tools.commands.get(0).timeout()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void showsWhereTheWholeOutputIsAndWhatMayHelp() throws InterruptedException {
    tools.willAnswer(
        CommandResult.builder(6, "could not resolve host\n")
            .fullOutput(".nightshift/output/3.txt")
            .hint("the sandbox has no network; the option is --network")
            .build());

    assertThat(tools.call("run_command", "command", "curl x").content())
        .contains("[the whole output is in .nightshift/output/3.txt; read_file")
        .contains("[hint: the sandbox has no network; the option is --network]");
  }

  @Test
  void showsPartialOutputOfACommandKilledAtItsTimeout() throws InterruptedException {
    tools.willAnswer(
        CommandResult.builder(124, "so far\n")
            .timedOut(true)
            .duration(Duration.ofSeconds(90))
            .build());

    ToolOutcome outcome = tools.call("run_command", "command", "sleep 999");

    assertThat(outcome.isError()).isTrue();
    assertThat(outcome.content())
        .startsWith("killed at its timeout after 90.0 s")
        .contains("so far");
  }

  @Test
  void refusesABlankCommand() {
    assertThatThrownBy(() -> tools.call("run_command", "command", " "))
        .isInstanceOf(ToolArgumentException.class);
  }
}

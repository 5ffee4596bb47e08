package dev.nightshift.core.internal.tool;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tool.ToolOutcome;
import java.time.Duration;

/** Runs one shell command line in the workspace. */
final class RunCommand implements Tool {
  private static final TemplateFile WORDS = TemplateFile.of(RunCommand.class, "run_command.md");
  private static final Template DOES = WORDS.template("run_command", "seconds");
  private final Duration timeout;

  RunCommand(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public ToolDefinition definition() {
    return new ToolDefinition(
        "run_command",
        DOES.fill(timeout.toSeconds()),
        ToolSchema.object().text("command", WORDS.text("command")).require("command").json());
  }

  @Override
  public ToolOutcome call(ToolArguments arguments, ToolContext context)
      throws InterruptedException {
    String line = arguments.text("command");
    if (line.isBlank() || line.indexOf('\0') >= 0) {
      throw new ToolArgumentException(
          "the argument 'command' is blank or holds a NUL; give one shell command line");
    }
    CommandResult result = context.workspace().run(Command.shell(line).withTimeout(timeout));
    return new ToolOutcome(shown(result), !result.isSuccess());
  }

  private static String shown(CommandResult result) {
    StringBuilder shown = new StringBuilder();
    String duration = seconds(result.duration());
    if (result.isTimedOut()) {
      shown.append("killed at its timeout after ").append(duration);
      shown.append("; the output up to then:\n");
    } else {
      shown.append("exit code ").append(result.exitCode()).append(" after ").append(duration);
      shown.append(result.output().isEmpty() ? ", no output\n" : "\n");
    }
    shown.append(result.output());
    if (!result.output().isEmpty() && !result.output().endsWith("\n")) {
      shown.append('\n');
    }
    if (!result.fullOutput().isEmpty()) {
      shown.append("[the whole output is in ").append(result.fullOutput());
      shown.append("; read_file shows any part of it]\n");
    }
    if (!result.hint().isEmpty()) {
      shown.append("[hint: ").append(result.hint()).append("]\n");
    }
    return shown.toString();
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000 + "." + duration.toMillis() / 100 % 10 + " s";
  }
}

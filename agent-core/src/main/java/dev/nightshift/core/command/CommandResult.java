package dev.nightshift.core.command;

import dev.nightshift.core.base.Require;
import java.time.Duration;

/**
 * How a command ended and what it printed.
 *
 * @param exitCode the exit status: 0 for success, 127 if the program was not found, 128 + signal if
 *     killed, 124 on timeout
 * @param isTimedOut true if the command was killed at its timeout; the output up to then is kept
 * @param output standard output and error together: whole if short, else the head and the tail with
 *     a note of what is left out; UTF-8 text, invalid bytes replaced
 * @param fullOutput where the whole output can be read, as a path relative to the workspace; empty
 *     if {@code output} is whole
 * @param duration how long the command ran
 * @param hint what probably stopped the command and which option helps, for example that the
 *     sandbox has no network; one or two sentences, empty if nothing is suspected
 */
public record CommandResult(
    int exitCode,
    boolean isTimedOut,
    String output,
    String fullOutput,
    Duration duration,
    String hint) {
  /** Refuses nulls. */
  public CommandResult {
    Require.nonNull(output, "output");
    Require.nonNull(fullOutput, "fullOutput");
    Require.nonNull(duration, "duration");
    Require.nonNull(hint, "hint");
  }

  /**
   * Starts a result.
   *
   * @param exitCode the exit status
   * @param output standard output and error together, head and tail
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder(int exitCode, String output) {
    Require.nonNull(output, "output");
    return new Builder(exitCode, output);
  }

  /**
   * Tells whether the command exited 0 in time.
   *
   * @return true for success
   */
  public boolean isSuccess() {
    return exitCode == 0 && !isTimedOut;
  }

  @Override
  public String toString() {
    return "CommandResult[exitCode=" + exitCode + ", timedOut=" + isTimedOut + "]";
  }

  /** Collects the parts of a result. Not safe for concurrent use. */
  public static final class Builder {
    private final int exitCode;
    private final String output;
    private boolean timedOut;
    private String fullOutput = "";
    private Duration duration = Duration.ZERO;
    private String hint = "";

    private Builder(int exitCode, String output) {
      this.exitCode = exitCode;
      this.output = output;
    }

    /**
     * Marks the command as killed at its timeout.
     *
     * @param timedOut default false
     * @return this builder
     */
    public Builder timedOut(boolean timedOut) {
      this.timedOut = timedOut;
      return this;
    }

    /**
     * Sets where the whole output is.
     *
     * @param fullOutput a path relative to the workspace; default empty
     * @return this builder
     */
    public Builder fullOutput(String fullOutput) {
      this.fullOutput = Require.nonNull(fullOutput, "fullOutput");
      return this;
    }

    /**
     * Sets how long the command ran.
     *
     * @param duration default zero
     * @return this builder
     */
    public Builder duration(Duration duration) {
      this.duration = Require.nonNull(duration, "duration");
      return this;
    }

    /**
     * Sets what probably stopped the command.
     *
     * @param hint one or two sentences; default empty
     * @return this builder
     */
    public Builder hint(String hint) {
      this.hint = Require.nonNull(hint, "hint");
      return this;
    }

    /**
     * Makes the result.
     *
     * @return an immutable result
     */
    public CommandResult build() {
      return new CommandResult(exitCode, timedOut, output, fullOutput, duration, hint);
    }
  }
}

package dev.nightshift.core.command;

import dev.nightshift.core.base.Require;
import java.time.Duration;
import java.util.List;

/** How a command ended and what it printed. A value: immutable, with equality. */
public final class CommandResult {
  private final int exitCode;
  private final boolean timedOut;
  private final String output;
  private final String fullOutput;
  private final Duration duration;
  private final String hint;

  private CommandResult(Builder builder) {
    this.exitCode = builder.exitCode;
    this.timedOut = builder.timedOut;
    this.output = builder.output;
    this.fullOutput = builder.fullOutput;
    this.duration = builder.duration;
    this.hint = builder.hint;
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
   * Returns the exit status.
   *
   * @return 0 for success, 127 if the program was not found, 128 + signal if killed, 124 on timeout
   */
  public int exitCode() {
    return exitCode;
  }

  /**
   * Tells whether the command was killed at its timeout.
   *
   * @return true if so; the output up to then is kept
   */
  public boolean isTimedOut() {
    return timedOut;
  }

  /**
   * Returns standard output and error together: whole if short, else the head and the tail with a
   * note of what is left out.
   *
   * @return UTF-8 text, invalid bytes replaced
   */
  public String output() {
    return output;
  }

  /**
   * Returns where the whole output can be read, as a path relative to the workspace.
   *
   * @return the path, empty if {@link #output} is whole
   */
  public String fullOutput() {
    return fullOutput;
  }

  /**
   * Returns how long the command ran.
   *
   * @return the duration
   */
  public Duration duration() {
    return duration;
  }

  /**
   * Returns what probably stopped the command and which option helps, for example that the sandbox
   * has no network.
   *
   * @return one or two sentences, empty if nothing is suspected
   */
  public String hint() {
    return hint;
  }

  /**
   * Tells whether the command exited 0 in time.
   *
   * @return true for success
   */
  public boolean isSuccess() {
    return exitCode == 0 && !timedOut;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CommandResult that && values().equals(that.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  @Override
  public String toString() {
    return "CommandResult[exitCode=" + exitCode + ", timedOut=" + timedOut + "]";
  }

  private List<Object> values() {
    return List.of(exitCode, timedOut, output, fullOutput, duration, hint);
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
      return new CommandResult(this);
    }
  }
}

package dev.nightshift.core.gate;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.internal.text.VisibleText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verdict of a gate on one candidate, with its evidence. A value: immutable, with equality. */
public final class GateResult {
  private static final int MAX_MISSING_CHARS = 300;
  private final String name;
  private final boolean passed;
  private final String detail;
  private final String command;
  private final Duration duration;
  private final @Nullable TestEvidence tests;
  private final List<CriterionEvidence> criteria;
  private final List<GateResult> parts;
  private final String missing;
  private final List<GateNote> notes;

  private GateResult(Builder builder) {
    this.name = builder.name;
    this.passed = builder.passed;
    this.detail = builder.detail;
    this.command = builder.command;
    this.duration = builder.duration;
    this.tests = builder.tests;
    this.criteria = List.copyOf(builder.criteria);
    this.parts = List.copyOf(builder.parts);
    this.missing = builder.missing;
    this.notes = List.copyOf(builder.notes);
  }

  /**
   * Returns a passed gate.
   *
   * @param name the gate
   * @param detail one or more lines of evidence
   * @return the result
   */
  public static GateResult passed(String name, String detail) {
    return builder(name, true, detail).build();
  }

  /**
   * Returns a failed gate.
   *
   * @param name the gate
   * @param detail what failed and how to see it, for the implementer to read
   * @return the result
   */
  public static GateResult failed(String name, String detail) {
    return builder(name, false, detail).build();
  }

  /**
   * Starts a result.
   *
   * @param name the gate
   * @param passed the verdict
   * @param detail the evidence as text
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder(String name, boolean passed, String detail) {
    Require.nonNull(name, "name");
    Require.nonNull(detail, "detail");
    return new Builder(name, passed, detail);
  }

  /**
   * Returns the gate.
   *
   * @return its name
   */
  public String name() {
    return name;
  }

  /**
   * Tells whether the candidate may land as far as this gate goes.
   *
   * @return the verdict
   */
  public boolean isPassed() {
    return passed;
  }

  /**
   * Returns the evidence as text; for a failure what failed and how to see it.
   *
   * @return at most a few thousand characters
   */
  public String detail() {
    return detail;
  }

  /**
   * Returns the command the gate ran.
   *
   * @return one line, empty if it ran none
   */
  public String command() {
    return command;
  }

  /**
   * Returns how long the gate took.
   *
   * @return the duration
   */
  public Duration duration() {
    return duration;
  }

  /**
   * Returns what the test reports say.
   *
   * @return the counts, or empty if the gate counts no tests; of a recorded result whose counts
   *     contradict it, they stand in the detail
   */
  public Optional<TestEvidence> tests() {
    return Optional.ofNullable(tests);
  }

  /**
   * Returns the criteria this gate proved or refuted by command.
   *
   * @return the evidence; empty if it checks none
   */
  public List<CriterionEvidence> criteria() {
    return criteria;
  }

  /**
   * Returns what the command of the gate could not start, neither with the change nor without it,
   * and a change may still bring: a script, most often. A run of which the same gate says so again
   * after the implementer was told ends as {@link dev.nightshift.core.base.EndReason#ENVIRONMENT}:
   * most likely its name is wrong in the command.
   *
   * @return its name as the command printed it, one line of at most 300 characters; empty, the
   *     default, if there is none
   */
  public String missing() {
    return missing;
  }

  /**
   * Returns what a human is to look at, though the gate is not red for it. Those of the last
   * candidate stand among the decisions of the report.
   *
   * @return the notes in order; empty, the default, if there are none
   */
  public List<GateNote> notes() {
    return notes;
  }

  /**
   * Returns the results this one is made of.
   *
   * @return the parts of {@link Gates#allOf}, else empty
   */
  public List<GateResult> parts() {
    return parts;
  }

  /**
   * Returns the results that say together what this one says.
   *
   * @return the leaves of its parts in order; this result itself if it has none, or if it is not
   *     passed just when all of them are
   */
  public List<GateResult> leaves() {
    return parts.isEmpty() || passed != parts.stream().allMatch(GateResult::isPassed)
        ? List.of(this)
        : parts.stream().flatMap(part -> part.leaves().stream()).toList();
  }

  /**
   * Tells whether it is red for tests that failed, which may be flaky.
   *
   * @return true if a part of it that failed has reports of failed tests
   */
  public boolean hasFailedTests() {
    return leaves().stream()
        .filter(leaf -> !leaf.passed)
        .anyMatch(leaf -> leaf.tests().filter(counts -> counts.failed() > 0).isPresent());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GateResult that && values().equals(that.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  @Override
  public String toString() {
    return "GateResult[" + name + (passed ? " passed]" : " failed]");
  }

  private List<Object> values() {
    return List.of(
        name, passed, detail, command, duration, tests(), criteria, parts, missing, notes);
  }

  /** Collects the parts of a result. Not safe for concurrent use. */
  public static final class Builder {
    private final String name;
    private final boolean passed;
    private final String detail;
    private String command = "";
    private Duration duration = Duration.ZERO;
    private @Nullable TestEvidence tests;
    private List<CriterionEvidence> criteria = List.of();
    private List<GateResult> parts = List.of();
    private String missing = "";
    private List<GateNote> notes = List.of();

    private Builder(String name, boolean passed, String detail) {
      this.name = name;
      this.passed = passed;
      this.detail = detail;
    }

    /**
     * Sets the command the gate ran.
     *
     * @param command one line; default empty
     * @return this builder
     */
    public Builder command(String command) {
      this.command = Require.nonNull(command, "command");
      return this;
    }

    /**
     * Sets how long the gate took.
     *
     * @param duration default zero
     * @return this builder
     */
    public Builder duration(Duration duration) {
      this.duration = Require.nonNull(duration, "duration");
      return this;
    }

    /**
     * Sets what the test reports say.
     *
     * @param tests default none
     * @return this builder
     */
    public Builder tests(TestEvidence tests) {
      this.tests = Require.nonNull(tests, "tests");
      return this;
    }

    /**
     * Sets the criteria that were checked by command.
     *
     * @param criteria default none
     * @return this builder
     */
    public Builder criteria(List<CriterionEvidence> criteria) {
      this.criteria = Require.elements(criteria, "criteria");
      return this;
    }

    /**
     * Sets the results this one is made of.
     *
     * @param parts default none
     * @return this builder
     */
    public Builder parts(List<GateResult> parts) {
      this.parts = Require.elements(parts, "parts");
      return this;
    }

    /**
     * Sets what could not be started, with the change nor without it.
     *
     * @param missing one line of at most 300 visible characters; default empty, which is nothing
     * @return this builder
     * @throws IllegalArgumentException if it is longer, or no such line
     */
    public Builder missing(String missing) {
      Require.nonNull(missing, "missing");
      if (missing.length() > MAX_MISSING_CHARS || !VisibleText.isVisibleLine(missing)) {
        throw new IllegalArgumentException(
            "missing '%s' must be one line of at most %d visible characters"
                .formatted(VisibleText.oneLine(missing, MAX_MISSING_CHARS), MAX_MISSING_CHARS));
      }
      this.missing = missing;
      return this;
    }

    /**
     * Sets what a human is to look at.
     *
     * @param notes default none
     * @return this builder
     */
    public Builder notes(List<GateNote> notes) {
      this.notes = Require.elements(notes, "notes");
      return this;
    }

    /**
     * Makes the result.
     *
     * @return an immutable result
     * @throws IllegalArgumentException if it is passed although its tests failed, for which there
     *     are the known flaky tests of the host, which excuse a red gate; or although something
     *     could not be started
     */
    public GateResult build() {
      int failed = tests == null ? 0 : tests.failed();
      if (passed && failed > 0) {
        throw new IllegalArgumentException(
            "the result of gate '%s' cannot be passed with %s failed tests; make it a failed one,"
                    .formatted(VisibleText.name(name), failed)
                + " and name tests that may fail in knownFlakyTests of the host");
      }
      if (passed && !missing.isEmpty()) {
        throw new IllegalArgumentException(
            "the result of gate '%s' cannot be passed with '%s' missing; make it a failed one"
                .formatted(VisibleText.name(name), VisibleText.name(missing)));
      }
      return new GateResult(this);
    }
  }
}

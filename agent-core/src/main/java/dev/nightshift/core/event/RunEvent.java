package dev.nightshift.core.event;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened in a run, as an open value: a name and attributes.
 *
 * <p>Names of this version: {@code run.dispatched}, {@code run.state}, {@code model.reserved},
 * {@code model.call}, {@code model.retry}, {@code model.failed}, {@code budget.threshold}, {@code
 * budget.waiting} and {@code budget.waited} (a call waits for what open calls of others hold of a
 * cap that they share), {@code tool.call}, {@code decision}, {@code gate.finished}, {@code
 * review.finished}, {@code merge.candidate}, {@code landing}, {@code step.finished}, {@code
 * run.asked}, {@code screen.finished}, {@code fork.opened}, {@code run.ended} ({@code goesOn} if
 * only this process is done with it, for another to recover; {@code toldLate} if the process that
 * had it died before all had heard of its end), {@code run.resumed} (a run that another process
 * left goes on, after {@code recordedSteps} of its own branch; what was told of the step in which
 * it was left may be told again), {@code human.accepted}, {@code human.revised}, {@code
 * human.answered} and {@code human.rejected} (a human decided about a run that had ended, at {@code
 * commit}), {@code run.salvaged} (which tells of another run, that of a dead process, by {@code
 * salvagedRun} and {@code salvagedFork}).
 *
 * <p>No attribute holds a secret that the engine knows of or finds, as no report does.
 *
 * @param run the run
 * @param at when
 * @param name what happened, lower-case words joined by points
 * @param attributes facts by name, in a stable order; values are {@link String}, {@link Long} or
 *     {@link Boolean}; amounts of money end in {@code Nanos}, durations in {@code Ms}
 */
public record RunEvent(RunId run, Instant at, String name, Map<String, Object> attributes) {
  /** The name of the last event of a run. */
  static final String ENDED = "run.ended";

  /** Copies the attributes, keeping their order. */
  public RunEvent {
    Require.nonNull(run, "run");
    Require.nonNull(at, "at");
    Require.nonNull(name, "name");
    attributes = Require.entries(attributes, "attributes");
  }

  /**
   * Returns a text attribute.
   *
   * @param attribute its name
   * @return the text, or empty if missing or of another type
   */
  public Optional<String> text(String attribute) {
    return attributes.get(attribute) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /**
   * Returns a number attribute.
   *
   * @param attribute its name
   * @return the number, or empty if missing or of another type
   */
  public Optional<Long> number(String attribute) {
    return attributes.get(attribute) instanceof Long number
        ? Optional.of(number)
        : Optional.empty();
  }

  /**
   * Returns this event as one line of JSON.
   *
   * @return an object with {@code run}, {@code at}, {@code event} and the attributes
   */
  public String toJson() {
    return EventJson.write(this);
  }
}

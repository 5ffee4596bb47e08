package dev.nightshift.git.internal.objects;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.text.InertLetters;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes and reads the messages of a run's commits. What tasks, agents and files say in them is
 * inert, because such a commit may come to a forge, which acts on what it reads there.
 */
public final class CommitMessage {
  /** Names the run a commit belongs to. */
  public static final String RUN = "Nightshift-Run";

  /** Names the fork of that run, if it was made in one. */
  static final String FORK = "Nightshift-Fork";

  /** Names a model that helped. */
  public static final String ASSISTED_BY = "Assisted-by";

  /** Names a file of the workspace that was not committed, and why. */
  public static final String LEFT_OUT = "Nightshift-Left-Out";

  /** Names a file of the commit whose conflict with the target is not resolved. */
  static final String CONFLICT = "Nightshift-Conflict";

  private static final Set<LeftOut.Cause> LEFT_OUT_BY_GIT =
      Set.of(LeftOut.Cause.IGNORED, LeftOut.Cause.EMPTY_DIRECTORY);
  private static final int MAX_NAMED = 20;
  private final StringBuilder trailers = new StringBuilder();
  private final String text;

  public CommitMessage(String text, WorkspacePlan plan) {
    this.text = InertLetters.of(VisibleText.of(text.replace("\r\n", "\n")).strip());
    add(RUN, plan.dispatched().value());
    if (!plan.fork().isEmpty()) {
      add(FORK, plan.fork());
    }
  }

  public CommitMessage assistedBy(Collection<String> models) {
    new LinkedHashSet<>(models).forEach(model -> add(ASSISTED_BY, model));
    return this;
  }

  public CommitMessage conflicts(List<String> paths) {
    return limited(CONFLICT, paths);
  }

  /** Tells whether git would have committed it; what it ignores itself stands in reports only. */
  public static boolean names(LeftOut left) {
    return !LEFT_OUT_BY_GIT.contains(left.cause());
  }

  /** Names what git would have committed. */
  public CommitMessage leftOut(LeftOutWork work) {
    return limited(
        LEFT_OUT,
        work.named().stream().filter(CommitMessage::names).map(LeftOut::toString).toList());
  }

  private CommitMessage limited(String key, List<String> values) {
    values.stream().limit(MAX_NAMED).forEach(value -> add(key, value));
    if (values.size() > MAX_NAMED) {
      add(key, (values.size() - MAX_NAMED) + " more");
    }
    return this;
  }

  /** Names what an earlier commit named. */
  public CommitMessage leftOut(Collection<String> notes) {
    notes.forEach(note -> add(LEFT_OUT, note));
    return this;
  }

  /** Returns the whole message. */
  public String format() {
    return (text.isEmpty() ? "Work of the run" : text) + "\n\n" + trailers;
  }

  /** Returns what stands before the trailers. */
  public static String textOf(String message) {
    String body = message.stripTrailing();
    int trailers = body.lastIndexOf("\n\n");
    return trailers < 0 ? body : body.substring(0, trailers);
  }

  /** Returns the values of a trailer, which stand in the last paragraph. */
  public static Set<String> trailers(String message, String key) {
    String body = message.stripTrailing();
    String last = body.substring(body.lastIndexOf("\n\n") + 1);
    Set<String> values = new LinkedHashSet<>();
    last.lines()
        .filter(line -> line.startsWith(key + ": "))
        .forEach(line -> values.add(line.substring(key.length() + 2)));
    return values;
  }

  /** Returns what the workspace is known by that a commit was made in: a run, or a fork of it. */
  public static Optional<RunId> workspaceOf(String message) {
    String fork = trailers(message, FORK).stream().findFirst().map("-"::concat).orElse("");
    try {
      return trailers(message, RUN).stream().findFirst().map(run -> RunId.of(run + fork));
    } catch (IllegalArgumentException otherShape) {
      return Optional.empty();
    }
  }

  private void add(String key, String value) {
    trailers.append(key).append(": ");
    String line = VisibleText.oneLine(value, Integer.MAX_VALUE);
    trailers.append(InertLetters.of(line)).append('\n');
  }
}
